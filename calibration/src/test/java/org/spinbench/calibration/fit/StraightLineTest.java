package org.spinbench.calibration.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.fit.StraightLine.Point;

class StraightLineTest {
  private static final RandomGenerator RANDOM =
      RandomGeneratorFactory.of("L64X128MixRandom").create(3);

  private static List<Point> points(double offset, double slope, double noise) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      double deviation = 1e-6 * (1 + i % 3);
      double x = 1e-3 * (i - 4);
      points.add(
          new Point(x, offset + slope * x + noise * deviation * RANDOM.nextGaussian(), deviation));
    }
    return points;
  }

  @Test
  void exactPointsGiveTheirLine() {
    StraightLine line = StraightLine.through("line", points(2e-4, -50, 0), 0);
    assertEquals(2e-4, line.value().value(), 1e-15);
    assertEquals(-50, line.slope().value(), 1e-11);
    assertEquals(0, line.chiSquare(), 1e-12);
    line = StraightLine.through("line", points(2e-4, -50, 0), 0.1);
    assertEquals(2e-4 - 5, line.value().value(), 1e-11);
  }

  /** Both optimisers, at one problem. */
  @Test
  void theGeneralFitFindsTheSame() {
    List<Point> points = points(2e-4, 3, 1);
    StraightLine line = StraightLine.through("line", points, 0);
    LeastSquares.Solution solution =
        new LeastSquares("line")
            .free("slope", 0, 1)
            .free("offset", 0, 1e-4)
            .minimise(
                points.size(),
                (p, residuals) -> {
                  for (int i = 0; i < residuals.length; i++) {
                    Point point = points.get(i);
                    residuals[i] = (p[1] + p[0] * point.x() - point.y()) / point.deviation();
                  }
                });
    assertEquals(solution.value(0).value(), line.slope().value(), 1e-8);
    assertEquals(solution.value(1).value(), line.value().value(), 1e-11);
    assertEquals(1, line.slope().deviation() / solution.value(0).deviation(), 1e-6);
    assertEquals(1, line.value().deviation() / solution.value(1).deviation(), 1e-6);
    assertEquals(1, line.chiSquare() / solution.report().chiSquare(), 1e-6);
  }

  @Test
  void deviationsAreThoseOfManyFits() {
    double slopes = 0;
    double values = 0;
    StraightLine line = null;
    int fits = 500;
    for (int i = 0; i < fits; i++) {
      line = StraightLine.through("line", points(0, 0, 1), 0);
      slopes += line.slope().value() * line.slope().value();
      values += line.value().value() * line.value().value();
    }
    double stated = 1 / Math.sqrt(Math.max(1, line.chiSquare() / 18));
    assertEquals(1, line.slope().deviation() * stated / Math.sqrt(slopes / fits), 0.1);
    assertEquals(1, line.value().deviation() * stated / Math.sqrt(values / fits), 0.1);
  }

  @Test
  void moreScatterThanStatedWidens() {
    List<Point> exact = points(1, 1, 0);
    List<Point> rough = new ArrayList<>();
    for (int i = 0; i < exact.size(); i++) {
      Point point = exact.get(i);
      rough.add(new Point(point.x(), point.y() + (i % 2 == 0 ? 1e-3 : -1e-3), 1e-6));
    }
    StraightLine line = StraightLine.through("line", rough, 0);
    List<Point> honest = rough.stream().map(p -> new Point(p.x(), p.y(), 1e-3)).toList();
    assertEquals(
        1,
        line.slope().deviation() / StraightLine.through("line", honest, 0).slope().deviation(),
        0.1);
  }

  /** 0, 1, 0 at 0, 1, 2 with σ = 0.1: a third, level, χ² = (1 + 4 + 1)/9/0.01 for one degree. */
  @Test
  void threePointsByHand() {
    List<Point> points = List.of(new Point(0, 0, 0.1), new Point(1, 1, 0.1), new Point(2, 0, 0.1));
    StraightLine line = StraightLine.through("line", points, 1);
    assertEquals(1.0 / 3, line.value().value(), 1e-14);
    assertEquals(0, line.slope().value(), 1e-14);
    assertEquals(200.0 / 3, line.chiSquare(), 1e-11);
    assertEquals(0.1 * Math.sqrt(200.0 / 3 / 2), line.slope().deviation(), 1e-12);
    assertEquals(0.1 * Math.sqrt(200.0 / 3 / 3), line.value().deviation(), 1e-12);
    StraightLine ahead = StraightLine.through("line", points, 3);
    assertEquals(
        0.1 * Math.sqrt(200.0 / 3 * (1.0 / 3 + 4.0 / 2)), ahead.value().deviation(), 1e-12);
  }

  @Test
  void whatDeterminesNoLineIsRefused() {
    assertThrows(
        FitException.class, () -> StraightLine.through("l", points(0, 0, 0).subList(0, 2), 0));
    FitException e =
        assertThrows(
            FitException.class,
            () ->
                StraightLine.through(
                    "gain",
                    List.of(new Point(1, 2, 1), new Point(1, 3, 1), new Point(1, 4, 1)),
                    0));
    assertEquals("gain: all readings are at one setting; measure more settings.", e.getMessage());
  }
}
