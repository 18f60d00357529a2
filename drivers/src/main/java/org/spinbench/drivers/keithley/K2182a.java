package org.spinbench.drivers.keithley;

import static org.spinbench.drivers.instrument.Units.mV;
import static org.spinbench.drivers.instrument.Units.ms;
import static org.spinbench.drivers.instrument.Units.nV;
import static org.spinbench.drivers.instrument.Units.uV;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.MovingAverage;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.instrument.role.TriggeredVoltmeter;
import org.spinbench.drivers.instrument.role.VoltageReading;
import org.spinbench.drivers.scpi.ScpiSession;

/**
 * Keithley 2182A, a nanovoltmeter, on its channel 1 (2182A user's manual 2182A-900-01, section 11
 * and appendix A). It is triggered by a falling edge at line 2 of its Trigger Link (section 7): a
 * source whose output rises with each point needs an inverter in the cable.
 *
 * <p>A conversion integrates the input over its aperture and uses nothing from before. The analog
 * filter (20 dB a decade from 18 Hz) settles for 125 ms between conversions by itself; the digital
 * filter, if it is moving, averages with conversions from before (section 3, "Filter"). Both are
 * off once it is prepared; readings through a moving filter that still holds conversions from
 * before the last change say that they are not settled.
 */
public final class K2182a implements TriggeredVoltmeter {
  private static final double[] RANGES = {10 * mV, 100 * mV, 1, 10, 100};

  /**
   * Noise at 1 NPLC without filter, V rms: a third of the peak-to-peak values 70 nV, 300 nV, 700
   * nV, 6.6 µV and 300 µV of the 2182A data sheet, table "DC noise performance", channel 1.
   */
  private static final double[] NOISE = {23 * nV, 100 * nV, 233 * nV, 2.2 * uV, 100 * uV};

  /** Integrations of a reading with autozero, and additional time, s. */
  private static final int APERTURES = 3;

  private static final double OVERHEAD = 2 * ms;
  private static final double MILLISECOND = 1 * ms;

  /** {@code :FETC?} alone repeats an older reading. */
  private static final String FETCH = "*OPC?;:FETC?";

  private static final int LEAST_BUFFER = 2;
  private static final int READING_AVAILABLE = 1 << 5;
  private static final int BUFFER_FULL = 1 << 9;

  private final ScpiSession session;
  private final Settings settings;
  private final ChoiceSetting function;
  private final NumberSetting channel;
  private final NumberSetting range;
  private final NumberSetting integration;
  private final SwitchSetting digitalFilter;
  private final SwitchSetting analogFilter;
  private final NumberSetting samples;
  private final ChoiceSetting trigger;
  private final NumberSetting triggerCount;
  private final NumberSetting triggerDelay;
  private final SwitchSetting continuous;

  private final MovingAverage average = new MovingAverage();

  /** Whether it is armed for readings that are not collected yet. */
  private boolean armed;

  /** Hz, as the instrument measured it when it was switched on; NaN until it is asked. */
  private double lineFrequency = Double.NaN;

  /** A driver on this session; sends nothing. */
  public K2182a(ScpiSession session) {
    this.session = session;
    settings = new Settings(session);
    settings.sends(":INIT", ":ABOR", ":TRAC:POIN %n", ":TRAC:FEED SENS", ":TRAC:FEED:CONT NEXT");
    function = settings.choice("function", ":SENS:FUNC", "VOLT", "TEMP").quoted();
    channel = settings.number("channel", ":SENS:CHAN", Unit.ONE, 0, 2).oneOf(0, 1, 2).resolution(1);
    range =
        settings.number("range", ":SENS:VOLT:CHAN1:RANG", Unit.VOLT, 10 * mV, 100).oneOf(RANGES);
    integration = settings.number("integration", ":SENS:VOLT:NPLC", Unit.PLC, 0.01, 60);
    digitalFilter = settings.onOff("digital_filter", ":SENS:VOLT:CHAN1:DFIL");
    analogFilter = settings.onOff("analog_filter", ":SENS:VOLT:CHAN1:LPAS");
    samples = settings.number("samples", ":SAMP:COUN", Unit.ONE, 1, 1024).resolution(1);
    trigger = settings.choice("trigger", ":TRIG:SOUR", "IMM", "EXT", "BUS", "TIM", "MAN");
    triggerCount = settings.number("trigger_count", ":TRIG:COUN", Unit.ONE, 1, 9999).resolution(1);
    triggerDelay = settings.number("trigger_delay", ":TRIG:DEL", Unit.SECOND, 0, 999999.999);
    continuous = settings.onOff("continuous", ":INIT:CONT");
  }

  /**
   * {@inheritDoc} Both filters are switched off: the digital one, on after a reset, would mix a
   * reading with those before it.
   */
  @Override
  public void prepare(double newRange, double newIntegration) {
    continuous.ensure(false);
    function.ensure("VOLT");
    channel.ensure(1);
    range.ensure(range.atLeast(newRange));
    integration.ensure(integration.atLeast(newIntegration));
    digitalFilter.ensure(false);
    analogFilter.ensure(false);
    immediate();
    if (Double.isNaN(lineFrequency)) {
      lineFrequency = session.queryNumber(":SYST:LFR?");
    }
  }

  @Override
  public boolean settle() {
    boolean changed = TriggeredVoltmeter.super.settle();
    if (changed) {
      average.restart(FilterLength.of(session, digitalFilter, ":SENS:VOLT:CHAN1:DFIL:"));
    }
    return changed;
  }

  @Override
  public void initiate() {
    settle();
    session.command(":INIT");
  }

  @Override
  public Reading fetch() {
    double cycles = integration.lastKnown().orElse(integration.maximum());
    double lasts = APERTURES * cycles / lineFrequency;
    String answer = session.lasting(lasts, () -> session.query(FETCH));
    return VoltageReading.of(this, FETCH, answer, noise(), integration.current() / lineFrequency)
        .settledIf(average.take());
  }

  /** {@inheritDoc} Those of its buffer (section 6). */
  @Override
  public int capacity() {
    return 1024;
  }

  /**
   * {@inheritDoc} With autozero three apertures, and a little to notice the trigger and convert.
   */
  @Override
  public double duration() {
    return APERTURES * integration.current() / lineFrequency + OVERHEAD;
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
    settle();
    samples.ensure(1);
    trigger.ensure("EXT");
    triggerCount.ensure(count);
    triggerDelay.ensure(Math.ceil(delay / MILLISECOND) * MILLISECOND);
    session.command(":TRAC:POIN " + Math.max(count, LEAST_BUFFER));
    session.command(":TRAC:FEED SENS");
    session.command(":TRAC:FEED:CONT NEXT");
    session.query(":STAT:MEAS?");
    armed = true;
    session.command(":INIT");
  }

  /**
   * {@inheritDoc} Whether all have come the measurement event register says (section 15): the
   * buffer is full, or, since it holds two at least, there is a reading if only one was wanted.
   */
  @Override
  public List<Reading> collect(int count) {
    int events = (int) session.queryNumber(":STAT:MEAS?");
    armed = false;
    if ((events & (count < LEAST_BUFFER ? READING_AVAILABLE : BUFFER_FULL)) == 0) {
      session.command(":ABOR");
      immediate();
      throw new SettingException(
          name()
              + " was triggered to take less than "
              + count
              + (count > 1 ? " readings" : " reading")
              + "; check the cable to its trigger input, and whether it was busy when pulses came");
    }
    double[] volts = session.queryNumbers(count < LEAST_BUFFER ? ":FETC?" : ":TRAC:DATA?", count);
    immediate();
    double aperture = integration.current() / lineFrequency;
    Instant time = session.clock().now();
    return Arrays.stream(volts)
        .mapToObj(
            one ->
                VoltageReading.of(this, one, noise(), aperture, time)
                    .settledIf(average.isMemoryless()))
        .toList();
  }

  private void immediate() {
    samples.ensure(1);
    trigger.ensure("IMM");
    triggerCount.ensure(1);
    triggerDelay.ensure(0);
  }

  private double noise() {
    double present = range.current();
    int k = 0;
    while (k < RANGES.length - 1 && RANGES[k] < present) {
      k++;
    }
    return NOISE[k] / Math.sqrt(integration.current());
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
