package org.spinbench.experiments.training;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.BenchFile;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Step;
import org.spinbench.experiments.task.TaskData;

/**
 * From a calibrated network to a tested one: trains the twin, deploys, trains on the chip block by
 * block, sets the decision power and measures the test samples. Every step goes to the run file; if
 * that already holds a checkpoint, learning goes on from there.
 */
final class Learner {
  /** A network that gets less right has not learned; no straight line reaches this. */
  static final double LEARNED = 0.9;

  /**
   * Floor of the loss over the output neuron's largest power. What lies below counts as nothing:
   * the noise of a neuron below threshold, and what other neurons' lines put into the read-out
   * band.
   */
  private static final double FLOOR = 0.02;

  /** Scale of the loss, e-folds of power. */
  private static final double SCALE = 0.2;

  private final Twin twin;
  private final RunFile run;
  private final Clock clock;
  private final TrainingOptions options;
  private final long seed;
  private final TrainingProgress progress;
  private final int output;
  private final LogisticLoss shape;
  private final Examples train;
  private final Examples validation;
  private final Examples accept;
  private final Examples decide;
  private final Examples test;
  private final Diagnosis diagnosis;
  private final InSituTrainer trainer;

  Learner(
      Calibration calibration,
      BenchFile file,
      TaskData data,
      Evaluations chip,
      RunFile run,
      Clock clock,
      TrainingOptions options,
      TrainingProgress progress) {
    this.twin = Twin.of(calibration, file);
    this.run = run;
    this.clock = clock;
    this.options = options;
    this.seed = run.start().seed();
    this.progress = progress;
    this.output = file.indexOfNeuron(file.readout().neurons().get(0));
    double most = twin.emittedPower(output, file.neurons().get(output).maximumCurrent());
    this.shape = new LogisticLoss(most / 10, FLOOR * most, SCALE);
    this.train = Examples.of(data.train(), file);
    this.validation = Examples.of(data.validation(), file);
    this.accept = validation.range(0, options.acceptSamples());
    this.decide =
        validation.range(
            options.acceptSamples(), options.acceptSamples() + options.decisionSamples());
    this.test = Examples.of(data.test(), file);
    this.diagnosis = new Diagnosis(twin, file, output);
    this.trainer =
        new InSituTrainer(
            twin,
            output,
            calibration.neurons().get(output).powerNoise(),
            shape,
            chip,
            train,
            accept,
            options,
            seed,
            progress,
            diagnosis);
  }

  /**
   * What was learned and how it did.
   *
   * @param parameters field-line currents, then bias currents, A
   * @param decision power that decides, W
   * @param testPowers output powers measured for the test samples, W
   * @param blocks blocks of training on the chip
   */
  record Outcome(double[] parameters, double decision, double[] testPowers, int blocks) {}

  Outcome learn() {
    TrainerState state = trained();
    trainer.apply(state.parameters());
    double[] fresh = trainer.measure(decide, Purpose.VALIDATE, "decision");
    double[] powers =
        DoubleStream.concat(Arrays.stream(state.powers()), Arrays.stream(fresh)).toArray();
    int[] labels =
        IntStream.concat(Arrays.stream(accept.labels()), Arrays.stream(decide.labels())).toArray();
    Decision decision = Decision.best(powers, labels, shape);
    note("decision", state.block(), decision, true, state.parameters());
    if (decision.accuracy() < LEARNED) {
      throw new TrainingFailedException(
          failed("on the chip", decision.accuracy(), diagnosis.text()));
    }
    return new Outcome(
        state.parameters(),
        decision.power(),
        trainer.measure(test, Purpose.TEST, "test"),
        state.block());
  }

  private TrainerState trained() {
    Optional<TrainerState> kept =
        run.lastCheckpoint().map(json -> Json.read(json, TrainerState.class));
    kept.ifPresent(
        state -> run.event(clock.now(), "resume", "goes on after block " + state.block()));
    TrainerState state = kept.orElseGet(this::deployed);
    while (trainer.goesOn(state)) {
      InSituTrainer.Block block = trainer.block(state);
      state = block.after();
      note("block", state.block(), block.decision(), block.accepted(), block.proposed());
      checkpoint(state);
    }
    return state;
  }

  private TrainerState deployed() {
    progress.at("twin", 0, 1);
    TwinTrainer.Solution solution =
        new TwinTrainer(twin, output, shape.floor(), options.biasJitter(), seed)
            .train(train, validation);
    progress.at("twin", 1, 1);
    Decision inTwin =
        new Decision(
            shape.level(solution.decision()),
            solution.decision(),
            solution.loss(),
            solution.accuracy());
    note("twin", 0, inTwin, true, solution.parameters());
    if (solution.accuracy() < LEARNED) {
      throw new TrainingFailedException(
          failed("in the twin", solution.accuracy(), "Look at the calibration's warnings."));
    }
    TrainerState state = trainer.deploy(solution.parameters());
    note("deploy", 0, state.decision(), true, state.parameters());
    checkpoint(state);
    return state;
  }

  private static String failed(String where, double accuracy, String why) {
    return String.format(
        Locale.ROOT,
        "the network did not learn: %.1f %% right %s, no better than one layer could. %s",
        100 * accuracy,
        where,
        why);
  }

  private void note(
      String phase, int block, Decision decision, boolean accepted, double[] parameters) {
    Step step =
        new Step(
            clock.now(),
            phase,
            block,
            decision.loss(),
            decision.accuracy(),
            accepted,
            Arrays.stream(parameters).boxed().toList());
    run.step(step);
    progress.step(step);
  }

  private void checkpoint(TrainerState state) {
    run.checkpoint(clock.now(), Json.write(state));
  }
}
