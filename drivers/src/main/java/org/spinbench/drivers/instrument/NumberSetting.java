package org.spinbench.drivers.instrument;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import org.spinbench.drivers.instrument.LimitException.Level;
import org.spinbench.drivers.scpi.format.ScpiNumber;

/**
 * A number with a unit and a range. A value must pass the instrument's range, that of the bench
 * file, and the guard of the bench before anything is sent. None of them changes it.
 */
public final class NumberSetting extends Setting {
  /**
   * Relative difference between a value and its confirmation that is rounding: replies of seven
   * digits.
   */
  private static final double CONFIRMED = 1e-6;

  /** Relative difference between levels that count as equal. */
  private static final double SAME = 1e-3;

  /** The same for a power, dB. */
  private static final double DECIBELS = 0.011;

  private static final DoubleConsumer NOBODY = value -> {};

  private final Unit unit;
  private final NumberLimits limits;
  private volatile double known = Double.NaN;

  /** During an unconfirmed change: the larger of old and new; NaN if one is unknown. */
  private volatile double changing = Double.NaN;

  private volatile double step;
  private boolean numbered;
  private String unlimited;
  private int decades;
  private DoubleConsumer follower = NOBODY;
  private final List<NumberSetting> dependents = new ArrayList<>();

  NumberSetting(Command command, Unit unit, double lowest, double highest) {
    super(command);
    this.unit = unit;
    limits = new NumberLimits(command, unit);
    limits.range(lowest, highest);
  }

  /**
   * Sets the resolution, an integer or the reciprocal of one, such as 0.001. Values are sent as the
   * nearest multiple, which is what every limit judges. It may be called again when another setting
   * changes the resolution.
   */
  public NumberSetting resolution(double resolution) {
    step = resolution;
    return this;
  }

  /** Sets the only possible values. */
  public NumberSetting oneOf(double... only) {
    limits.values(only.clone());
    return this;
  }

  /**
   * Sets the only possible leading digits in every decade of the range: 1 and 3 for 1, 3, 10,
   * 30...; without digits the whole range is possible.
   */
  public NumberSetting inDecades(int... digits) {
    limits.valuesInDecades(digits);
    return this;
  }

  /**
   * Sets the only possible values, which are sent and answered by their numbers, from zero in this
   * order.
   */
  public NumberSetting numbered(double... only) {
    limits.values(only.clone());
    numbered = true;
    return this;
  }

  /** Allows positive infinity, no limit, which is sent and answered as a word. */
  public NumberSetting orUnlimited(String word) {
    unlimited = word;
    return this;
  }

  /**
   * Sends the value divided by a power of ten: with 6, hertz as MHz; with -3, seconds as
   * milliseconds.
   */
  public NumberSetting inPowersOfTen(int exponent) {
    decades = exponent;
    return this;
  }

  /** Refuses a change, with this reason, while the condition is false. */
  public NumberSetting only(BooleanSupplier condition, String otherwise) {
    command.only(condition, otherwise);
    return this;
  }

  /** Calls a consumer with each known value, after a set or a get. */
  public NumberSetting then(DoubleConsumer consumer) {
    follower = consumer;
    return this;
  }

  /**
   * Declares that a change also changes these settings of the instrument, which then become
   * unknown.
   */
  public NumberSetting changes(NumberSetting... others) {
    dependents.addAll(List.of(others));
    return this;
  }

  /** Makes the value unknown. */
  void forget() {
    known = Double.NaN;
    changing = Double.NaN;
  }

  private void begin(double change) {
    double before = Double.isNaN(known) ? changing : known;
    double larger = Double.isNaN(before) || isAtMost(change, before) ? before : change;
    forget();
    dependents.forEach(NumberSetting::forget);
    changing = larger;
  }

  /** Sets the instrument's range again, when another setting has changed it. */
  public void range(double newLowest, double newHighest) {
    limits.range(newLowest, newHighest);
  }

  /** Copies range, values, resolution and known value from another setting. */
  void startFrom(NumberSetting other) {
    forget();
    limits.startFrom(other.limits);
    step = other.step;
    known = other.known;
  }

  /**
   * Refuses every higher value.
   *
   * @param reason of the cap, for messages
   */
  public void cap(double most, String reason) {
    limits.cap(most, reason);
  }

  void stationRange(double newLowest, double newHighest) {
    limits.station(newLowest, newHighest);
  }

  /** Whether the bench file limits its magnitude, or a level in decibels from above. */
  public boolean isLimitedByStation() {
    return limits.isStationLimited(unit != Unit.DBM);
  }

  /** A note if the limits of the bench file are beyond the instrument's range, else empty. */
  public Optional<String> idleLimit() {
    return limits.idle();
  }

  /** Smallest value that instrument and bench file allow. */
  public double minimum() {
    return limits.minimum();
  }

  /** Largest value that instrument, bench file and cap allow. */
  public double maximum() {
    return limits.maximum();
  }

  /**
   * The smallest possible value that is at least this one: the range for a voltage, the next longer
   * integration time.
   *
   * @throws LimitException if there is none
   */
  public double atLeast(double value) {
    double least = limits.atLeast(value);
    check(least);
    return least;
  }

  /**
   * Checks all limits and sets the value; nothing is clamped.
   *
   * @throws LimitException naming the limit that refused the value; then nothing was sent
   */
  public void set(double value) {
    double sent = inRange(value);
    command.send(this, sent, text(sent), () -> begin(sent), () -> confirm(sent));
  }

  private String text(double value) {
    if (Double.isInfinite(value)) {
      return unlimited;
    }
    if (numbered) {
      return Integer.toString(indexOf(value));
    }
    return decades == 0 ? ScpiNumber.format(value) : ScpiNumber.formatShifted(value, -decades);
  }

  /** Asks an instrument that reports no errors whether it has accepted the value. */
  private void confirm(double sent) {
    if (!command.reportsErrors()) {
      double has = get();
      double tolerance = Math.max(0.501 * step, CONFIRMED * Math.abs(sent));
      if (has != sent && !(Math.abs(has - sent) <= tolerance)) {
        known = Double.NaN;
        throw command.notTaken(sent + " " + unit.symbol(), has + " " + unit.symbol());
      }
    }
    learn(sent);
  }

  /**
   * Sets the value, unless the instrument is known to have it.
   *
   * @return true if something was sent
   */
  public boolean ensure(double value) {
    if (rounded(value) == known) {
      return false;
    }
    set(value);
    return true;
  }

  /**
   * Checks a value against every limit and sends nothing.
   *
   * @throws LimitException naming the limit that would refuse it
   */
  public void check(double value) {
    command.check(this, inRange(value));
  }

  /** Queries the instrument. */
  public double get() {
    double value = parse(ask());
    learn(value);
    return value;
  }

  /**
   * The value of a text on the wire.
   *
   * @throws SettingException if it is not a value
   */
  public double parse(String answer) {
    if (unlimited != null && answer.strip().equalsIgnoreCase(unlimited)) {
      return Double.POSITIVE_INFINITY;
    }
    double value;
    try {
      value = ScpiNumber.parseShifted(answer, decades);
    } catch (IllegalArgumentException e) {
      throw command.unexpected(answer, "a number");
    }
    if (numbered) {
      double[] values = limits.values();
      value = values[command.index(value, values.length, answer)];
    }
    if (!Double.isFinite(value)) {
      throw command.unexpected(answer, "a number in its range");
    }
    return value;
  }

  @Override
  public boolean protects() {
    return limits.isCapped();
  }

  @Override
  public Optional<String> strayed() {
    double left = known;
    if (Double.isNaN(left)) {
      return Optional.empty();
    }
    double has = get();
    if (has == left || Math.abs(has - left) <= within(left)) {
      known = left;
      return Optional.empty();
    }
    return Optional.of(
        has + " " + unit.symbol() + ", and was left at " + left + " " + unit.symbol());
  }

  /** Largest difference between a set value and its answer. */
  private double within(double value) {
    if (unit == Unit.DBM) {
      return Math.max(step, DECIBELS);
    }
    double relative = unit == Unit.HERTZ ? CONFIRMED : SAME;
    double highest = limits.highest();
    double smallest = Double.isFinite(highest) ? CONFIRMED * Math.abs(highest) : 0;
    return Math.max(Math.max(step, smallest), relative * Math.abs(value));
  }

  /** The value last set or read; queried if it is unknown. */
  public double current() {
    if (Double.isNaN(known)) {
      command.confirmSent();
    }
    double value = known;
    return Double.isNaN(value) ? get() : value;
  }

  /** The value last set or read, without a query; empty if it is unknown. */
  public OptionalDouble lastKnown() {
    double value = known;
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  @Override
  public Optional<String> lastKnownText() {
    double value = known;
    return Double.isNaN(value) ? Optional.empty() : Optional.of(Double.toString(value));
  }

  /** Time since the instrument confirmed a change, s; zero if times are not recorded. */
  public double age() {
    return command.age();
  }

  /**
   * The largest value that it can have now: {@link #current}; during an unconfirmed change of a
   * batch, without waiting, the larger of old and new.
   */
  public double largest() {
    double larger = changing;
    return Double.isNaN(known) && !Double.isNaN(larger) ? larger : current();
  }

  /**
   * Whether a change gives the chip no more than now, without a query: the lowest level, or one
   * that is known not to be higher.
   */
  public boolean lowers(double value) {
    double rest = unit == Unit.DBM ? minimum() : 0;
    return isAtMost(value, rest) || isAtMost(value, known);
  }

  /** Compares levels: in decibels from below, others by magnitude. */
  private boolean isAtMost(double value, double other) {
    return unit == Unit.DBM ? value <= other : Math.abs(value) <= Math.abs(other);
  }

  private void learn(double value) {
    known = value;
    follower.accept(value);
  }

  /** The value that {@link #set} would send: the nearest multiple of the resolution. */
  public double rounded(double value) {
    double present = step;
    if (present == 0) {
      return value;
    }
    if (present >= 1) {
      return Math.rint(value / present) * present;
    }
    double perUnit = Math.rint(1 / present);
    return Math.rint(value * perUnit) / perUnit;
  }

  /** The largest multiple of the resolution that is not above a value. */
  public double roundedDown(double value) {
    double nearest = rounded(value);
    return nearest <= value ? nearest : rounded(value - step);
  }

  private double inRange(double value) {
    boolean none = unlimited != null && value == Double.POSITIVE_INFINITY;
    if (!none && !Double.isFinite(value)) {
      throw new LimitException(
          Level.INSTRUMENT, command.label() + ": " + value + " is not a number to set");
    }
    double sent = rounded(value);
    limits.require(sent, known, none);
    return sent;
  }

  private int indexOf(double value) {
    double[] values = limits.values();
    int index = 0;
    while (values[index] != value) {
      index++;
    }
    return index;
  }

  /** The resolution, in the unit; 0 if there is none. */
  public double resolution() {
    return step;
  }

  /** Whether positive infinity, no limit, is allowed. */
  public boolean canBeUnlimited() {
    return unlimited != null;
  }

  /** The only possible values; empty if the whole range is possible. */
  public double[] values() {
    return limits.values().clone();
  }

  public Unit unit() {
    return unit;
  }

  /** Name within its channel, as limits of the bench file give it. */
  public String baseName() {
    return command.baseName();
  }

  @Override
  public Runnable relay(String sent, Consumer<String> pass) {
    double value = inRange(command.judged(sent, this::parse));
    command.relay(this, value, text(value), () -> begin(value), pass);
    return () -> learn(value);
  }

  @Override
  public void learn(String answer) {
    learn(parse(answer));
  }

  @Override
  public void refresh() {
    if (follower != NOBODY && Double.isNaN(known)) {
      get();
    }
  }
}
