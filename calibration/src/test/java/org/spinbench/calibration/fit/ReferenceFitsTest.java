package org.spinbench.calibration.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Problems of J. J. Moré, B. S. Garbow, K. E. Hillstrom, "Testing unconstrained optimization
 * software", ACM Trans. Math. Softw. 7, 17 (1981), doi:10.1145/355934.355936, with the least sums
 * stated there.
 */
@Tag("any-jdk")
class ReferenceFitsTest {
  private record Problem(
      String name, double[] start, int residuals, LeastSquares.Residuals model, double least) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final double[] BARD = {
    0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.10, 4.39
  };

  private static Stream<Problem> problems() {
    return Stream.of(
        new Problem(
            "Rosenbrock",
            new double[] {-1.2, 1},
            2,
            (x, r) -> {
              r[0] = 10 * (x[1] - x[0] * x[0]);
              r[1] = 1 - x[0];
            },
            0),
        new Problem(
            "Bard",
            new double[] {1, 1, 1},
            15,
            (x, r) -> {
              for (int i = 1; i <= 15; i++) {
                double v = 16 - i;
                double w = Math.min(i, v);
                r[i - 1] = BARD[i - 1] - (x[0] + i / (v * x[1] + w * x[2]));
              }
            },
            8.21487e-3),
        new Problem(
            "helical valley",
            new double[] {-1, 0, 0},
            3,
            (x, r) -> {
              double angle = StrictMath.atan(x[1] / x[0]) / (2 * Math.PI) + (x[0] < 0 ? 0.5 : 0);
              r[0] = 10 * (x[2] - 10 * angle);
              r[1] = 10 * (StrictMath.hypot(x[0], x[1]) - 1);
              r[2] = x[2];
            },
            0));
  }

  /**
   * Counts the steps: with the damping of Nielsen these problems take a few dozen. Problems with as
   * many residuals as numbers get one residual that is always zero, since they would determine no
   * deviation otherwise.
   */
  @ParameterizedTest
  @MethodSource("problems")
  void theLeastSumsOfTheLiteratureAreReachedInAFewDozenSteps(Problem problem) {
    int[] steps = new int[1];
    LeastSquares fit = new LeastSquares(problem.name());
    IntStream.range(0, problem.start().length)
        .forEach(j -> fit.free("x" + (j + 1), problem.start()[j], 1));
    int rows = Math.max(problem.residuals(), problem.start().length + 1);
    LeastSquares.Solution s =
        fit.minimise(
            rows,
            problem.model(),
            (x, slopes) -> {
              steps[0]++;
              differences(problem, x, slopes);
            });
    assertEquals(problem.least(), s.report().chiSquare(), 1e-5 * problem.least() + 1e-12);
    assertTrue(steps[0] <= 40, steps[0] + " steps");
  }

  /**
   * Freudenstein and Roth: from the usual start a descent ends in the false minimum, 48.98, where
   * the two residuals depend on one combination of the numbers only. From a better start it finds
   * (5, 4).
   */
  @Test
  void aFalseMinimumThatDeterminesNothingIsRefused() {
    LeastSquares.Residuals model =
        (x, r) -> {
          r[0] = -13 + x[0] + ((5 - x[1]) * x[1] - 2) * x[1];
          r[1] = -29 + x[0] + ((x[1] + 1) * x[1] - 14) * x[1];
          r[2] = 0;
        };
    LeastSquares usual = new LeastSquares("false minimum").free("x1", 0.5, 1).free("x2", -2, 1);
    FitException e = assertThrows(FitException.class, () -> usual.minimise(3, model));
    assertTrue(e.getMessage().startsWith("false minimum: "), e.getMessage());
    LeastSquares.Solution s =
        new LeastSquares("better").free("x1", 6, 1).free("x2", 3.5, 1).minimise(3, model);
    assertEquals(5, s.values()[0], 1e-9);
    assertEquals(4, s.values()[1], 1e-9);
  }

  private static void differences(Problem problem, double[] x, double[][] slopes) {
    double[] above = new double[slopes.length];
    double[] below = new double[slopes.length];
    for (int j = 0; j < x.length; j++) {
      double[] beside = x.clone();
      beside[j] = x[j] + 1e-6;
      problem.model().at(beside, above);
      beside[j] = x[j] - 1e-6;
      problem.model().at(beside, below);
      for (int i = 0; i < slopes.length; i++) {
        slopes[i][j] = (above[i] - below[i]) / 2e-6;
      }
    }
  }

  /** A straight line is found in one step, and a second shows that it is. */
  @Test
  void aLinearProblemTakesAFewSteps() {
    int[] evaluations = new int[1];
    LeastSquares.Solution s =
        new LeastSquares("line")
            .free("a", 1000, 1)
            .free("b", -1000, 1)
            .minimise(
                5,
                (p, r) -> {
                  evaluations[0]++;
                  for (int i = 0; i < r.length; i++) {
                    r[i] = p[0] + p[1] * i - (3 + 2 * i);
                  }
                },
                (p, slopes) -> {
                  for (int i = 0; i < slopes.length; i++) {
                    slopes[i][0] = 1;
                    slopes[i][1] = i;
                  }
                });
    assertEquals(3, s.values()[0], 1e-9);
    assertEquals(2, s.values()[1], 1e-9);
    assertTrue(evaluations[0] <= 10, evaluations[0] + " evaluations");
  }
}
