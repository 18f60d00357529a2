package org.spinbench.experiments.training.trainer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.math3.analysis.MultivariateFunction;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.optim.InitialGuess;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.SimpleBounds;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.nonlinear.scalar.ObjectiveFunction;
import org.apache.commons.math3.optim.nonlinear.scalar.noderiv.CMAESOptimizer;
import org.apache.commons.math3.random.Well19937c;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.Decision;
import org.spinbench.experiments.training.loss.Loss;
import org.spinbench.experiments.training.loss.OutputReadings;

/**
 * Evolution of a normal distribution of points by the ranks of their losses (CMA-ES: Hansen 2016,
 * arXiv:1604.00772; Commons Math's implementation, not active). All points of a generation are
 * measured on the same batch, each with the best decision for its own readings. The result is the
 * distribution's mean, which is less sensitive to noise than the best point of a generation, with
 * the mean decision of the better half.
 *
 * <p>If the distribution has become narrow, or the loss has not fallen for long, before the goal is
 * reached, evolution restarts from the next solution of {@link Starts}.
 */
public final class Evolution implements Trainer {
  private final Rules rules;

  /**
   * Rules of the evolution.
   *
   * @param population points in a generation
   * @param batch samples for each point
   * @param sigma standard deviation of the first generation, in {@link Coordinates}
   */
  public record Rules(int population, int batch, double sigma) {}

  /** Standard deviation below which a search ends. */
  private static final double NARROW = 0.02;

  /** Number of generations without a fall of the loss after which evolution restarts. */
  private static final int STAGNANT = 30;

  public Evolution(Rules rules) {
    this.rules = rules;
  }

  @Override
  public TrainedParameters train(Problem problem, Evaluations chip) {
    Probe probe = Probe.of(problem, chip);
    TrainingMonitor course = new TrainingMonitor(problem, probe);
    Starts starts = new Starts(problem, probe);
    int generations = 0;
    for (int attempt = 0; ; attempt++) {
      Search search = new Search(problem, probe, course, attempt, generations);
      End end = search.run(starts.next());
      generations = search.generation;
      if (end != End.STUCK) {
        String after =
            "after "
                + generations
                + " generations"
                + (attempt == 0 ? "" : " from " + (attempt + 1) + " beginnings");
        return end == End.REACHED ? course.end(true, after) : course.spent(after);
      }
    }
  }

  private enum End {
    REACHED,
    SPENT,
    STUCK
  }

  /** Leaves the optimizer, which calls this class, at the end of a search. */
  private static final class Ended extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final transient End how;

    Ended(End how) {
      super(how.name());
      this.how = how;
    }
  }

  private record Measured(OutputReadings readings, Decision decision) {}

  /** One search from one start. */
  private final class Search implements MultivariateFunction {
    private final Problem problem;
    private final Probe probe;
    private final TrainingMonitor course;
    private final BalancedBatches batches;
    private final Loss shape;
    private final CMAESOptimizer optimizer;
    private final List<Measured> population = new ArrayList<>();
    private int generation;
    private Examples batch;
    private boolean guessed;
    private double least = Double.POSITIVE_INFINITY;
    private int stagnant;

    Search(Problem problem, Probe probe, TrainingMonitor course, int attempt, int generation) {
      this.problem = problem;
      this.probe = probe;
      this.course = course;
      this.generation = generation;
      batches = new BalancedBatches(problem.train());
      shape = ExSitu.shape(problem);
      long seed = Seeds.generator(problem.seed(), 42, attempt).nextLong();
      optimizer =
          new CMAESOptimizer(
              Integer.MAX_VALUE,
              Double.NEGATIVE_INFINITY,
              false,
              0,
              0,
              new Well19937c(seed),
              true,
              null);
    }

    End run(ExSitu.Solution start) {
      int size = probe.coordinates().size();
      double[] lower = new double[size];
      double[] upper = new double[size];
      double[] sigma = new double[size];
      for (int i = 0; i < size; i++) {
        lower[i] = probe.coordinates().lower(i);
        upper[i] = probe.coordinates().upper(i);
        sigma[i] = Math.min(rules.sigma(), upper[i] - lower[i]);
      }
      course.restart();
      if (course.isBest(start.point(), shape.at(start.levels()))) {
        return End.REACHED;
      }
      try {
        optimizer.optimize(
            new ObjectiveFunction(this),
            GoalType.MINIMIZE,
            new InitialGuess(start.point()),
            new SimpleBounds(lower, upper),
            new CMAESOptimizer.Sigma(sigma),
            new CMAESOptimizer.PopulationSize(rules.population()),
            MaxEval.unlimited());
        return End.STUCK;
      } catch (Ended ended) {
        return ended.how;
      }
    }

    @Override
    public double value(double[] point) {
      if (!guessed) {
        // The optimizer asks for the loss of its first guess and only compares later ones with it.
        guessed = true;
        return Double.MAX_VALUE;
      }
      if (population.size() == rules.population()) {
        endGeneration();
      }
      if (population.isEmpty()) {
        batch = batches.draw(rules.batch(), Seeds.generator(problem.seed(), 43, generation));
      }
      if (!probe.allows(rules.batch())) {
        throw new Ended(End.SPENT);
      }
      OutputReadings readings = probe.measure(point, batch, Purpose.TRAIN);
      Decision decision = Decision.best(readings, shape);
      population.add(new Measured(readings, decision));
      return decision.loss();
    }

    private double[] meanLevels(List<Measured> some) {
      double[] mean = new double[shape.levels().length];
      for (int k = 0; k < mean.length; k++) {
        int level = k;
        mean[k] =
            some.stream().mapToDouble(m -> m.decision().levels()[level]).average().orElseThrow();
      }
      return mean;
    }

    private void endGeneration() {
      generation++;
      List<RealMatrix> means = optimizer.getStatisticsMeanHistory();
      double[] mean = means.get(means.size() - 1).getRow(0);
      probe.coordinates().keepInside(mean, 0);
      List<Measured> better =
          population.stream()
              .sorted(Comparator.comparingDouble(m -> m.decision().loss()))
              .limit(population.size() / 2)
              .toList();
      Loss loss = shape.at(meanLevels(better));
      OutputReadings readings =
          OutputReadings.joined(better.stream().map(Measured::readings).toList());
      population.clear();
      if (course.reached(mean, loss, readings)) {
        throw new Ended(End.REACHED);
      }
      List<Double> widths = optimizer.getStatisticsSigmaHistory();
      stagnant = course.recentLoss() < least ? 0 : stagnant + 1;
      least = Math.min(least, course.recentLoss());
      if (widths.get(widths.size() - 1) < NARROW || stagnant >= STAGNANT) {
        throw new Ended(End.STUCK);
      }
    }
  }
}
