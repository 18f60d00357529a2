package org.spinbench.app.training;

import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.Answers;
import org.spinbench.simulator.ensemble.VirtualChip;

/**
 * Knows the present quality of parameters on a virtual chip: the accuracy on test samples, expected
 * over the noise of readings. No trainer sees it.
 */
final class Oracle {
  private final VirtualChip chip;
  private final Examples test;
  private final Answers answers;
  private final int[] outputs;

  /**
   * @param answers meaning of output powers
   * @param outputs indices of the output neurons
   */
  Oracle(VirtualChip chip, Examples test, Answers answers, int[] outputs) {
    this.chip = chip;
    this.test = test;
    this.answers = answers;
    this.outputs = outputs;
  }

  /**
   * Expected accuracy, 0 to 1.
   *
   * @param parameters field-line currents, then bias currents, A
   * @param decision numbers of the decision, W
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
