package org.spinbench.experiments.training.trainer;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.training.loss.Decision;
import org.spinbench.experiments.training.loss.Loss;
import org.spinbench.experiments.training.loss.OutputReadings;

/**
 * Random points, each measured on one batch. A point that is better than the best so far is
 * measured on two more batches and kept if it still is. It is the reference for every other method.
 */
public final class RandomSearch implements Trainer {
  private static final int BATCH = 16;
  private static final int BATCHES = 3;

  @Override
  public TrainedParameters train(Problem problem, Evaluations chip) {
    Probe probe = Probe.of(problem, chip);
    TrainingMonitor course = new TrainingMonitor(problem, probe);
    BalancedBatches batches = new BalancedBatches(problem.train());
    Loss shape = ExSitu.shape(problem);
    int synapses = problem.file().synapses().size();
    double least = Double.POSITIVE_INFINITY;
    int draws = 0;
    for (; probe.allows((long) BATCH * BATCHES); draws++) {
      RandomGenerator random = Seeds.generator(problem.seed(), 44, draws);
      double[] point = ExSitu.draw(probe.coordinates(), synapses, random);
      List<OutputReadings> readings = new ArrayList<>();
      Decision decision;
      do {
        readings.add(probe.measure(point, batches.draw(BATCH, random), Purpose.TRAIN));
        decision = Decision.best(OutputReadings.joined(readings), shape);
      } while (decision.loss() < least && readings.size() < BATCHES);
      boolean better = decision.loss() < least;
      course.tried(point, decision, better);
      if (better) {
        least = decision.loss();
        if (course.isBest(point, shape.at(decision.levels()))) {
          return course.end(true, "after " + (draws + 1) + " points");
        }
      }
    }
    return course.spent("after " + draws + " points");
  }
}
