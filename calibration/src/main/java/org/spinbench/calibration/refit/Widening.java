package org.spinbench.calibration.refit;

import java.util.List;
import java.util.random.RandomGenerator;
import org.spinbench.calibration.refit.PosteriorEstimator.Believed;

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
  private static final Widening TWICE = new Widening(FACTOR, FACTOR);

  private static final double MOST = 4;

  /** Gain in log-evidence by which a wider prior must exceed a narrow one. */
  private static final double GAIN = 5;

  /** The deviation factor of a kind of parameter. */
  double of(Unknown.Kind kind) {
    return kind == Unknown.Kind.RESONANCE || kind == Unknown.Kind.FREQUENCY ? frequencies : others;
  }

  /** Wider priors, one after the other, while the evidence grows. */
  static Believed byEvidence(
      Believed first, List<ChipObservation> readings, int starts, RandomGenerator random) {
    Believed best = first;
    boolean grows = first.fit().isStrained();
    while (grows) {
      grows = false;
      for (Widening wider : best.estimator().widening().wider()) {
        Believed tried = wider.tried(best, readings, starts, random);
        if (gain(tried, best) > GAIN) {
          best = tried;
          grows = true;
        }
      }
    }
    return best;
  }

  /** Twice the spread, unless the readings speak against it; then wider ones by the evidence. */
  static Believed inDoubt(
      Believed narrow, List<ChipObservation> readings, int starts, RandomGenerator random) {
    Believed tried = TWICE.tried(narrow, readings, starts, random);
    return gain(tried, narrow) > -GAIN ? byEvidence(tried, readings, starts, random) : narrow;
  }

  private static double gain(Believed of, Believed over) {
    return of.fit().evidence() - over.fit().evidence();
  }

  private Believed tried(
      Believed from, List<ChipObservation> readings, int starts, RandomGenerator random) {
    PosteriorEstimator tried = from.estimator().with(this);
    return new Believed(tried, tried.fit(readings, from.fit(), starts, random));
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
