package org.spinbench.app.command.train;

import java.util.List;
import org.spinbench.app.chart.BeliefChart;
import org.spinbench.app.chart.CalibrationChart;
import org.spinbench.app.chart.ConfusionChart;
import org.spinbench.app.chart.DecisionChart;
import org.spinbench.app.chart.DecisionMap;
import org.spinbench.app.chart.LearningChart;
import org.spinbench.app.chart.PictureFile;
import org.spinbench.app.chart.PictureForm;
import org.spinbench.app.chart.QuantityChart;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.damage.Dead;
import org.spinbench.calibration.refit.DesignPrior;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.training.TrainingResult;
import org.spinbench.experiments.training.TrainingResult.DecisionGrid;
import org.spinbench.experiments.training.TrainingResult.Errors;

/**
 * The pictures of a training run, in files beside it.
 *
 * @param answersAre kind of the picture of answers: {@code decision map}, {@code confusion} or
 *     {@code quantity}
 * @param answers that picture
 * @param calibration the calibration curves, or the numbers of each device with its design
 * @param learning loss and accuracy by step
 */
record Pictures(
    String answersAre, PictureFile answers, PictureFile calibration, PictureFile learning) {
  /** Their names. */
  static Pictures of(RunFile run, TrainingResult result, PictureForm form) {
    boolean quantity = result.scores().quantity() != null;
    boolean map = result.map().isPresent();
    return new Pictures(
        quantity ? "quantity" : map ? "decision map" : "confusion",
        form.beside(run.path(), quantity ? "-quantity" : map ? "-decision" : "-confusion"),
        form.beside(run.path(), "-calibration"),
        form.beside(run.path(), "-learning"));
  }

  /** Draws that of answers, which takes as long as all others. */
  void drawAnswers(String task, BenchFile file, TrainingResult result) {
    if (result.scores().quantity() != null) {
      QuantityChart.write(quantity(task, file, result), answers);
    } else if (result.map().isPresent()) {
      Calibration calibration = result.calibration();
      String title = title(task, file, isFitted(calibration), Dead.named(calibration));
      DecisionChart.write(map(file, title, result), answers);
    } else {
      ConfusionChart.write(
          task + " on " + file.name(),
          result.scores().classes(),
          result.scores().confusion(),
          answers);
    }
  }

  /** Draws the others. */
  void drawOthers(String task, BenchFile file, RunFile run, TrainingResult result) {
    Calibration fitted = result.calibration();
    if (isFitted(fitted)) {
      BeliefChart.write(DesignPrior.of(file), fitted, calibration);
    } else {
      CalibrationChart.write(fitted, calibration);
    }
    LearningChart.write("Learning " + task, run, learning);
  }

  /** Whether a calibration was fitted to readings of the network, and has no curves. */
  private static boolean isFitted(Calibration calibration) {
    return calibration.curves().isEmpty();
  }

  private static String title(String task, BenchFile file, boolean fitted, List<String> dead) {
    String twin = fitted ? "twin fitted to the readings" : "calibrated twin";
    String without = dead.isEmpty() ? "" : " without " + String.join(", ", dead);
    return task + " on " + file.name() + without + " (colour: " + twin + "; samples: measured)";
  }

  private static QuantityChart.Data quantity(String task, BenchFile file, TrainingResult result) {
    Errors errors = result.scores().quantity();
    double range = errors.highest() - errors.lowest();
    return new QuantityChart.Data(
        task + " on " + file.name(),
        result.points().stream().mapToDouble(p -> errors.lowest() + range * p.target()).toArray(),
        result.points().stream().mapToDouble(p -> errors.lowest() + range * p.answer()).toArray(),
        errors.tolerance());
  }

  private static DecisionMap map(BenchFile file, String title, TrainingResult result) {
    DecisionGrid grid = result.map().orElseThrow();
    double high1 = file.inputs().get(0).maximumPower();
    double high2 = file.inputs().get(1).maximumPower();
    List<DecisionMap.Point> points =
        result.points().stream()
            .map(
                p ->
                    new DecisionMap.Point(
                        p.inputs().get(0) * high1,
                        p.inputs().get(1) * high2,
                        (int) p.target(),
                        (int) p.answer()))
            .toList();
    return new DecisionMap(
        title,
        grid.low() * high1,
        high1,
        grid.low() * high2,
        high2,
        result.decision()[0],
        grid.output(),
        points);
  }
}
