package org.spinbench.drivers.stanford;

import static org.spinbench.drivers.instrument.Units.kHz;
import static org.spinbench.drivers.instrument.Units.mV;
import static org.spinbench.drivers.instrument.Units.nV;
import static org.spinbench.drivers.instrument.Units.us;

import java.nio.ByteOrder;
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
import org.spinbench.drivers.scpi.format.ScpiBlock;

/**
 * Stanford Research Systems SR860, a lock-in amplifier (SR860 operation manual, chapter 4,
 * "Programming"). Indices count from 0; sensitivities and input ranges fall with them.
 */
public final class Sr860 implements LockIn {
  /** Its dialect. */
  public static final Dialect DIALECT = Dialect.mnemonics(ErrorCheck.EVENT_STATUS);

  /** V/√Hz (SR860 manual, "Specifications", input noise at 1 kHz). */
  private static final double NOISE = 2.5 * nV;

  /** Both outputs and the input range (manual, "LIA status word"). */
  private static final int OVERLOADS = 1 | 1 << 1 | 1 << 4;

  private static final int UNLOCKED = 1 << 3;
  private static final int FULL = 1 << 2;
  private static final int TRANSFER = 64;
  private static final int BYTES_A_SAMPLE = 8;
  private static final int KILOBYTE = 1024;
  private static final int LOOKS = 1000;

  private static final double[] SENSITIVITIES = {
    1, 500e-3, 200e-3, 100e-3, 50e-3, 20e-3, 10e-3, 5e-3, 2e-3, 1e-3, 500e-6, 200e-6, 100e-6, 50e-6,
    20e-6, 10e-6, 5e-6, 2e-6, 1e-6, 500e-9, 200e-9, 100e-9, 50e-9, 20e-9, 10e-9, 5e-9, 2e-9, 1e-9
  };
  private static final double[] TIME_CONSTANTS = {
    1e-6, 3e-6, 10e-6, 30e-6, 100e-6, 300e-6, 1e-3, 3e-3, 10e-3, 30e-3, 100e-3, 300e-3, 1, 3, 10,
    30, 100, 300, 1e3, 3e3, 10e3, 30e3
  };

  private final ScpiSession session;
  private final Settings settings;
  private final ChoiceSetting referenceSource;
  private final NumberSetting frequency;
  private final NumberSetting phase;
  private final NumberSetting harmonic;
  private final NumberSetting amplitude;
  private final NumberSetting level;
  private final NumberSetting sensitivity;
  private final NumberSetting timeConstant;
  private final NumberSetting slope;
  private final SwitchSetting synchronous;
  private final OutputFilter filter;
  private final ChoiceSetting signal;
  private final ChoiceSetting input;
  private final NumberSetting firstOffset;
  private final NumberSetting secondOffset;
  private final ChoiceSetting captured;
  private final NumberSetting captureLength;
  private final NumberSetting captureDivider;
  private final AuxiliaryOutputs auxiliary;

  /** A driver on this session; sends nothing. */
  public Sr860(ScpiSession session) {
    this.session = session;
    settings = new Settings(session);
    settings.sends("CAPTURESTART ONE,IMM");
    referenceSource = settings.choice("reference", "RSRC", "INT", "EXT", "DUAL", "CHOP").numbered();
    frequency = settings.number("frequency", "FREQ", Unit.HERTZ, 0.001, 500 * kHz);
    phase = settings.number("phase", "PHAS", Unit.DEGREE, -180, 180);
    harmonic = settings.number("harmonic", "HARM", Unit.ONE, 1, 99).resolution(1);
    amplitude = settings.number("amplitude", "SLVL", Unit.VOLT, 1 * nV, 2);
    level = settings.number("level", "SOFF", Unit.VOLT, -5, 5).resolution(0.1 * mV);
    settings.choice("output_mode", "REFM", "COMMON", "DIFFERENCE").numbered();
    settings.choice("reference_edge", "RTRG", "SINE", "RISING", "FALLING").numbered();
    settings.choice("reference_impedance", "REFZ", "50_OHM", "1_MOHM").numbered();
    sensitivity = settings.number("sensitivity", "SCAL", Unit.VOLT, 1 * nV, 1);
    sensitivity.numbered(SENSITIVITIES);
    timeConstant = settings.number("time_constant", "OFLT", Unit.SECOND, 1 * us, 30e3);
    timeConstant.numbered(TIME_CONSTANTS);
    slope = settings.number("slope", "OFSL", Unit.DECIBEL, 6, 24).numbered(6, 12, 18, 24);
    synchronous = settings.onOff("synchronous_filter", "SYNC");
    settings.onOff("advanced_filter", "ADVFILT");
    signal = settings.choice("signal", "IVMD", "VOLTAGE", "CURRENT").numbered();
    input = settings.choice("input", "ISRC", "A", "A-B").numbered();
    settings.choice("coupling", "ICPL", "AC", "DC").numbered();
    settings.choice("grounding", "IGND", "FLOAT", "GROUND").numbered();
    settings.number("input_range", "IRNG", Unit.VOLT, 0.01, 1).numbered(1, 0.3, 0.1, 0.03, 0.01);
    settings.choice("current_gain", "ICUR", "1_MOHM", "100_MOHM").numbered();
    firstOffset = offset("x_offset", 0);
    secondOffset = offset("y_offset", 1);
    captured = settings.choice("captured", "CAPTURECFG", "X", "XY", "RT", "XYRT").numbered();
    captureLength = settings.number("capture_kilobytes", "CAPTURELEN", Unit.ONE, 2, 4096);
    captureLength.resolution(2);
    captureDivider = settings.number("capture_divider", "CAPTURERATE", Unit.ONE, 0, 20);
    captureDivider.resolution(1);
    auxiliary = new AuxiliaryOutputs(this, settings, 0);
    filter = new OutputFilter(this, slope, this::period, this::measure);
  }

  /** Percent of the sensitivity. */
  private NumberSetting offset(String name, int output) {
    Syntax syntax = new Syntax("%h " + output + ",%v", "%h? " + output);
    return settings.spelled(syntax).number(name, "COFP", Unit.ONE, -999, 999).resolution(0.01);
  }

  /**
   * {@inheritDoc} Offsets, which would be taken off X and Y, are zero afterwards, and older
   * overloads are forgotten.
   */
  @Override
  public void prepare(double newSensitivity, double newTimeConstant) {
    boolean changed = referenceSource.ensure("INT");
    changed |= harmonic.ensure(1);
    changed |= signal.ensure("VOLTAGE");
    changed |= input.ensure("A-B");
    changed |= sensitivity.ensure(newSensitivity);
    changed |= timeConstant.ensure(newTimeConstant);
    changed |= firstOffset.ensure(0);
    changed |= secondOffset.ensure(0);
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
    String answer = session.query("SNAP? 0,1");
    int status = (int) session.queryNumber("LIAS?");
    if ((status & UNLOCKED) != 0) {
      throw Phasors.unlocked(this);
    }
    return Phasors.of(this, answer, noise, (status & OVERLOADS) != 0);
  }

  /**
   * Fills the capture buffer with X and Y and transfers them as binary numbers.
   *
   * @param kilobytes an even number from 2 to 4096, of 128 samples each
   * @param divider the highest rate at the present time constant is divided by two so many times
   */
  public LockInSamples capture(int kilobytes, int divider) {
    captured.ensure("XY");
    captureLength.ensure(kilobytes);
    captureDivider.ensure(divider);
    double interval = StrictMath.pow(2, divider) / session.queryNumber("CAPTURERATEMAX?");
    session.command("CAPTURESTART ONE,IMM");
    int count = kilobytes * KILOBYTE / BYTES_A_SAMPLE;
    awaitCapture(count * interval);
    double[] x = new double[count];
    double[] y = new double[count];
    int sample = 0;
    for (int offset = 0; offset < kilobytes; offset += TRANSFER) {
      int part = Math.min(TRANSFER, kilobytes - offset);
      double[] values =
          ScpiBlock.real32(
              session.queryBlock("CAPTUREGET? " + offset + "," + part), ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i + 1 < values.length; i += 2) {
        x[sample] = values[i];
        y[sample++] = values[i + 1];
      }
    }
    return new LockInSamples(interval, x, y, session.clock().now());
  }

  private void awaitCapture(double seconds) {
    for (int look = 0; look < LOOKS; look++) {
      session.clock().sleep(Duration.ofNanos((long) (seconds * 1e9) + 1));
      if (((int) session.queryNumber("CAPTURESTAT?") & FULL) != 0) {
        return;
      }
    }
    throw new SettingException(name() + " does not fill its capture buffer");
  }

  /** {@inheritDoc} That of its oscillator; its direct level; then the auxiliary ones. */
  @Override
  public List<Output> outputs() {
    List<Output> outputs = new ArrayList<>(LockIn.super.outputs());
    outputs.add(Output.of(this, level));
    outputs.addAll(auxiliary.outputs());
    return outputs;
  }

  @Override
  public void safe() {
    safe(Rest.OF_WHAT_IS_USED);
  }

  /** {@inheritDoc} The direct level of its oscillator's output goes to zero. */
  @Override
  public void safe(Rest rest) {
    Steps steps = new Steps();
    if (rest.concerns(this, name(), true)) {
      steps
          .run(() -> amplitude.set(amplitude.minimum()))
          .run(() -> level.set(0))
          .verify("lowest amplitude", () -> amplitude.get() <= amplitude.minimum())
          .verify("level zero", () -> level.get() == 0);
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
