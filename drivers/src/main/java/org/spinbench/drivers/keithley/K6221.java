package org.spinbench.drivers.keithley;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.SweptBiasSource;
import org.spinbench.drivers.safety.LevelList;
import org.spinbench.drivers.safety.LevelSweep;
import org.spinbench.drivers.safety.ListedLevels;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.drivers.safety.SafeSource;
import org.spinbench.drivers.safety.Scale;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.drivers.scpi.format.ScpiNumber;

/**
 * Keithley 6221, a source of ±105 mA; Spinbench uses its direct current (6220/6221 reference manual
 * 622X-901-01; steps of the 6221 specifications). It measures nothing. Whether its low side is
 * earthed and what its inner shield is joined to belong to the cables, and are left as they are.
 *
 * <p>Passes are custom sweeps (section 4) in the range that is set, each level with the compliance
 * that is set; a falling pulse on line 2 of its Trigger Link, where a 2182A expects it, begins
 * every level (section 8). At the end of a sweep the last level stays, but the sweep has to be
 * aborted before a level can be set, and what that does to the output is not said. So a pass begins
 * and ends within one step of the ramp from zero, where an output that is switched off is no step.
 */
public final class K6221 implements SweptBiasSource {
  private static final Scale CURRENT =
      new Scale(
          Unit.AMPERE,
          1.05,
          0.105,
          1e-4,
          2e-9,
          20e-9,
          200e-9,
          2e-6,
          20e-6,
          200e-6,
          2e-3,
          20e-3,
          100e-3);

  /** Bit of the operation condition register that says that it sweeps (figure 11-1). */
  private static final int SWEEPING = 1 << 3;

  /** Bit of the measurement condition register that reports compliance (figure 11-6). */
  private static final int IN_COMPLIANCE = 1 << 3;

  /** For each level of a sweep that is made ready, s. */
  private static final double ARMING = 5e-3;

  private final SafeSource source;
  private final Ramp ramp;
  private final LevelSweep sweep;

  private K6221(SafeSource source, Ramp ramp, NumberSetting delay, NumberSetting compliance) {
    this.source = source;
    this.ramp = ramp;
    Sweeps sweeps = new Sweeps(source.session(), compliance);
    sweep = new LevelSweep(this, ramp, delay, sweeps);
    ListedLevels listed = new ListedLevels(source.level(), ramp);
    sweeps.levels.declare(source.settings(), listed);
    declare(source.settings(), compliance, listed);
  }

  /**
   * A driver on this session; sends nothing.
   *
   * @param ramp how fast the current may move, A and A/s
   * @param compliance V; what is less than 0.1 V becomes 0.1 V
   */
  public static K6221 on(ScpiSession session, Ramp ramp, double compliance) {
    Settings table = new Settings(session);
    SwitchSetting output = table.onOff("output", ":OUTP");
    NumberSetting level = CURRENT.level(table, ":SOUR:CURR");
    NumberSetting limit =
        table.number("compliance", ":SOUR:CURR:COMP", Unit.VOLT, 0.1, 105).resolution(0.01);
    NumberSetting delay =
        table.number("delay", ":SOUR:DEL", Unit.SECOND, 1e-3, 9999.999).resolution(1e-3);
    SafeSource safe =
        new SafeSource(session.name(), session, table, ramp, output, level)
            .with(table.onOff("auto_range", ":SOUR:CURR:RANG:AUTO"), false)
            .ranging(CURRENT.range(table, ":SOUR:CURR:RANG"), CURRENT)
            .protecting(limit, compliance)
            .with(table.onOff("filter", ":SOUR:CURR:FILT"), true)
            .limitedWhile(
                () -> ((int) session.queryNumber(":STAT:MEAS:COND?") & IN_COMPLIANCE) != 0);
    safe.onlyWhileOff(table.onOff("low_earthed", ":OUTP:LTE"));
    table.choice("shield", ":OUTP:ISH", "OLOW", "GUAR");
    return new K6221(safe, ramp, delay, limit);
  }

  /** A pass also needs compliances that are none above the one that protects. */
  private static void declare(Settings table, NumberSetting limit, ListedLevels listed) {
    AtomicBoolean limited = new AtomicBoolean();
    table
        .sends(":SOUR:SWE:SPAC LIST", ":SOUR:SWE:RANG FIX", ":SOUR:SWE:COUN 1", ":SOUR:SWE:CAB 0")
        .sends(":ARM:SOUR IMM", ":TRIG:SOUR IMM", ":TRIG:OUTP SOUR", ":TRIG:OLIN 2")
        .sends(":SOUR:SWE:ABOR")
        .sends(":SOUR:LIST:DEL %l", delays -> {})
        .sends(":SOUR:LIST:DEL:APP %l", delays -> {});
    Consumer<double[]> volts =
        compliances -> {
          Arrays.stream(compliances).forEach(limit::check);
          limited.set(true);
        };
    table.sends(":SOUR:LIST:COMP %l", volts).sends(":SOUR:LIST:COMP:APP %l", volts);
    Consumer<double[]> start =
        nothing -> {
          listed.require();
          if (!limited.get()) {
            throw new SettingException(
                limit.label()
                    + ": no limit has judged the instrument's stored list; send a list first");
          }
        };
    table.sends(":SOUR:SWE:ARM", start).sends(":INIT", start);
  }

  /** Custom sweeps: lists of levels, of times on them, and of compliances. */
  private static final class Sweeps implements LevelSweep.Sweeper {
    private final ScpiSession session;
    private final NumberSetting compliance;
    private final LevelList levels;
    private final LevelList delays;
    private final LevelList compliances;

    Sweeps(ScpiSession session, NumberSetting compliance) {
      this.session = session;
      this.compliance = compliance;
      levels = new LevelList(session, ":SOUR:LIST:CURR");
      delays = new LevelList(session, ":SOUR:LIST:DEL");
      compliances = new LevelList(session, ":SOUR:LIST:COMP");
    }

    @Override
    public int most() {
      return LevelList.MOST;
    }

    @Override
    public void load(double dwell, List<String> wanted) {
      session.command(":SOUR:SWE:SPAC LIST;:SOUR:SWE:RANG FIX;COUN 1;CAB 0");
      session.command(":ARM:SOUR IMM;:TRIG:SOUR IMM;OUTP SOUR;OLIN 2");
      int count = wanted.size();
      levels.load(wanted);
      delays.load(Collections.nCopies(count, ScpiNumber.format(milliseconds(dwell))));
      compliances.load(Collections.nCopies(count, ScpiNumber.format(compliance.get())));
    }

    /** The next whole ones, in s. */
    private static double milliseconds(double seconds) {
      return Math.ceil(seconds * 1e3 * (1 - 1e-9)) / 1e3;
    }

    @Override
    public void start() {
      session.command(":SOUR:SWE:ARM", ARMING * levels.size());
      session.command(":INIT");
    }

    @Override
    public boolean running() {
      return isSweeping(session);
    }

    @Override
    public void end() {
      session.command(":SOUR:SWE:ABOR");
    }
  }

  @Override
  public int longestPass() {
    return sweep.most();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if the first level is further from zero than one step of
   *     the ramp
   */
  @Override
  public void preparePass(double dwell, double... levels) {
    if (levels.length > 0 && Math.abs(levels[0]) > ramp.step()) {
      throw new IllegalArgumentException(
          name()
              + ": a pass that begins at "
              + levels[0]
              + " A is further from zero than one step of its ramp, "
              + ramp.step()
              + " A, and at its end the output may go off; begin at zero, or take mode ="
              + " \"point\"");
    }
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
   * {@inheritDoc}
   *
   * @throws SettingException also if its output is on and it sweeps, as at its front panel
   */
  @Override
  public void inspect() {
    source.inspect();
    if (source.output().current() && isSweeping(session())) {
      throw new SettingException(
          name()
              + " sweeps with its output on; the bench needs a fixed level. End the sweep at its"
              + " front panel (EXIT), then open the bench again");
    }
  }

  private static boolean isSweeping(ScpiSession session) {
    return ((int) session.queryNumber(":STAT:OPER:COND?") & SWEEPING) != 0;
  }

  @Override
  public void takeOver() {
    if (isSweeping(session())) {
      sweep.takeOver();
    }
  }

  @Override
  public void prepare(double largest) {
    source.prepare(largest);
  }

  @Override
  public double step() {
    return ramp.step();
  }

  @Override
  public Iterator<Duration> way(double target) {
    return source.way(target);
  }

  @Override
  public void safe() {
    try {
      sweep.abandon();
    } finally {
      source.safe();
    }
  }

  @Override
  public NumberSetting level() {
    return source.level();
  }

  @Override
  public SwitchSetting output() {
    return source.output();
  }

  @Override
  public Optional<BooleanSupplier> limited() {
    return source.limited();
  }

  @Override
  public List<String> notices() {
    return source.notices();
  }

  @Override
  public Settings settings() {
    return source.settings();
  }
}
