package org.spinbench.experiments.sweep.pass;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleUnaryOperator;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.Unit;

/**
 * A setting of a plan: a number, or one of a few words with the numbers 0, 1, 2, ...
 *
 * @param name in the plan
 * @param unit of the number
 * @param words of the numbers; empty for a plain number
 * @param settling time to wait after a change, s, on a bench whose readings do not wait
 * @param set makes the change, within every limit
 * @param kept the value as the instrument realises it: the nearest that its resolution allows
 * @param owner instrument of the setting, unless it is a level or belongs to the chip; its
 *     preparation may change the setting
 * @param restore restores it then, or refuses a value with which the instrument cannot be used
 */
public record SweepSetting(
    String name,
    Unit unit,
    List<String> words,
    double settling,
    DoubleConsumer set,
    DoubleUnaryOperator kept,
    Optional<Instrument> owner,
    DoubleConsumer restore) {
  /** Relative difference below which a realised value is the requested one. */
  private static final double SAME = 1e-12;

  private static final List<String> SWITCH = List.of("false", "true");

  /** A variable of a plan, which sets nothing. */
  public static final SweepSetting VARIABLE =
      number("variable", Unit.ONE, 0, value -> {}, value -> value);

  static SweepSetting number(
      String name, Unit unit, double settling, DoubleConsumer set, DoubleUnaryOperator kept) {
    DoubleUnaryOperator near =
        asked -> {
          double value = kept.applyAsDouble(asked);
          return Math.abs(value - asked) <= SAME * Math.abs(asked) ? asked : value;
        };
    return new SweepSetting(name, unit, List.of(), settling, set, near, Optional.empty(), set);
  }

  static SweepSetting choice(String name, List<String> words, double settling, DoubleConsumer set) {
    return new SweepSetting(
        name, Unit.ONE, words, settling, set, value -> value, Optional.empty(), set);
  }

  static SweepSetting onOff(String name, double settling, DoubleConsumer set) {
    return choice(name, SWITCH, settling, set);
  }

  /** The same setting; it is restored after a preparation of its instrument that may change it. */
  SweepSetting of(Instrument instrument) {
    return of(instrument, set);
  }

  /** The same setting, with an action after a preparation that may change it. */
  SweepSetting of(Instrument instrument, DoubleConsumer again) {
    return new SweepSetting(name, unit, words, settling, set, kept, Optional.of(instrument), again);
  }

  /**
   * The number for a text.
   *
   * @throws IllegalArgumentException naming the setting and the accepted values
   */
  public double parse(String text) {
    int word = words.indexOf(words == SWITCH ? text.toLowerCase(Locale.ROOT) : text);
    if (word >= 0) {
      return word;
    }
    try {
      if (words.isEmpty()) {
        return Double.parseDouble(text);
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          name + ": a number in " + unit.symbol() + " is expected, not " + text, e);
    }
    throw new IllegalArgumentException(
        name + ": one of " + String.join(", ", words) + " is expected, not " + text);
  }

  /** A value for people, with its unit; its word, if it has one. */
  public String shown(double value) {
    if (!words.isEmpty()) {
      boolean known = value >= 0 && value < words.size() && value == Math.rint(value);
      return known ? words.get((int) value) : Double.toString(value);
    }
    return unit == Unit.ONE ? Double.toString(value) : value + " " + unit.symbol();
  }
}
