package org.spinbench.drivers.stanford;

import static org.spinbench.drivers.instrument.Units.kHz;
import static org.spinbench.drivers.instrument.Units.mV;
import static org.spinbench.drivers.instrument.Units.nV;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Output;
import org.spinbench.drivers.instrument.Rest;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.Steps;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Syntax;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.LockIn;
import org.spinbench.drivers.scpi.Dialect;
import org.spinbench.drivers.scpi.ErrorCheck;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.drivers.scpi.format.ScpiNumber;

/**
 * Stanford Research Systems SR830, a lock-in amplifier (SR830 operation and service manual, chapter
 * 5, "Remote programming").
 *
 * <p>It has no error queue; a refusal sets a bit of its event status register. {@code OUTX}, or its
 * front panel, selects whether it answers over GPIB or RS-232.
 */
public final class Sr830 implements LockIn {
  /** Its dialect. */
  public static final Dialect DIALECT = Dialect.mnemonics(ErrorCheck.EVENT_STATUS);

  /** V/√Hz at 1 kHz (SR830 manual, "Specifications", input noise). */
  private static final double NOISE = 6 * nV;

  /** Input, filter and output (manual, "LIA status byte"). */
  private static final int OVERLOADS = 1 | 1 << 1 | 1 << 2;

  private static final int UNLOCKED = 1 << 3;
  private static final int TRANSFER = 256;
  private static final int LOOKS = 1000;

  private static final double[] SENSITIVITIES = {
    2e-9, 5e-9, 10e-9, 20e-9, 50e-9, 100e-9, 200e-9, 500e-9, 1e-6, 2e-6, 5e-6, 10e-6, 20e-6, 50e-6,
    100e-6, 200e-6, 500e-6, 1e-3, 2e-3, 5e-3, 10e-3, 20e-3, 50e-3, 100e-3, 200e-3, 500e-3, 1
  };
  private static final double[] TIME_CONSTANTS = {
    10e-6, 30e-6, 100e-6, 300e-6, 1e-3, 3e-3, 10e-3, 30e-3, 100e-3, 300e-3, 1, 3, 10, 30, 100, 300,
    1e3, 3e3, 10e3, 30e3
  };
  private static final double[] RATES = {
    62.5e-3, 125e-3, 250e-3, 0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512
  };

  /** Hz, of what is detected: the harmonic times the frequency (manual, page 5-4). */
  private static final double HIGHEST = 102 * kHz;

  /** The highest harmonic; beyond the highest frequency the lock-in would take a lower one. */
  private static final double MOST = 19999;

  private final ScpiSession session;
  private final Settings settings;
  private final ChoiceSetting referenceSource;
  private final NumberSetting frequency;
  private final NumberSetting phase;
  private final NumberSetting harmonic;
  private final NumberSetting amplitude;
  private final NumberSetting sensitivity;
  private final NumberSetting timeConstant;
  private final NumberSetting slope;
  private final SwitchSetting synchronous;
  private final OutputFilter filter;
  private final ChoiceSetting input;
  private final ChoiceSetting firstOffset;
  private final ChoiceSetting secondOffset;
  private final ChoiceSetting firstDisplay;
  private final ChoiceSetting secondDisplay;
  private final NumberSetting rate;
  private final ChoiceSetting endOfBuffer;
  private final AuxiliaryOutputs auxiliary;

  /** A driver on this session; sends nothing. */
  public Sr830(ScpiSession session) {
    this.session = session;
    settings = new Settings(session);
    settings.sends("REST", "STRT", "PAUS");
    referenceSource = settings.choice("reference", "FMOD", "EXT", "INT").numbered();
    frequency = settings.number("frequency", "FREQ", Unit.HERTZ, 0.001, HIGHEST).resolution(1e-4);
    phase = settings.number("phase", "PHAS", Unit.DEGREE, -180, 180).resolution(0.01);
    harmonic = settings.number("harmonic", "HARM", Unit.ONE, 1, MOST).resolution(1);
    frequency.then(hertz -> harmonic.range(1, highestHarmonic(hertz)));
    harmonic.then(number -> frequency.range(0.001, HIGHEST / number));
    amplitude = settings.number("amplitude", "SLVL", Unit.VOLT, 4 * mV, 5).resolution(0.002);
    settings.choice("reference_edge", "RSLP", "SINE", "RISING", "FALLING").numbered();
    sensitivity = settings.number("sensitivity", "SENS", Unit.VOLT, 2 * nV, 1);
    sensitivity.numbered(SENSITIVITIES);
    timeConstant = settings.number("time_constant", "OFLT", Unit.SECOND, 10e-6, 30e3);
    timeConstant.numbered(TIME_CONSTANTS);
    slope = settings.number("slope", "OFSL", Unit.DECIBEL, 6, 24).numbered(6, 12, 18, 24);
    input = settings.choice("input", "ISRC", "A", "A-B", "I_1MOHM", "I_100MOHM").numbered();
    settings.choice("grounding", "IGND", "FLOAT", "GROUND").numbered();
    settings.choice("coupling", "ICPL", "AC", "DC").numbered();
    settings.choice("line_filter", "ILIN", "NONE", "LINE", "DOUBLE", "BOTH").numbered();
    settings.choice("reserve", "RMOD", "HIGH", "NORMAL", "LOW_NOISE").numbered();
    synchronous = settings.onOff("synchronous_filter", "SYNC");
    firstOffset = settings.spelled(of(1)).choice("x_offset", "OEXP", "0,0");
    secondOffset = settings.spelled(of(2)).choice("y_offset", "OEXP", "0,0");
    firstDisplay = settings.spelled(of(1)).choice("channel_1", "DDEF", "0,0", "1,0");
    secondDisplay = settings.spelled(of(2)).choice("channel_2", "DDEF", "0,0", "1,0");
    rate = settings.number("buffer_rate", "SRAT", Unit.HERTZ, RATES[0], 512).numbered(RATES);
    endOfBuffer = settings.choice("end_of_buffer", "SEND", "SHOT", "LOOP").numbered();
    settings.onOff("buffer_on_trigger", "TSTR");
    auxiliary = new AuxiliaryOutputs(this, settings, 1);
    filter = new OutputFilter(this, slope, this::period, this::measure);
  }

  private static double highestHarmonic(double hertz) {
    return Math.max(1, Math.min(MOST, Math.floor(HIGHEST / hertz)));
  }

  /** Commands whose first parameter is a number of a channel. */
  private static Syntax of(int channel) {
    return new Syntax("%h " + channel + ",%v", "%h? " + channel);
  }

  /**
   * {@inheritDoc} Offsets, which would be taken off X and Y, are zero afterwards, and older
   * overloads are forgotten.
   */
  @Override
  public void prepare(double newSensitivity, double newTimeConstant) {
    boolean changed = referenceSource.ensure("INT");
    changed |= harmonic.ensure(1);
    changed |= input.ensure("A-B");
    changed |= sensitivity.ensure(newSensitivity);
    changed |= timeConstant.ensure(newTimeConstant);
    changed |= firstOffset.ensure("0,0");
    changed |= secondOffset.ensure("0,0");
    if (changed) {
      session.queryNumber("LIAS?");
    }
  }

  @Override
  public double response() {
    return filter.response();
  }

  @Override
  public boolean settle() {
    return filter.settle();
  }

  /** {@inheritDoc} It is an overload if there has been one since it last looked. */
  @Override
  public Phasor read() {
    return filter.read();
  }

  /** What the synchronous filter averages over, s. */
  private double period() {
    return synchronous.current() ? 1 / frequency.current() : 0;
  }

  private Phasor measure() {
    double noise = Phasors.noise(NOISE, timeConstant.current(), slope.current());
    String answer = session.query("SNAP? 1,2");
    int status = (int) session.queryNumber("LIAS?");
    if ((status & UNLOCKED) != 0) {
      throw Phasors.unlocked(this);
    }
    return Phasors.of(this, answer, noise, (status & OVERLOADS) != 0);
  }

  /**
   * Stores X and Y in the lock-in's buffer and returns them.
   *
   * @param newRate samples a second, one that the model has
   * @param count of samples, from 1 to 16383
   */
  public LockInSamples record(double newRate, int count) {
    firstDisplay.ensure("0,0");
    secondDisplay.ensure("0,0");
    endOfBuffer.ensure("SHOT");
    rate.ensure(newRate);
    session.command("REST");
    session.command("STRT");
    awaitPoints(count, newRate);
    session.command("PAUS");
    return new LockInSamples(
        1 / newRate, channel(1, count), channel(2, count), session.clock().now());
  }

  private void awaitPoints(int count, double newRate) {
    double wait = (count - 1) / newRate;
    for (int look = 0; look < LOOKS; look++) {
      session.clock().sleep(Duration.ofNanos((long) (wait * 1e9)));
      double points = session.queryNumber("SPTS?");
      if (points >= count) {
        return;
      }
      wait = (count - points) / newRate;
    }
    throw new SettingException(name() + " does not fill its buffer; look at its trigger settings");
  }

  private double[] channel(int channel, int count) {
    double[] values = new double[count];
    for (int first = 0; first < count; first += TRANSFER) {
      int part = Math.min(TRANSFER, count - first);
      String answer = session.query("TRCA? " + channel + "," + first + "," + part);
      String[] fields = answer.split(",");
      if (fields.length != part) {
        throw new SettingException(
            name() + " gave " + fields.length + " samples instead of " + part);
      }
      for (int i = 0; i < part; i++) {
        values[first + i] = ScpiNumber.parse(fields[i]);
      }
    }
    return values;
  }

  /** {@inheritDoc} That of its oscillator; then the auxiliary ones. */
  @Override
  public List<Output> outputs() {
    List<Output> outputs = new ArrayList<>(LockIn.super.outputs());
    outputs.addAll(auxiliary.outputs());
    return outputs;
  }

  @Override
  public void safe(Rest rest) {
    Steps steps = new Steps();
    if (rest.concerns(this, name(), true)) {
      steps.run(this::safe);
    }
    auxiliary.safe(rest, steps);
    steps.finish(name());
  }

  @Override
  public NumberSetting timeConstant() {
    return timeConstant;
  }

  @Override
  public NumberSetting sensitivity() {
    return sensitivity;
  }

  @Override
  public ChoiceSetting referenceSource() {
    return referenceSource;
  }

  @Override
  public NumberSetting frequency() {
    return frequency;
  }

  @Override
  public NumberSetting phase() {
    return phase;
  }

  @Override
  public NumberSetting amplitude() {
    return amplitude;
  }

  @Override
  public Settings settings() {
    return settings;
  }
}
