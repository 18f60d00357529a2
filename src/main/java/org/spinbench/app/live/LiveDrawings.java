package org.spinbench.app.live;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.spinbench.app.live.EventForm.Body;
import org.spinbench.calibration.Calibration;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.role.SpectrumTrace;
import org.spinbench.experiments.network.RunLog;
import org.spinbench.experiments.run.NotedEvaluation;
import org.spinbench.experiments.run.NotedReading;
import org.spinbench.experiments.run.NotedSetting;
import org.spinbench.experiments.run.NotedSpectrum;
import org.spinbench.experiments.training.DecisionPlane;

/**
 * What is too large to be sent with each record: the decision map of a training, at most every 3 s,
 * and the last spectrum of each neuron, at most every second. Takes a bounded amount of memory. Not
 * safe for several threads.
 */
final class LiveDrawings {
  /** Nodes of the map in each direction. */
  static final int NODES = 31;

  /** Number of samples on the map: the last ones. */
  static final int SAMPLES = 200;

  /** Number of levels of a spectrum; a longer one is reduced to the highest of each part. */
  static final int LEVELS = 500;

  /** Number of neurons whose spectra are kept, and of settings whose values are known. */
  private static final int NAMES = 2000;

  private static final long MAP_PERIOD = 3_000_000_000L;
  private static final long SPECTRUM_PERIOD = 1_000_000_000L;
  private static final MathContext DIGITS = new MathContext(4);

  private final Map<String, SpectrumTrace> spectra = new LinkedHashMap<>();
  private final Map<String, Double> settings = new HashMap<>();
  private final Deque<List<Double>> samples = new ArrayDeque<>();
  private Optional<DecisionPlane> plane = Optional.empty();
  private Optional<Calibration> belief = Optional.empty();
  private String calibration = "";
  private Optional<NotedEvaluation> evaluation = Optional.empty();
  private boolean changed;
  private long mapTold;
  private long spectraTold;

  /**
   * Drawings of a new run.
   *
   * @param now ns
   */
  LiveDrawings(long now) {
    mapTold = now - MAP_PERIOD;
    spectraTold = now - SPECTRUM_PERIOD;
  }

  /**
   * Notes a record.
   *
   * @return whether it is of use only here, so that it becomes no event of its own
   */
  boolean take(Object what) {
    if (what instanceof NotedReading reading) {
      reading(reading);
    } else if (what instanceof NotedSetting setting) {
      setting(setting);
    } else if (what instanceof NotedEvaluation one) {
      evaluation = Optional.of(one).filter(any -> any.expected().isPresent());
    } else if (what instanceof Calibration believed) {
      belief = Optional.of(believed);
      changed = true;
    } else if (what instanceof String json) {
      calibration = json;
      changed = true;
    } else if (what instanceof DecisionPlane better) {
      plane = Optional.of(better);
      changed = true;
      return true;
    } else if (what instanceof NotedSpectrum one) {
      if (spectra.size() < NAMES) {
        spectra.put(one.name(), one.trace());
      }
      return true;
    }
    return false;
  }

  private void setting(NotedSetting setting) {
    boolean known = settings.containsKey(setting.name()) || settings.size() < NAMES;
    if (known && !Double.valueOf(setting.value()).equals(settings.get(setting.name()))) {
      settings.put(setting.name(), setting.value());
      samples.clear();
    }
  }

  /** Keeps the power of the output neuron, if it is a number, for a sample whose class is known. */
  private void reading(NotedReading reading) {
    boolean told =
        evaluation.isPresent()
            && Double.isFinite(reading.value())
            && reading.evaluation().equals(OptionalLong.of(evaluation.get().number()))
            && plane.isPresent()
            && evaluation.get().inputs().size() == 2
            && reading.quantity().equals("emitted power of " + neuron(plane.get()));
    if (told) {
      NotedEvaluation one = evaluation.get();
      samples.add(
          List.of(
              rounded(one.inputs().get(0)),
              rounded(one.inputs().get(1)),
              (double) one.expected().getAsInt(),
              rounded(reading.value())));
      if (samples.size() > SAMPLES) {
        samples.remove();
      }
      changed = true;
    }
  }

  private static String neuron(DecisionPlane plane) {
    return plane.file().neurons().get(plane.output()).name();
  }

  /**
   * The events that are due.
   *
   * @param now ns
   * @param atOnce whether whatever has changed is due, because the run ends
   */
  List<Body> due(long now, boolean atOnce) {
    List<Body> due = new ArrayList<>();
    if (!spectra.isEmpty() && (atOnce || now - spectraTold >= SPECTRUM_PERIOD)) {
      spectraTold = now;
      spectra.forEach((name, trace) -> due.add(spectrum(name, trace)));
      spectra.clear();
    }
    if (changed && plane.isPresent() && (atOnce || now - mapTold >= MAP_PERIOD)) {
      mapTold = now;
      changed = false;
      due.add(decision(plane.get()));
    }
    return due;
  }

  private Body decision(DecisionPlane seen) {
    BenchFile file = seen.file();
    boolean believed = belief.isPresent();
    if (!believed && !calibration.isEmpty()) {
      belief = Optional.of(Calibration.fromJson(calibration));
    }
    Optional<List<List<Double>>> powers =
        belief.map(
            any ->
                Arrays.stream(seen.grid(any, NODES).output())
                    .map(row -> Arrays.stream(row).mapToObj(LiveDrawings::rounded).toList())
                    .toList());
    Body body =
        Body.of(
            "decision",
            "inputs",
            file.inputs().stream().map(BenchFile.Input::name).toList(),
            "low",
            file.inputs().stream().map(one -> seen.low() * one.maximumPower()).toList(),
            "high",
            file.inputs().stream().map(BenchFile.Input::maximumPower).toList(),
            "neuron",
            neuron(seen),
            "threshold",
            seen.decision(),
            "from",
            believed ? "belief" : belief.isPresent() ? "calibration" : null,
            "powers",
            powers,
            "samples",
            isSet(seen) ? List.copyOf(samples) : List.of());
    if (!believed) {
      belief = Optional.empty();
    }
    return body;
  }

  /** Whether the chip has the settings of the map, so that what it answers belongs there. */
  private boolean isSet(DecisionPlane seen) {
    List<String> names = RunLog.names(seen.file());
    for (int k = 0; k < names.size(); k++) {
      if (!Double.valueOf(seen.parameters()[k]).equals(settings.get(names.get(k)))) {
        return false;
      }
    }
    return true;
  }

  private static Body spectrum(String name, SpectrumTrace trace) {
    int points = trace.points();
    int parts = Math.min(points, LEVELS);
    List<Double> levels = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      int from = (int) ((long) points * part / parts);
      int to = (int) ((long) points * (part + 1) / parts);
      levels.add(rounded(Arrays.stream(trace.levelsDbm(), from, to).max().orElse(Double.NaN)));
    }
    return Body.of(
        "spectrum",
        "time",
        trace.time(),
        "name",
        name,
        "start",
        trace.start(),
        "stop",
        trace.stop(),
        "resolutionBandwidth",
        trace.resolutionBandwidth(),
        "points",
        points,
        "overload",
        trace.overload(),
        "levels",
        levels);
  }

  /** With four digits; null where there is no number, for JSON. */
  private static Double rounded(double value) {
    return Double.isFinite(value) ? BigDecimal.valueOf(value).round(DIGITS).doubleValue() : null;
  }
}
