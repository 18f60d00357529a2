package org.spinbench.drivers.safety;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.Steps;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.scpi.InstrumentErrorException;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.drivers.scpi.format.ScpiNumber;

/**
 * A source of current or voltage, with the settings that a driver declares. It sets them in the
 * order that keeps the device safe, and reads each back.
 *
 * <p>Function and range are changed only while the output is off, because their relays could cause
 * a glitch at the device. A range limits the level and determines its resolution.
 */
public final class SafeSource implements BiasSource {
  private static final String OFF_FIRST = "its output is on; switch it off first";

  /** Relative difference between a setting and its answer due to rounding. */
  private static final double ROUNDING = 1e-6;

  /** A requirement that {@link #prepare} establishes. */
  private record Requirement(String what, BooleanSupplier holds, Runnable set) {}

  private final String name;
  private final ScpiSession session;
  private final Settings settings;
  private final Ramp ramp;
  private final SwitchSetting output;
  private final NumberSetting level;
  private final List<Requirement> wants = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();
  private NumberSetting range;
  private Scale scale;
  private double needed;
  private double settling;
  private Optional<BooleanSupplier> limited = Optional.empty();
  private ChoiceSetting function;
  private String word;

  /**
   * A source without a choice of function and without ranges; sends nothing.
   *
   * @param name on the bench, with the channel if there are several
   * @param settings that the driver declares
   * @param ramp largest rate of change of the level
   */
  public SafeSource(
      String name,
      ScpiSession session,
      Settings settings,
      Ramp ramp,
      SwitchSetting output,
      NumberSetting level) {
    this.name = name;
    this.session = session;
    this.settings = settings;
    this.ramp = ramp;
    this.output = output;
    this.level = level;
  }

  /**
   * Sets the required function, by the index of its word. No other can be set, because levels would
   * be judged in the wrong unit.
   */
  public SafeSource sourcing(ChoiceSetting setting, int right) {
    word = setting.words().get(right);
    function =
        setting
            .only(this::isOff, OFF_FIRST)
            .fixed(
                word,
                "the bench file declares it as a source of "
                    + level.unit().symbol()
                    + ", and every limit is judged in that unit; to use it as another source,"
                    + " change 'source' of the instrument there");
    return this;
  }

  /**
   * Sets the limit that protects the device: {@link #prepare} sets it to the device's limit, and
   * nothing can raise it above that. If the instrument's smallest limit is higher, that is used and
   * {@link #notices} reports it.
   *
   * @param most largest voltage or current of the device, in the setting's unit
   */
  public SafeSource protecting(NumberSetting setting, double most) {
    double smallest = setting.minimum();
    double set = Math.min(Math.max(setting.roundedDown(most), smallest), setting.maximum());
    setting.cap(set, "the largest that the device card and the wiring allow here");
    if (smallest > most) {
      String symbol = " " + setting.unit().symbol();
      notices.add(
          setting.label()
              + ": its smallest value is "
              + ScpiNumber.format(smallest)
              + symbol
              + ", and what it is wired to stands "
              + ScpiNumber.format(most)
              + symbol
              + ": it does not protect the device. The limit on "
              + level.label()
              + " and its ramp do");
    }
    return with(setting, set);
  }

  @Override
  public List<String> notices() {
    return List.copyOf(notices);
  }

  /** Adds the range, which limits its level, at this place in the order. */
  public SafeSource ranging(NumberSetting setting, Scale ofRanges) {
    scale = ofRanges;
    range = setting.only(this::isOff, OFF_FIRST).then(this::limitLevel);
    return with(setting.label(), () -> is(setting, needed), () -> setting.set(needed));
  }

  private void limitLevel(double ofRange) {
    double most = scale.most(ofRange);
    level.range(-most, most);
    if (scale.step() > 0) {
      level.resolution(scale.step() * ofRange);
    }
  }

  /** Sets the time in which a level settles, s. */
  public SafeSource settlingIn(double seconds) {
    settling = seconds;
    return this;
  }

  @Override
  public double settling() {
    return settling;
  }

  /** Sets the model's query whether it is limited. */
  public SafeSource limitedWhile(BooleanSupplier question) {
    limited = Optional.of(question);
    return this;
  }

  @Override
  public Optional<BooleanSupplier> limited() {
    return limited;
  }

  /** Adds a number that {@link #prepare} sets, at this place in the order. */
  public SafeSource with(NumberSetting setting, double value) {
    return with(setting.label(), () -> is(setting, value), () -> setting.set(value));
  }

  /** Adds a switch that {@link #prepare} sets, at this place in the order. */
  public SafeSource with(SwitchSetting setting, boolean state) {
    return with(setting.label(), () -> setting.get() == state, () -> setting.set(state));
  }

  /** Adds a choice that {@link #prepare} sets, at this place in the order. */
  public SafeSource with(ChoiceSetting setting, String choice) {
    return with(setting.label(), () -> setting.get().equals(choice), () -> setting.set(choice));
  }

  /**
   * Adds the mode with a fixed level, which is the first word. No other can be set, because lists
   * and staircases in an instrument's memory have passed no limit.
   */
  public SafeSource fixed(ChoiceSetting mode) {
    String first = mode.words().get(0);
    mode.fixed(first, "no limit has judged the instrument's memory; sweep the levels with a plan");
    return with(mode, first);
  }

  /** Adds a command that {@link #prepare} sends unless a query has this answer. */
  public SafeSource with(String query, String answer, String command) {
    settings.sends(command.split(";"));
    return with(
        name + ": " + command,
        () -> session.query(query).equals(answer),
        () -> session.command(command));
  }

  private SafeSource with(String what, BooleanSupplier holds, Runnable set) {
    wants.add(new Requirement(what, holds, set));
    return this;
  }

  private static boolean is(NumberSetting setting, double value) {
    return Math.abs(setting.get() - value) <= ROUNDING * Math.abs(value);
  }

  /** Refuses a change of this switch while the output is on. */
  public void onlyWhileOff(SwitchSetting setting) {
    setting.only(this::isOff, OFF_FIRST);
  }

  /** Refuses an impossible pass: see {@link Ramp#requireRoundTrip}. */
  void requireRoundTrip(double... levels) {
    ramp.requireRoundTrip(name, level, levels);
  }

  private boolean isOff() {
    return !output.get();
  }

  private boolean sourcesTheRightThing() {
    return function == null || function.get().equals(word);
  }

  /** Range, A or V. */
  public NumberSetting range() {
    return range;
  }

  @Override
  public void inspect() {
    boolean on = output.get();
    if (sourcesTheRightThing()) {
      if (range != null) {
        range.get();
      }
      level.get();
    } else if (on) {
      throw new SettingException(
          name
              + " is not set as a source of "
              + level.unit().symbol()
              + " and its output is on; the bench will not change the function of a live output."
              + " Bring it to zero and switch it off at its front panel, then open the bench"
              + " again");
    }
  }

  @Override
  public void prepare(double largest) {
    needed = rangeFor(largest);
    if (sourcesTheRightThing() && wants.stream().allMatch(want -> want.holds.getAsBoolean())) {
      return;
    }
    if (output.get()) {
      safe();
    }
    if (!sourcesTheRightThing()) {
      function.set(word);
    }
    zero(() -> level.set(0));
    for (Requirement want : wants) {
      if (!want.holds.getAsBoolean()) {
        want.set.run();
        confirm(want);
      }
    }
  }

  private void confirm(Requirement want) {
    if (!want.holds.getAsBoolean()) {
      throw new SettingException(
          want.what + " was set, which the instrument does not confirm; look at its front panel");
    }
  }

  /** The range for a level; zero for a source that has none. */
  private double rangeFor(double largest) {
    boolean single = scale == null;
    if (single && Math.abs(largest) <= level.maximum()) {
      return 0;
    }
    for (double candidate : single ? new double[0] : scale.ranges()) {
      if (Math.abs(largest) <= scale.most(candidate)) {
        return candidate;
      }
    }
    String symbol = " " + level.unit().symbol();
    throw new LimitException(
        LimitException.Level.INSTRUMENT,
        name
            + ": no range gives "
            + largest
            + symbol
            + "; the largest goes to "
            + (single ? level.maximum() : scale.most())
            + symbol
            + ", choose less");
  }

  @Override
  public double step() {
    return ramp.step();
  }

  @Override
  public Iterator<Duration> way(double target) {
    return ramp.way(level, target);
  }

  /**
   * Brings the level to zero. An instrument may refuse even that, if its range and limit exceed its
   * power together. With the output off it then takes its smallest range first.
   */
  private void zero(Runnable bring) {
    try {
      bring.run();
    } catch (InstrumentErrorException refused) {
      if (!isOff() || range == null) {
        throw refused;
      }
      range.set(scale.ranges()[0]);
      level.set(0);
    }
  }

  /** {@inheritDoc} With another function, a source whose output is off is at rest. */
  @Override
  public void safe() {
    if (!sourcesTheRightThing() && isOff()) {
      return;
    }
    new Steps()
        .run(() -> zero(() -> ramp.drive(level, 0, session.clock())))
        .run(() -> output.set(false))
        .verify("output off", this::isOff)
        .verify("level zero", () -> level.get() == 0)
        .finish(name);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public NumberSetting level() {
    return level;
  }

  @Override
  public SwitchSetting output() {
    return output;
  }

  @Override
  public Settings settings() {
    return settings;
  }
}
