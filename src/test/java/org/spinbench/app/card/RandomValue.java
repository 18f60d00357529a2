package org.spinbench.app.card;

import java.util.random.RandomGenerator;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Unit;

/** Numbers as a mistake, a rounding or somebody's ill will may give them. */
final class RandomValue {
  private static final double[] ODD = {
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    -0.0,
    0,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    1e300
  };

  private RandomValue() {}

  /** A value for a setting: odd, at one of its ends, in its range, or at an edge of the card. */
  static double of(RandomGenerator random, NumberSetting setting) {
    double low = Math.max(setting.minimum(), -1e12);
    double high = Math.min(setting.maximum(), 1e12);
    return switch (random.nextInt(10)) {
      case 0 -> ODD[random.nextInt(ODD.length)];
      case 1 -> low;
      case 2 -> high;
      case 3, 4 -> low + random.nextDouble() * (high - low);
      case 5 -> nudge(random, setting.values().length > 0 ? setting.values()[0] : high);
      default -> level(random, setting.unit());
    };
  }

  /** A level near what the card allows: below, at, or above it. */
  static double level(RandomGenerator random, Unit unit) {
    double edge =
        switch (unit) {
          case AMPERE -> random.nextBoolean() ? Card.NEURON : 10e-3;
          case VOLT -> random.nextBoolean() ? 10 : Card.VOLTS;
          case DBM -> -20 + 45 * random.nextDouble();
          case HERTZ -> 100e6 + 900e6 * random.nextDouble();
          default -> random.nextDouble();
        };
    double sign = random.nextInt(4) == 0 ? -1 : 1;
    return switch (random.nextInt(3)) {
      case 0 -> sign * nudge(random, edge);
      case 1 -> sign * edge * random.nextDouble();
      default -> sign * edge;
    };
  }

  private static double nudge(RandomGenerator random, double value) {
    return value * (1 + (random.nextInt(3) - 1) * Math.pow(10, -random.nextInt(13)));
  }
}
