package org.spinbench.app.chart;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.experiments.sweep.plan.QuantityColumn;

/**
 * An SI prefix that brings the numbers of an axis to between 1 and 1000.
 *
 * @param symbol of the prefix, such as {@code µ}
 * @param factor by which numbers in the bare unit are multiplied
 */
public record Prefix(String symbol, double factor) {
  private static final String[] SYMBOLS = {"f", "p", "n", "µ", "m", "", "k", "M", "G", "T"};
  private static final int BARE = 5;

  /** No prefix. */
  public static final Prefix NONE = new Prefix("", 1);

  /** Units that are never given a prefix. */
  private static final Set<String> AS_THEY_ARE =
      Stream.of(Unit.DBM, Unit.DECIBEL, Unit.DEGREE, Unit.PLC, Unit.ONE)
          .map(Unit::symbol)
          .collect(Collectors.toSet());

  /** The prefix for numbers up to a magnitude. */
  static Prefix of(String unit, double largest) {
    return AS_THEY_ARE.contains(unit) ? NONE : of(largest);
  }

  /** The prefix for numbers up to a magnitude, in a unit that takes prefixes. */
  public static Prefix of(double largest) {
    if (!(largest > 0) || !Double.isFinite(largest)) {
      return NONE;
    }
    int thousands = (int) Math.floor(StrictMath.log10(largest) / 3 + 1e-9);
    int chosen = Math.max(-BARE, Math.min(SYMBOLS.length - 1 - BARE, thousands));
    return new Prefix(SYMBOLS[chosen + BARE], StrictMath.pow(10, -3.0 * chosen));
  }

  /** The unit of a quantity behind this prefix. */
  String unit(QuantityColumn quantity) {
    return symbol + quantity.unit();
  }

  /** The title of an axis: {@code chain 1.voltage (µV)}. */
  String title(QuantityColumn quantity) {
    String unit = unit(quantity);
    return unit.isEmpty() ? quantity.name() : quantity.name() + " (" + unit + ")";
  }
}
