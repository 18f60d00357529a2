package org.spinbench.drivers.qdevil;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.Steps;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.CurrentMeter;
import org.spinbench.drivers.instrument.role.RcChain;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.instrument.role.SweptBiasSource;
import org.spinbench.drivers.safety.LevelList;
import org.spinbench.drivers.safety.LevelSweep;
import org.spinbench.drivers.safety.ListedLevels;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.drivers.scpi.ScpiSession;

/**
 * One channel of a {@link Qdac2}. Its range, and that of its current sensor, are changed only while
 * its level is zero.
 */
final class Qdac2Channel implements SweptBiasSource, CurrentMeter {
  /** V/s: the whole ±10 V range within a millisecond, without a step on the line. */
  private static final double SLEW = 2e4;

  /** Full scales of the current sensor, A. */
  private static final double LOW_CURRENT = 200e-9;

  private static final double HIGH_CURRENT = 10e-3;

  /** Corner of the output filter's slowest choice, Hz; the others take less than 1 ms. */
  private static final double SLOWEST_FILTER = 10;

  /** The remaining fraction of a change that counts as settled. */
  private static final double LEFT = 1e-6;

  private static final String AT_ZERO = "its level is not zero; bring it to zero first";

  private final ScpiSession session;
  private final Settings settings;
  private final int number;
  private final Ramp ramp;
  private final NumberSetting voltage;
  private final ChoiceSetting range;
  private final NumberSetting slew;
  private final ChoiceSetting filter;
  private final SwitchSetting output;
  private final String mode;
  private final ChoiceSetting currentRange;
  private final NumberSetting integration;
  private final LevelSweep sweep;

  /** Whether another program may have left it on a slow way. */
  private boolean takenOver;

  Qdac2Channel(ScpiSession session, Settings settings, int number, Ramp ramp) {
    this.session = session;
    this.settings = settings;
    this.number = number;
    this.ramp = ramp;
    String source = ":SOUR" + number;
    mode = source + ":VOLT:MODE";
    voltage = settings.number("voltage", source + ":VOLT", Unit.VOLT, -10, 10);
    range = settings.choice("range", source + ":RANG", "LOW", "HIGH");
    range.only(() -> voltage.get() == 0, AT_ZERO).then(this::limitLevel);
    slew = settings.number("slew", source + ":VOLT:SLEW", Unit.VOLT_PER_SECOND, 0.01, 2e7);
    slew.orUnlimited("INF");
    filter = settings.choice("filter", source + ":FILT", "DC", "MED", "HIGH");
    output = settings.alwaysOn("output");
    NumberSetting dwell = settings.number("dwell", source + ":LIST:DWEL", Unit.SECOND, 1e-6, 3600);
    String sensor = ":SENS" + number;
    currentRange = settings.choice("current_range", sensor + ":RANG", "LOW", "HIGH");
    currentRange.only(() -> voltage.get() == 0, AT_ZERO);
    integration = settings.number("integration", sensor + ":NPLC", Unit.PLC, 1, 100).resolution(1);
    sweep = new LevelSweep(this, ramp, dwell.resolution(1e-6), new Sweeps(dwell, source));
  }

  /**
   * {@inheritDoc}
   *
   * @throws SettingException if it does not keep to one level: then its level is not what it says
   */
  @Override
  public void inspect() {
    range.get();
    voltage.get();
    String present = session.query(mode + "?");
    if (!isFixed(present)) {
      throw new SettingException(
          name()
              + " is in mode "
              + present
              + " ("
              + mode
              + "), in which it does not report its level; abort what runs on the channel, set it"
              + " to FIX, then open the bench again");
    }
  }

  private static boolean isFixed(String mode) {
    return mode.regionMatches(true, 0, "FIX", 0, 3);
  }

  @Override
  public void takeOver() {
    takenOver = true;
    if (!isFixed(session.query(mode + "?"))) {
      sweep.takeOver();
    }
  }

  /**
   * Lists of the channel, without triggers in between; internal trigger 1 leads the beginning of
   * each level to trigger output 1 (5 V, at the front). Its pulse is short, so that a meter that
   * waits for its falling edge is as well served.
   */
  private final class Sweeps implements LevelSweep.Sweeper {
    private static final String PULSE = "1E-5";

    private final NumberSetting dwell;
    private final String source;
    private final String direct;
    private final LevelList levels;

    Sweeps(NumberSetting dwell, String source) {
      this.dwell = dwell;
      this.source = source;
      direct = source + ":DC:";
      levels = new LevelList(session, source + ":LIST:VOLT");
      ListedLevels listed = new ListedLevels(voltage, ramp);
      levels.declare(settings, listed);
      String list = source + ":LIST:";
      settings
          .sends(direct + "TRIG:SOUR HOLD", direct + "TRIG:SOUR IMM", direct + "DEL 0")
          .sends(list + "TMOD AUTO", list + "DIR UP", list + "COUN 1")
          .sends(direct + "INIT:CONT OFF", direct + "MARK:SST 1", direct + "MARK:SST 0")
          .sends(":OUTP:TRIG1:SOUR INT1", ":OUTP:TRIG1:POL NORM", ":OUTP:TRIG1:WIDT " + PULSE)
          .sends(direct + "ABOR", mode + " FIX", ":READ" + number + "?")
          .sends(mode + " LIST", listed::require)
          .sends(direct + "INIT", listed::require);
    }

    @Override
    public int most() {
      return LevelList.MOST;
    }

    @Override
    public void load(double seconds, List<String> wanted) {
      session.command(direct + "TRIG:SOUR HOLD");
      levels.load(wanted);
      dwell.set(seconds);
      String list = source + ":LIST:";
      session.command(list + "TMOD AUTO;" + list + "DIR UP;" + list + "COUN 1");
      session.command(direct + "DEL 0;" + direct + "INIT:CONT OFF;" + direct + "MARK:SST 1");
      session.command(":OUTP:TRIG1:SOUR INT1;:OUTP:TRIG1:POL NORM;:OUTP:TRIG1:WIDT " + PULSE);
      session.command(mode + " LIST");
      session.command(direct + "TRIG:SOUR IMM");
    }

    @Override
    public void start() {
      session.command(direct + "INIT");
    }

    /** {@inheritDoc} By the number of times that it is still to go through its list. */
    @Override
    public boolean running() {
      return session.queryNumber(source + ":LIST:NCL?") > 0;
    }

    @Override
    public void end() {
      session.command(direct + "ABOR");
      session.command(direct + "MARK:SST 0");
      session.command(mode + " FIX");
    }
  }

  @Override
  public int longestPass() {
    return sweep.most();
  }

  @Override
  public void preparePass(double dwell, double... levels) {
    sweep.prepare(dwell, levels);
  }

  @Override
  public void startSweep() {
    sweep.start();
  }

  @Override
  public boolean sweeping() {
    return sweep.running();
  }

  @Override
  public void endSweep() {
    sweep.end();
  }

  /**
   * {@inheritDoc} In the range and for the time that its sensor is set to. No manual at hand states
   * its noise, so its readings state none. A reading integrates from when it is asked for.
   */
  @Override
  public Reading current() {
    settle();
    double amperes = session.queryNumber(":READ" + number + "?");
    double full = currentRange.current().equals("LOW") ? LOW_CURRENT : HIGH_CURRENT;
    return new Reading(
        name(),
        "current",
        amperes,
        Unit.AMPERE,
        0,
        session.clock().now(),
        full,
        Double.NaN,
        Math.abs(amperes) > full,
        false);
  }

  /**
   * {@inheritDoc} The way through the whole range at the slew that is set; with the filter {@code
   * DC} also the time until {@value #LEFT} of a step is left behind one pole at {@value
   * #SLOWEST_FILTER} Hz.
   */
  @Override
  public double settling() {
    double filtered =
        filter.current().equals("DC")
            ? RcChain.timeConstants(1, LEFT) / (2 * Math.PI * SLOWEST_FILTER)
            : 0;
    return filtered + 2 * fullScale(range.current()) / slew.current();
  }

  private void limitLevel(String ofRange) {
    double full = fullScale(ofRange);
    voltage.range(-full, full);
  }

  private static double fullScale(String ofRange) {
    return ofRange.equals("LOW") ? 2 : 10;
  }

  /** Low range where it is enough, a limited slew, and the 10 kHz filter. */
  @Override
  public void prepare(double largest) {
    String needed = Math.abs(largest) <= 2 ? "LOW" : "HIGH";
    if (Math.abs(largest) > fullScale(needed)) {
      throw new LimitException(
          LimitException.Level.INSTRUMENT,
          name() + ": a QDAC-II gives up to 10 V, not " + largest + " V");
    }
    if (!range.get().equals(needed)) {
      safe();
      range.set(needed);
    }
    limitLevel(needed);
    slew.ensure(SLEW);
    filter.ensure("MED");
  }

  @Override
  public double step() {
    return ramp.step();
  }

  @Override
  public Iterator<Duration> way(double target) {
    return ramp.way(voltage, target);
  }

  @Override
  public void safe() {
    new Steps()
        .run(sweep::abandon)
        .run(this::hasten)
        .run(() -> ramp.drive(voltage, 0, session.clock()))
        .verify("level zero", () -> voltage.get() == 0)
        .finish(name());
  }

  /**
   * Ends a slow way: the level that the channel answers is where the way leads, and the line may be
   * volts from there ({@code VOLT:LAST?}; QDAC-II manual, SOURce commands).
   */
  private void hasten() {
    if (!takenOver && !slew.wasSet() || slew.current() >= SLEW) {
      return;
    }
    double target = voltage.get();
    double now = session.queryNumber(":SOUR" + number + ":VOLT:LAST?");
    slew.set(SLEW);
    voltage.set(Math.abs(now) < Math.abs(target) ? now : target);
  }

  @Override
  public String name() {
    return session.name() + ":" + number;
  }

  @Override
  public NumberSetting level() {
    return voltage;
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
