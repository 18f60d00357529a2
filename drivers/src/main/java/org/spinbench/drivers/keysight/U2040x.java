package org.spinbench.drivers.keysight;

import static org.spinbench.drivers.instrument.Units.GHz;
import static org.spinbench.drivers.instrument.Units.MHz;
import static org.spinbench.drivers.instrument.Units.ms;
import static org.spinbench.drivers.instrument.Units.wattsOfDbm;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.PowerMeter;
import org.spinbench.drivers.instrument.role.PowerReading;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.drivers.scpi.format.ScpiNumber;

/**
 * Keysight U2040 X-Series power sensors, as meters of average power (U2040 X-Series programming
 * guide, U2041-90003).
 *
 * <p>Its averaging filter moves on from measurement to measurement. With {@code TRIG:DEL:AUTO} on,
 * which the driver sets before the first reading after a change, a triggered measurement waits
 * until the filter holds new values only.
 */
public final class U2040x implements PowerMeter {
  /** What {@code *IDN?} calls the models. */
  public static final List<String> MODELS =
      List.of("U2041XA", "U2042XA", "U2043XA", "U2044XA", "U2049XA");

  private static final double[] HIGHEST_FREQUENCIES = {
    6 * GHz, 6 * GHz, 18 * GHz, 18 * GHz, 33 * GHz
  };

  /** The upper end of the range, +26 dBm (data sheet of the U2040 X-Series). */
  private static final double HIGHEST = wattsOfDbm(26);

  /** W rms in an aperture of a second; unconfirmed, as no data sheet was at hand. */
  private static final double NOISE = 13e-12;

  /** What one average takes at the normal rate; unconfirmed. */
  private static final double NORMAL_RATE = 50 * ms;

  private static final String ZERO = ":CAL:ZERO:AUTO ONCE";
  private static final Duration ZEROING = Duration.ofSeconds(6);

  private final ScpiSession session;
  private final Settings settings;
  private final NumberSetting frequency;
  private final NumberSetting averaging;
  private final SwitchSetting automatic;
  private final SwitchSetting filter;
  private final ChoiceSetting rate;
  private final ChoiceSetting detector;
  private final NumberSetting aperture;
  private final ChoiceSetting unit;
  private final ChoiceSetting trigger;
  private final NumberSetting triggers;
  private final SwitchSetting continuous;
  private final SwitchSetting corrected;

  /** A driver on this session; sends nothing. The sensor's model says up to where it goes. */
  public U2040x(ScpiSession session) {
    this.session = session;
    settings = new Settings(session);
    settings.sends(":INIT", ":TRIG:DEL:AUTO ON", ZERO);
    int model = Math.max(0, MODELS.indexOf(session.identity().model()));
    double top = HIGHEST_FREQUENCIES[model];
    frequency = settings.number("frequency", ":SENS:FREQ", Unit.HERTZ, 10 * MHz, top);
    averaging = settings.number("averages", ":SENS:AVER:COUN", Unit.ONE, 1, 1024).resolution(1);
    automatic = settings.onOff("auto_averages", ":SENS:AVER:COUN:AUTO");
    filter = settings.onOff("averaging", ":SENS:AVER");
    rate = settings.choice("rate", ":SENS:MRAT", "NORM", "DOUB", "FAST");
    detector = settings.choice("detector", ":SENS:DET:FUNC", "AVER", "NORM");
    aperture = settings.number("aperture", ":SENS:SWE:APER", Unit.SECOND, 20e-6, 0.2);
    unit = settings.choice("unit", ":UNIT:POW", "W", "DBM");
    trigger = settings.choice("trigger", ":TRIG:SOUR", "IMM", "INT", "EXT", "BUS");
    triggers = settings.number("trigger_count", ":TRIG:COUN", Unit.ONE, 1, 200).resolution(1);
    settings.number("trigger_delay", ":TRIG:DEL", Unit.SECOND, 0, 1);
    continuous = settings.onOff("continuous", ":INIT:CONT");
    settings.number("offset", ":SENS:CORR:GAIN2", Unit.DECIBEL, -100, 100);
    corrected = settings.onOff("offset_on", ":SENS:CORR:GAIN2:STAT");
  }

  /** {@inheritDoc} Its own correction for a path in front of it is off. */
  @Override
  public void prepare(double newFrequency, double averages) {
    continuous.ensure(false);
    detector.ensure("AVER");
    rate.ensure("NORM");
    unit.ensure("W");
    frequency.ensure(newFrequency);
    corrected.ensure(false);
    filter.ensure(true);
    automatic.ensure(false);
    averaging.ensure(averages);
    trigger.ensure("IMM");
    triggers.ensure(1);
  }

  @Override
  public boolean settle() {
    boolean changed = PowerMeter.super.settle();
    if (changed) {
      session.command(":TRIG:DEL:AUTO ON");
    }
    return changed;
  }

  @Override
  public Reading read() {
    triggers.ensure(1);
    rate.ensure("NORM");
    settle();
    session.command(":INIT");
    double time = averaging.current() * NORMAL_RATE;
    String answer = PowerReading.after(time, session, ":FETC?");
    return PowerReading.of(this, answer, NOISE / Math.sqrt(time), HIGHEST, time);
  }

  /**
   * Measures many times with one command, without averaging.
   *
   * @param count from 1 to 200
   * @param newAperture of each, s
   * @return W, one after another
   */
  public double[] burst(int count, double newAperture) {
    rate.ensure("FAST");
    aperture.ensure(newAperture);
    triggers.ensure(count);
    session.command(":INIT");
    String answer = PowerReading.after(count * newAperture, session, ":FETC?");
    String[] fields = answer.split(",");
    if (fields.length != count) {
      throw new SettingException(
          name() + " gave " + fields.length + " readings instead of " + count);
    }
    return Arrays.stream(fields).mapToDouble(ScpiNumber::parse).toArray();
  }

  /** {@inheritDoc} Meanwhile, for six seconds, it answers nothing. */
  @Override
  public void zero() {
    PowerReading.zero(this, ZERO, ZEROING);
  }

  @Override
  public NumberSetting frequency() {
    return frequency;
  }

  @Override
  public NumberSetting averaging() {
    return averaging;
  }

  @Override
  public Settings settings() {
    return settings;
  }
}
