package org.spinbench.experiments.calibrate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Expiry;
import org.spinbench.calibration.procedure.ChipCharacterization;
import org.spinbench.calibration.procedure.Selection;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.runner.Configuration;
import org.spinbench.experiments.runner.Experiment;
import org.spinbench.experiments.runner.RunContext;

/**
 * The experiment {@code calibrate}: measures the response of every synapse and neuron of a chip, or
 * of one device and keeps the others.
 */
public final class CalibrationExperiment implements Experiment<Calibration> {
  /** Its name in run files. */
  public static final String KIND = "calibrate";

  /** What the fits of a run's calibration allow for; older runs have no such option. */
  private static final String ALLOWED = "fits allow for";

  private static final String WANDER = "wander, skirts of lines, wide priors";

  private static final String QUICK = "quick";
  private static final String ONLY = "only";

  private final boolean early;
  private final Optional<Calibration> kept;
  private final Selection selection;

  /** A new calibration of all devices. */
  public CalibrationExperiment() {
    this(Selection.ALL);
  }

  /** A new calibration of some devices. */
  public CalibrationExperiment(Selection selection) {
    this(false, Optional.empty(), selection);
  }

  private CalibrationExperiment(boolean early, Optional<Calibration> kept, Selection selection) {
    this.early = early;
    this.kept = kept;
    this.selection = selection;
  }

  /** The experiment of a run. */
  public static CalibrationExperiment of(RunFile run) {
    return new CalibrationExperiment(
        isEarly(run.start()), fittedEarly(run), selection(run.start()));
  }

  /** The experiment of a run that goes on, whose devices this version fits. */
  public static CalibrationExperiment resumed(RunFile run) {
    return new CalibrationExperiment(selection(run.start()));
  }

  /** Which devices the calibration of a run measured. */
  public static Selection selection(StartDocument start) {
    Map<String, String> options = start.options();
    return new Selection(
        options.containsKey(QUICK),
        options.getOrDefault(ONLY, ""),
        Optional.ofNullable(options.get(RunFile.KEPT)).map(Calibration::fromJson));
  }

  /** Whether an earlier version fitted the devices of a run. */
  public static boolean isEarly(StartDocument start) {
    return !WANDER.equals(start.options().get(ALLOWED));
  }

  /**
   * The calibration of a run whose devices an earlier version fitted: a replay measures the chip
   * again, but uses what these readings gave then.
   */
  public static Optional<Calibration> fittedEarly(RunFile run) {
    return isEarly(run.start()) ? run.calibration().map(Calibration::fromJson) : Optional.empty();
  }

  /** Options of a run whose devices this version fits. */
  public static Map<String, String> options(boolean early) {
    return early ? Map.of() : Map.of(ALLOWED, WANDER);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Configuration configuration() {
    Map<String, String> options = new LinkedHashMap<>(options(early));
    if (selection.quick()) {
      options.put(QUICK, "true");
    }
    if (!selection.only().isEmpty()) {
      options.put(ONLY, selection.only());
    }
    selection.kept().ifPresent(calibration -> options.put(RunFile.KEPT, calibration.toJson()));
    return new Configuration("", 0, options);
  }

  @Override
  public void requireSuits(BenchFile file) {
    requireTunable(file);
    selection.measured(file);
  }

  /**
   * Requires a chip that field lines tune and that has neurons.
   *
   * @throws IllegalArgumentException naming what the bench lacks
   */
  public static void requireTunable(BenchFile file) {
    file.requireChip("this command");
    if (!file.hasFieldLines() || file.neurons().isEmpty()) {
      throw new IllegalArgumentException(
          "the bench \""
              + file.name()
              + "\" has no "
              + (file.hasFieldLines() ? "neurons" : "field lines")
              + ", which this command needs; for a chip that RF pulses program, use 'spinbench"
              + " broadcast'");
    }
  }

  @Override
  public Calibration run(RunContext context) {
    Bench bench = context.bench();
    RunFile run = context.file();
    bench
        .ports()
        .onReading(reading -> run.reading(reading, Purpose.CALIBRATE, OptionalLong.empty()));
    selection
        .kept()
        .flatMap(
            earlier ->
                Expiry.check(
                    earlier,
                    "the calibration whose other devices are kept",
                    "calibrate all devices: without --only",
                    bench.clock().now(),
                    bench.file().validity()))
        .ifPresent(context.display()::say);
    List<String> identities =
        bench.identities().entrySet().stream()
            .map(one -> one.getKey() + ": " + one.getValue())
            .toList();
    Calibration measured =
        ChipCharacterization.calibrate(
            bench.ports(),
            new ChipCharacterization.Options(
                bench.file().validity().duration(), identities, selection, false),
            (stage, done, total) ->
                context.display().show("calibrating", (double) done / total, stage),
            one -> run.calibrated(Json.write(one)));
    Calibration calibration = kept.orElse(measured);
    run.calibration(calibration.toJson());
    return calibration;
  }

  @Override
  public Ending ending(Calibration calibration) {
    return new Ending(StopDocument.SUCCESS, "", "{}");
  }
}
