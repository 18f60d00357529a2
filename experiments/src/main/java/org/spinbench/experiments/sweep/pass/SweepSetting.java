package org.spinbench.experiments.sweep.pass;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleUnaryOperator;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.Unit;

/**
 * A setting as a plan turns it: a number, or one of a few words that stand for 0, 1, 2, ...
 *
 * @param name as the plan says it
 * @param unit of the number
 * @param words what the numbers stand for; empty for a number that stands for itself
 * @param settling how long whoever sets it waits, s, on a bench whose readings do not
 * @param set makes the change, within every limit
 * @param kept what an instrument makes of a value: the nearest that its resolution allows
 * @param owner instrument that has the setting, where it is no level and nothing of the chip; what
 *     prepares that instrument may change the setting
 * @param restore sets it again then, or refuses what the instrument cannot be used with
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
  /** Closer than this part of it, a value that is kept is the one that was asked for. */
  private static final double SAME = 1e-12;

  private static final List<String> SWITCH = List.of("false", "true");

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

  /** The same setting, which preparing its instrument may change, and which is then set again. */
  SweepSetting of(Instrument instrument) {
    return of(instrument, set);
  }

  /** The same setting, with what is done where preparing its instrument may have changed it. */
  SweepSetting of(Instrument instrument, DoubleConsumer again) {
    return new SweepSetting(name, unit, words, settling, set, kept, Optional.of(instrument), again);
  }

  /**
   * The number that a text stands for.
   *
   * @throws IllegalArgumentException naming the setting and what it takes
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

  /**
   * A value as people read it, with its unit; the word that it stands for, if it stands for one.
   */
  public String shown(double value) {
    if (!words.isEmpty()) {
      boolean known = value >= 0 && value < words.size() && value == Math.rint(value);
      return known ? words.get((int) value) : Double.toString(value);
    }
    return unit == Unit.ONE ? Double.toString(value) : value + " " + unit.symbol();
  }
}
