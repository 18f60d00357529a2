package org.spinbench.drivers.keysight;

import static org.spinbench.drivers.instrument.Units.mV;
import static org.spinbench.drivers.instrument.Units.ms;
import static org.spinbench.drivers.instrument.Units.uV;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.instrument.role.TriggeredVoltmeter;
import org.spinbench.drivers.instrument.role.VoltageReading;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.drivers.scpi.format.ScpiBlock;

/**
 * Keysight 34461A and 34465A, digital multimeters, as DC voltmeters (Truevolt Series Operating and
 * Service Guide, 34460-90901).
 *
 * <p>Integration times are those that the model has, and with option DIG of the 34465A the shorter
 * ones too. How {@code *OPT?} spells that option is unconfirmed.
 *
 * <p>A conversion integrates the input over its aperture and uses nothing from before; there is no
 * filter for direct voltages. A change of range is complete when it is confirmed.
 */
public final class Truevolt implements TriggeredVoltmeter {
  private static final String FETCH = "*OPC?;:FETC?";
  private static final double[] BASIC_CYCLES = {0.02, 0.2, 1, 10, 100};
  private static final double[] WITHOUT_DIGITISING = {0.02, 0.06, 0.2, 1, 10, 100};
  private static final double[] CYCLES = {0.001, 0.002, 0.006, 0.02, 0.06, 0.2, 1, 10, 100};

  private static final int BASIC_MEMORY = 10_000;
  private static final int FAST_MEMORY = 50_000;

  /** From a trigger to the beginning of its reading, and from its end to the next, s. */
  private static final double OVERHEAD = 2 * ms;

  private static final Duration WORTH_WAITING = Duration.ofSeconds(1);

  private final ScpiSession session;
  private final Settings settings;
  private final boolean fast;
  private final ChoiceSetting function;
  private final NumberSetting range;
  private final NumberSetting integration;
  private final SwitchSetting autoZero;
  private final SwitchSetting relative;
  private final NumberSetting samples;
  private final NumberSetting triggers;
  private final ChoiceSetting trigger;
  private final ChoiceSetting slope;
  private final NumberSetting triggerDelay;
  private final ChoiceSetting format;
  private final ChoiceSetting byteOrder;

  /** Whether it is armed for readings that are not collected yet. */
  private boolean armed;

  /** When the measurement started last should be complete. */
  private Instant due = Instant.EPOCH;

  /** Hz; NaN until the instrument is asked. */
  private double lineFrequency = Double.NaN;

  /** A driver on this session; sends nothing. */
  public Truevolt(ScpiSession session) {
    this.session = session;
    settings = new Settings(session);
    settings.sends(":INIT", ":ABOR");
    fast = session.identity().model().equals("34465A");
    function = settings.choice("function", ":FUNC", "VOLT").quoted();
    range = settings.number("range", ":VOLT:RANG", Unit.VOLT, 100 * mV, 1000);
    range.oneOf(100 * mV, 1, 10, 100, 1000);
    integration = settings.number("integration", ":VOLT:NPLC", Unit.PLC, 0.02, 100);
    integration.oneOf(fast ? WITHOUT_DIGITISING : BASIC_CYCLES);
    autoZero = settings.onOff("auto_zero", ":VOLT:ZERO:AUTO");
    relative = settings.onOff("relative", ":VOLT:NULL");
    settings.number("reference", ":VOLT:NULL:VAL", Unit.VOLT, -1200, 1200);
    settings.onOff("high_impedance", ":VOLT:IMP:AUTO");
    samples = settings.number("samples", ":SAMP:COUN", Unit.ONE, 1, 1e6).resolution(1);
    triggers = settings.number("trigger_count", ":TRIG:COUN", Unit.ONE, 1, 1e6).resolution(1);
    trigger = settings.choice("trigger", ":TRIG:SOUR", "IMM", "EXT", "BUS");
    triggerDelay = settings.number("trigger_delay", ":TRIG:DEL", Unit.SECOND, 0, 3600);
    slope = settings.choice("trigger_slope", ":TRIG:SLOP", "POS", "NEG");
    format = settings.choice("format", ":FORM", "ASC", "REAL,64", "REAL,32");
    byteOrder = settings.choice("byte_order", ":FORM:BORD", "NORM", "SWAP");
    if (fast) {
      settings.choice("sample_source", ":SAMP:SOUR", "IMM", "TIM");
      settings.number("sample_interval", ":SAMP:TIM", Unit.SECOND, 20e-6, 3600);
    }
  }

  /** {@inheritDoc} A 34465A is asked for its options, which may add integration times. */
  @Override
  public void inspect() {
    if (fast && List.of(session.query("*OPT?").split("[, ]+")).contains("DIG")) {
      integration.oneOf(CYCLES);
      integration.range(CYCLES[0], 100);
    }
  }

  /** {@inheritDoc} Autozero is on, which doubles the time that a reading takes. */
  @Override
  public void prepare(double newRange, double newIntegration) {
    function.ensure("VOLT");
    range.ensure(range.atLeast(newRange));
    integration.ensure(integration.atLeast(newIntegration));
    autoZero.ensure(true);
    relative.ensure(false);
    immediate();
    if (Double.isNaN(lineFrequency)) {
      lineFrequency = session.queryNumber(":SYST:LFR?");
    }
  }

  private void single() {
    samples.ensure(1);
    format.ensure("ASC");
  }

  @Override
  public void initiate() {
    single();
    settle();
    session.command(":INIT");
    due = session.clock().now().plus(conversions(1));
  }

  /** With autozero a conversion takes two apertures. */
  private Duration conversions(int count) {
    return Duration.ofNanos(Math.round(2e9 * count * integration.current() / lineFrequency));
  }

  /** {@inheritDoc} A long measurement is waited for, not to exceed the deadline of an exchange. */
  @Override
  public Reading fetch() {
    Duration left = Duration.between(session.clock().now(), due);
    if (left.compareTo(WORTH_WAITING) > 0) {
      session.clock().sleep(left);
    }
    double lasts = Math.min(left.toNanos(), WORTH_WAITING.toNanos()) * 1e-9;
    String answer = session.lasting(lasts, () -> session.query(FETCH));
    return VoltageReading.of(this, FETCH, answer, noise(), integration.current() / lineFrequency);
  }

  /**
   * Takes many readings with one command, as fast as the range and the integration time allow, and
   * transfers them as binary numbers; {@link #prepare} comes first.
   *
   * @param count from 1 to what the reading memory holds, 10 000 or 50 000
   * @return V; ±9.9E37 for more than the range holds
   */
  public double[] burst(int count) {
    samples.ensure(count);
    format.ensure("REAL,64");
    byteOrder.ensure("NORM");
    settle();
    session.command(":INIT");
    session.clock().sleep(conversions(count));
    return stored(count);
  }

  /** {@inheritDoc} The readings that its memory is specified for. */
  @Override
  public int capacity() {
    return fast ? FAST_MEMORY : BASIC_MEMORY;
  }

  /** {@inheritDoc} With autozero two apertures, and a little to notice the trigger and convert. */
  @Override
  public double duration() {
    return conversions(1).toNanos() * 1e-9 + OVERHEAD;
  }

  /** {@inheritDoc} It may be armed for triggers that do not come any more. */
  @Override
  public void takeOver() {
    TriggeredVoltmeter.super.takeOver();
    session.command(":ABOR");
  }

  /** {@inheritDoc} Armed for triggers that do not come any more, it would refuse to measure. */
  @Override
  public void safe() {
    if (armed) {
      session.command(":ABOR");
      armed = false;
    }
  }

  @Override
  public void arm(int count, double delay) {
    samples.ensure(1);
    format.ensure("REAL,64");
    byteOrder.ensure("NORM");
    slope.ensure("POS");
    trigger.ensure("EXT");
    triggers.ensure(count);
    triggerDelay.ensure(delay);
    settle();
    armed = true;
    session.command(":INIT");
  }

  @Override
  public List<Reading> collect(int count) {
    double taken = session.queryNumber(":DATA:POIN?");
    armed = false;
    if (taken != count) {
      session.command(":ABOR");
      immediate();
      throw new SettingException(
          name()
              + " was triggered to take "
              + (long) taken
              + " of "
              + count
              + " readings; check the cable to its trigger input, and whether it was busy when"
              + " pulses came");
    }
    double[] volts = stored(count);
    immediate();
    double aperture = integration.current() / lineFrequency;
    Instant time = session.clock().now();
    return Arrays.stream(volts)
        .mapToObj(one -> VoltageReading.of(this, one, noise(), aperture, time))
        .toList();
  }

  /** V; what the memory holds, over whatever link. */
  private double[] stored(int count) {
    ByteBuffer block =
        session.lasting(ScpiSession.SLOWEST_NUMBER * count, () -> session.queryBlock(":FETC?"));
    return ScpiBlock.real64(block, ByteOrder.BIG_ENDIAN);
  }

  private void immediate() {
    trigger.ensure("IMM");
    triggers.ensure(1);
    triggerDelay.ensure(0);
    single();
  }

  /**
   * V rms: 0.3 ppm of the range and 0.1 µV at 1 PLC, less with the root of the integration time;
   * the first is the resolution that the guide gives for 1 PLC, the second is unconfirmed.
   */
  private double noise() {
    return (0.3e-6 * range.current() + 0.1 * uV) / Math.sqrt(integration.current());
  }

  @Override
  public NumberSetting range() {
    return range;
  }

  @Override
  public NumberSetting integration() {
    return integration;
  }

  @Override
  public Settings settings() {
    return settings;
  }
}
