package org.spinbench.experiments.training.trainer;

import java.util.Arrays;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.Loss;
import org.spinbench.simulator.network.Adam;

/**
 * Descends along measured gradients with Adam's steps, from the solution found without the chip
 * that performs best on it ({@link Starts}). The levels of the decision descend too; their slopes
 * come from the readings of the gradient. If the loss stops falling before the goal is reached, the
 * descent restarts from the next such solution.
 */
public final class Descent implements Trainer {
  private final Function<Problem, GradientMethod> methods;
  private final Rules rules;

  /**
   * Rules of the descent.
   *
   * @param batch samples per gradient, with equal numbers of each class
   * @param rate length of a step in {@link Coordinates}
   * @param patience evaluations within which the loss must fall by the fraction {@link #FALL}
   */
  public record Rules(int batch, double rate, long patience) {}

  private static final double FALL = 0.01;

  /**
   * Error rate above which a step has its full length; below, the step shrinks with it, to a
   * minimum.
   */
  private static final double FAR = 0.2;

  private static final double LEAST = 0.2;

  /** A descent with the gradients of a method. */
  public Descent(Rules rules, Function<Problem, GradientMethod> methods) {
    this.rules = rules;
    this.methods = methods;
  }

  /**
   * A descent with gradients that the devices make ({@link DeviceGradients}).
   *
   * @param reach step of a coordinate
   */
  public static Descent byDevices(Rules rules, double reach) {
    return new Descent(rules, problem -> new DeviceGradients(problem, reach));
  }

  @Override
  public TrainedParameters train(Problem problem, Evaluations chip) {
    Probe probe = Probe.of(problem, chip);
    GradientMethod method = methods.apply(problem);
    TrainingMonitor course = new TrainingMonitor(problem, probe);
    Starts starts = new Starts(problem, probe);
    BalancedBatches batches = new BalancedBatches(problem.train());
    int step = 0;
    for (int attempt = 0; ; attempt++) {
      ExSitu.Solution start = starts.next();
      double[] point = start.point().clone();
      probe.coordinates().keepInside(point, method.reach());
      Loss shape = ExSitu.shape(problem);
      int size = point.length;
      double[] state = joined(point, start.levels());
      Adam adam = Adam.ofChip(state.length);
      course.restart();
      if (course.isBest(point, shape.at(start.levels()))) {
        return course.end(true, steps(step, attempt));
      }
      double least = Double.POSITIVE_INFINITY;
      long since = probe.left();
      while (since - probe.left() <= rules.patience()) {
        if (!probe.allows(method.evaluations(rules.batch(), point.length))) {
          return course.spent(steps(step, attempt));
        }
        Loss loss = shape.at(Arrays.copyOfRange(state, size, state.length));
        RandomGenerator random = Seeds.generator(problem.seed(), 41, step);
        Examples batch = batches.draw(rules.batch(), random);
        var estimate = method.estimate(probe, point, batch, loss, step, random);
        step++;
        double[] gradient = joined(estimate.gradient(), estimate.readings().slopeOfLevels(loss));
        adam.step(state, gradient, rules.rate() * Math.min(1, LEAST + course.recentErrors() / FAR));
        point = Arrays.copyOf(state, size);
        probe.coordinates().keepInside(point, method.reach());
        System.arraycopy(point, 0, state, 0, point.length);
        Loss moved = shape.at(Arrays.copyOfRange(state, size, state.length));
        if (course.reached(point, moved, estimate.readings())) {
          return course.end(true, steps(step, attempt));
        }
        if (course.recentLoss() < least * (1 - FALL)) {
          least = course.recentLoss();
          since = probe.left();
        }
      }
    }
  }

  /** Coordinates, then levels. */
  public static double[] joined(double[] point, double[] levels) {
    double[] state = Arrays.copyOf(point, point.length + levels.length);
    System.arraycopy(levels, 0, state, point.length, levels.length);
    return state;
  }

  private static String steps(int steps, int attempt) {
    return "after "
        + steps
        + " steps"
        + (attempt == 0 ? "" : " from " + (attempt + 1) + " beginnings");
  }
}
