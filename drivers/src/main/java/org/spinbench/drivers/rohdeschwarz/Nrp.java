package org.spinbench.drivers.rohdeschwarz;

import static org.spinbench.drivers.instrument.Units.GHz;
import static org.spinbench.drivers.instrument.Units.mW;
import static org.spinbench.drivers.instrument.Units.us;

import java.time.Duration;
import java.util.List;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.MovingAverage;
import org.spinbench.drivers.instrument.role.PowerMeter;
import org.spinbench.drivers.instrument.role.PowerReading;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.scpi.ScpiSession;

/**
 * Rohde &amp; Schwarz NRP power sensors with SCPI: the diode sensors NRPxxS(N), the average sensors
 * NRPxxA(N) and the thermal sensors NRPxxT(N), in their function continuous average (NRPxxS(N) user
 * manual, 1177.5079.02, chapter 9).
 *
 * <p>A measurement starts when it is asked for and, with the repeating filter that it is prepared
 * with, is the mean of new windows alone (chapter 9.5.4, "Controlling the measurement results"). A
 * moving filter averages with windows from before: readings say that they are not settled until as
 * many were measured after the last change as it averages. The sensor itself delays a measurement
 * until its head has settled ({@code TRIG:DEL:AUTO}), which a thermal one needs.
 */
public final class Nrp implements PowerMeter {
  /** What {@code *IDN?} calls the models; the number is the highest frequency in GHz. */
  public static final List<String> MODELS =
      List.of(
          "NRP8S", "NRP8SN", "NRP18S", "NRP18SN", "NRP33S", "NRP33SN", "NRP40S", "NRP40SN",
          "NRP50S", "NRP50SN", "NRP6A", "NRP6AN", "NRP18A", "NRP18AN", "NRP18T", "NRP18TN",
          "NRP33T", "NRP33TN", "NRP40T", "NRP40TN", "NRP50T", "NRP50TN");

  /** W rms in an aperture of a second; unconfirmed, as no data sheet was at hand. */
  private static final double NOISE = 4.3e-12;

  /** An average is the mean of two windows of the aperture (manual, "Integrating the signal"). */
  private static final int WINDOWS = 2;

  private static final double HIGHEST = 200 * mW;
  private static final double HIGHEST_OF_THERMAL = 100 * mW;

  private static final String ZERO = ":CAL:ZERO:AUTO ONCE";
  private static final Duration ZEROING = Duration.ofSeconds(10);

  private final ScpiSession session;
  private final Settings settings;
  private final NumberSetting frequency;
  private final NumberSetting averaging;
  private final NumberSetting aperture;
  private final SwitchSetting automatic;
  private final SwitchSetting filter;
  private final ChoiceSetting filterEnd;
  private final ChoiceSetting function;
  private final ChoiceSetting unit;
  private final ChoiceSetting trigger;
  private final NumberSetting triggers;
  private final SwitchSetting continuous;
  private final SwitchSetting corrected;
  private final double highest;
  private final MovingAverage average = new MovingAverage();

  /** A driver on this session; sends nothing. The sensor's model says up to where it goes. */
  public Nrp(ScpiSession session) {
    this.session = session;
    settings = new Settings(session);
    settings.sends(":INIT", ":TRIG:DEL:AUTO ON", ZERO);
    String model = session.identity().model();
    String gigahertz = model.replaceAll("\\D", "");
    double top = gigahertz.isEmpty() ? 6 * GHz : Integer.parseInt(gigahertz) * GHz;
    highest = model.contains("T") ? HIGHEST_OF_THERMAL : HIGHEST;
    frequency = settings.number("frequency", ":SENS:FREQ", Unit.HERTZ, 0, top);
    averaging = settings.number("averages", ":SENS:AVER:COUN", Unit.ONE, 1, 65536).resolution(1);
    automatic = settings.onOff("auto_averages", ":SENS:AVER:COUN:AUTO");
    filter = settings.onOff("averaging", ":SENS:AVER");
    filterEnd = settings.choice("averaging_end", ":SENS:AVER:TCON", "REP", "MOV");
    aperture = settings.number("aperture", ":SENS:POW:AVG:APER", Unit.SECOND, 8 * us, 2);
    settings.onOff("smoothing", ":SENS:POW:AVG:SMO:STAT");
    function = settings.choice("function", ":SENS:FUNC", "POW:AVG").quoted();
    unit = settings.choice("unit", ":UNIT:POW", "W", "DBM");
    trigger = settings.choice("trigger", ":TRIG:SOUR", "IMM", "INT", "EXT2", "BUS", "HOLD");
    triggers = settings.number("trigger_count", ":TRIG:COUN", Unit.ONE, 1, 8192).resolution(1);
    settings.number("trigger_delay", ":TRIG:DEL", Unit.SECOND, 0, 10);
    continuous = settings.onOff("continuous", ":INIT:CONT");
    settings.number("offset", ":SENS:CORR:OFFS", Unit.DECIBEL, -200, 200);
    corrected = settings.onOff("offset_on", ":SENS:CORR:OFFS:STAT");
  }

  /** {@inheritDoc} Its own correction for a path in front of it is off. */
  @Override
  public void prepare(double newFrequency, double averages) {
    continuous.ensure(false);
    function.ensure("POW:AVG");
    unit.ensure("W");
    frequency.ensure(newFrequency);
    corrected.ensure(false);
    filter.ensure(true);
    filterEnd.ensure("REP");
    automatic.ensure(false);
    averaging.ensure(averages);
    trigger.ensure("IMM");
    triggers.ensure(1);
    aperture.current();
  }

  @Override
  public boolean settle() {
    boolean changed = PowerMeter.super.settle();
    if (changed) {
      session.command(":TRIG:DEL:AUTO ON");
      boolean moving = filter.current() && filterEnd.current().equals("MOV");
      average.restart(moving ? (int) averaging.current() : 1);
    }
    return changed;
  }

  @Override
  public Reading read() {
    settle();
    session.command(":INIT");
    double time = WINDOWS * averaging.current() * aperture.current();
    String answer = PowerReading.after(time, session, ":FETC?");
    return PowerReading.of(this, answer, NOISE / Math.sqrt(time), highest, time)
        .settledIf(average.take());
  }

  /** {@inheritDoc} Meanwhile, for ten seconds, it answers nothing. */
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
