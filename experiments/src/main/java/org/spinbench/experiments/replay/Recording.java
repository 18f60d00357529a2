package org.spinbench.experiments.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Provenance;
import org.spinbench.calibration.refit.Reading;
import org.spinbench.drivers.bench.BenchFile;
import org.spinbench.drivers.bench.BenchFile.Coupling;
import org.spinbench.experiments.network.RunLog;
import org.spinbench.experiments.run.NotedEvaluation;
import org.spinbench.experiments.run.NotedReading;
import org.spinbench.experiments.run.NotedSetting;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunException;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StartDocument;

/**
 * What a run did with its network: every setpoint in order, and what was read there.
 *
 * @param name of the run's file
 * @param begun when the run began
 * @param file bench file, with the coupling of the run
 * @param toneFrequencies where the run placed the tones of its inputs, Hz
 * @param setpoints in order
 * @param readings at each setpoint
 * @param skipped evaluations without a complete set of sound readings
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
    /** The same with one input stronger by a part. */
    Setpoint stronger(int which, double part) {
      double[] other = input.clone();
      other[which] *= 1 + part;
      return new Setpoint(number, purpose, parameters, other);
    }
  }

  /**
   * Reads a run of a network; it may have failed, been stopped, or still go on.
   *
   * @throws RunException if the run evaluated no network
   */
  public static Recording of(RunFile run) {
    return of(
        run,
        () ->
            run.calibration()
                .map(json -> Calibration.fromJson(json).toneFrequencies())
                .orElseThrow(
                    () ->
                        new RunException(
                            run.path()
                                + " holds no calibration, which says where its tones were")));
  }

  /**
   * The same of a run that has no calibration yet.
   *
   * @param toneFrequencies where it placed the tones of its inputs, Hz
   */
  public static Recording of(RunFile run, List<Double> toneFrequencies) {
    return of(run, () -> toneFrequencies);
  }

  private static Recording of(RunFile run, Supplier<List<Double>> tones) {
    StartDocument start = run.start();
    BenchFile file =
        BenchFile.parse(start.bench(), "the bench file of " + run.path())
            .withCoupling(
                Coupling.Mode.valueOf(start.options().get("coupling").toUpperCase(Locale.ROOT)));
    List<NotedEvaluation> evaluated = new ArrayList<>();
    run.eachEvaluation(evaluated::add);
    if (!start.kind().equals("train") || evaluated.isEmpty()) {
      throw new RunException(
          run.path()
              + " is a run of kind '"
              + start.kind()
              + "' with "
              + evaluated.size()
              + " evaluations; what can be compared with another bench is a training that has"
              + " evaluated its network");
    }
    List<Double> toneFrequencies = tones.get();
    Map<Long, List<NotedReading>> taken = new HashMap<>();
    run.eachReading(
        reading ->
            reading
                .evaluation()
                .ifPresent(
                    number -> taken.computeIfAbsent(number, n -> new ArrayList<>()).add(reading)));
    List<NotedSetting> settings = new ArrayList<>();
    run.eachSetting(settings::add);
    Parameters parameters = new Parameters(settings, RunLog.names(file));
    List<Setpoint> setpoints = new ArrayList<>();
    List<Observed> readings = new ArrayList<>();
    for (NotedEvaluation one : evaluated) {
      List<NotedReading> own = taken.getOrDefault(one.number(), List.of());
      if (Observed.complete(own, file)) {
        setpoints.add(
            new Setpoint(
                one.number(),
                one.purpose(),
                parameters.before(own.get(0).time()),
                one.inputs().stream().mapToDouble(Double::doubleValue).toArray()));
        readings.add(Observed.of(own, file));
      }
    }
    return new Recording(
        run.path().getFileName().toString(),
        start.time(),
        file,
        List.copyOf(toneFrequencies),
        List.copyOf(setpoints),
        List.copyOf(readings),
        evaluated.size() - setpoints.size());
  }

  /** When the first reading was taken, and the last. */
  public List<Instant> times() {
    return readings.isEmpty()
        ? List.of()
        : List.of(readings.get(0).time(), readings.get(readings.size() - 1).time());
  }

  /** Time from the beginning of the run to its first reading of the network, s. */
  public double untilFirst() {
    return readings.isEmpty()
        ? 0
        : Duration.between(begun, readings.get(0).time()).toNanos() * 1e-9;
  }

  /** The same setpoints as another bench read them. */
  public Recording with(Repetition.Readings other) {
    return new Recording(name, begun, file, toneFrequencies, setpoints, other.observed(), skipped);
  }

  /**
   * What a calibration was made of that was fitted to the last readings of this run.
   *
   * @param fitted these readings
   */
  public Provenance provenance(List<Reading> fitted, Calibration learned) {
    if (fitted.isEmpty() || setpoints.isEmpty()) {
      return Provenance.UNKNOWN;
    }
    int first = Math.max(0, setpoints.size() - fitted.size());
    return new Provenance(
        readings.get(first).time(),
        fitted.size(),
        Fingerprint.of(fitted.get(fitted.size() - 1).nodes()),
        RunWander.of(this, learned),
        Map.of());
  }

  /** Whether a calibration was fitted to readings of this run; older ones say so in words. */
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

  /** The same for a fit: parameters, input and what the nodes read, in order. */
  public List<Reading> nodes() {
    List<Reading> nodes = new ArrayList<>();
    for (int i = 0; i < setpoints.size(); i++) {
      Observed read = readings.get(i);
      nodes.add(new Reading(setpoints.get(i).parameters(), setpoints.get(i).input(), read.nodes()));
    }
    return List.copyOf(nodes);
  }

  /** The parameters that stood at a time: what was set last before a reading was complete. */
  private static final class Parameters {
    private final List<NotedSetting> settings;
    private final List<String> names;
    private final double[] values;
    private int next;

    Parameters(List<NotedSetting> settings, List<String> names) {
      this.settings = settings;
      this.names = names;
      values = new double[names.size()];
      Arrays.fill(values, Double.NaN);
    }

    double[] before(Instant time) {
      while (next < settings.size() && settings.get(next).time().isBefore(time)) {
        NotedSetting setting = settings.get(next);
        int place = names.indexOf(setting.name());
        if (place < 0) {
          throw new RunException(
              "the run set \"" + setting.name() + "\", which its bench file does not have");
        }
        values[place] = setting.value();
        next++;
      }
      return values.clone();
    }
  }
}
