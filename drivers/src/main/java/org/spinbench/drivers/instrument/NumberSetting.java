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
 * A number with a unit and a range. A value has to pass the instrument's range, the station's and
 * the guard of the bench before anything is sent; none of them changes it.
 */
public final class NumberSetting extends Setting {
  /** Relative difference of a value asked back that is only rounding: replies of seven digits. */
  private static final double CONFIRMED = 1e-6;

  /** Relative difference of a level that is no other level. */
  private static final double SAME = 1e-3;

  /** The same of a power in decibels. */
  private static final double DECIBELS = 0.011;

  private static final DoubleConsumer NOBODY = value -> {};

  private final Unit unit;
  private final NumberLimits limits;
  private volatile double known = Double.NaN;

  /** Of a change that is not confirmed, old or new: what gives more; NaN if one is not known. */
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
   * The instrument keeps values to a multiple of this, an integer or one part of an integer such as
   * 0.001: values are sent as the nearest multiple, and that is what every limit judges. It may be
   * given again when another setting changes it.
   */
  public NumberSetting resolution(double resolution) {
    step = resolution;
    return this;
  }

  /** The instrument has only these values. */
  public NumberSetting oneOf(double... only) {
    limits.values(only.clone());
    return this;
  }

  /**
   * The instrument has only these digits of every decade of its range: 1 and 3 for 1, 3, 10, 30...;
   * without digits it has all of its range.
   */
  public NumberSetting inDecades(int... digits) {
    limits.valuesInDecades(digits);
    return this;
  }

  /**
   * The instrument has only these values, and knows them by their numbers, in this order from zero:
   * the number is what is sent and answered.
   */
  public NumberSetting numbered(double... only) {
    limits.values(only.clone());
    numbered = true;
    return this;
  }

  /**
   * It can also have no limit at all: positive infinity, which it is sent and answers as a word.
   */
  public NumberSetting orUnlimited(String word) {
    unlimited = word;
    return this;
  }

  /**
   * The instrument counts in a multiple of the unit: 6 if it is sent hertz as MHz, -3 if it is sent
   * seconds as milliseconds... that is, what it is sent is the value divided by that power of ten.
   */
  public NumberSetting inPowersOfTen(int exponent) {
    decades = exponent;
    return this;
  }

  /** Refuses a change, with this reason, whenever the condition does not hold. */
  public NumberSetting only(BooleanSupplier condition, String otherwise) {
    command.only(condition, otherwise);
    return this;
  }

  /** Calls this with each value that the instrument is known to have, after a set or a get. */
  public NumberSetting then(DoubleConsumer consumer) {
    follower = consumer;
    return this;
  }

  /** A change makes the instrument change these as well, so that they are asked for again. */
  public NumberSetting changes(NumberSetting... others) {
    dependents.addAll(List.of(others));
    return this;
  }

  /** What the instrument has is not known any more. */
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

  /** Gives the instrument's range again, as when another setting changes it. */
  public void range(double newLowest, double newHighest) {
    limits.range(newLowest, newHighest);
  }

  /** Takes over range, values, resolution and what is known of another. */
  void startFrom(NumberSetting other) {
    forget();
    limits.startFrom(other.limits);
    step = other.step;
    known = other.known;
  }

  /**
   * Refuses every higher value, whoever sets it.
   *
   * @param reason what the cap is, for whoever is refused
   */
  public void cap(double most, String reason) {
    limits.cap(most, reason);
  }

  void stationRange(double newLowest, double newHighest) {
    limits.station(newLowest, newHighest);
  }

  /** Says that the station's limits lie beyond what the instrument has; empty if they do not. */
  public Optional<String> idleLimit() {
    return limits.idle();
  }

  /** Smallest value that instrument and station both allow. */
  public double minimum() {
    return limits.minimum();
  }

  /** Largest value that instrument, station and cap all allow. */
  public double maximum() {
    return limits.maximum();
  }

  /**
   * The smallest value that the instrument has and that is not below this one: the range that holds
   * a voltage, the next longer integration time.
   *
   * @throws LimitException if the instrument has none
   */
  public double atLeast(double value) {
    double least = limits.atLeast(value);
    check(least);
    return least;
  }

  /**
   * Sets the value after checking instrument, station and chip limits; nothing is clamped.
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

  /** An instrument that does not report errors is asked whether it has taken the value. */
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
   * Sets the value unless the instrument is known to have it.
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

  /** Asks the instrument. */
  public double get() {
    double value = parse(ask());
    learn(value);
    return value;
  }

  /**
   * The value that a text on the wire stands for.
   *
   * @throws SettingException if it stands for none
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

  /** How far an answer may lie from a value that was set, and be that value still. */
  private double within(double value) {
    if (unit == Unit.DBM) {
      return Math.max(step, DECIBELS);
    }
    double relative = unit == Unit.HERTZ ? CONFIRMED : SAME;
    double highest = limits.highest();
    double smallest = Double.isFinite(highest) ? CONFIRMED * Math.abs(highest) : 0;
    return Math.max(Math.max(step, smallest), relative * Math.abs(value));
  }

  /** The value last set or read; asked from the instrument when that is not known. */
  public double current() {
    if (Double.isNaN(known)) {
      command.confirmSent();
    }
    double value = known;
    return Double.isNaN(value) ? get() : value;
  }

  /** The value last set or read, without asking the instrument; empty when it is not known. */
  public OptionalDouble lastKnown() {
    double value = known;
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** How long ago the instrument confirmed a change, s; zero where nobody keeps the time. */
  public double age() {
    return command.age();
  }

  /**
   * The largest value that it can have now: that of {@link #current}, and while the instrument has
   * not confirmed a change in a batch, without waiting, the larger of old and new.
   */
  public double largest() {
    double larger = changing;
    return Double.isNaN(known) && !Double.isNaN(larger) ? larger : current();
  }

  /**
   * Whether a change gives the chip no more than it gets now, as far as that is known without
   * asking any instrument: the lowest level, or one that is known to be no step up.
   */
  public boolean lowers(double value) {
    double rest = unit == Unit.DBM ? minimum() : 0;
    return isAtMost(value, rest) || isAtMost(value, known);
  }

  /** A level in decibels counts from below, any other from zero in both directions. */
  private boolean isAtMost(double value, double other) {
    return unit == Unit.DBM ? value <= other : Math.abs(value) <= Math.abs(other);
  }

  private void learn(double value) {
    known = value;
    follower.accept(value);
  }

  /** What {@link #set} sends for a value: the multiple of the resolution that is nearest. */
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

  /** The step of the values that are sent, in the unit; 0 if there is none. */
  public double resolution() {
    return step;
  }

  /** Whether positive infinity, no limit at all, is a value as well. */
  public boolean canBeUnlimited() {
    return unlimited != null;
  }

  /** The only values that the instrument has; empty if it has all of its range. */
  public double[] values() {
    return limits.values().clone();
  }

  public Unit unit() {
    return unit;
  }

  String baseName() {
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
