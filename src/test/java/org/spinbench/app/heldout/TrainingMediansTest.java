package org.spinbench.app.heldout;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.app.training.Beliefs;
import org.spinbench.app.training.Comparison;
import org.spinbench.app.training.Ensemble;
import org.spinbench.app.training.Tally;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.dataset.Assignment;
import org.spinbench.simulator.ensemble.Damage;
import org.spinbench.simulator.ensemble.Disorder;

/**
 * The medians of docs/training.md, measured again on twelve chips that are neither its own (1 to
 * 24) nor those that methods were developed on (101 to 112, 201 to 248).
 *
 * <p>Accepted is half as much again as the page states for the median and the 90 % quantile, one
 * feasible chip of twelve on which the goal is not reached, and one wrong claim.
 */
@HeldOut
class TrainingMediansTest {
  private static final long FIRST = 401;
  private static final int CHIPS = 12;
  private static final double GOAL = 0.977;
  private static final long BUDGET = 3000;

  /** Condition, noise, output alone, and what the page states: median and 90 % quantile. */
  @ParameterizedTest
  @CsvSource({
    "all nodes, 0.02, false, 24, 40",
    "output alone, 0.02, true, 71, 101",
    "noise 5 %, 0.05, false, 40, 56"
  })
  void theLadderTakesWhatThePageSays(
      String condition, double noise, boolean outputOnly, double median, double ninth) {
    BenchFile file = BenchFile.parse(DefaultBench.text(), DefaultBench.RESOURCE);
    Ensemble ensemble =
        new Ensemble(
            file,
            Beliefs.matching(file, 0.2, noise),
            new Disorder(0.2, true, noise, 0, Damage.NONE),
            Assignment.of(Task.named("diagonal")),
            outputOnly,
            GOAL,
            BUDGET);
    Tally tally =
        new Comparison(ensemble, FIRST, CHIPS, List.of("ladder"))
            .run(part -> {})
            .runs()
            .get(0)
            .tally();
    new Acceptance("ladder, chips 401 to 412, " + condition)
        .between("feasible chips", tally.feasible(), 9, 12)
        .between(
            "feasible chips on which the goal was missed", tally.feasible() - tally.hits(), 0, 1)
        .between("evaluations, median", tally.median(), 24, 1.5 * median)
        .between("evaluations, 90 %", tally.ninth(), 24, 1.5 * ninth)
        .between("said so wrongly", tally.wrongly(), 0, 1)
        .conclude();
  }
}
