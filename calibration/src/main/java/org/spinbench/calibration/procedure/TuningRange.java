package org.spinbench.calibration.procedure;

import java.util.List;
import org.spinbench.calibration.SynapseResponse;

/**
 * The range over which a field line can tune the resonance of a synapse.
 *
 * @param low lowest resonance within the field line's limit, Hz
 * @param high highest resonance, Hz
 * @param halfWidth of the synapse, Hz
 */
record TuningRange(double low, double high, double halfWidth) {
  private static final int STEPS = 400;
  private static final double RESOLUTION = 1e3;

  static TuningRange of(SynapseResponse synapse, double maximumField) {
    double linear = Math.abs(synapse.tuning().value()) * maximumField;
    double quadratic = synapse.tuningQuadratic().value() * maximumField * maximumField;
    double centre = synapse.resonance().value();
    return new TuningRange(
        centre - linear + quadratic, centre + linear + quadratic, synapse.halfWidth().value());
  }

  /**
   * Margin beyond a band of tones on the tighter side, in half widths; negative if the range does
   * not cover the band.
   */
  double margin(double from, double to) {
    return Math.min(from - low, high - to) / halfWidth;
  }

  /**
   * The frequency at which the smallest margin of several synapses is largest, to 1 kHz.
   *
   * @param shared the synapses that weigh one tone; not empty
   */
  static double place(List<TuningRange> shared) {
    double from = shared.stream().mapToDouble(r -> (r.low + r.high) / 2).min().orElseThrow();
    double to = shared.stream().mapToDouble(r -> (r.low + r.high) / 2).max().orElseThrow();
    double best = from;
    for (int i = 1; i <= STEPS; i++) {
      double f = from + (to - from) * i / STEPS;
      best = worst(shared, f) > worst(shared, best) ? f : best;
    }
    return Math.rint(best / RESOLUTION) * RESOLUTION;
  }

  private static double worst(List<TuningRange> shared, double f) {
    return shared.stream().mapToDouble(r -> r.margin(f, f)).min().orElseThrow();
  }
}
