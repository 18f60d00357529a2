package org.spinbench.simulator.junction;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.spinbench.simulator.dynamics.Excitation;

/**
 * What a simulation of a junction gave.
 *
 * @param quantities by name, in the order in which they are shown
 * @param trace none where it was left out
 * @param spectrum of the voltage that a DC current makes of the resistance; none without a current
 * @param remarks what a user has to know about it, as sentences
 */
public record JunctionResult(
    Map<String, Quantity> quantities,
    Optional<JunctionTrace> trace,
    Optional<EmissionAnalysis> spectrum,
    List<String> remarks) {
  /** An oscillation below this share of its largest size counts as none. */
  private static final double AT_REST = 1e-3;

  /**
   * A number with its unit.
   *
   * @param value NaN where it could not be determined
   * @param unit SI; empty for a number
   */
  public record Quantity(double value, String unit) {}

  /** Simulates a junction and works its trace out. */
  public static JunctionResult of(JunctionSpec spec) {
    JunctionTrace trace = JunctionTrace.of(spec);
    JunctionConditions conditions = spec.conditions();
    Excitation current = conditions.current();
    List<String> remarks = new ArrayList<>(spec.device().tooCoarse(conditions));
    if (!trace.ended().isEmpty()) {
      remarks.add(trace.ended());
    }
    double[] through = trace.settledPart(JunctionTrace.CURRENT);
    double[] resistances = trace.settledPart(JunctionTrace.RESISTANCE);
    Map<String, Quantity> found = new LinkedHashMap<>();
    double meanResistance = mean(resistances);
    double meanVoltage = mean(trace.settledPart(JunctionTrace.VOLTAGE));
    found.put("resistance", new Quantity(meanResistance, "Ω"));
    found.put("voltage", new Quantity(meanVoltage, "V"));
    if (!current.tones().isEmpty()) {
      found.put(
          "rectified_voltage", new Quantity(meanVoltage - mean(through) * meanResistance, "V"));
    }
    found.put("amplitude", new Quantity(trace.amplitude(), ""));
    Optional<EmissionAnalysis> spectrum = Optional.empty();
    double direct = current.constant();
    if (direct != 0 && resistances.length > 0) {
      double[] voltage = new double[resistances.length];
      for (int i = 0; i < voltage.length; i++) {
        voltage[i] = direct * (resistances[i] - meanResistance);
      }
      EmissionAnalysis line = EmissionAnalysis.of(voltage, trace.interval());
      spectrum = Optional.of(line);
      double share = spec.load() / square(meanResistance + spec.load());
      found.put("emission_frequency", new Quantity(line.peak(), "Hz"));
      found.put("emission_power", new Quantity(line.variance() * share, "W"));
      found.put("emission_width", new Quantity(line.width(), "Hz"));
      if (Double.isNaN(line.width())) {
        remarks.add(
            String.format(
                Locale.ROOT,
                "The line is narrower than %.3g Hz, which the trace does not resolve; lengthen the"
                    + " duration.",
                line.narrowest()));
      }
      threshold(spec, trace, found, remarks);
    }
    return new JunctionResult(
        Collections.unmodifiableMap(found), Optional.of(trace), spectrum, List.copyOf(remarks));
  }

  /** The same without its trace and spectrum, which many results would fill the memory with. */
  public JunctionResult withoutTrace() {
    return new JunctionResult(quantities, Optional.empty(), Optional.empty(), remarks);
  }

  private static void threshold(
      JunctionSpec spec, JunctionTrace trace, Map<String, Quantity> found, List<String> remarks) {
    double direct = spec.conditions().current().constant();
    OptionalDouble threshold = spec.device().threshold(spec.conditions());
    found.put("threshold_current", new Quantity(threshold.orElse(Double.NaN), "A"));
    boolean cold = spec.conditions().temperature() == 0;
    boolean still = cold && trace.amplitude() < AT_REST;
    boolean free = cold && spec.conditions().current().tones().isEmpty();
    double reached = direct * Math.signum(threshold.orElse(1));
    if (free
        && reached < Math.abs(threshold.orElse(Double.POSITIVE_INFINITY))
        && trace.swings(AT_REST)) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "It still swings at the end, although the current of %.4g A does not disturb its rest"
                  + " (%s): its initial state set it off. Lengthen the duration to see whether it"
                  + " lasts.",
              direct,
              threshold.isPresent()
                  ? String.format(Locale.ROOT, "threshold %.4g A", threshold.getAsDouble())
                  : "no threshold"));
    } else if (threshold.isEmpty()) {
      String obstacle = spec.device().obstacle(spec.conditions());
      if (!obstacle.isEmpty()) {
        remarks.add("It does not oscillate: " + obstacle + ".");
      }
    } else if (direct * threshold.getAsDouble() < 0) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "It does not oscillate: the current of %.4g A damps it; the threshold is %.4g A, of"
                  + " the other sign.",
              direct,
              threshold.getAsDouble()));
    } else if (Math.abs(direct) < Math.abs(threshold.getAsDouble())) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "It does not oscillate: the current of %.4g A is below the threshold of %.4g A.",
              direct,
              threshold.getAsDouble()));
    } else if (still) {
      remarks.add(
          "The current is above the threshold, but the oscillation has not grown yet: it starts"
              + " from rest. Tilt the initial state, set a temperature or lengthen the duration.");
    }
  }

  private static double square(double value) {
    return value * value;
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
