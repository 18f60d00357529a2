package org.spinbench.experiments.upkeep;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.spinbench.calibration.drift.AllanDeviation;
import org.spinbench.calibration.drift.DriftModel;
import org.spinbench.calibration.refit.Tracker;
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
import org.spinbench.experiments.task.Sample;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.BinomialInterval;
import org.spinbench.experiments.training.Examples;

/**
 * The experiment: a trained chip at work on fresh samples of its task, kept in tune for as long as
 * that goes on. Evaluations, readings, settings and all that the {@link Keeper} does are in the run
 * file.
 */
public final class WatchRun {
  private static final String KIND = "watch";

  /** Samples to find parameters with and to test them. */
  private static final int SAMPLES = 256;

  private static final double CONFIDENCE = 0.95;

  private final Bench bench;
  private final RunFile run;
  private final TrainedChip trained;
  private final Task task;
  private final BenchFile file;
  private final int output;
  private final Upkeep upkeep;
  private final Consumer<Happening> listener;
  private Optional<Evaluations> chip = Optional.empty();
  private long samples;
  private long right;
  private long happenings;

  /**
   * A watch on an opened bench.
   *
   * @param training the run that trained the chip
   * @param run where the watch is written
   * @param listener told of what happens
   */
  public WatchRun(
      Bench bench, RunFile training, RunFile run, Upkeep upkeep, Consumer<Happening> listener) {
    this.bench = bench;
    this.run = run;
    this.file = bench.file();
    this.trained = TrainedChip.of(training, file);
    this.task = Task.named(run.start().task());
    this.output = file.indexOfNeuron(file.readout().neurons().get(0));
    this.upkeep = upkeep;
    this.listener = listener;
  }

  /**
   * The start of a watch, to make its file with.
   *
   * @param training the run that trained the chip
   * @param benchText the bench file as the user wrote it
   * @param chipSeed seed of the simulated chip; null for a real one
   * @param seed of the samples
   */
  public static StartDocument start(
      Bench bench,
      RunFile training,
      String benchText,
      Long chipSeed,
      long seed,
      StartDocument.Program program) {
    return StartDocument.on(
        bench,
        KIND,
        benchText,
        chipSeed,
        seed,
        training.start().task(),
        options(bench.file(), training),
        program);
  }

  /** The same where the bench could not be opened. */
  public static StartDocument startWithoutBench(
      Instant time,
      BenchFile file,
      RunFile training,
      String benchText,
      Long chipSeed,
      long seed,
      StartDocument.Program program) {
    return StartDocument.withoutBench(
        time,
        KIND,
        benchText,
        chipSeed,
        seed,
        training.start().task(),
        options(file, training),
        program);
  }

  private static Map<String, String> options(BenchFile file, RunFile training) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("coupling", file.coupling().mode().name().toLowerCase(Locale.ROOT));
    options.put("watched", training.path().getFileName().toString());
    return options;
  }

  /**
   * How a watch went.
   *
   * @param evaluations of the chip since it was deployed, upkeep included
   * @param upkeepEvaluations of these, what keeping in tune took
   * @param accuracy part of the samples that were classified right
   * @param samples their number
   * @param confidence 95 % Clopper-Pearson interval of the accuracy
   * @param parameterWrites parameters written, each that changed counted
   * @param happenings what was done or found beyond reading anchors
   * @param interval evaluations from one anchor to the next, at the end
   * @param dead the device that died; null if none did
   * @param offsets drift of each synapse since the chip was deployed, half widths
   * @param allanDeviation what anchors show of the drift
   */
  public record Report(
      long evaluations,
      long upkeepEvaluations,
      double accuracy,
      long samples,
      BinomialInterval confidence,
      long parameterWrites,
      long happenings,
      double interval,
      String dead,
      double[] offsets,
      List<AllanDeviation.Point> allanDeviation) {}

  /**
   * Watches until it is told to stop, or a number of evaluations is used up.
   *
   * @param evaluations most evaluations, those of upkeep included; empty for no end
   * @param stopping asked before each sample
   */
  public Report execute(OptionalLong evaluations, BooleanSupplier stopping) {
    bench.ports().onReading(this::note);
    long seed = run.start().seed();
    Tracker belief =
        trained.belief(file, DriftModel.flicker(upkeep.drift()), Seeds.generator(seed, 20));
    if (run.calibration().isEmpty()) {
      run.calibration(belief.calibration().toJson());
    }
    Evaluations network =
        new Evaluations(
            new BenchNetwork(bench.ports(), trained.prior().toneFrequencies()),
            new Ledger(Long.MAX_VALUE),
            new RunLog(run, bench.clock(), file));
    chip = Optional.of(network);
    Keeper keeper =
        new Keeper(
            belief,
            file,
            trained.parameters(),
            trained.decision(),
            Examples.of(task.drawSet(SAMPLES, Seeds.generator(seed, 21)), file),
            network,
            upkeep,
            seed,
            this::happened);
    keeper.begin();
    RandomGenerator random = Seeds.generator(seed, 22);
    while (!stopping.getAsBoolean() && keeper.evaluations() < evaluations.orElse(Long.MAX_VALUE)) {
      sample(keeper, random);
    }
    Report report = report(keeper, network.ledger());
    run.stop(new StopDocument(bench.clock().now(), StopDocument.SUCCESS, "", Json.write(report)));
    return report;
  }

  private void sample(Keeper keeper, RandomGenerator random) {
    Sample sample = task.draw(random.nextInt(2), random);
    Examples one = Examples.of(List.of(sample), file);
    double decision = keeper.decision();
    double power = keeper.evaluate(Purpose.TEST, one.inputs()[0], sample.label()).powers()[output];
    samples++;
    right += (power > decision ? 1 : 0) == sample.label() ? 1 : 0;
  }

  private void note(Reading reading) {
    chip.ifPresentOrElse(
        evaluations -> evaluations.note(reading),
        () -> run.reading(reading, Purpose.CALIBRATE, OptionalLong.empty()));
  }

  private void happened(Happening happening) {
    happenings++;
    run.event(
        bench.clock().now(), happening.kind().name().toLowerCase(Locale.ROOT), happening.text());
    listener.accept(happening);
  }

  private Report report(Keeper keeper, Ledger ledger) {
    List<AllanDeviation.Point> points = new ArrayList<>(keeper.allanDeviation());
    return new Report(
        keeper.evaluations(),
        keeper.upkeepEvaluations(),
        samples == 0 ? 0 : (double) right / samples,
        samples,
        samples == 0
            ? new BinomialInterval(0, 1)
            : BinomialInterval.of((int) right, (int) samples, CONFIDENCE),
        ledger.parameterWrites(),
        happenings,
        keeper.interval(),
        keeper.dead().map(suspect -> suspect.device()).orElse(null),
        keeper.offsets(),
        points);
  }
}
