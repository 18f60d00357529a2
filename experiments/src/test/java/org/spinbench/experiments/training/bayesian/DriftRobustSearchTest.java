package org.spinbench.experiments.training.bayesian;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.drift.DriftModel;
import org.spinbench.calibration.refit.DesignPrior;
import org.spinbench.calibration.refit.ResonanceKalmanFilter;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.Chips;
import org.spinbench.experiments.task.Sample;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.Answers;

@Tag("slow")
class DriftRobustSearchTest {
  private final BenchFile file = Chips.file();
  private final Calibration calibration = Chips.drawn(4);
  private final Examples samples =
      Examples.of(Task.named("diagonal").drawSet(64, Seeds.generator(1)), file);
  private final Examples others =
      Examples.of(Task.named("diagonal").drawSet(64, Seeds.generator(2)), file);
  private final double[] parameters = {1e-3, -1e-3, 0.5e-3, 2e-3, -2e-3, 1e-3, 5e-3, 5e-3, 5e-3};

  private DriftRobustSearch search(double drift) {
    return search(drift, others);
  }

  private DriftRobustSearch search(double drift, Examples judges) {
    ResonanceKalmanFilter belief =
        new ResonanceKalmanFilter(
            file, calibration, DriftModel.flicker(drift), DesignPrior.noise(file));
    return new DriftRobustSearch(
        belief, file, new Answers.TwoClasses(), samples, judges, Seeds.generator(6));
  }

  private static double[] at(double power) {
    return new double[] {power};
  }

  @Test
  void whatIsFoundIsNoWorseAndWithinTheLimits() {
    DriftRobustSearch search = search(0.1);
    DriftRobustSearch.Proposal before = search.judge(parameters, at(1e-7));
    DriftRobustSearch.Proposal after = search.improve(before, 0);
    assertTrue(after.accuracy() >= before.accuracy(), before + ", " + after);
    Twin twin = Twin.of(calibration, file);
    for (int i = 0; i < 9; i++) {
      assertTrue(after.parameters()[i] >= twin.lower()[i], "parameter " + i);
      assertTrue(after.parameters()[i] <= twin.upper()[i], "parameter " + i);
    }
    DriftRobustSearch.Proposal again =
        search(0.1).improve(search(0.1).judge(parameters, at(1e-7)), 0);
    assertArrayEquals(
        after.decision(), search.judge(after.parameters(), after.decision()).decision());
    assertTrue(again.accuracy() >= before.accuracy());
  }

  /** What misses the target is searched again from there, so it only becomes better. */
  @Test
  void whatMissesTheTargetIsSearchedWidely() {
    DriftRobustSearch.Proposal usual =
        search(0.8).improve(search(0.8).judge(parameters, at(1e-7)), 0);
    DriftRobustSearch.Proposal wide =
        search(0.8).improve(search(0.8).judge(parameters, at(1e-7)), 1);
    assertTrue(wide.accuracy() > usual.accuracy(), wide.accuracy() + ", " + usual.accuracy());
  }

  @Test
  void aJudgementKeepsWhatItJudges() {
    DriftRobustSearch.Proposal judged = search(0.1).judge(parameters, at(3e-7));
    assertArrayEquals(parameters, judged.parameters());
    assertArrayEquals(at(3e-7), judged.decision(), 1e-18);
    assertTrue(judged.accuracy() > 0 && judged.accuracy() < 1);
  }

  /** Drift makes of a margin an accuracy: what is sure without it is less sure with it. */
  @Test
  void whatIsGoodWhileNothingMovesIsLessGoodUnderDrift() {
    DriftRobustSearch still = search(0);
    DriftRobustSearch.Proposal best = still.improve(still.judge(parameters, at(1e-7)), 0);
    double under = search(0.8).judge(best.parameters(), best.decision()).accuracy();
    assertTrue(under < best.accuracy(), under + " under drift, " + best.accuracy() + " without");
  }

  /** Judged on the opposite of what it was trained for, it is as wrong as it should be right. */
  @Test
  void whatIsFoundIsJudgedOnSamplesThatItWasNotTrainedOn() {
    List<Sample> opposite =
        Task.named("diagonal").drawSet(64, Seeds.generator(2)).stream()
            .map(sample -> new Sample(sample.x1(), sample.x2(), 1 - sample.label()))
            .toList();
    DriftRobustSearch same = search(0.1);
    double right = same.improve(same.judge(parameters, at(1e-7)), 0).accuracy();
    DriftRobustSearch contrary = search(0.1, Examples.of(opposite, file));
    double wrong = contrary.improve(contrary.judge(parameters, at(1e-7)), 0).accuracy();
    assertTrue(right > 0.7, "on samples like those of the training: " + right);
    assertTrue(wrong < 0.6, "on their opposite: " + wrong);
  }
}
