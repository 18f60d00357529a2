package org.spinbench.experiments.training;

import java.util.Locale;
import java.util.regex.Pattern;
import org.spinbench.drivers.text.Percent;
import org.spinbench.experiments.run.Step;
import org.spinbench.experiments.runner.Display;
import org.spinbench.experiments.training.trainer.TrainingProgress;

/**
 * Shows the progress of a training run. Each figure is shown only during its own stage: the latest
 * step with its name during training; the fraction of correct answers so far during a test.
 */
public final class TrainingDisplay implements TrainingProgress {
  /** Stages in which the result of the last step is shown. */
  private static final Pattern STEPPING = Pattern.compile("training|block \\d+");

  private final Display display;
  private String latest = "";

  public TrainingDisplay(Display display) {
    this.display = display;
  }

  @Override
  public void at(String stage, int done, int total) {
    at(stage, done, total, STEPPING.matcher(stage).matches() ? latest : "");
  }

  @Override
  public void at(String stage, int done, int total, String figure) {
    display.show(stage, (double) done / Math.max(total, 1), figure);
  }

  @Override
  public void said(String sentence) {
    display.say(sentence);
  }

  @Override
  public void step(Step step) {
    latest =
        String.format(
            Locale.ROOT,
            "after %s: loss %.4f, accuracy %s %%%s",
            step.block() == 0 ? step.phase() : step.phase() + " " + step.block(),
            step.loss(),
            Percent.of(step.accuracy(), 1),
            step.basis());
  }
}
