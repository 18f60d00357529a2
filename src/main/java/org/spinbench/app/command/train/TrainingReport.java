package org.spinbench.app.command.train;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.spinbench.app.chart.Drawing;
import org.spinbench.app.chart.PictureForm;
import org.spinbench.app.command.Faulty;
import org.spinbench.app.command.Progress;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.text.Percent;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.review.LatencyBudget;
import org.spinbench.experiments.runner.ExperimentRunner;
import org.spinbench.experiments.training.TrainingResult;
import org.spinbench.experiments.training.TrainingResult.Errors;
import org.spinbench.experiments.training.TrainingResult.Scores;
import org.spinbench.simulator.chip.World;

/**
 * The result of a training run, as text and as JSON.
 *
 * @param dead one line per device that does not respond
 * @param latency the parts of the time of an evaluation; empty without a bench
 * @param seconds wall time of the whole command, s
 */
public record TrainingReport(
    Scores scores,
    List<String> dead,
    Optional<LatencyBudget> latency,
    StartDocument start,
    Path runFile,
    Pictures pictures,
    double seconds) {
  /** The report of a completed training; draws its pictures. */
  public static TrainingReport of(
      ExperimentRunner.Finished<TrainingResult> finished, Progress progress, PictureForm form) {
    TrainingResult result = finished.result();
    RunFile run = finished.file();
    BenchFile file = finished.bench().file();
    String task = run.start().task();
    Pictures pictures = Pictures.of(run, result, form);
    Drawing answers = Drawing.of(() -> pictures.drawAnswers(task, file, result));
    pictures.drawOthers(task, file, run, result);
    Optional<LatencyBudget> latency = LatencyBudget.of(run);
    answers.await();
    double seconds = finished.seconds();
    Faulty.say(run, progress);
    return new TrainingReport(
        result.scores(),
        result.calibration().dead(),
        latency,
        run.start(),
        run.path(),
        pictures,
        seconds);
  }

  /** The one JSON object of {@code --json}; its keys are a promise to scripts. */
  private record Fields(
      double testAccuracy,
      int testSamples,
      Confidence confidence,
      double linearAccuracy,
      Double floatingAccuracy,
      Double bayesAccuracy,
      List<String> classes,
      int[][] confusion,
      Errors quantity,
      long chipEvaluations,
      long trainingEvaluations,
      long calibrationEvaluations,
      String trainer,
      Long evaluationsToTarget,
      Double claim,
      Boolean certified,
      Double certifiedLowerBound,
      List<String> dead,
      Map<String, Long> ledger,
      long parameterWrites,
      double chipSeconds,
      LatencyBudget latency,
      double wallSeconds,
      long scpiMessages,
      int errorsInQueues,
      String runFile,
      Long chipSeed,
      String world,
      long seed,
      String task) {}

  private record Confidence(double low, double high) {}

  /** The JSON object, on one line. */
  public String json() {
    Fields object =
        new Fields(
            scores.testAccuracy(),
            scores.testSamples(),
            new Confidence(scores.confidence().low(), scores.confidence().high()),
            scores.linearAccuracy(),
            scores.floatingAccuracy(),
            scores.bayesAccuracy(),
            scores.classes(),
            scores.confusion(),
            scores.quantity(),
            scores.chipEvaluations(),
            scores.trainingEvaluations(),
            scores.calibrationEvaluations(),
            scores.trainer(),
            scores.evaluationsToTarget(),
            scores.claim(),
            scores.certified(),
            scores.certifiedLowerBound(),
            dead,
            scores.ledger(),
            scores.parameterWrites(),
            scores.chipSeconds(),
            latency.orElse(null),
            seconds,
            scores.allMessages(),
            scores.errorsInQueues(),
            runFile.toString(),
            start.chipSeed(),
            world(),
            start.seed(),
            start.task());
    return Json.write(object);
  }

  /** Name of the world of the simulated chip; null if that is as the bench file says. */
  private String world() {
    String text = start.options().get(RunFile.WORLD);
    return text == null ? null : World.parse(text, "the world of " + runFile).name();
  }

  /** The text for people. */
  public String text() {
    return String.format(
        Locale.ROOT,
        """
        %s by %s: %d of %d %s samples right, %s %% (95 %% confidence: %s to %s %%)
        %s%s%s%s
        chip evaluations: %d (%s); parameter writes: %d
        SCPI messages: %d; errors in the instruments' queues: %d
        time: %.1f s, on the bench's clock %.1f s
        %s
        run file:     %s
        %-13s %s
        calibration:  %s
        learning:     %s
        """,
        start.task(),
        scores.trainer(),
        Math.round(scores.testAccuracy() * scores.testSamples()),
        scores.testSamples(),
        scores.claim() == null ? "test" : "fresh",
        Percent.of(scores.testAccuracy(), 2),
        Percent.atLeast(scores.confidence().low(), 2),
        Percent.atMost(scores.confidence().high(), 2),
        certified(),
        dead.stream().map(line -> "without " + line + "\n").collect(Collectors.joining()),
        errors(),
        others(),
        scores.chipEvaluations(),
        ledger(),
        scores.parameterWrites(),
        scores.allMessages(),
        scores.errorsInQueues(),
        seconds,
        scores.chipSeconds(),
        latency.map(budget -> budget.text() + "\n").orElse(""),
        runFile,
        pictures.answersAre() + ":",
        pictures.answers().path(),
        pictures.calibration().path(),
        pictures.learning().path());
  }

  private String certified() {
    if (scores.claim() == null) {
      return "";
    }
    return String.format(
        Locale.ROOT,
        "%s: at least %s %% with 95 %% confidence, %s %% claimed\n",
        scores.certified() ? "certified" : "NOT CERTIFIED",
        Percent.atLeast(scores.certifiedLowerBound(), 2),
        new BigDecimal(Double.toString(scores.claim())).movePointRight(2).toPlainString());
  }

  /** Errors of a quantity, with the number of samples. */
  private String errors() {
    Errors errors = scores.quantity();
    return errors == null
        ? ""
        : String.format(
            Locale.ROOT,
            "correct within %.4g; error %.4g rms over a range of %.4g to %.4g, R² %.3f, of %d"
                + " samples\n",
            errors.tolerance(),
            errors.rootMeanSquare(),
            errors.lowest(),
            errors.highest(),
            errors.determination(),
            scores.testSamples());
  }

  /** The results of other methods on the same samples. */
  private String others() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s: %s %%",
            scores.bayesAccuracy() == null ? "linear answers in software" : "best straight line",
            Percent.of(scores.linearAccuracy(), 2)));
    if (scores.floatingAccuracy() != null) {
      text.append(
          String.format(
              Locale.ROOT,
              "; as many hidden units with free weights: %s %%",
              Percent.of(scores.floatingAccuracy(), 2)));
    }
    if (scores.bayesAccuracy() != null) {
      text.append(
          String.format(
              Locale.ROOT, "; best possible: %s %%", Percent.of(scores.bayesAccuracy(), 2)));
    }
    return text.toString();
  }

  private String ledger() {
    return scores.ledger().entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }
}
