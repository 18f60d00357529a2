package org.spinbench.calibration.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("any-jdk")
class ResonanceFitTest {
  private static final double RESONANCE = 251.3e6;
  private static final double WIDTH = 5.2e6;
  private static final double SYMMETRIC = 1.5e-5;
  private static final double ANTISYMMETRIC = -1.2e-4;
  private static final double OTHER = 333e6;
  private static final int POINTS = 121;

  private static double line(double f, double resonance, double s, double a) {
    double x = (f - resonance) / WIDTH;
    return (s + a * x) / (1 + x * x);
  }

  private static double[] frequencies(double from, double to) {
    double[] frequencies = new double[POINTS];
    Arrays.setAll(frequencies, i -> from + (to - from) * i / (POINTS - 1));
    return frequencies;
  }

  private static ResonanceFit fit(double[] frequencies, double noise, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] voltages = new double[frequencies.length];
    double[] deviations = new double[frequencies.length];
    for (int i = 0; i < voltages.length; i++) {
      voltages[i] =
          line(frequencies[i], RESONANCE, SYMMETRIC, ANTISYMMETRIC)
              + line(frequencies[i], OTHER, SYMMETRIC, -ANTISYMMETRIC)
              + 2e-7
              + noise * random.nextGaussian();
      deviations[i] = Math.max(noise, 1e-12);
    }
    // The other junction is known by its design only.
    return ResonanceFit.of(frequencies, voltages, deviations, 330e6);
  }

  @Test
  void aLineIsFoundBesideTheTailOfAnother() {
    ResonanceFit fit = fit(frequencies(210e6, 290e6), 0, 1);
    assertEquals(RESONANCE, fit.resonance().value(), 3e-4 * WIDTH);
    assertEquals(WIDTH, fit.halfWidth().value(), 1e-3 * WIDTH);
    assertEquals(ANTISYMMETRIC, fit.antisymmetric().value(), -2e-3 * ANTISYMMETRIC);
    assertEquals(SYMMETRIC, fit.symmetric().value(), -2e-3 * ANTISYMMETRIC);
  }

  @Test
  void theDirectionOfTheSweepDoesNotMatter() {
    ResonanceFit fit = fit(frequencies(290e6, 210e6), 0, 1);
    assertEquals(RESONANCE, fit.resonance().value(), 3e-4 * WIDTH);
  }

  @Test
  void aSweepOverBothLinesFindsTheOneThatIsMeant() {
    ResonanceFit fit = fit(frequencies(200e6, 310e6), 0, 1);
    assertEquals(RESONANCE, fit.resonance().value(), 1e-2 * WIDTH);
  }

  @Test
  void uncertaintiesAreAsStated() {
    List<Double> pulls = new ArrayList<>();
    for (int seed = 0; seed < 40; seed++) {
      ResonanceFit fit = fit(frequencies(210e6, 290e6), 2e-6, seed);
      pulls.add((fit.resonance().value() - RESONANCE) / fit.resonance().deviation());
      pulls.add((fit.halfWidth().value() - WIDTH) / fit.halfWidth().deviation());
    }
    double rms = Math.sqrt(pulls.stream().mapToDouble(p -> p * p).average().orElseThrow());
    assertTrue(rms > 0.7 && rms < 1.3, "rms " + rms + " of " + pulls);
  }

  @Test
  void noiseIsNoLine() {
    double[] frequencies = frequencies(210e6, 290e6);
    SplittableRandom random = new SplittableRandom(1);
    double[] voltages = Arrays.stream(frequencies).map(f -> 1e-8 * random.nextGaussian()).toArray();
    double[] deviations = Arrays.stream(frequencies).map(f -> 1e-8).toArray();
    FitException e =
        assertThrows(FitException.class, () -> ResonanceFit.of(frequencies, voltages, deviations));
    assertTrue(e.getMessage().contains("no line stands out between 210.0 and 290.0 MHz"));
  }

  @Test
  void aFewPointsAreNoSweep() {
    double[] few = {1e8, 2e8, 3e8};
    assertThrows(FitException.class, () -> ResonanceFit.of(few, few, few));
    double[] nine = Arrays.copyOf(frequencies(240e6, 260e6), 9);
    assertEquals(
        "resonance: a sweep of at least ten frequencies is needed",
        assertThrows(FitException.class, () -> ResonanceFit.of(nine, nine, nine)).getMessage());
    double[] one = new double[20];
    Arrays.fill(one, 250e6);
    assertEquals(
        "resonance: a sweep of at least ten frequencies is needed",
        assertThrows(FitException.class, () -> ResonanceFit.of(one, one, one)).getMessage());
  }

  /** Ten points on a line without noise, no other junction, and each number is there. */
  @Test
  void tenPointsAreASweep() {
    double[] f = new double[10];
    double[] v = new double[10];
    double[] sigma = new double[10];
    for (int i = 0; i < 10; i++) {
      f[i] = 240e6 + 2.4e6 * i;
      v[i] = line(f[i], RESONANCE, SYMMETRIC, ANTISYMMETRIC) + 3e-6 + 1e-13 * (f[i] - 250e6);
      sigma[i] = 1e-9;
    }
    ResonanceFit fit = ResonanceFit.of(f, v, sigma);
    assertEquals(RESONANCE, fit.resonance().value(), 1e-5 * WIDTH);
    assertEquals(WIDTH, fit.halfWidth().value(), 1e-5 * WIDTH);
    assertEquals(SYMMETRIC, fit.symmetric().value(), -1e-5 * ANTISYMMETRIC);
    assertEquals(ANTISYMMETRIC, fit.antisymmetric().value(), -1e-5 * ANTISYMMETRIC);
  }

  private static void assertIs(ResonanceFit fit, double resonance, double width, double part) {
    assertEquals(resonance, fit.resonance().value(), part * width);
    assertEquals(width, fit.halfWidth().value(), part * width);
    assertEquals(ANTISYMMETRIC, fit.antisymmetric().value(), -part * ANTISYMMETRIC);
    assertEquals(SYMMETRIC, fit.symmetric().value(), -part * ANTISYMMETRIC);
  }

  /** Nine half widths away, where the fit does not look, a line that nobody knows of is passed. */
  @Test
  void whatIsNineHalfWidthsAwayDoesNotMatter() {
    double[] f = frequencies(180e6, 320e6);
    double[] v = new double[POINTS];
    double[] sigma = new double[POINTS];
    for (int i = 0; i < POINTS; i++) {
      double away = Math.abs(f[i] - RESONANCE) > 9 * WIDTH ? 4e-5 : 0;
      v[i] = line(f[i], RESONANCE, SYMMETRIC, ANTISYMMETRIC) + away;
      sigma[i] = 1e-9;
    }
    assertIs(ResonanceFit.of(f, v, sigma), RESONANCE, WIDTH, 1e-5);
  }

  /** Another junction is known to stand at 30 MHz. Readings beyond 20 MHz are left to it. */
  @Test
  void theFitEndsBeforeTheLineOfAnotherJunction() {
    double[] f = frequencies(215e6, 300e6);
    double[] v = new double[POINTS];
    double[] sigma = new double[POINTS];
    for (int i = 0; i < POINTS; i++) {
      double away = Math.abs(f[i] - RESONANCE) > 20e6 ? 5e-6 : 0;
      v[i] = line(f[i], RESONANCE, SYMMETRIC, ANTISYMMETRIC) + away;
      sigma[i] = 1e-9;
    }
    assertIs(ResonanceFit.of(f, v, sigma, RESONANCE + 30e6), RESONANCE, WIDTH, 1e-5);
  }

  /** Antisymmetric lines of 1.2 % of their frequencies' half width are what others may leave. */
  @Test
  void theAntisymmetricLinesOfOthersAreTakenOffExactly() {
    double[] f = frequencies(230e6, 275e6);
    double[] others = {285e6, 222e6};
    double[] v = new double[POINTS];
    double[] sigma = new double[POINTS];
    for (int i = 0; i < POINTS; i++) {
      v[i] = line(f[i], RESONANCE, SYMMETRIC, ANTISYMMETRIC);
      for (int k = 0; k < 2; k++) {
        double x = (f[i] - others[k]) / (0.012 * others[k]);
        v[i] += (k == 0 ? 5e-5 : -8e-5) * x / (1 + x * x);
      }
      sigma[i] = 1e-9;
    }
    assertIs(ResonanceFit.of(f, v, sigma, others), RESONANCE, WIDTH, 1e-5);
  }

  /** A line of 1 MHz is found wherever it is in a sweep of 120 MHz. */
  @Test
  void aNarrowLineIsFoundAnywhere() {
    for (double at = 212.3e6; at < 329e6; at += 9.1e6) {
      double[] f = new double[481];
      double[] v = new double[481];
      double[] sigma = new double[481];
      for (int i = 0; i < 481; i++) {
        f[i] = 210e6 + 0.25e6 * i;
        double x = (f[i] - at) / 1.2e6;
        v[i] = (SYMMETRIC + ANTISYMMETRIC * x) / (1 + x * x);
        sigma[i] = 1e-9;
      }
      assertIs(ResonanceFit.of(f, v, sigma), at, 1.2e6, 1e-4);
    }
  }
}
