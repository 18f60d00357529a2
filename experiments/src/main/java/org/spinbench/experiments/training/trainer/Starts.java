package org.spinbench.experiments.training.trainer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.Decision;
import org.spinbench.experiments.training.loss.Loss;
import org.spinbench.experiments.training.loss.OutputReadings;

/**
 * Starting points of a training: solutions found without the chip, measured once on it with the
 * same few samples, in the order of their loss there. When all have been used, new ones follow.
 */
final class Starts {
  private static final int SAMPLES = 32;

  private final Problem problem;
  private final Probe probe;
  private Iterator<ExSitu.Solution> sorted = List.<ExSitu.Solution>of().iterator();
  private int rounds;

  Starts(Problem problem, Probe probe) {
    this.problem = problem;
    this.probe = probe;
  }

  /** The next start; those for which the budget is too small are unsorted. */
  ExSitu.Solution next() {
    if (!sorted.hasNext()) {
      List<ExSitu.Solution> solutions = ExSitu.nominal(problem, rounds);
      if (probe.allows((long) SAMPLES * solutions.size())) {
        solutions = measured(solutions);
      }
      rounds++;
      sorted = solutions.iterator();
    }
    return sorted.next();
  }

  private List<ExSitu.Solution> measured(List<ExSitu.Solution> solutions) {
    Examples batch =
        new BalancedBatches(problem.train())
            .draw(SAMPLES, Seeds.generator(problem.seed(), 46, rounds));
    Loss shape = ExSitu.shape(problem);
    List<ExSitu.Solution> measured = new ArrayList<>();
    for (ExSitu.Solution solution : solutions) {
      OutputReadings readings = probe.measure(solution.point(), batch, Purpose.TRAIN);
      Decision decision = Decision.best(readings, shape);
      measured.add(new ExSitu.Solution(solution.point(), decision.levels(), decision.loss()));
    }
    measured.sort(Comparator.comparingDouble(ExSitu.Solution::loss));
    return measured;
  }
}
