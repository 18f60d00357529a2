package org.spinbench.experiments.replay;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Provenance;
import org.spinbench.calibration.refit.ChipObservation;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.network.NotedSurvey;
import org.spinbench.experiments.network.RunLog;
import org.spinbench.experiments.run.NotedSetting;
import org.spinbench.experiments.run.ReadEvaluation;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.store.RunException;

/**
 * Reads a recording from a run file. Memory holds only the requested evaluations, for any length of
 * the run.
 */
final class RecordingReader {
  /** Number of evaluations that are kept in memory, so that they need not be read again. */
  private static final int SHORT_RUN = 4096;

  /** Kinds of runs that evaluate a network. */
  private static final Set<String> NETWORK_KINDS = Set.of("train", "watch");

  private final RunFile run;
  private final StartDocument start;
  private final BenchFile file;
  private final List<Double> toneFrequencies;

  /**
   * A reader of one run.
   *
   * @param tones frequencies of the inputs in the run, Hz
   * @throws RunException if the run evaluated no network
   */
  RecordingReader(RunFile run, Supplier<List<Double>> tones) {
    this.run = run;
    this.start = run.start();
    this.file = run.benchFile();
    boolean evaluated = run.lastEvaluation() > 0;
    if (!NETWORK_KINDS.contains(start.kind()) || !evaluated) {
      throw new RunException(
          run.path()
              + " is a run of kind '"
              + start.kind()
              + (evaluated ? "'" : "' without evaluations")
              + "; only a training or a watch that has evaluated its network can be compared with"
              + " another bench");
    }
    this.toneFrequencies = List.copyOf(tones.get());
  }

  private interface Visitor {
    void at(int index, Recording.Setpoint setpoint, Observed observed);
  }

  /** A recording of some evaluations. */
  private final class Collected {
    private final Deque<Recording.Setpoint> setpoints = new ArrayDeque<>();
    private final Deque<Observed> readings = new ArrayDeque<>();

    void add(Recording.Setpoint setpoint, Observed observed) {
      setpoints.addLast(setpoint);
      readings.addLast(observed);
    }

    void each(Visitor visitor) {
      Iterator<Observed> observed = readings.iterator();
      int index = 0;
      for (Recording.Setpoint setpoint : setpoints) {
        visitor.at(index++, setpoint, observed.next());
      }
    }

    void keepLast(int most) {
      if (setpoints.size() > most) {
        setpoints.removeFirst();
        readings.removeFirst();
      }
    }

    Recording recording(int skipped) {
      return new Recording(
          run.path().getFileName().toString(),
          start.time(),
          file,
          toneFrequencies,
          List.copyOf(setpoints),
          List.copyOf(readings),
          skipped);
    }
  }

  /** Every evaluation with a complete set of reliable readings. */
  Recording all() {
    return last(Integer.MAX_VALUE);
  }

  /** The last of them. */
  Recording last(int most) {
    Collected last = new Collected();
    int skipped =
        each(
            (index, setpoint, observed) -> {
              last.add(setpoint, observed);
              last.keepLast(most);
            });
    return last.recording(skipped);
  }

  /**
   * Provenance of a calibration that was fitted to the last readings of this run. A long run is
   * read twice, and only the necessary readings are kept.
   *
   * @param fitted these readings
   */
  Provenance provenance(List<ChipObservation> fitted, Calibration learned) {
    int[] complete = new int[1];
    Collected kept = new Collected();
    int skipped =
        each(
            (index, setpoint, observed) -> {
              complete[0]++;
              if (index < SHORT_RUN) {
                kept.add(setpoint, observed);
              }
            });
    int all = complete[0];
    if (fitted.isEmpty() || all == 0) {
      return Provenance.UNKNOWN;
    }
    int first = Math.max(0, all - fitted.size());
    Instant[] begun = new Instant[1];
    Collected looked = new Collected();
    Visitor look =
        (index, setpoint, observed) -> {
          if (index == first) {
            begun[0] = observed.time();
          }
          if (RunWander.uses(index, all)) {
            looked.add(setpoint, observed);
          }
        };
    if (all <= SHORT_RUN) {
      kept.each(look);
    } else {
      each(look);
    }
    return new Provenance(
        begun[0],
        fitted.size(),
        Fingerprint.of(fitted.get(fitted.size() - 1).nodes()),
        RunWander.of(looked.recording(skipped), learned),
        Map.of());
  }

  /** Number of the last evaluation that read neurons in wrong bands; 0 if none did. */
  private long readWrongly() {
    return NotedSurvey.of(run)
        .filter(noted -> noted.survey().moved())
        .map(NotedSurvey::after)
        .orElse(0L);
  }

  /** Visits each complete evaluation, and returns the number of incomplete ones. */
  private int each(Visitor visitor) {
    Parameters parameters = new Parameters(RunLog.names(file));
    int[] counts = new int[2];
    long wrong = readWrongly();
    ReadEvaluation.each(
        run,
        one -> {
          one.settings().forEach(parameters::set);
          if (one.evaluation().number() > wrong && Observed.complete(one.readings(), file)) {
            visitor.at(
                counts[0]++,
                new Recording.Setpoint(
                    one.evaluation().number(),
                    one.evaluation().purpose(),
                    parameters.values.clone(),
                    one.evaluation().inputs().stream().mapToDouble(Double::doubleValue).toArray()),
                Observed.of(one.readings(), file));
          } else {
            counts[1]++;
          }
        });
    return counts[1];
  }

  /** The last values of the parameters. */
  private static final class Parameters {
    private final List<String> names;
    private final double[] values;

    Parameters(List<String> names) {
      this.names = names;
      values = new double[names.size()];
      Arrays.fill(values, Double.NaN);
    }

    void set(NotedSetting setting) {
      int place = names.indexOf(setting.name());
      if (place < 0) {
        throw new RunException(
            "the run set \"" + setting.name() + "\", which its bench file does not have");
      }
      values[place] = setting.value();
    }
  }
}
