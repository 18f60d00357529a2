package org.spinbench.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KneeTest {
  private static final double[] CURRENTS = {0.3, 0.5, 0.9, 0.99, 1, 1.01, 1.1, 1.5, 2.2, 8};

  /** The whole distribution, integrated numerically. */
  @ParameterizedTest
  @CsvSource({"2, 1e-3", "2, 5e-3", "5, 2e-3", "0.3, 2e-3", "1, 2e-3", "2, 1e-5"})
  void theThermalOneIsTheMeanOfTheStationaryDistribution(double q, double noise) {
    StationaryDistribution exact = new StationaryDistribution(q, noise);
    double w = exact.mean(1);
    for (double xi : new double[] {0.9, 0.95, 0.98, 1, 1.02, 1.05, 1.1, 1.2, 1.4, 1.8, 2.5}) {
      double tolerance = xi < 1 ? 0.015 : 0.006;
      assertEquals(1, Knee.THERMAL.orbit(xi, 1, q, w) / exact.mean(xi), tolerance, "at " + xi);
    }
    for (double xi : new double[] {0.5, 0.7, 0.8}) {
      assertEquals(1, Knee.THERMAL.orbit(xi, 1, q, w) / exact.mean(xi), 0.06, "at " + xi);
    }
    double rooted = Knee.ROOT.orbit(1.05, 1, q, w) / exact.mean(1.05);
    assertTrue(noise < 1e-4 || rooted > 1.05, "the root is " + rooted + " of it");
  }

  /** Far below threshold the square is η/(1 − ξ) (A. Slavin and V. Tiberkevich 2009). */
  @Test
  void hardlyAnyNoiseLeavesTheClosedForms() {
    double q = 2;
    double noise = 1e-9;
    double w = Math.sqrt(2 * noise / (Math.PI * (1 + q)));
    assertEquals(1, Knee.THERMAL.orbit(0.98, 1, q, w) / (noise / 0.02), 0.03);
    assertEquals(0.25, Knee.THERMAL.orbit(2, 1, q, w), 1e-9);
  }

  @ParameterizedTest
  @EnumSource
  void isTheNoiseAtThreshold(Knee knee) {
    for (double q : new double[] {-0.2, 0, 1e-9, 0.5, 6}) {
      for (double w : new double[] {1e-12, 1e-5, 1e-2, 0.05}) {
        assertEquals(w, knee.orbit(4e-3, 4e-3, q, w), 1e-12 * w, "Q " + q);
        assertEquals(w, knee.orbit(4e-3, 4e-3, q, -w), 1e-12 * w, "Q " + q);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void withoutNoiseItIsTheTextbook(Knee knee) {
    assertEquals(0.25, knee.orbit(2, 1, 2, 0), 1e-15);
    assertEquals(0, knee.orbit(0.9, 1, 2, 0));
    assertEquals(0, knee.slope(0.9, 1, 2, 0));
    assertEquals(3.0 / 16, knee.slope(2, 1, 2, 0), 1e-15);
    assertEquals(3.0 / 4, knee.steepness(2, 1, 2, 0), 1e-15);
  }

  /** Also where the end of the distribution is far away on either side. */
  @ParameterizedTest
  @EnumSource
  void derivativesAreThoseOfTheMean(Knee knee) {
    double[] slopes = new double[Knee.SLOPES];
    for (double q : new double[] {-0.03, 0, 0.5, 2, 6}) {
      for (double w : new double[] {2e-4, 4e-3, 0.03, -0.03}) {
        for (double xi : CURRENTS) {
          String at = "xi " + xi + ", Q " + q + ", w " + w;
          double p = knee.orbit(xi, 1, q, w);
          double h = 1e-6;
          double byXi = difference(knee.orbit(xi + h, 1, q, w), knee.orbit(xi - h, 1, q, w), h);
          double byQ = difference(knee.orbit(xi, 1, q + h, w), knee.orbit(xi, 1, q - h, w), h);
          double e = 1e-4 * w;
          double byW = difference(knee.orbit(xi, 1, q, w + e), knee.orbit(xi, 1, q, w - e), e);
          knee.slopes(3, 2, xi, q, w, slopes);
          double tolerance = 2e-6 * (Math.abs(byXi) + p) + 1e-9;
          assertEquals(6 * byXi, slopes[Knee.BY_XI], 6 * tolerance, at);
          assertEquals(6 * byQ, slopes[Knee.BY_Q], 6 * (2e-6 * Math.abs(byQ) + tolerance), at);
          assertEquals(6 * byW, slopes[Knee.BY_NOISE], 1e-5 * (1 + Math.abs(byW)), at);
          assertEquals(byXi / 4e-3, knee.slope(xi * 4e-3, 4e-3, q, w), tolerance / 4e-3, at);
          assertEquals(
              0.5 * xi * byXi / p,
              knee.steepness(xi, 1, q, w),
              2e-9 / p + 1e-5 * (1 + byXi / p),
              at);
        }
      }
    }
  }

  private static double difference(double above, double below, double step) {
    return (above - below) / (2 * step);
  }

  /** Where one formula takes over from another. */
  @ParameterizedTest
  @ValueSource(doubles = {38, -60})
  void theFormulasJoin(double deviations) {
    double w = 1e-3;
    double q = 0;
    double s = w / Math.sqrt(2 / Math.PI);
    // With Q = 0 the deviation is s/√ξ and x = 1 − 1/ξ: z = (√ξ − 1/√ξ)/s.
    double half = deviations * s / 2;
    double root = half + Math.sqrt(half * half + 1);
    double xi = root * root;
    double before = Knee.THERMAL.orbit(xi * (1 - 1e-12), 1, q, w);
    double after = Knee.THERMAL.orbit(xi * (1 + 1e-12), 1, q, w);
    assertEquals(1, after / before, 1e-9);
    double slope = Knee.THERMAL.slope(xi * (1 - 1e-12), 1, q, w);
    assertEquals(1, Knee.THERMAL.slope(xi * (1 + 1e-12), 1, q, w) / slope, 1e-6);
    double[] below = new double[Knee.SLOPES];
    double[] above = new double[Knee.SLOPES];
    Knee.THERMAL.slopes(1, 1, xi * (1 - 1e-12), q, w, below);
    Knee.THERMAL.slopes(1, 1, xi * (1 + 1e-12), q, w, above);
    assertEquals(below[Knee.BY_NOISE], above[Knee.BY_NOISE], 1e-6 * below[Knee.BY_NOISE] + 1e-12);
  }
}
