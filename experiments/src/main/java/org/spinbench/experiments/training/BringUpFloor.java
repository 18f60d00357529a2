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
import org.spinbench.experiments.training.loss.OutputNeurons;
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
      return new Outcome(first, run.evaluations(problem.prior(), chip.number()), Optional.empty());
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
      return new Outcome(first, run.evaluations(problem.prior(), own.number()), Optional.empty());
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
        i ->
            OutputNeurons.select(
                chip.evaluate(Purpose.ACCEPT, samples.inputs()[i], samples.labels()[i]).powers(),
                problem.outputs()));
  }
}
