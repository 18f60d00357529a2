package org.spinbench.experiments.training;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.damage.Dead;
import org.spinbench.calibration.fit.FitException;
import org.spinbench.calibration.refit.PosteriorEstimator.Believed;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.dataset.WrongAnswers;
import org.spinbench.experiments.training.loss.Answers;
import org.spinbench.experiments.training.loss.Decision;
import org.spinbench.experiments.training.loss.Loss;
import org.spinbench.experiments.training.loss.OutputNeurons;
import org.spinbench.experiments.training.loss.OutputReadings;
import org.spinbench.experiments.training.trainer.Problem;
import org.spinbench.experiments.training.trainer.TrainedParameters;
import org.spinbench.experiments.training.trainer.TrainingFailedException;
import org.spinbench.experiments.training.trainer.TrainingOptions;

/**
 * What is left to do where a training that began with the design ends without its goal, and its
 * belief fails: every device is measured by itself, the network is trained with that calibration,
 * and fresh samples decide between both results. So a training never ends below what a full
 * calibration reaches.
 */
final class BringUpFloor {
  /** Evaluations that the measurement of one device may take. */
  private static final int PER_DEVICE = 60;

  /** Samples that decide between both. */
  private static final int COMPARED = 64;

  /** What the floor needs of the run. */
  interface Run {
    /**
     * A new calibration of every device, not counted yet.
     *
     * @throws FitException if the readings of a device give no fit
     */
    Calibration measured();

    /** Number of readings of the bench so far. */
    long readings();

    /**
     * The evaluations of the run with the tones of a calibration.
     *
     * @param before number of the last evaluation so far
     */
    Evaluations evaluations(Calibration calibration, long before);

    /** The problem of the run for another belief. */
    Problem problem(Calibration prior, Evaluations chip);

    /** Trains with a full calibration. */
    TrainedParameters train(Problem problem, Evaluations chip);

    /** Notes a sentence in the run file and shows it. */
    void said(String sentence);
  }

  /**
   * The better result.
   *
   * @param chip evaluates the network with its tones
   * @param calibration that it was trained with, if every device was measured for it
   */
  record Outcome(TrainedParameters trained, Evaluations chip, Optional<Calibration> calibration) {}

  private BringUpFloor() {}

  /** Whether a result calls for it, and the budget allows it. */
  static boolean isNeeded(
      TrainedParameters trained, Problem problem, TrainingOptions options, Evaluations chip) {
    return !trained.reached()
        && trained.belief().filter(belief -> isDoubtful(belief, problem)).isPresent()
        && chip.ledger().left() >= cost(problem.file(), options);
  }

  private static int cost(BenchFile file, TrainingOptions options) {
    int devices = file.synapses().size() + file.neurons().size();
    return PER_DEVICE * devices
        + options.acceptSamples()
        + options.decisionSamples()
        + 2 * COMPARED;
  }

  /** Evaluations that a training with a belief leaves for it: half of a budget that allows it. */
  static long reserve(BenchFile file, TrainingOptions options) {
    long half = options.budget() / 2;
    return half >= cost(file, options) ? half : 0;
  }

  /**
   * The readings are explained only by more noise, devices far from their design or failing ones,
   * or no output neuron is believed to emit.
   */
  private static boolean isDoubtful(Believed belief, Problem problem) {
    Calibration believed = belief.fit().calibration();
    return belief.fit().isStrained()
        || belief.estimator().isWidened()
        || belief.estimator().hasFaults()
        || Arrays.stream(problem.outputs()).noneMatch(n -> believed.neurons().get(n).emits());
  }

  /**
   * Measures every device, trains with these measurements, and compares.
   *
   * @param problem with the design as its prior
   * @param first the result that it starts from
   * @param chip the evaluations so far
   */
  static Outcome raise(Run run, Problem problem, TrainedParameters first, Evaluations chip) {
    run.said(
        "the readings fit no chip near the design, so that every device is measured now, as by"
            + " --trainer bring-up");
    long before = run.readings();
    Calibration measured;
    try {
      measured = run.measured();
      chip.ledger().count(Purpose.CALIBRATE, measured.evaluations());
    } catch (FitException failure) {
      run.said(
          "the result so far stays, because measuring every device failed: "
              + failure.getMessage());
      chip.ledger().count(Purpose.CALIBRATE, run.readings() - before);
      return decidedAnew(run, problem, first, chip.number());
    }
    Dead.named(first.belief().orElseThrow().fit().calibration()).stream()
        .filter(device -> !Dead.devices(measured).contains(device))
        .forEach(device -> run.said(device + " is not dead: measured by itself, it responds"));
    Evaluations own = run.evaluations(measured, chip.number());
    Problem ownProblem = run.problem(measured, own);
    TrainedParameters second;
    try {
      second = run.train(ownProblem, own);
    } catch (TrainingFailedException failure) {
      run.said("with every device measured: " + failure.getMessage());
      return decidedAnew(run, problem, first, own.number());
    }
    int secondErrors = errors(ownProblem, second, own);
    Evaluations again = run.evaluations(problem.prior(), own.number());
    int firstErrors = errors(problem, first, again);
    String compared =
        String.format(
            Locale.ROOT,
            "; of %d fresh samples %d were wrong before, %d with every device measured",
            Math.min(COMPARED, problem.validation().size()),
            firstErrors,
            secondErrors);
    return firstErrors < secondErrors
        ? new Outcome(first.explained(first.how() + compared), again, Optional.empty())
        : new Outcome(
            second.explained(second.how() + compared),
            run.evaluations(measured, again.number()),
            Optional.of(measured));
  }

  /**
   * The first result, with the better decision for fresh samples: its own is as old as the readings
   * from which it was made, and the chip has drifted since.
   *
   * @param before number of the last evaluation so far
   */
  private static Outcome decidedAnew(
      Run run, Problem problem, TrainedParameters first, long before) {
    Evaluations chip = run.evaluations(problem.prior(), before);
    Examples samples = problem.validation();
    int begin = Math.max(0, samples.size() - COMPARED);
    int count = samples.size() - begin;
    if (chip.ledger().left() < count) {
      return new Outcome(first, chip, Optional.empty());
    }
    chip.apply(first.parameters());
    double[][] powers = new double[count][];
    for (int i = 0; i < count; i++) {
      powers[i] = output(problem, chip, begin + i);
    }
    double[] targets = Arrays.copyOfRange(samples.targets(), begin, samples.size());
    Loss shape = Loss.forReadings(problem.answers(), problem.fullPower());
    Decision fresh = Decision.best(new OutputReadings(powers, targets), shape);
    int old = errors(problem.answers(), powers, targets, first.decisions());
    int now = errors(problem.answers(), powers, targets, fresh.powers());
    if (now >= old) {
      return new Outcome(first, chip, Optional.empty());
    }
    String how =
        String.format(
            Locale.ROOT,
            "%s; of %d fresh samples %d were wrong with the decision of then, %d with one placed"
                + " anew",
            first.how(),
            count,
            old,
            now);
    TrainedParameters placed =
        new TrainedParameters(
            first.parameters(), fresh.powers(), first.reached(), how, first.belief());
    return new Outcome(placed, chip, Optional.empty());
  }

  private static int errors(
      Answers answers, double[][] powers, double[] targets, double[] decisions) {
    int wrong = 0;
    for (int i = 0; i < targets.length; i++) {
      wrong += answers.isRight(powers[i], decisions, targets[i]) ? 0 : 1;
    }
    return wrong;
  }

  /** Powers of the output neurons for a sample of the validation, W. */
  private static double[] output(Problem problem, Evaluations chip, int sample) {
    Examples samples = problem.validation();
    return OutputNeurons.select(
        chip.evaluate(Purpose.ACCEPT, samples.inputs()[sample], samples.labels()[sample]).powers(),
        problem.outputs());
  }

  /** Errors on the last samples of the validation, which a training uses last. */
  private static int errors(Problem problem, TrainedParameters trained, Evaluations chip) {
    chip.apply(trained.parameters());
    Examples samples = problem.validation();
    int first = Math.max(0, samples.size() - COMPARED);
    return WrongAnswers.count(
        samples,
        samples.size() - first,
        place -> first + place,
        problem.answers(),
        trained.decisions(),
        COMPARED,
        i -> output(problem, chip, i));
  }
}
