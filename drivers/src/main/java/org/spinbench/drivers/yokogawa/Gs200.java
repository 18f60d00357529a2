package org.spinbench.drivers.yokogawa;

import static org.spinbench.drivers.instrument.Units.mA;

import org.spinbench.drivers.instrument.BiasSource;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.Steps;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.drivers.scpi.ScpiSession;

/**
 * Yokogawa GS200 (GS210, GS211) as a source of current up to 200 mA (GS200 user's manual IM
 * GS210-01EN, chapter "Remote Control").
 *
 * <p>A level may be up to 120 % of its range, except in the 200 mA range. Function and range are
 * changed only while the output is off: the range relay would put a glitch on the device. The
 * automatic range of {@code :SOUR:LEV:AUTO} is never used for the same reason.
 */
public final class Gs200 implements BiasSource {
  private static final double[] RANGES = {1 * mA, 10 * mA, 100 * mA, 200 * mA};
  private static final double LARGEST = 200 * mA;

  /** The smallest voltage protection that the source has, V. */
  private static final double COMPLIANCE = 1;

  private static final String OFF_FIRST = "its output is on; switch it off first";

  private final ScpiSession session;
  private final Ramp ramp;
  private final Settings settings;
  private final SwitchSetting output;
  private final ChoiceSetting function;
  private final NumberSetting range;
  private final NumberSetting compliance;
  private final NumberSetting current;

  /**
   * A driver on this session; sends nothing.
   *
   * @param ramp how fast the current may move, A and A/s
   */
  public Gs200(ScpiSession session, Ramp ramp) {
    this.session = session;
    this.ramp = ramp;
    settings = new Settings(session);
    output = settings.onOff("output", ":OUTP");
    function =
        settings.choice("function", ":SOUR:FUNC", "CURR", "VOLT").only(this::isOff, OFF_FIRST);
    range =
        settings
            .number("range", ":SOUR:RANG", Unit.AMPERE, 1 * mA, LARGEST)
            .oneOf(RANGES)
            .only(this::isOff, OFF_FIRST)
            .then(this::limitLevel);
    compliance = settings.number("compliance", ":SOUR:PROT:VOLT", Unit.VOLT, COMPLIANCE, 30);
    current = settings.number("current", ":SOUR:LEV", Unit.AMPERE, -LARGEST, LARGEST);
  }

  private boolean isOff() {
    return !output.get();
  }

  /** Up to 120 000 counts each way: 10 nA in the 1 mA range, 1 µA in the two largest. */
  private void limitLevel(double ofRange) {
    current.range(-fullScale(ofRange), fullScale(ofRange));
    current.resolution(Math.min(ofRange, 100 * mA) * 1e-5);
  }

  private static double fullScale(double ofRange) {
    return Math.min(1.2 * ofRange, LARGEST);
  }

  /** Voltage protection, V: the compliance of the current source. */
  public NumberSetting compliance() {
    return compliance;
  }

  /** Range, A; changed only while the output is off. */
  public NumberSetting range() {
    return range;
  }

  @Override
  public void inspect() {
    boolean on = output.get();
    if (function.get().equals("CURR")) {
      range.get();
      current.get();
    } else if (on) {
      throw new SettingException(
          name()
              + " is set as a voltage source and its output is on; the bench needs a current"
              + " source and will not change the function of a live output. Bring it to zero and"
              + " switch it off at its front panel, then open the bench again");
    }
  }

  @Override
  public void prepare(double largest) {
    double needed = rangeFor(largest);
    if (function.get().equals("CURR") && range.get() == needed && compliance.get() == COMPLIANCE) {
      return;
    }
    if (output.get()) {
      safe();
    }
    function.set("CURR");
    current.set(0);
    range.set(needed);
    compliance.set(COMPLIANCE);
  }

  private double rangeFor(double largest) {
    for (double candidate : RANGES) {
      if (Math.abs(largest) <= fullScale(candidate)) {
        return candidate;
      }
    }
    throw new LimitException(
        LimitException.Level.INSTRUMENT,
        name() + ": no range of a GS200 gives " + largest + " A; the largest is 0.2 A");
  }

  @Override
  public void ramp(double target) {
    ramp.move(current, target, session.clock());
  }

  @Override
  public void safe() {
    if (isVoltageSourceAtRest()) {
      return;
    }
    new Steps()
        .run(() -> ramp.drive(current, 0, session.clock()))
        .run(() -> output.set(false))
        .verify("output off", () -> !output.get())
        .verify("level zero", () -> current.get() == 0)
        .finish(name());
  }

  /** Found as a voltage source with its output off, and never used: there is no current to ramp. */
  private boolean isVoltageSourceAtRest() {
    return function.get().equals("VOLT") && !output.get();
  }

  @Override
  public NumberSetting level() {
    return current;
  }

  @Override
  public SwitchSetting output() {
    return output;
  }

  @Override
  public Settings settings() {
    return settings;
  }

  @Override
  public ScpiSession session() {
    return session;
  }
}
