package org.spinbench.experiments.training;

import org.spinbench.experiments.run.Step;

/** Told how a training run comes along; called on the thread that runs it. */
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

  /** Called after each step of training. */
  void step(Step step);

  /** Something that whoever watches should know. */
  default void said(String sentence) {}
}
