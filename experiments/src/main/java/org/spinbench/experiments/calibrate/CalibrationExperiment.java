package org.spinbench.experiments.calibrate;

import java.util.List;
import java.util.OptionalLong;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.procedure.ChipCharacterization;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.runner.Configuration;
import org.spinbench.experiments.runner.Experiment;
import org.spinbench.experiments.runner.RunContext;

/**
 * The experiment {@code calibrate}: measures the response of every synapse and neuron of a chip.
 */
public final class CalibrationExperiment implements Experiment<Calibration> {
  /** Its name in run files. */
  public static final String KIND = "calibrate";

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Configuration configuration() {
    return Configuration.NONE;
  }

  @Override
  public void requireSuits(BenchFile file) {
    requireTunable(file);
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
    List<String> identities =
        bench.identities().entrySet().stream()
            .map(one -> one.getKey() + ": " + one.getValue())
            .toList();
    Calibration calibration =
        ChipCharacterization.calibrate(
            bench.ports(),
            new ChipCharacterization.Options(bench.file().validity().duration(), identities),
            (stage, done, total) ->
                context.display().show("calibrating", (double) done / total, stage),
            one -> run.calibrated(Json.write(one)));
    run.calibration(calibration.toJson());
    return calibration;
  }

  @Override
  public Ending ending(Calibration calibration) {
    return new Ending(StopDocument.SUCCESS, "", "{}");
  }
}
