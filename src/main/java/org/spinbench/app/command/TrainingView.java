package org.spinbench.app.command;

import java.util.Locale;
import org.spinbench.experiments.run.Step;
import org.spinbench.experiments.training.TrainingProgress;

/** Shows the progress of a training run, with the loss and accuracy of its latest step. */
final class TrainingView implements TrainingProgress {
  private final Progress progress;
  private String latest = "";

  TrainingView(Progress progress) {
    this.progress = progress;
  }

  @Override
  public void at(String stage, int done, int total) {
    progress.show(stage, (double) done / Math.max(total, 1), latest);
  }

  @Override
  public void said(String sentence) {
    progress.say(sentence);
  }

  @Override
  public void step(Step step) {
    latest =
        String.format(
            Locale.ROOT, "loss %.4f, accuracy %.1f %%", step.loss(), 100 * step.accuracy());
  }
}
