package org.spinbench.calibration.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nonlinear fits of the Statistical Reference Datasets of NIST
 * (https://www.itl.nist.gov/div898/strd/nls/nls_main.shtml): values, standard deviations and sums
 * of squares are certified to eleven digits. Of the harder two only the second start is taken. And
 * problems of J. J. Moré, B. S. Garbow, K. E. Hillstrom, "Testing unconstrained optimization
 * software", ACM Trans. Math. Softw. 7, 17 (1981), doi:10.1145/355934.355936, with the least sums
 * stated there.
 */
class ReferenceFitsTest {
  /** A curve y(x) of some numbers. */
  private interface Curve {
    double at(double[] p, double x);
  }

  private record DataSet(
      String name,
      Curve curve,
      double[][] starts,
      double[] values,
      double[] deviations,
      double squares,
      double[][] points) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<DataSet> dataSets() {
    return Stream.of(
        new DataSet(
            "Misra1a",
            (p, x) -> p[0] * (1 - StrictMath.exp(-p[1] * x)),
            new double[][] {{500, 1e-4}, {250, 5e-4}},
            new double[] {2.3894212918e2, 5.5015643181e-4},
            new double[] {2.7070075241, 7.2668688436e-6},
            1.2455138894e-1,
            new double[][] {
              {77.6, 10.07}, {114.9, 14.73}, {141.1, 17.94}, {190.8, 23.93}, {239.9, 29.61},
              {289.0, 35.18}, {332.8, 40.02}, {378.4, 44.82}, {434.8, 50.76}, {477.3, 55.05},
              {536.8, 61.01}, {593.1, 66.40}, {689.1, 75.47}, {760.0, 81.78}
            }),
        new DataSet(
            "BoxBOD",
            (p, x) -> p[0] * (1 - StrictMath.exp(-p[1] * x)),
            new double[][] {{100, 0.75}},
            new double[] {2.1380940889e2, 5.4723748542e-1},
            new double[] {1.2354515176e1, 1.0455993237e-1},
            1.1680088766e3,
            new double[][] {{1, 109}, {2, 149}, {3, 149}, {5, 191}, {7, 213}, {10, 224}}),
        new DataSet(
            "MGH10",
            (p, x) -> p[0] * StrictMath.exp(p[1] / (x + p[2])),
            new double[][] {{0.02, 4000, 250}},
            new double[] {5.6096364710e-3, 6.1813463463e3, 3.4522363462e2},
            new double[] {1.5687892471e-4, 2.3309021107e1, 7.8486103508e-1},
            8.7945855171e1,
            new double[][] {
              {50, 34_780}, {55, 28_610}, {60, 23_650}, {65, 19_630}, {70, 16_370}, {75, 13_720},
              {80, 11_540}, {85, 9744}, {90, 8261}, {95, 7030}, {100, 6005}, {105, 5147},
              {110, 4427}, {115, 3820}, {120, 3307}, {125, 2872}
            }));
  }

  /** Deviations of a thousandth of the scatter, so that the scatter alone decides. */
  @ParameterizedTest
  @MethodSource("dataSets")
  void certifiedValuesDeviationsAndSumsAreFound(DataSet data) {
    for (double[] start : data.starts()) {
      double sigma = 1e-3 * Math.sqrt(data.squares() / data.points().length);
      LeastSquares problem = new LeastSquares(data.name());
      for (int j = 0; j < start.length; j++) {
        problem.free("b" + (j + 1), start[j], Math.abs(start[j]));
      }
      LeastSquares.Solution s =
          problem.minimise(
              data.points().length,
              (p, residuals) -> {
                for (int i = 0; i < residuals.length; i++) {
                  double[] point = data.points()[i];
                  residuals[i] = (data.curve().at(p, point[0]) - point[1]) / sigma;
                }
              });
      for (int j = 0; j < start.length; j++) {
        assertEquals(1, s.values()[j] / data.values()[j], 1e-6, "b" + (j + 1));
        assertEquals(1, s.deviations()[j] / data.deviations()[j], 1e-4, "of b" + (j + 1));
      }
      assertEquals(1, s.report().chiSquare() * sigma * sigma / data.squares(), 1e-8);
      assertEquals(data.points().length - start.length, s.report().degreesOfFreedom());
    }
  }

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
            "Freudenstein and Roth",
            new double[] {0.5, -2},
            2,
            (x, r) -> {
              r[0] = -13 + x[0] + ((5 - x[1]) * x[1] - 2) * x[1];
              r[1] = -29 + x[0] + ((x[1] + 1) * x[1] - 14) * x[1];
            },
            48.98425),
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
