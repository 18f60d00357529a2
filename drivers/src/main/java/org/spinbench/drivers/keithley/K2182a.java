package org.spinbench.drivers.keithley;

import static org.spinbench.drivers.instrument.Units.mV;
import static org.spinbench.drivers.instrument.Units.nV;
import static org.spinbench.drivers.instrument.Units.uV;

import java.util.function.Supplier;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Reading;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.VoltageReading;
import org.spinbench.drivers.instrument.Voltmeter;
import org.spinbench.drivers.scpi.ScpiSession;

/**
 * Keithley 2182A, a nanovoltmeter, on its channel 1 (2182A user's manual 2182A-900-01, section 11
 * and appendix A).
 */
public final class K2182a implements Voltmeter {
  private static final double[] RANGES = {10 * mV, 100 * mV, 1, 10, 100};

  /**
   * Noise at 1 NPLC without filter, V rms: a third of the peak-to-peak values 70 nV, 300 nV, 700
   * nV, 6.6 µV and 300 µV of the 2182A data sheet, table "DC noise performance", channel 1.
   */
  private static final double[] NOISE = {23 * nV, 100 * nV, 233 * nV, 2.2 * uV, 100 * uV};

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

  /** Hz, as the instrument measured it when it was switched on; NaN until it is asked. */
  private double lineFrequency = Double.NaN;

  /** A driver on this session; sends nothing. */
  public K2182a(ScpiSession session) {
    this.session = session;
    settings = new Settings(session);
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
    samples.ensure(1);
    trigger.ensure("IMM");
    triggerCount.ensure(1);
    triggerDelay.ensure(0);
    if (Double.isNaN(lineFrequency)) {
      lineFrequency = session.queryNumber(":SYST:LFR?");
    }
  }

  @Override
  public void initiate() {
    session.command(":INIT");
  }

  /** {@inheritDoc} Asks {@code *OPC?} first: {@code :FETC?} alone repeats an older reading. */
  @Override
  public Reading fetch() {
    return fetchLater().get();
  }

  @Override
  public Supplier<Reading> fetchLater() {
    Supplier<String> answer = session.pose("*OPC?;:FETC?");
    return () ->
        VoltageReading.of(this, answer.get(), noise(), integration.current() / lineFrequency);
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

  @Override
  public ScpiSession session() {
    return session;
  }
}
