package org.spinbench.app.command;

import java.nio.file.Path;
import java.util.List;
import org.spinbench.app.chart.BeliefChart;
import org.spinbench.app.chart.CalibrationChart;
import org.spinbench.app.chart.DecisionChart;
import org.spinbench.app.chart.DecisionMap;
import org.spinbench.app.chart.LearningChart;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.refit.Nominal;
import org.spinbench.drivers.bench.BenchFile;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.training.TrainingResult;

/**
 * The pictures of a training run, beside its file.
 *
 * @param decisionMap what was learned
 * @param calibration the calibration curves, or the numbers of each device beside its design
 * @param learning loss and accuracy by step
 */
record Pictures(Path decisionMap, Path calibration, Path learning) {
  private static final String RUN_ENDING = ".sqlite";

  /** Draws them. */
  static Pictures draw(BenchFile file, RunFile run, TrainingResult result) {
    String task = run.start().task();
    Pictures pictures =
        new Pictures(
            beside(run.path(), "decision"),
            beside(run.path(), "calibration"),
            beside(run.path(), "learning"));
    Calibration calibration = result.calibration();
    boolean fitted = calibration.curves().isEmpty();
    DecisionChart.write(map(file, title(task, file, fitted), result), pictures.decisionMap);
    if (fitted) {
      BeliefChart.write(Nominal.of(file), calibration, pictures.calibration);
    } else {
      CalibrationChart.write(calibration, pictures.calibration);
    }
    LearningChart.write("Learning " + task, run.steps(), pictures.learning);
    return pictures;
  }

  private static String title(String task, BenchFile file, boolean fitted) {
    String twin = fitted ? "twin fitted to the readings" : "calibrated twin";
    return task + " on " + file.name() + " (colour: " + twin + "; samples: measured)";
  }

  private static Path beside(Path run, String what) {
    String name = run.getFileName().toString().replace(RUN_ENDING, "");
    return run.resolveSibling(name + "-" + what + ".png");
  }

  private static DecisionMap map(BenchFile file, String title, TrainingResult result) {
    double high1 = file.inputs().get(0).maximumPower();
    double high2 = file.inputs().get(1).maximumPower();
    List<DecisionMap.Point> points =
        result.points().stream()
            .map(p -> new DecisionMap.Point(p.x1() * high1, p.x2() * high2, p.label(), p.decided()))
            .toList();
    return new DecisionMap(
        title,
        result.map().low() * high1,
        high1,
        result.map().low() * high2,
        high2,
        result.decisionPower(),
        result.map().output(),
        points);
  }
}
