package org.spinbench.experiments.training;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.procedure.BringUp;
import org.spinbench.calibration.procedure.DeadDeviceException;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.calibration.twin.Workspace;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.BenchFile;
import org.spinbench.drivers.instrument.Reading;
import org.spinbench.experiments.network.BenchNetwork;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.network.Ledger;
import org.spinbench.experiments.network.RunLog;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.task.LinearClassifier;
import org.spinbench.experiments.task.Sample;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.task.TaskData;
import org.spinbench.experiments.training.TrainingResult.DecisionGrid;
import org.spinbench.experiments.training.TrainingResult.Scores;
import org.spinbench.experiments.training.TrainingResult.TestPoint;

/**
 * The experiment: calibrate the chip, train its twin, train the chip, test the chip.
 *
 * <p>A run goes on from what its file holds: an existing calibration is used, an existing
 * checkpoint is where training on the chip continues. So a new run and a resumed one are the same
 * call. What is not in the file is the chip's own state: a resumed run repeats the block that was
 * under way with the same random choices, but measures anew, so its readings and all that follows
 * differ by the chip's noise and drift. On a network that gives the same reading for the same
 * setting the result is the same to the last bit. Evaluations that were made before the
 * interruption stay counted.
 */
public final class TrainingRun {
  private static final double CONFIDENCE = 0.95;

  private static final int GRID = 101;

  private final Bench bench;
  private final RunFile run;
  private final Task task;
  private final TrainingOptions options;
  private final long seed;
  private final TrainingProgress progress;
  private final BenchFile file;
  private final int output;
  private Optional<Evaluations> chipEvaluations = Optional.empty();

  /**
   * A run on an opened bench.
   *
   * @param run where it is written; what it already holds is gone on from. Its start names the
   *     task, the seed and the options
   */
  public TrainingRun(Bench bench, RunFile run, TrainingProgress progress) {
    StartDocument start = run.start();
    this.bench = bench;
    this.run = run;
    this.task = Task.named(start.task());
    this.options = TrainingOptions.of(start.options());
    this.seed = start.seed();
    this.progress = progress;
    this.file = bench.file();
    this.output = onlyOutput(file);
  }

  /**
   * The start of a run, to make its file with.
   *
   * @param benchText the bench file as the user wrote it
   * @param chipSeed seed of the simulated chip; null for a real one
   */
  public static StartDocument start(
      Bench bench,
      String benchText,
      Long chipSeed,
      Task task,
      long seed,
      TrainingOptions options,
      StartDocument.Program program) {
    Map<String, String> all = new LinkedHashMap<>(options.toMap());
    all.put("coupling", bench.file().coupling().mode().name().toLowerCase(Locale.ROOT));
    return StartDocument.on(bench, "train", benchText, chipSeed, seed, task.name(), all, program);
  }

  private static int onlyOutput(BenchFile file) {
    List<String> outputs = file.readout().neurons();
    if (outputs.size() != 1) {
      throw new IllegalArgumentException(
          "a task of two classes needs one output neuron, but [readout] names " + outputs);
    }
    return file.indexOfNeuron(outputs.get(0));
  }

  /**
   * Does the experiment, or the rest of it, and notes in the run file how it ended. The bench is
   * left as it is; closing it brings it to rest.
   *
   * @throws DeadDeviceException if a junction does not respond
   * @throws TrainingFailedException if the network does not learn
   */
  public TrainingResult execute() {
    try {
      TrainingResult result = experiment();
      run.stop(stop(StopDocument.SUCCESS, "", Json.write(result.scores())));
      return result;
    } catch (RuntimeException | Error e) {
      noteFailure(e);
      throw e;
    }
  }

  private void noteFailure(Throwable failure) {
    try {
      String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
      run.stop(stop(StopDocument.FAILED, message, "{}"));
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private StopDocument stop(String status, String message, String results) {
    return new StopDocument(now(), status, message, results);
  }

  private TrainingResult experiment() {
    bench.ports().onReading(this::note);
    Calibration calibration = calibration();
    TaskData data =
        TaskData.draw(
            task,
            seed,
            new TaskData.Sizes(
                options.trainSamples(), options.validationSamples(), options.testSamples()));
    Evaluations chip = evaluations(calibration);
    chipEvaluations = Optional.of(chip);
    Learner learner =
        new Learner(calibration, file, data, chip, run, bench.clock(), options, progress);
    return result(calibration, data.test(), learner.learn(), chip.ledger());
  }

  /** Readings belong to the calibration until there are evaluations of the network. */
  private void note(Reading reading) {
    chipEvaluations.ifPresentOrElse(
        evaluations -> evaluations.note(reading),
        () -> run.reading(reading, Purpose.CALIBRATE, OptionalLong.empty()));
  }

  private Evaluations evaluations(Calibration calibration) {
    Map<Purpose, Long> counts = run.evaluations();
    counts.put(Purpose.CALIBRATE, calibration.evaluations());
    BenchNetwork network = new BenchNetwork(bench.ports(), calibration.toneFrequencies());
    return new Evaluations(
        network, new Ledger(options.budget(), counts), new RunLog(run, bench.clock(), file));
  }

  /** The calibration in the run file, or a new one. */
  private Calibration calibration() {
    Optional<Calibration> kept = run.calibration().map(Calibration::fromJson);
    if (kept.isPresent()) {
      return kept.get();
    }
    List<String> identities =
        StartDocument.identities(bench).entrySet().stream()
            .map(e -> e.getKey() + ": " + e.getValue())
            .toList();
    try {
      Calibration calibration =
          BringUp.calibrate(
              bench.ports(), new BringUp.Options(Duration.ofHours(24), identities), progress::at);
      run.calibration(calibration.toJson());
      return calibration;
    } catch (DeadDeviceException e) {
      run.calibration(e.calibration().toJson());
      throw e;
    }
  }

  private TrainingResult result(
      Calibration calibration, List<Sample> samples, Learner.Outcome learned, Ledger ledger) {
    List<TestPoint> points = new ArrayList<>();
    int right = 0;
    for (int i = 0; i < samples.size(); i++) {
      Sample sample = samples.get(i);
      double power = learned.testPowers()[i];
      int decided = power > learned.decision() ? 1 : 0;
      right += decided == sample.label() ? 1 : 0;
      points.add(new TestPoint(sample.x1(), sample.x2(), sample.label(), decided, power));
    }
    return new TrainingResult(
        scores(right, samples, ledger),
        learned.parameters(),
        learned.decision(),
        map(Twin.of(calibration, file), learned.parameters()),
        points,
        calibration);
  }

  private Scores scores(int right, List<Sample> samples, Ledger ledger) {
    long accepted =
        run.steps().stream().filter(s -> s.phase().equals("block") && s.accepted()).count();
    long blocks = run.steps().stream().filter(s -> s.phase().equals("block")).count();
    long training =
        ledger.count(Purpose.TRAIN) + ledger.count(Purpose.ACCEPT) + ledger.count(Purpose.VALIDATE);
    int errors = bench.errorsInQueues().values().stream().mapToInt(List::size).sum();
    return new Scores(
        (double) right / samples.size(),
        samples.size(),
        BinomialInterval.of(right, samples.size(), CONFIDENCE),
        LinearClassifier.best(samples).accuracy(),
        task.bayesAccuracy(),
        ledger.total(),
        training,
        ledger.count(Purpose.CALIBRATE),
        bench.messagesSent(),
        errors,
        (int) blocks,
        (int) accepted);
  }

  private DecisionGrid map(Twin twin, double[] parameters) {
    Workspace workspace = twin.workspace();
    double[][] powers = new double[GRID][GRID];
    for (int j = 0; j < GRID; j++) {
      for (int i = 0; i < GRID; i++) {
        double[] input = {
          node(i) * file.inputs().get(0).maximumPower(),
          node(j) * file.inputs().get(1).maximumPower()
        };
        workspace.forward(parameters, input);
        powers[j][i] = workspace.powers()[output];
      }
    }
    return new DecisionGrid(Task.LOWEST, powers);
  }

  private static double node(int index) {
    return Task.LOWEST + (1 - Task.LOWEST) * index / (GRID - 1);
  }

  private Instant now() {
    return bench.clock().now();
  }
}
