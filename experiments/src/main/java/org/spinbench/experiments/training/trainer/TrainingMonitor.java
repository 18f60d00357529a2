package org.spinbench.experiments.training.trainer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.training.certification.BinomialInterval;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.dataset.WrongAnswers;
import org.spinbench.experiments.training.loss.Decision;
import org.spinbench.experiments.training.loss.Loss;
import org.spinbench.experiments.training.loss.OutputReadings;

/**
 * Monitors a training: reports each new best, keeps the best so far, and tests whether the goal is
 * reached when the training's own readings suggest it.
 *
 * <p>The test uses at most {@link #TEST} validation samples and, if these pass, as many training
 * samples, read again; chance alone seldom passes both. Each part ends with the first error too
 * many.
 */
final class TrainingMonitor {
  private static final int TEST = 128;

  /** Number of readings that judge the progress. */
  private static final int RECENT = 256;

  /** Error rate in excess of the goal below which a test is worth its evaluations. */
  private static final double PROMISING = 0.12;

  /** Number of readings between two tests. */
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
  private String claim = "";

  /** Number of readings and errors of one step. */
  private record Part(int readings, int errors, double loss) {}

  TrainingMonitor(Problem problem, Probe probe) {
    this.problem = problem;
    this.probe = probe;
    testSamples =
        Math.min(TEST, problem.validation().size()) + Math.min(TEST, problem.train().size());
  }

  /** Forgets the readings of an earlier start. */
  void restart() {
    recent.clear();
    untilTest = 0;
  }

  /**
   * Notes a step.
   *
   * @param point the present point
   * @param loss of the training
   * @param readings of the step
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

  /** Takes a point as the best, reports it, and tests the goal if the budget allows that. */
  boolean isBest(double[] point, Loss loss) {
    best = point.clone();
    decision = loss.decision();
    problem.incumbents().found(probe.coordinates().parameters(point), decision);
    return probe.allows(testSamples) && passes(point, loss);
  }

  /** Notes a point measured on its own readings, with the best decision for them. */
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

  /** Fraction of wrong answers in the recent readings; 1 without readings. */
  double recentErrors() {
    int number = recent.stream().mapToInt(Part::readings).sum();
    return number == 0 ? 1 : recent.stream().mapToDouble(Part::errors).sum() / number;
  }

  /** Tests whether a point reaches the goal; then it is the best. */
  private boolean passes(double[] point, Loss loss) {
    probe.apply(point);
    List<OutputReadings> tested = new ArrayList<>();
    boolean passed =
        passes(problem.validation(), loss, tested) && passes(problem.train(), loss, tested);
    OutputReadings all = OutputReadings.joined(tested);
    int right = all.size() - all.errors(loss);
    tell("test", ++tests, all.loss(loss), (double) right / all.size(), passed, point);
    claim = BinomialInterval.claim(problem.goal(), right, all.size());
    if (passed) {
      best = point.clone();
      decision = loss.decision();
    }
    return passed;
  }

  private boolean passes(Examples examples, Loss loss, List<OutputReadings> tested) {
    int samples = Math.min(TEST, examples.size());
    int allowed = (int) Math.floor(samples * (1 - problem.goal()) + 1e-9);
    int errors =
        WrongAnswers.count(
            examples,
            samples,
            IntUnaryOperator.identity(),
            problem.answers(),
            loss.decision(),
            allowed + 1,
            i -> {
              double[] powers = probe.powers(probe.nodes(examples, i, Purpose.ACCEPT));
              double[] target = {examples.targets()[i]};
              tested.add(new OutputReadings(new double[][] {powers}, target));
              return powers;
            });
    return errors <= allowed;
  }

  /** The end without the goal: the best so far. */
  TrainedParameters spent(String after) {
    return end(false, "the budget is used up " + after);
  }

  /**
   * The end: the best so far, with what its test proves if it passed.
   *
   * @throws TrainingFailedException if nothing was measured
   */
  TrainedParameters end(boolean reached, String how) {
    if (best == null) {
      throw new TrainingFailedException(
          "the budget leaves "
              + probe.left()
              + " evaluations, too few to measure a first point; allow some hundreds");
    }
    String text = reached ? claim + "; " + how : how;
    return new TrainedParameters(probe.coordinates().parameters(best), decision, reached, text);
  }
}
