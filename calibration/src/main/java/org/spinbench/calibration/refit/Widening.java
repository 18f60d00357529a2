package org.spinbench.calibration.refit;

import java.util.List;

/**
 * How much wider than the design states the parameters of a chip may spread.
 *
 * @param frequencies factor on the deviations of resonances and emission frequencies
 * @param others factor on the deviations of all other parameters
 */
record Widening(double frequencies, double others) {
  /** As the design states. */
  static final Widening NONE = new Widening(1, 1);

  /** Factors to try one after the other while the evidence grows. */
  private static final double FACTOR = 2;

  /** All devices spread twice as far. */
  static final Widening TWICE = new Widening(FACTOR, FACTOR);

  private static final double MOST = 4;

  /** Gain in log-evidence by which a wider prior must exceed a narrow one. */
  private static final double GAIN = 5;

  /** The deviation factor of a kind of parameter. */
  double of(Unknown.Kind kind) {
    return kind == Unknown.Kind.RESONANCE || kind == Unknown.Kind.FREQUENCY ? frequencies : others;
  }

  /**
   * Whether a wider spread follows on a narrower one.
   *
   * @param gain in log-evidence
   * @param doubtful whether the design's spread is in doubt: then the wider one follows unless the
   *     readings speak against it
   */
  static boolean follows(double gain, boolean doubtful) {
    return gain > (doubtful ? -GAIN : GAIN);
  }

  /** The next wider ones; none if this is the widest. */
  List<Widening> wider() {
    return List.of(
            new Widening(FACTOR * frequencies, others),
            new Widening(frequencies, FACTOR * others),
            new Widening(FACTOR * frequencies, FACTOR * others))
        .stream()
        .filter(w -> w.frequencies <= MOST && w.others <= MOST)
        .toList();
  }
}
