package org.spinbench.experiments.training.dataset;

import java.util.OptionalInt;
import org.spinbench.experiments.training.loss.Answers;

/** The work of a trained chip: it answers one sample after another. */
public interface SampleStream {
  /** The task, with samples to find other parameters. */
  Duty duty();

  /** The next sample; the stream never ends. */
  Item next();

  /** Number of unseen samples if samples repeat; empty if each is new. */
  OptionalInt unseen();

  /**
   * The task of a working chip.
   *
   * @param answers meaning of output powers
   * @param training samples to find parameters
   * @param testing other samples to test them
   */
  record Duty(Answers answers, Examples training, Examples testing) {}

  /**
   * One sample.
   *
   * @param input power of every input's tone, W
   * @param label its class; −1 for a quantity
   * @param target index of the class, or a quantity from 0 to 1
   * @param unseen whether it was never used to choose parameters, so that it measures the accuracy
   *     of the chip
   */
  record Item(double[] input, int label, double target, boolean unseen) {}
}
