package org.spinbench.calibration.fit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Fits lines of every strength, drawn at random, from far below the noise to far above. */
@Tag("any-jdk")
class ResonanceGridTest {
  private static final double LOW = 210e6;
  private static final double HIGH = 290e6;
  private static final int LINES = Integer.getInteger("spinbench.lines", 40);

  /** Height of a line over the noise of one reading; 0 without a line. */
  private static final double[] STRENGTHS = {0, 0.5, 1, 2, 3, 5, 10, 30, 100, 1000};

  private static final int[] POINTS = {12, 17, 41, 121};

  /**
   * Accepted fits are right within their deviations, the others are refused. Strong lines in sweeps
   * that resolve them are accepted, and noise never is. More lines: {@code -Dspinbench.lines=400}.
   */
  @Test
  void linesAreRightWithinTheirDeviationsOrRefused() {
    for (int points : POINTS) {
      for (double strength : STRENGTHS) {
        double[] pulls =
            IntStream.range(0, LINES)
                .mapToDouble(i -> pull(points, strength, new SplittableRandom(i)))
                .filter(pull -> !Double.isNaN(pull))
                .toArray();
        long wrong = Arrays.stream(pulls).filter(pull -> Math.abs(pull) > 5).count();
        double rms = Math.sqrt(Arrays.stream(pulls).map(p -> p * p).average().orElse(0));
        String cell =
            String.format(
                Locale.ROOT,
                "%d points, height %.1f times the noise: %d of %d accepted, pulls %.2f rms, %d wrong",
                points,
                strength,
                pulls.length,
                LINES,
                rms,
                wrong);
        System.out.println(cell);
        assertTrue(wrong <= LINES / 400, cell);
        assertTrue(strength > 0 || pulls.length == 0, cell);
        assertTrue(strength < 30 || points < 41 || pulls.length == LINES, cell);
        assertTrue(strength < 10 || points < 41 || rms > 0.75 && rms < 1.25, cell);
      }
    }
  }

  /** Error of the resonance over its deviation; NaN if the fit is refused. */
  private static double pull(int points, double strength, RandomGenerator random) {
    double width = 3e6 * StrictMath.exp(random.nextDouble() * StrictMath.log(3));
    double resonance = LOW + 0.25 * (HIGH - LOW) + 0.5 * (HIGH - LOW) * random.nextDouble();
    double phase = 2 * Math.PI * random.nextDouble();
    double symmetric = strength * StrictMath.sin(phase);
    double antisymmetric = 2 * strength * StrictMath.cos(phase);
    double[] f = new double[points];
    double[] v = new double[points];
    double[] sigma = new double[points];
    Arrays.fill(sigma, 1);
    for (int i = 0; i < points; i++) {
      f[i] = LOW + (HIGH - LOW) * i / (points - 1);
      double x = (f[i] - resonance) / width;
      v[i] = (symmetric + antisymmetric * x) / (1 + x * x) + random.nextGaussian();
    }
    try {
      ResonanceFit fit = ResonanceFit.of(f, v, sigma);
      return (fit.resonance().value() - (strength == 0 ? 0 : resonance))
          / fit.resonance().deviation();
    } catch (FitException e) {
      return Double.NaN;
    }
  }
}
