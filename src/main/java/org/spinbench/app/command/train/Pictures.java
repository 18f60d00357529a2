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
  /** Draws them. */
  static Pictures draw(BenchFile file, RunFile run, TrainingResult result, PictureForm form) {
    String name = run.start().task();
    boolean quantity = result.scores().quantity() != null;
    boolean map = result.map().isPresent();
    Pictures pictures =
        new Pictures(
            quantity ? "quantity" : map ? "decision map" : "confusion",
            form.beside(run.path(), quantity ? "-quantity" : map ? "-decision" : "-confusion"),
            form.beside(run.path(), "-calibration"),
            form.beside(run.path(), "-learning"));
    Calibration calibration = result.calibration();
    boolean fitted = calibration.curves().isEmpty();
    if (quantity) {
      QuantityChart.write(quantity(name, file, result), pictures.answers);
    } else if (map) {
      DecisionChart.write(
          map(file, title(name, file, fitted, Dead.named(calibration)), result), pictures.answers);
    } else {
      ConfusionChart.write(
          name + " on " + file.name(),
          result.scores().classes(),
          result.scores().confusion(),
          pictures.answers);
    }
    if (fitted) {
      BeliefChart.write(DesignPrior.of(file), calibration, pictures.calibration);
    } else {
      CalibrationChart.write(calibration, pictures.calibration);
    }
    LearningChart.write("Learning " + name, run, pictures.learning);
    return pictures;
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
