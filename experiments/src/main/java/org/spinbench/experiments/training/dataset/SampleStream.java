package org.spinbench.experiments.training.dataset;

import java.util.OptionalInt;
import org.spinbench.experiments.training.loss.Answers;

/** What a trained chip does once it is trained: it answers one sample after another. */
public interface SampleStream {
  /** What is asked, and samples to look for other parameters with. */
  Duty duty();

  /** The next sample; there is no end of them. */
  Item next();

  /**
   * Number of the samples that count as unseen, where they come again and again; empty where each
   * is drawn again.
   */
  OptionalInt unseen();

  /**
   * What is asked of a chip at work.
   *
   * @param answers what output powers are read as
   * @param training samples to find parameters with
   * @param testing others to test what was found
   */
  record Duty(Answers answers, Examples training, Examples testing) {}

  /**
   * One sample of the work.
   *
   * @param input power of every input's tone, W
   * @param label its class; −1 where a quantity is asked for
   * @param target number of the class, or a quantity from 0 to 1
   * @param unseen whether no parameters were ever chosen with it, so that it tells how good the
   *     chip is
   */
  record Item(double[] input, int label, double target, boolean unseen) {}
}
