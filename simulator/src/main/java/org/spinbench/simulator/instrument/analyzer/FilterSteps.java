package org.spinbench.simulator.instrument.analyzer;

import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;

/**
 * The bandwidths that a filter has: any in a range, or steps of a sequence such as 1-3-10.
 *
 * @param narrowest Hz
 * @param widest Hz
 * @param sequence leading digits in each decade, rising from 1; empty for any bandwidth
 */
record FilterSteps(double narrowest, double widest, double... sequence) {
  NumberRange range(double preset) {
    return new NumberRange(Quantity.FREQUENCY, narrowest, widest, preset);
  }

  /** The nearest bandwidth of the filter, Hz. */
  double nearest(double hertz) {
    double inside = Math.max(narrowest, Math.min(widest, hertz));
    if (sequence.length == 0) {
      return inside;
    }
    double nearest = narrowest;
    for (double decade = decade(inside); decade <= inside * 10; decade *= 10) {
      for (double digit : sequence) {
        double step = digit * decade;
        if (step <= widest && distance(step, inside) < distance(nearest, inside)) {
          nearest = step;
        }
      }
    }
    return nearest;
  }

  /** The largest power of ten that is not above this frequency, at least 1 Hz. */
  private static double decade(double hertz) {
    double decade = 1;
    while (decade * 10 <= hertz) {
      decade *= 10;
    }
    return decade;
  }

  private static double distance(double one, double other) {
    return Math.abs(StrictMath.log(one / other));
  }
}
