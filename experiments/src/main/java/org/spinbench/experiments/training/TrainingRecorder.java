package org.spinbench.experiments.training;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.damage.Fault;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.experiments.network.Ledger;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Step;
import org.spinbench.experiments.training.loss.Answers;
import org.spinbench.experiments.training.trainer.Problem;
import org.spinbench.experiments.training.trainer.TrainingProgress;

/**
 * Records the events of a training in its run file before it shows them: steps and failing devices.
 */
final class TrainingRecorder implements TrainingProgress {
  private final Bench bench;
  private final RunFile run;
  private final TrainingProgress progress;
  private final Set<String> failing = new HashSet<>();

  /**
   * A recorder.
   *
   * @param progress is called after the run file was written
   */
  TrainingRecorder(Bench bench, RunFile run, TrainingProgress progress) {
    this.bench = bench;
    this.run = run;
    this.progress = progress;
  }

  @Override
  public void at(String stage, int done, int total) {
    progress.at(stage, done, total);
  }

  @Override
  public void at(String stage, int done, int total, String figure) {
    progress.at(stage, done, total, figure);
  }

  @Override
  public void step(Step step) {
    run.step(step);
    progress.step(step);
  }

  @Override
  public void said(String sentence) {
    progress.said(sentence);
  }

  /** Records and shows a sentence about the chip. */
  void noted(String sentence) {
    run.event(bench.clock().now(), RunFile.CHIP, sentence);
    progress.said(sentence);
  }

  /**
   * Records and reports a failing device, once. Nothing is reported if a source was changed by
   * something else.
   */
  void damaged(String device, String how) {
    if (failing.add(device)) {
      bench.requireAsLeft();
      run.event(bench.clock().now(), RunFile.DAMAGE, how);
      progress.said(how);
    }
  }

  /**
   * Records the steps of trainers that start from the design.
   *
   * @param answers meaning of output powers
   * @param ledger of the evaluations of the steps
   * @param budget maximum number of evaluations
   */
  Problem.Incumbents incumbents(Answers answers, Ledger ledger, long budget) {
    return new Problem.Incumbents() {
      @Override
      public void found(double[] parameters, double[] decision) {
        DecisionPlane.of(answers, bench.file(), parameters, decision)
            .ifPresent(plane -> run.tell(() -> plane));
      }

      @Override
      public void step(
          String phase,
          int number,
          double loss,
          double accuracy,
          boolean accepted,
          double[] parameters) {
        TrainingRecorder.this.step(
            new Step(
                bench.clock().now(),
                phase,
                number,
                loss,
                accuracy,
                accepted,
                Arrays.stream(parameters).boxed().toList()));
        progress.at("training", (int) ledger.total(), (int) budget);
      }

      @Override
      public void believed(Supplier<Calibration> belief) {
        run.tell(belief);
      }

      @Override
      public void said(String sentence) {
        TrainingRecorder.this.noted(sentence);
      }

      @Override
      public void failing(Fault fault, String how) {
        damaged(fault.device(), how);
      }
    };
  }
}
