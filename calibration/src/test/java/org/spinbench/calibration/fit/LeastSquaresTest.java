package org.spinbench.calibration.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class LeastSquaresTest {
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);

  /** y = a + b x at x = 0, 1, 2, 3 with σ = 0.1: the normal equations by hand. */
  @Test
  void aStraightLineHasTheClosedFormsCovariance() {
    double[] y = {1.0, 3.1, 4.9, 7.0};
    LeastSquares.Solution s = line(y, 0.1);
    // n = 4, Σx = 6, Σx² = 14, Σy = 16, Σxy = 33.9; determinant 20
    assertEquals((14 * 16 - 6 * 33.9) / 20, s.values()[0], 1e-9);
    assertEquals((4 * 33.9 - 6 * 16) / 20, s.values()[1], 1e-9);
    assertEquals(0.1 * Math.sqrt(14 / 20.0), s.deviations()[0], 1e-9);
    assertEquals(0.1 * Math.sqrt(4 / 20.0), s.deviations()[1], 1e-9);
    assertEquals(-0.01 * 6 / 20, s.report().covariance().get(0).get(1), 1e-10);
    assertEquals(2, s.report().degreesOfFreedom());
  }

  @Test
  void tooLargeResidualsWidenTheCovariance() {
    double[] y = {1.0, 3.1, 4.9, 7.0};
    LeastSquares.Solution s = line(y, 0.01);
    double widened = 0.01 * Math.sqrt(14 / 20.0 * s.report().reducedChiSquare());
    assertTrue(s.report().reducedChiSquare() > 10);
    assertEquals(widened, s.deviations()[0], 1e-9);
  }

  private static LeastSquares.Solution line(double[] y, double sigma) {
    return new LeastSquares("line")
        .free("a", 0, 1)
        .free("b", 0, 1)
        .minimise(
            y.length,
            (p, r) -> {
              for (int i = 0; i < y.length; i++) {
                r[i] = (p[0] + p[1] * i - y[i]) / sigma;
              }
            });
  }

  /** Gaussian posterior of one parameter: inverse variances add. */
  @Test
  void aPriorIsOneMoreReading() {
    LeastSquares.Solution s =
        new LeastSquares("mean")
            .prior("mean", 0, 1, 0.5)
            .minimise(1, (p, r) -> r[0] = (p[0] - 3) / 0.25);
    assertEquals((1 / 0.25 + 3 / 0.0625) / (1 / 0.25 + 1 / 0.0625), s.values()[0], 1e-9);
  }

  @Test
  void aFixedParameterStays() {
    LeastSquares.Solution s =
        new LeastSquares("sum")
            .fixed("a", 2)
            .free("b", 0, 1)
            .minimise(
                2,
                (p, r) -> {
                  r[0] = p[0] + p[1] - 5;
                  r[1] = p[0] + p[1] - 5;
                });
    assertEquals(2, s.values()[0]);
    assertEquals(3, s.values()[1], 1e-9);
    assertEquals(0, s.deviations()[0]);
  }

  @Test
  void deviationsAreHonestForAnExponential() {
    int n = 500;
    double sum = 0;
    double squares = 0;
    for (int trial = 0; trial < n; trial++) {
      double[] y = new double[30];
      for (int i = 0; i < y.length; i++) {
        y[i] = 2 * StrictMath.exp(-i / 10.0) + 0.02 * random.nextGaussian();
      }
      LeastSquares.Solution s =
          new LeastSquares("decay")
              .free("height", 1, 1)
              .free("length", 5, 5)
              .minimise(
                  y.length,
                  (p, r) -> {
                    for (int i = 0; i < y.length; i++) {
                      r[i] = (p[0] * StrictMath.exp(-i / p[1]) - y[i]) / 0.02;
                    }
                  });
      double pull = (s.values()[1] - 10) / s.deviations()[1];
      sum += pull;
      squares += pull * pull;
    }
    assertEquals(0, sum / n, 4 / Math.sqrt(n));
    assertEquals(1, squares / n, 0.2);
  }

  @Test
  void readingsThatSayNothingAreAnError() {
    FitException few = assertThrows(FitException.class, () -> line(new double[] {1, 2}, 1));
    assertTrue(few.getMessage().contains("2 readings cannot determine 2"), few.getMessage());
    FitException singular =
        assertThrows(
            FitException.class,
            () ->
                new LeastSquares("degenerate")
                    .free("a", 0, 1)
                    .free("b", 0, 1)
                    .minimise(
                        3,
                        (p, r) -> {
                          for (int i = 0; i < 3; i++) {
                            r[i] = p[0] + p[1] - i;
                          }
                        }));
    assertTrue(singular.getMessage().startsWith("degenerate:"), singular.getMessage());
  }

  @Test
  void aModelOutOfItsRangeIsAnError() {
    FitException e =
        assertThrows(
            FitException.class,
            () ->
                new LeastSquares("root")
                    .free("a", -1, 1)
                    .minimise(2, (p, r) -> r[0] = StrictMath.sqrt(p[0])));
    assertTrue(e.getMessage().contains("NaN"), e.getMessage());
  }
}
