package org.spinbench.app.training;

import org.spinbench.experiments.task.Normal;
import org.spinbench.experiments.training.Examples;
import org.spinbench.simulator.ensemble.VirtualChip;

/**
 * Knows how good parameters are on a virtual chip at this moment: its accuracy on test samples,
 * expected over the noise of readings. No trainer sees it.
 */
final class Oracle {
  private final VirtualChip chip;
  private final Examples test;
  private final int output;

  /**
   * @param output number of the neuron that decides
   */
  Oracle(VirtualChip chip, Examples test, int output) {
    this.chip = chip;
    this.test = test;
    this.output = output;
  }

  /**
   * Expected accuracy, as a part of 1.
   *
   * @param parameters field-line currents, then bias currents, A
   * @param decision power that decides, W: class 1 above
   */
  double accuracy(double[] parameters, double decision) {
    double noise = chip.powerNoise(output);
    double sum = 0;
    for (int i = 0; i < test.size(); i++) {
      double above = chip.emitted(parameters, test.inputs()[i], output) - decision;
      double margin = test.labels()[i] == 1 ? above : -above;
      sum += noise > 0 ? Normal.cumulative(margin / noise) : margin > 0 ? 1 : 0;
    }
    return sum / test.size();
  }
}
