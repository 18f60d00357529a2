package org.spinbench.app.training;

import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.Answers;
import org.spinbench.simulator.ensemble.VirtualChip;

/**
 * Knows how good parameters are on a virtual chip at this moment: its accuracy on test samples,
 * expected over the noise of readings. No trainer sees it.
 */
final class Oracle {
  private final VirtualChip chip;
  private final Examples test;
  private final Answers answers;
  private final int[] outputs;

  /**
   * @param answers what output powers are read as
   * @param outputs numbers of the output neurons
   */
  Oracle(VirtualChip chip, Examples test, Answers answers, int[] outputs) {
    this.chip = chip;
    this.test = test;
    this.answers = answers;
    this.outputs = outputs;
  }

  /**
   * Expected accuracy, as a part of 1.
   *
   * @param parameters field-line currents, then bias currents, A
   * @param decision numbers that the output powers are read with, W
   */
  double accuracy(double[] parameters, double[] decision) {
    double noise = chip.powerNoise(outputs[0]);
    double sum = 0;
    for (int i = 0; i < test.size(); i++) {
      double[] powers = chip.emitted(parameters, test.inputs()[i], outputs);
      double target = test.targets()[i];
      if (noise > 0) {
        sum += answers.chance(powers, decision, target, noise);
      } else {
        sum += answers.isRight(powers, decision, target) ? 1 : 0;
      }
    }
    return sum / test.size();
  }
}
