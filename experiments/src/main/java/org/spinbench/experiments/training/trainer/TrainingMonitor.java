package org.spinbench.experiments.training.trainer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.Decision;
import org.spinbench.experiments.training.loss.Loss;
import org.spinbench.experiments.training.loss.OutputReadings;

/**
 * The course of a training: tells each new best, keeps the best so far, and measures whether the
 * goal is reached when the readings that training made anyway promise it.
 *
 * <p>The goal's test is on at most {@link #TEST} validation samples and, if these pass, as many
 * training samples read again: chance alone seldom passes both. Each ends with the first error too
 * many.
 */
final class TrainingMonitor {
  private static final int TEST = 128;

  /** Readings over which the course is judged. */
  private static final int RECENT = 256;

  /** A test is worth its evaluations when training readings are right so often below the goal. */
  private static final double PROMISING = 0.12;

  /** Readings from one test to the next. */
  private static final int PAUSE = 256;

  private final Problem problem;
  private final Probe probe;
  private final Deque<Part> recent = new ArrayDeque<>();
  private final long testSamples;
  private double[] best;
  private double[] decision;
  private double leastLoss = Double.POSITIVE_INFINITY;
  private long untilTest;
  private int steps;
  private int tests;

  /** What one step read: how many, how wrong. */
  private record Part(int readings, int errors, double loss) {}

  TrainingMonitor(Problem problem, Probe probe) {
    this.problem = problem;
    this.probe = probe;
    testSamples =
        Math.min(TEST, problem.validation().size()) + Math.min(TEST, problem.train().size());
  }

  /** Another beginning: what was read elsewhere says nothing of it. */
  void restart() {
    recent.clear();
    untilTest = 0;
  }

  /**
   * A step was made.
   *
   * @param point where training stands
   * @param loss the loss it decides by
   * @param readings what was read on the way there
   * @return whether the goal is reached
   */
  boolean reached(double[] point, Loss loss, OutputReadings readings) {
    recent.add(new Part(readings.size(), readings.errors(loss), readings.loss(loss)));
    int number = recent.stream().mapToInt(Part::readings).sum();
    while (number - recent.getFirst().readings() >= RECENT) {
      number -= recent.removeFirst().readings();
    }
    untilTest -= readings.size();
    problem.incumbents().found(probe.coordinates().parameters(point), loss.decision());
    int counted = number;
    double mean = recent.stream().mapToDouble(p -> p.loss() * p.readings() / counted).sum();
    boolean better = best == null || number >= RECENT && mean < leastLoss;
    if (better) {
      leastLoss = best == null ? Double.POSITIVE_INFINITY : mean;
      best = point.clone();
      decision = loss.decision();
    }
    tell("step", ++steps, mean, 1 - recentErrors(), better, point);
    int errors = recent.stream().mapToInt(Part::errors).sum();
    boolean promising = errors <= (1 - problem.goal() + PROMISING) * number;
    if (!promising || untilTest > 0 || !probe.allows(testSamples)) {
      return false;
    }
    untilTest = PAUSE;
    return passes(point, loss);
  }

  /**
   * Takes a point for the best, tells so, and measures whether it reaches the goal, if the budget
   * allows that.
   */
  boolean isBest(double[] point, Loss loss) {
    best = point.clone();
    decision = loss.decision();
    problem.incumbents().found(probe.coordinates().parameters(point), decision);
    return probe.allows(testSamples) && passes(point, loss);
  }

  /** A point was measured on its own readings, with the decision that suits them best. */
  void tried(double[] point, Decision found, boolean accepted) {
    tell("step", ++steps, found.loss(), found.accuracy(), accepted, point);
  }

  private void tell(
      String phase, int number, double loss, double accuracy, boolean accepted, double[] point) {
    double[] parameters = probe.coordinates().parameters(point);
    problem.incumbents().step(phase, number, loss, accuracy, accepted, parameters);
  }

  /** The mean loss of the recent readings. */
  double recentLoss() {
    int number = recent.stream().mapToInt(Part::readings).sum();
    return recent.stream().mapToDouble(p -> p.loss() * p.readings()).sum() / number;
  }

  /** Part of the recent readings that were wrong; all of them where nothing was read yet. */
  double recentErrors() {
    int number = recent.stream().mapToInt(Part::readings).sum();
    return number == 0 ? 1 : recent.stream().mapToDouble(Part::errors).sum() / number;
  }

  /** Measures whether a point reaches the goal, which makes it the best. */
  private boolean passes(double[] point, Loss loss) {
    probe.apply(point);
    List<OutputReadings> tested = new ArrayList<>();
    boolean passed =
        passes(problem.validation(), loss, tested) && passes(problem.train(), loss, tested);
    OutputReadings all = OutputReadings.joined(tested);
    double right = all.size() - all.errors(loss);
    tell("test", ++tests, all.loss(loss), right / all.size(), passed, point);
    if (passed) {
      best = point.clone();
      decision = loss.decision();
    }
    return passed;
  }

  private boolean passes(Examples examples, Loss loss, List<OutputReadings> tested) {
    int samples = Math.min(TEST, examples.size());
    int allowed = (int) Math.floor(samples * (1 - problem.goal()) + 1e-9);
    int errors = 0;
    for (int i = 0; i < samples && errors <= allowed; i++) {
      double[][] powers = {probe.powers(probe.nodes(examples, i, Purpose.ACCEPT))};
      OutputReadings one = new OutputReadings(powers, new double[] {examples.targets()[i]});
      tested.add(one);
      errors += one.errors(loss);
    }
    return errors <= allowed;
  }

  /** The end: the best so far. */
  TrainedParameters end(boolean reached, String how) {
    return new TrainedParameters(probe.coordinates().parameters(best), decision, reached, how);
  }
}
