package org.spinbench.experiments.training.trainer;

import org.spinbench.experiments.run.Step;

/** Receives the progress of a training run; called on the thread that runs it. */
public interface TrainingProgress {
  /** Ignores the progress. */
  TrainingProgress NONE =
      new TrainingProgress() {
        @Override
        public void at(String stage, int done, int total) {}

        @Override
        public void step(Step step) {}
      };

  /**
   * Called often.
   *
   * @param stage its name, such as {@code test}
   * @param done evaluations done in this stage
   * @param total evaluations of this stage
   */
  void at(String stage, int done, int total);

  /**
   * Called often, if the evaluations of a stage have a common result.
   *
   * @param figure result so far, such as {@code 49 of 50 right}
   */
  default void at(String stage, int done, int total, String figure) {
    at(stage, done, total);
  }

  /** Called after each step of training. */
  void step(Step step);

  /** Receives a remark for the user. */
  default void said(String sentence) {}
}
