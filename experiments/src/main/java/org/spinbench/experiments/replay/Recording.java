package org.spinbench.experiments.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Provenance;
import org.spinbench.calibration.refit.ChipObservation;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.store.RunException;

/**
 * The setpoints of a run's network in order, with their readings.
 *
 * @param name of the run's file
 * @param begun start of the run
 * @param file bench file, with the coupling of the run
 * @param toneFrequencies of the inputs in the run, Hz
 * @param setpoints in order
 * @param readings at each setpoint
 * @param skipped number of evaluations without a complete set of reliable readings
 */
public record Recording(
    String name,
    Instant begun,
    BenchFile file,
    List<Double> toneFrequencies,
    List<Setpoint> setpoints,
    List<Observed> readings,
    int skipped) {

  /**
   * One input at one set of parameters.
   *
   * @param number of the evaluation
   * @param parameters field-line currents, then bias currents, A
   * @param input powers of the input tones at the junctions, W
   */
  record Setpoint(long number, Purpose purpose, double[] parameters, double[] input) {
    /** The same with a fraction more power at one input. */
    Setpoint stronger(int which, double part) {
      double[] other = input.clone();
      other[which] *= 1 + part;
      return new Setpoint(number, purpose, parameters, other);
    }
  }

  /**
   * Reads a run of a network; it may have failed, been stopped, or still be running.
   *
   * @throws RunException if the run evaluated no network
   */
  public static Recording of(RunFile run) {
    return calibrated(run).all();
  }

  /**
   * Reads only the last evaluations, with the same memory for any length of the run.
   *
   * @param most maximum number of evaluations
   */
  public static Recording lastOf(RunFile run, int most) {
    return calibrated(run).last(most);
  }

  private static RecordingReader calibrated(RunFile run) {
    return new RecordingReader(
        run,
        () ->
            run.calibration()
                .map(json -> Calibration.fromJson(json).toneFrequencies())
                .orElseThrow(
                    () ->
                        new RunException(
                            run.path() + " has no calibration with the frequencies of its tones")));
  }

  /** Times of the first and the last reading. */
  public List<Instant> times() {
    return readings.isEmpty()
        ? List.of()
        : List.of(readings.get(0).time(), readings.get(readings.size() - 1).time());
  }

  /** Time from the start of the run to its first reading of the network, s. */
  public double untilFirst() {
    return readings.isEmpty()
        ? 0
        : Duration.between(begun, readings.get(0).time()).toNanos() * 1e-9;
  }

  /** The same setpoints with readings of another bench. */
  public Recording with(Repetition.Readings other) {
    return new Recording(name, begun, file, toneFrequencies, setpoints, other.observed(), skipped);
  }

  /**
   * Provenance of a calibration that was fitted to the last readings of a run, with the same memory
   * for any length of the run.
   *
   * @param toneFrequencies of the inputs in the run, Hz
   * @param fitted these readings
   */
  public static Provenance provenance(
      RunFile run,
      List<Double> toneFrequencies,
      List<ChipObservation> fitted,
      Calibration learned) {
    return new RecordingReader(run, () -> toneFrequencies).provenance(fitted, learned);
  }

  /** Whether a calibration was fitted to readings of this run; older ones have only a text. */
  public boolean isIn(Calibration calibration) {
    String last = calibration.provenance().last();
    return calibration.warnings().contains(fittedTo())
        || !last.isEmpty()
            && nodes().stream().anyMatch(read -> Fingerprint.of(read.nodes()).equals(last));
  }

  /** The note of a calibration that was fitted to readings of this run. */
  String fittedTo() {
    return "fitted to the readings of " + name;
  }

  /** The observations for a fit: parameters, input and node readings, in order. */
  public List<ChipObservation> nodes() {
    List<ChipObservation> nodes = new ArrayList<>();
    for (int i = 0; i < setpoints.size(); i++) {
      Observed read = readings.get(i);
      nodes.add(
          new ChipObservation(
              setpoints.get(i).parameters(), setpoints.get(i).input(), read.nodes()));
    }
    return List.copyOf(nodes);
  }
}
