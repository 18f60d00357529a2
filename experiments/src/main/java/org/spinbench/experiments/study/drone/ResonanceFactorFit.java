package org.spinbench.experiments.study.drone;

/**
 * Fits the readings of one junction that was moved across one tone: antisymmetric line on a
 * constant background.
 *
 * <p>For a given frequency factor the model is linear in amplitude and background. The factor is
 * found by a search on a grid, followed by a golden section search around the best point.
 */
final class ResonanceFactorFit {
  private static final double GRID = 0.2;
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
  private static final int SECTIONS = 40;

  private final double tone;
  private final double damping;
  private final double sign;
  private final double[] commanded;
  private final double[] readings;

  private double amplitude;
  private double misfit;

  /**
   * The readings to fit.
   *
   * @param tone frequency of the tone, Hz
   * @param damping half width of the resonance over its frequency
   * @param sign of the junction in its chain
   * @param commanded frequency commanded for each reading: design and shift, Hz
   * @param readings of the chain, V
   */
  ResonanceFactorFit(
      double tone, double damping, double sign, double[] commanded, double[] readings) {
    this.tone = tone;
    this.damping = damping;
    this.sign = sign;
    this.commanded = commanded;
    this.readings = readings;
  }

  /**
   * The factor on the junction's frequencies.
   *
   * @param range half widths to search on either side
   * @param name of the junction, for the message
   */
  double factor(double range, String name) {
    double step = GRID * damping;
    int half = (int) Math.ceil(range / GRID);
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int n = -half; n <= half; n++) {
      solve(1 + n * step);
      if (amplitude > 0 && misfit < least) {
        least = misfit;
        best = n;
      }
    }
    if (Math.abs(best) == half || least == Double.POSITIVE_INFINITY) {
      throw new IllegalStateException(
          name
              + ": no resonance within "
              + range
              + " half widths of its design frequency; search further (a larger expected spread),"
              + " or the junction is dead");
    }
    return refine(1 + (best - 1) * step, 1 + (best + 1) * step);
  }

  private double refine(double from, double to) {
    double low = from;
    double high = to;
    for (int n = 0; n < SECTIONS; n++) {
      double left = high - GOLDEN * (high - low);
      double right = low + GOLDEN * (high - low);
      solve(left);
      double leftMisfit = misfit;
      solve(right);
      if (leftMisfit < misfit) {
        high = right;
      } else {
        low = left;
      }
    }
    return (low + high) / 2;
  }

  /** The amplitude for a factor, V; positive for a junction with the expected sign. */
  double amplitude(double factor) {
    solve(factor);
    return amplitude;
  }

  private void solve(double factor) {
    int count = readings.length;
    double shapeSum = 0;
    double readingSum = 0;
    for (int m = 0; m < count; m++) {
      shapeSum += shape(commanded[m] * factor);
      readingSum += readings[m];
    }
    double shapeSquares = 0;
    double products = 0;
    double readingSquares = 0;
    for (int m = 0; m < count; m++) {
      double shape = shape(commanded[m] * factor) - shapeSum / count;
      double reading = readings[m] - readingSum / count;
      shapeSquares += shape * shape;
      products += shape * reading;
      readingSquares += reading * reading;
    }
    amplitude = products / shapeSquares;
    misfit = readingSquares - products * amplitude;
  }

  private double shape(double resonance) {
    double width = damping * resonance;
    double detuning = tone - resonance;
    return sign * 2 * width * detuning / (width * width + detuning * detuning);
  }
}
