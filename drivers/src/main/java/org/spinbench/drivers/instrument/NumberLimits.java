package org.spinbench.drivers.instrument;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.spinbench.drivers.instrument.LimitException.Level;
import org.spinbench.drivers.scpi.format.ScpiNumber;

/**
 * The limits of a number, in its unit: the instrument's range or possible values, the range in the
 * bench file, and a cap that protects the chip.
 */
final class NumberLimits {
  private final Command command;
  private final Unit unit;
  private volatile double lowest;
  private volatile double highest;
  private volatile double stationLowest = Double.NEGATIVE_INFINITY;
  private volatile double stationHighest = Double.POSITIVE_INFINITY;
  private volatile double capped = Double.POSITIVE_INFINITY;
  private String whyCapped;
  private double[] values = {};

  NumberLimits(Command command, Unit unit) {
    this.command = command;
    this.unit = unit;
  }

  /** Sets the instrument's range. */
  void range(double newLowest, double newHighest) {
    if (!(newLowest <= newHighest)) {
      throw new IllegalArgumentException(
          command.label() + ": no number lies in " + newLowest + " to " + newHighest);
    }
    lowest = newLowest;
    highest = newHighest;
  }

  /** Sets the only possible values. */
  void values(double... only) {
    values = only;
  }

  /** Sets the only possible leading digits in every decade of the range. */
  void valuesInDecades(int... digits) {
    values =
        IntStream.rangeClosed(
                (int) Math.floor(StrictMath.log10(lowest)),
                (int) Math.ceil(StrictMath.log10(highest)))
            .boxed()
            .flatMap(decade -> Arrays.stream(digits).mapToObj(digit -> digit + "E" + decade))
            .mapToDouble(Double::parseDouble)
            .filter(value -> value >= lowest && value <= highest)
            .toArray();
  }

  /** Copies the range and the values of another instrument of the model. */
  void startFrom(NumberLimits other) {
    lowest = other.lowest;
    highest = other.highest;
    values = other.values.clone();
  }

  /** Sets the range of the bench file. */
  void station(double newLowest, double newHighest) {
    stationLowest = newLowest;
    stationHighest = newHighest;
  }

  /**
   * Whether the bench file limits the number.
   *
   * @param below whether a lower limit is needed, too, where the instrument goes below zero
   */
  boolean isStationLimited(boolean below) {
    return stationHighest < Double.POSITIVE_INFINITY
        && (!below || lowest >= 0 || stationLowest > Double.NEGATIVE_INFINITY);
  }

  /** Sets a cap, which refuses every higher value. */
  void cap(double most, String reason) {
    capped = most;
    whyCapped = reason;
  }

  boolean isCapped() {
    return capped < Double.POSITIVE_INFINITY;
  }

  /** The only possible values; empty if the whole range is possible. */
  double[] values() {
    return values;
  }

  /** The upper end of the instrument's range. */
  double highest() {
    return highest;
  }

  double minimum() {
    return Math.max(lowest, stationLowest);
  }

  double maximum() {
    return Math.min(Math.min(highest, stationHighest), capped);
  }

  /** The smallest possible value that is at least this one; the value itself if there is none. */
  double atLeast(double value) {
    return DoubleStream.of(values.length > 0 ? values : new double[] {Math.max(value, lowest)})
        .filter(candidate -> candidate >= value)
        .min()
        .orElse(value);
  }

  /** A note if the limits of the bench file are beyond the instrument's range, else empty. */
  Optional<String> idle() {
    boolean above = Double.isFinite(stationHighest) && stationHighest > highest;
    boolean below = Double.isFinite(stationLowest) && stationLowest < lowest;
    if (!above && !below) {
      return Optional.empty();
    }
    return Optional.of(
        command.label()
            + ": "
            + ScpiNumber.format(above ? stationHighest : stationLowest)
            + " "
            + unit.symbol()
            + " in the bench file limits nothing: the instrument has "
            + ScpiNumber.format(lowest)
            + " to "
            + ScpiNumber.format(highest)
            + " "
            + unit.symbol());
  }

  /**
   * Refuses a value outside a limit.
   *
   * @param value to be sent
   * @param known present value; NaN if it is unknown
   * @param unlimited whether the value means no limit, which is outside the instrument's range
   * @throws LimitException naming value, unit and limit
   */
  void require(double value, double known, boolean unlimited) {
    if (!unlimited && (!(value >= lowest && value <= highest) || !isOneOf(value))) {
      throw new LimitException(Level.INSTRUMENT, instrumentRefusal(value));
    }
    if (!(value >= stationLowest && value <= stationHighest) && !isOnTheWayBack(value, known)) {
      throw new LimitException(Level.STATION, stationRefusal(value));
    }
    if (value > capped && !(value < known)) {
      throw new LimitException(
          Level.CHIP,
          refusal(value, "more than " + ScpiNumber.format(capped), whyCapped)
              + "choose no more than that");
    }
  }

  private boolean isOneOf(double value) {
    return values.length == 0 || Arrays.stream(values).anyMatch(one -> one == value);
  }

  /** Whether a level that was found outside the range of the bench file moves back towards it. */
  private boolean isOnTheWayBack(double value, double known) {
    return known > value && value > stationHighest || known < value && value < stationLowest;
  }

  private String instrumentRefusal(double value) {
    String range =
        values.length > 0 ? "not one of " + Arrays.toString(values) : outside(lowest, highest);
    return refusal(value, range, "what the instrument can do as it is set")
        + "choose a value that it can take";
  }

  private String stationRefusal(double value) {
    return refusal(value, outside(stationLowest, stationHighest), "the station's limit")
        + "choose a value inside, or change limits."
        + command.baseName()
        + " of "
        + command.instrument()
        + " in the bench file";
  }

  private static String outside(double from, double to) {
    if (Double.isInfinite(from)) {
      return "above " + to;
    }
    return Double.isInfinite(to) ? "below " + from : "outside " + from + " to " + to;
  }

  private String refusal(double value, String range, String whose) {
    String symbol = unit == Unit.ONE ? "" : " " + unit.symbol();
    return command.label() + ": " + value + symbol + " is " + range + symbol + ", " + whose + "; ";
  }
}
