package org.spinbench.experiments.baseline;

import java.util.Arrays;
import org.spinbench.experiments.spectra.Spectra;

/**
 * Converts powers to the inputs of a software classifier: x = factor (value - offset), where the
 * value is the power or its decimal logarithm. All bins have the same offset and factor, which come
 * from the training set alone, so that one learning rate suits sets with different levels.
 *
 * @param kind power, or its logarithm
 * @param lowest power below which a logarithmic detector sees nothing, relative; 0 for powers
 * @param offset of the value
 * @param factor of the value minus the offset
 */
record InputScale(InputKind kind, double lowest, double offset, double factor) {
  /**
   * Range of a logarithmic detector: 60 dB below the strongest power of the training set. Lower
   * powers read as that, because a power of zero has no logarithm.
   */
  private static final double RANGE = 1e-6;

  /** The scale of a training set. */
  static InputScale of(InputKind kind, Spectra train) {
    double[] powers = Arrays.stream(train.powers()).flatMapToDouble(Arrays::stream).toArray();
    if (kind == InputKind.POWER) {
      return new InputScale(kind, 0, 0, inverse(rootMeanSquare(powers, 0)));
    }
    double strongest = Arrays.stream(powers).max().orElse(0);
    double lowest = strongest > 0 ? RANGE * strongest : 1;
    double[] logs = Arrays.stream(powers).map(power -> log(power, lowest)).toArray();
    double mean = Arrays.stream(logs).average().orElse(0);
    return new InputScale(kind, lowest, mean, inverse(rootMeanSquare(logs, mean)));
  }

  private static double rootMeanSquare(double[] values, double from) {
    double sum = 0;
    for (double value : values) {
      sum += (value - from) * (value - from);
    }
    return Math.sqrt(sum / values.length);
  }

  private static double inverse(double spread) {
    return spread > 0 ? 1 / spread : 1;
  }

  private static double log(double power, double lowest) {
    return StrictMath.log10(Math.max(power, lowest));
  }

  /** The inputs of all rows, [row][bin]. */
  double[][] inputs(Spectra spectra) {
    double[][] rows = spectra.powers();
    for (double[] row : rows) {
      for (int bin = 0; bin < row.length; bin++) {
        double value = kind == InputKind.POWER ? row[bin] : log(row[bin], lowest);
        row[bin] = factor * (value - offset);
      }
    }
    return rows;
  }
}
