package org.spinbench.experiments.replay;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.procedure.ChipCharacterization;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.network.BenchNetwork;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.network.Ledger;
import org.spinbench.experiments.network.RunLog;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.TrainingRun;
import org.spinbench.experiments.training.dataset.Assignment;
import org.spinbench.experiments.training.trainer.TrainingOptions;
import org.spinbench.simulator.bench.SimulatedBench;

/**
 * Chips of the simulated default bench that were calibrated, and whose network was then read under
 * random settings; the truth is known here alone.
 */
final class RecordedChips {
  static final BenchFile FILE = BenchFile.parse(DefaultBench.text(), "default");
  static final int PARAMETER_SETS = 8;
  static final int INPUTS = 32;

  /** When calibrations ended, by bench and chip, s. */
  private static final Map<List<Object>, Double> ENDS = new ConcurrentHashMap<>();

  private RecordedChips() {}

  /** A chip's calibration, and the run that came after it. */
  record Recorded(Calibration calibration, Recording recording) {}

  /**
   * Calibrates a chip and reads its network.
   *
   * @param changes as in the bench file's section on simulation, but "after" counts from the end of
   *     the calibration; so does the run
   */
  static Recorded of(Path folder, long chip, List<Map<String, Object>> changes) {
    return of(folder, FILE, chip, changes);
  }

  /** The same of another bench. */
  static Recorded of(Path folder, BenchFile file, long chip, List<Map<String, Object>> changes) {
    BenchFile changing =
        changes.isEmpty() ? file : with(file, "changes", shifted(changes, calibrated(file, chip)));
    SimulatedBench simulated = new SimulatedBench(changing, chip);
    Instant begun = simulated.clock().now();
    try (Bench bench = Bench.open(changing, simulated, simulated.clock())) {
      Calibration calibration = calibrate(bench);
      ENDS.put(List.of(file, chip), since(begun, simulated));
      return new Recorded(calibration, recorded(bench, calibration, folder));
    }
  }

  /**
   * When the calibration of a chip ends, in s on its bench; each chip is calibrated once for it.
   */
  private static double calibrated(BenchFile file, long chip) {
    return ENDS.computeIfAbsent(
        List.of(file, chip),
        unknown -> {
          SimulatedBench simulated = new SimulatedBench(file, chip);
          Instant begun = simulated.clock().now();
          try (Bench bench = Bench.open(file, simulated, simulated.clock())) {
            calibrate(bench);
            return since(begun, simulated);
          }
        });
  }

  private static Calibration calibrate(Bench bench) {
    return ChipCharacterization.calibrate(bench.ports(), (stage, done, total) -> {});
  }

  private static double since(Instant begun, SimulatedBench simulated) {
    return Duration.between(begun, simulated.clock().now()).toNanos() * 1e-9;
  }

  private static List<Map<String, Object>> shifted(List<Map<String, Object>> changes, double by) {
    return changes.stream()
        .map(
            change -> {
              Map<String, Object> later = new HashMap<>(change);
              later.put("after", (double) later.get("after") + by);
              return later;
            })
        .toList();
  }

  /** A bench with another entry in its section on simulation. */
  static BenchFile with(BenchFile file, String key, Object value) {
    Map<String, Object> simulation = new HashMap<>(file.simulation());
    simulation.put(key, value);
    return file.withSimulation(simulation);
  }

  /** A run that sets random parameters and inputs. */
  static Recording recorded(Bench bench, Calibration calibration, Path folder) {
    StartDocument start =
        TrainingRun.start(
            bench,
            DefaultBench.text(),
            null,
            Assignment.of(Task.named("xor")),
            1,
            TrainingOptions.standard(),
            StartDocument.Program.running("test", ""));
    try (RunFile run = new Runs(folder).create(start, bench.clock().now())) {
      run.calibration(calibration.toJson());
      evaluate(bench, calibration.toneFrequencies(), run);
      run.commit();
      return Recording.of(run);
    }
  }

  static void evaluate(Bench bench, List<Double> tones, RunFile run) {
    BenchNetwork network = new BenchNetwork(bench.ports(), tones);
    Evaluations evaluations =
        new Evaluations(network, new Ledger(10_000), new RunLog(run, bench.clock(), bench.file()));
    bench.ports().onReading(evaluations::note);
    RandomGenerator random = Seeds.generator(7);
    for (int set = 0; set < PARAMETER_SETS; set++) {
      double[] parameters = new double[9];
      for (int i = 0; i < 9; i++) {
        parameters[i] = i < 6 ? random.nextDouble(-5e-3, 5e-3) : random.nextDouble(5.5e-3, 7.5e-3);
      }
      evaluations.apply(parameters);
      for (int i = 0; i < INPUTS; i++) {
        double[] input = {random.nextDouble(5e-6, 120e-6), random.nextDouble(5e-6, 120e-6)};
        evaluations.evaluate(Purpose.TRAIN, input, 0);
      }
    }
  }

  /** What the simulated bench without noise reads, with a chip as a calibration says. */
  static Repetition.Readings repeated(Recording recording, Calibration chip) {
    BenchFile still = with(with(recording.file(), "fidelity", "static"), "changes", List.of());
    BenchFile file = with(still, "known", KnownDevices.section(chip));
    SimulatedBench simulated = new SimulatedBench(file, 1);
    try (Bench bench = Bench.open(file, simulated, simulated.clock())) {
      return Repetition.on(bench.ports(), recording, (done, total) -> {});
    }
  }

  static TwinGap gap(Recording recording, ReferenceCalibration reference) {
    Repetition.Readings readings = repeated(recording, reference.calibration());
    return TwinGap.of(recording, readings, readings, reference);
  }
}
