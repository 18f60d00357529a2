package org.spinbench.app.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.spinbench.experiments.run.LatencyBudget;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.training.TrainingResult.Scores;

/**
 * How a training run ended, for people and for programs.
 *
 * @param latency where the time of an evaluation went; empty if no bench was asked
 * @param seconds wall time of the whole command, s
 */
record TrainingReport(
    Scores scores,
    Optional<LatencyBudget> latency,
    StartDocument start,
    Path runFile,
    Pictures pictures,
    double seconds) {
  /** The one JSON object of {@code --json}; its keys are a promise to scripts. */
  private record Json(
      double testAccuracy,
      int testSamples,
      Confidence confidence,
      double linearAccuracy,
      double bayesAccuracy,
      long chipEvaluations,
      long trainingEvaluations,
      long calibrationEvaluations,
      String trainer,
      Long evaluationsToTarget,
      Double claim,
      Boolean certified,
      Double certifiedLowerBound,
      Map<String, Long> ledger,
      long parameterWrites,
      double chipSeconds,
      LatencyBudget latency,
      double wallSeconds,
      long scpiMessages,
      int errorsInQueues,
      String runFile,
      Long chipSeed,
      long seed,
      String task) {}

  private record Confidence(double low, double high) {}

  /** The JSON object, on one line. */
  String json() {
    Json object =
        new Json(
            scores.testAccuracy(),
            scores.testSamples(),
            new Confidence(scores.confidence().low(), scores.confidence().high()),
            scores.linearAccuracy(),
            scores.bayesAccuracy(),
            scores.chipEvaluations(),
            scores.trainingEvaluations(),
            scores.calibrationEvaluations(),
            scores.trainer(),
            scores.evaluationsToTarget(),
            scores.claim(),
            scores.certified(),
            scores.certifiedLowerBound(),
            scores.ledger(),
            scores.parameterWrites(),
            scores.chipSeconds(),
            latency.orElse(null),
            seconds,
            scores.scpiMessages(),
            scores.errorsInQueues(),
            runFile.toString(),
            start.chipSeed(),
            start.seed(),
            start.task());
    try {
      return new ObjectMapper().writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same for people. */
  String text() {
    return String.format(
        Locale.ROOT,
        """
        %s by %s: %d of %d %s samples right, %.2f %% (95 %% confidence: %.2f to %.2f %%)
        %sbest straight line: %.2f %%; best possible: %.2f %%
        chip evaluations: %d (%s); parameter writes: %d
        SCPI messages: %d; errors in the instruments' queues: %d
        time: %.1f s, on the bench's clock %.1f s
        %s
        run file:     %s
        decision map: %s
        calibration:  %s
        learning:     %s
        """,
        start.task(),
        scores.trainer(),
        Math.round(scores.testAccuracy() * scores.testSamples()),
        scores.testSamples(),
        scores.claim() == null ? "test" : "fresh",
        100 * scores.testAccuracy(),
        100 * scores.confidence().low(),
        100 * scores.confidence().high(),
        certified(),
        100 * scores.linearAccuracy(),
        100 * scores.bayesAccuracy(),
        scores.chipEvaluations(),
        ledger(),
        scores.parameterWrites(),
        scores.scpiMessages(),
        scores.errorsInQueues(),
        seconds,
        scores.chipSeconds(),
        latency.map(budget -> budget.text() + "\n").orElse(""),
        runFile,
        pictures.decisionMap(),
        pictures.calibration(),
        pictures.learning());
  }

  /** Why the run did not do what it was asked to; empty if it did. */
  Optional<String> shortfall() {
    return Boolean.FALSE.equals(scores.certified())
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "an accuracy of %s is not certified: %d of %d fresh samples right prove %.4f",
                scores.claim(),
                Math.round(scores.testAccuracy() * scores.testSamples()),
                scores.testSamples(),
                scores.certifiedLowerBound()))
        : Optional.empty();
  }

  private String certified() {
    if (scores.claim() == null) {
      return "";
    }
    return String.format(
        Locale.ROOT,
        "%s: at least %.2f %% with 95 %% confidence, %.2f %% claimed\n",
        scores.certified() ? "certified" : "NOT CERTIFIED",
        100 * scores.certifiedLowerBound(),
        100 * scores.claim());
  }

  private String ledger() {
    return scores.ledger().entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }
}
