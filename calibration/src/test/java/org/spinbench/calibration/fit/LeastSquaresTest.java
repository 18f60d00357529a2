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

  /** From a = 1 the first full step of Newton leads to a = −1.2, where there is no root. */
  @Test
  void aStepOutOfTheRangeIsMadeShorter() {
    LeastSquares.Solution s =
        new LeastSquares("root")
            .free("a", 1, 1)
            .minimise(2, (p, r) -> r[0] = r[1] = StrictMath.sqrt(p[0]) - 0.1);
    assertEquals(0.01, s.values()[0], 1e-8);
  }

  /** The sum of squares falls towards the end of the range, which no step can leave. */
  @Test
  void aFitThatOnlyLeadsOutOfTheRangeSaysSo() {
    LeastSquares.Residuals model = (p, r) -> r[0] = r[1] = p[0] < 2 ? Double.NaN : 1 + p[0];
    LeastSquares edge = new LeastSquares("edge").free("a", 2, 1);
    FitException known =
        assertThrows(
            FitException.class,
            () -> edge.minimise(2, model, (p, rows) -> rows[0][0] = rows[1][0] = 1));
    assertEquals(
        "edge: every step, however short, leaves the range in which the model has values; start"
            + " from other values.",
        known.getMessage());
    FitException differences = assertThrows(FitException.class, () -> edge.minimise(2, model));
    assertEquals(
        "edge: the model has no derivatives where the fit stands, at the end of the range in which"
            + " it has values; start from other values.",
        differences.getMessage());
  }

  @Test
  void derivativesOfTheModelGiveWhatDifferencesGive() {
    double[] y = {2.1, 1.3, 0.8, 0.45, 0.3};
    LeastSquares.Residuals model =
        (p, r) -> {
          for (int i = 0; i < y.length; i++) {
            r[i] = (p[0] * StrictMath.exp(-i / p[1]) + p[2] - y[i]) / 0.05;
          }
        };
    LeastSquares.Slopes slopes =
        (p, rows) -> {
          for (int i = 0; i < y.length; i++) {
            double e = StrictMath.exp(-i / p[1]);
            rows[i][0] = e / 0.05;
            rows[i][1] = p[0] * e * i / (p[1] * p[1]) / 0.05;
            rows[i][2] = 1 / 0.05;
          }
        };
    LeastSquares.Solution own = decay().minimise(y.length, model, slopes);
    LeastSquares.Solution differences = decay().minimise(y.length, model);
    for (int j = 0; j < 3; j++) {
      assertEquals(differences.values()[j], own.values()[j], 1e-8);
      assertEquals(differences.deviations()[j], own.deviations()[j], 1e-7);
    }
    assertEquals(differences.report().chiSquare(), own.report().chiSquare(), 1e-9);
  }

  private static LeastSquares decay() {
    return new LeastSquares("decay").positive("height", 1).free("length", 5, 5).free("floor", 0, 1);
  }

  /** Rosenbrock 1960, doi:10.1093/comjnl/3.3.175: a bent valley, from its usual start. */
  @Test
  void followsABentValley() {
    LeastSquares.Solution s =
        new LeastSquares("valley")
            .free("x", -1.2, 1)
            .free("y", 1, 1)
            .minimise(
                3,
                (p, r) -> {
                  r[0] = 10 * (p[1] - p[0] * p[0]);
                  r[1] = 1 - p[0];
                  r[2] = 0;
                });
    assertEquals(1, s.values()[0], 1e-7);
    assertEquals(1, s.values()[1], 1e-7);
    assertEquals(0, s.report().chiSquare(), 1e-14);
  }

  /** Amplitude zero: the line's place has no influence yet, and finds its own nevertheless. */
  @Test
  void whatHasNoInfluenceAtTheStartIsFoundLater() {
    LeastSquares.Solution s =
        new LeastSquares("bump")
            .free("place", 0.5, 1)
            .free("height", 0, 1)
            .minimise(
                9,
                (p, r) -> {
                  for (int i = 0; i < r.length; i++) {
                    double x = i - 4.0;
                    double there = 3 / (1 + (x - 0.2) * (x - 0.2));
                    r[i] = p[1] / (1 + (x - p[0]) * (x - p[0])) - there;
                  }
                });
    assertEquals(0.2, s.values()[0], 1e-6);
    assertEquals(3, s.values()[1], 1e-6);
  }

  /** 0 ± 1 was read, 2 ± 1 was known: 1 is one deviation from both. */
  @Test
  void chiSquareCountsThePrior() {
    LeastSquares.Solution s =
        new LeastSquares("mean").prior("mean", 0, 2, 1).minimise(1, (p, r) -> r[0] = p[0]);
    assertEquals(1, s.values()[0], 1e-9);
    assertEquals(2, s.report().chiSquare(), 1e-9);
    assertEquals(1, s.report().degreesOfFreedom());
    assertEquals(Math.sqrt(0.5 * 2), s.deviations()[0], 1e-9);
  }

  @Test
  void theMessageNamesTheResidualThatHasNoValue() {
    LeastSquares problem = new LeastSquares("line").free("a", 1, 1);
    FitException e =
        assertThrows(
            FitException.class,
            () ->
                problem.minimise(
                    2,
                    (p, r) -> {
                      r[0] = 17;
                      r[1] = Double.NEGATIVE_INFINITY;
                    }));
    assertTrue(e.getMessage().contains("(a residual is -Infinity)"), e.getMessage());
  }
}
