package org.spinbench.experiments.training.trainer;

import org.spinbench.experiments.run.Step;

/** Receives the progress of a training run; called on the thread that runs it. */
public interface TrainingProgress {
  /** A progress that nobody watches. */
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
   * @param stage what is under way, such as {@code test}
   * @param done evaluations done of this stage
   * @param total evaluations of this stage
   */
  void at(String stage, int done, int total);

  /**
   * Called often, where the evaluations of a stage say something together.
   *
   * @param figure what those done so far say, such as {@code 49 of 50 right}
   */
  default void at(String stage, int done, int total, String figure) {
    at(stage, done, total);
  }

  /** Called after each step of training. */
  void step(Step step);

  /** Something that whoever watches should know. */
  default void said(String sentence) {}
}
