package org.spinbench.app.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Locale;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.training.TrainingResult.Scores;

/**
 * How a training run ended, for people and for programs.
 *
 * @param seconds wall time of the whole command, s
 */
record TrainingReport(
    Scores scores, StartDocument start, Path runFile, Pictures pictures, double seconds) {
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
    long test =
        scores.chipEvaluations() - scores.trainingEvaluations() - scores.calibrationEvaluations();
    return String.format(
        Locale.ROOT,
        """
        %s: %.2f %% of %d test samples right (95 %% confidence: %.2f to %.2f %%)
        best straight line: %.2f %%; best possible: %.2f %%
        chip evaluations: %d (%d to calibrate, %d to train, %d to test)
        SCPI messages: %d; errors in the instruments' queues: %d
        time: %.1f s

        run file:     %s
        decision map: %s
        calibration:  %s
        learning:     %s
        """,
        start.task(),
        100 * scores.testAccuracy(),
        scores.testSamples(),
        100 * scores.confidence().low(),
        100 * scores.confidence().high(),
        100 * scores.linearAccuracy(),
        100 * scores.bayesAccuracy(),
        scores.chipEvaluations(),
        scores.calibrationEvaluations(),
        scores.trainingEvaluations(),
        test,
        scores.scpiMessages(),
        scores.errorsInQueues(),
        seconds,
        runFile,
        pictures.decisionMap(),
        pictures.calibration(),
        pictures.learning());
  }
}
