package org.spinbench.calibration.drift;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures the drift of offsets from readings at arbitrary times: half the mean square of the
 * difference of two readings, by the time between them. For readings that follow each other this is
 * the Allan variance (D. W. Allan, Proc. IEEE 54, 221, 1966, doi:10.1109/PROC.1966.4634); for
 * others it is his two-sample variance with dead time, which also grows with drift. White noise
 * adds its variance at every time.
 *
 * <p>All offsets of one kind count together, since they drift alike and readings are few.
 */
public final class AllanDeviation {
  /** Ratio of one class of times to the next. */
  private static final double RATIO = 2;

  private static final int CLASSES = 18;

  /** Readings of an offset that a new one is compared with. */
  private static final int MEMORY = 2000;

  /** Weight of the prior in every class, in independent differences. */
  private static final double BELIEF = 6;

  private static final int SWEEPS = 400;

  private final double[] sums = new double[CLASSES];
  private final double[] lags = new double[CLASSES];
  private final long[] pairs = new long[CLASSES];
  private final List<List<double[]>> readings = new ArrayList<>();
  private double noise;
  private long count;

  /** For a number of offsets of one kind. */
  public AllanDeviation(int offsets) {
    for (int i = 0; i < offsets; i++) {
      readings.add(new ArrayList<>());
    }
  }

  /**
   * Adds a reading of an offset.
   *
   * @param time evaluations since the beginning
   * @param value its drift, in its unit
   * @param deviation of the reading's noise, in the same unit
   * @throws IllegalArgumentException if one of the two is no finite number
   */
  public void add(int offset, long time, double value, double deviation) {
    if (!Double.isFinite(value) || !Double.isFinite(deviation)) {
      throw new IllegalArgumentException(
          "a drift of "
              + value
              + " with a deviation of "
              + deviation
              + " was not read: leave it out");
    }
    List<double[]> earlier = readings.get(offset);
    for (double[] one : earlier) {
      double lag = time - one[0];
      int index = (int) Math.floor(StrictMath.log(Math.max(lag, 1)) / StrictMath.log(RATIO));
      if (index < CLASSES) {
        sums[index] += (value - one[1]) * (value - one[1]) / 2;
        lags[index] += lag;
        pairs[index]++;
      }
    }
    if (earlier.size() < MEMORY) {
      earlier.add(new double[] {time, value});
    }
    noise += (deviation * deviation - noise) / ++count;
  }

  /**
   * One class of times.
   *
   * @param time mean time between two readings, evaluations
   * @param deviation root of half the mean square difference, noise of the readings included
   * @param pairs of readings
   */
  public record Point(double time, double deviation, long pairs) {}

  /** The points that were measured so far, by increasing time. */
  public List<Point> points() {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < CLASSES; i++) {
      if (pairs[i] > 0) {
        points.add(new Point(lags[i] / pairs[i], Math.sqrt(sums[i] / pairs[i]), pairs[i]));
      }
    }
    return points;
  }

  /**
   * The drift that fits the measured points: non-negative weights of the processes, by weighted
   * least squares. With few readings it stays near the prior.
   */
  public DriftModel fit(DriftModel belief) {
    int processes = belief.times().size();
    double[] variances = new double[processes];
    double[] before = new double[processes];
    for (int p = 0; p < processes; p++) {
      before[p] = belief.deviations().get(p) * belief.deviations().get(p);
      variances[p] = before[p];
    }
    List<Point> points = points();
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int p = 0; p < processes; p++) {
        variances[p] = Math.max(0, best(p, variances, before[p], points, belief));
      }
    }
    return new DriftModel(
        belief.times(), Arrays.stream(variances).map(Math::sqrt).boxed().toList());
  }

  /** The variance of one process that fits best, with the others fixed. */
  private double best(
      int process, double[] variances, double before, List<Point> points, DriftModel belief) {
    double scale = belief.total() * belief.total() / variances.length;
    double weight = BELIEF / (scale * scale);
    double numerator = weight * before;
    double denominator = weight;
    for (Point point : points) {
      double others = noise;
      double slope = 0;
      for (int p = 0; p < variances.length; p++) {
        double change = DriftModel.change(point.time() / belief.times().get(p)) / 2;
        if (p == process) {
          slope = change;
        } else {
          others += change * variances[p];
        }
      }
      double seen = point.deviation() * point.deviation();
      double expected = others + slope * variances[process];
      // Differences over one time are as good as independent only once in that time.
      double independent = independent(point);
      double pointWeight = independent / (2 * Math.max(expected, seen) * Math.max(expected, seen));
      numerator += pointWeight * slope * (seen - others);
      denominator += pointWeight * slope * slope;
    }
    return numerator / denominator;
  }

  private double independent(Point point) {
    double span = 0;
    long number = 0;
    for (List<double[]> one : readings) {
      if (one.size() > 1) {
        span += one.get(one.size() - 1)[0] - one.get(0)[0];
        number += one.size();
      }
    }
    return Math.min(Math.min(point.pairs(), number), Math.max(1, span / point.time()));
  }
}
