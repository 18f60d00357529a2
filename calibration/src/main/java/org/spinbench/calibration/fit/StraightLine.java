package org.spinbench.calibration.fit;

import java.util.List;
import org.spinbench.calibration.Value;

/**
 * The weighted least-squares line through points, in closed form: y = a + b·(x − origin), with
 * weights 1/σ². If the points scatter more than their σ, the deviations are multiplied by the root
 * of the reduced χ².
 *
 * @param value a, the line at the origin
 * @param slope b
 * @param chiSquare sum of ((y − line)/σ)²
 */
public record StraightLine(Value value, Value slope, double chiSquare) {

  /** One point: y at x, with its σ, which is positive. */
  public record Point(double x, double y, double deviation) {}

  /**
   * Fits.
   *
   * @param name subject of the fit, for messages
   * @param points at least three
   * @param origin the x to which {@code value} belongs
   * @throws FitException if there are too few points, or all lie at one x
   */
  public static StraightLine through(String name, List<Point> points, double origin) {
    if (points.size() < 3) {
      throw new FitException(
          name + ": " + points.size() + " readings cannot determine a straight line.");
    }
    double weights = 0;
    double x = 0;
    double y = 0;
    for (Point point : points) {
      double weight = weight(point);
      weights += weight;
      x += weight * point.x();
      y += weight * point.y();
    }
    x /= weights;
    y /= weights;
    double squares = 0;
    double product = 0;
    for (Point point : points) {
      double weighed = weight(point) * (point.x() - x);
      squares += weighed * (point.x() - x);
      product += weighed * (point.y() - y);
    }
    if (!(squares > 0)) {
      throw new FitException(name + ": all readings are at one setting; measure more settings.");
    }
    double slope = product / squares;
    double chiSquare = 0;
    for (Point point : points) {
      double residual = (y + slope * (point.x() - x) - point.y()) / point.deviation();
      chiSquare += residual * residual;
    }
    double inflation = Math.max(1, chiSquare / (points.size() - 2));
    double away = origin - x;
    return new StraightLine(
        new Value(y + slope * away, Math.sqrt(inflation * (1 / weights + away * away / squares))),
        new Value(slope, Math.sqrt(inflation / squares)),
        chiSquare);
  }

  private static double weight(Point point) {
    return 1 / (point.deviation() * point.deviation());
  }
}
