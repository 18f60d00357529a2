package org.spinbench.drivers.keysight;

import static org.spinbench.drivers.instrument.Units.GHz;
import static org.spinbench.drivers.instrument.Units.MHz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Reading;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SpectrumAnalyzer;
import org.spinbench.drivers.instrument.SpectrumTrace;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.scpi.ScpiBlock;
import org.spinbench.drivers.scpi.ScpiNumber;
import org.spinbench.drivers.scpi.ScpiSession;

/**
 * Keysight N9030B PXA, a spectrum analyzer, in its Spectrum Analyzer mode (X-Series Spectrum
 * Analyzer Mode User's &amp; Programmer's Reference, N9060-90027).
 *
 * <p>Band power is marker 1's function {@code BPOW}, which integrates the trace over its span with
 * the noise bandwidth of the resolution filter taken into account. So a band power and a trace need
 * the same measurement, and reading the same band again costs one message.
 */
public final class N9030b implements SpectrumAnalyzer {
  /**
   * One standard deviation of an amplitude, dB: half of the ±0.19 dB that 95 % of instruments keep
   * (N9030B data sheet, "absolute amplitude accuracy").
   */
  private static final double AMPLITUDE_UNCERTAINTY = 0.1;

  /** Highest frequency by option, Hz (configuration guide, frequency range options). */
  private static final Map<String, Double> HIGHEST =
      Map.of(
          "503",
          3.7 * GHz,
          "508",
          8.5 * GHz,
          "513",
          13.8 * GHz,
          "526",
          27 * GHz,
          "544",
          44.5 * GHz);

  /** Replies have twelve digits, Hz. */
  private static final double STEP = 0.1;

  private static final double LOWEST = -80 * MHz;

  private final ScpiSession session;
  private final Settings settings;
  private final ChoiceSetting mode;
  private final NumberSetting centre;
  private final NumberSetting span;
  private final NumberSetting resolutionBandwidth;
  private final NumberSetting points;
  private final ChoiceSetting detector;
  private final ChoiceSetting averaging;
  private final SwitchSetting continuous;
  private final ChoiceSetting format;
  private final ChoiceSetting byteOrder;
  private final ChoiceSetting markerFunction;
  private final SwitchSetting markerOn;
  private final NumberSetting marker;
  private final NumberSetting markerSpan;

  /** A driver on this session; sends nothing. */
  public N9030b(ScpiSession session) {
    this.session = session;
    settings = new Settings(session);
    mode = settings.choice("mode", ":INST:SEL", "SA", "PNOISE").overlapped();
    centre =
        settings.number("centre", ":FREQ:CENT", Unit.HERTZ, LOWEST, 44.5 * GHz).resolution(STEP);
    span = settings.number("span", ":FREQ:SPAN", Unit.HERTZ, 0, 44.5 * GHz).resolution(STEP);
    resolutionBandwidth = settings.number("resolution_bandwidth", ":BAND", Unit.HERTZ, 1, 8 * MHz);
    points = settings.number("points", ":SWE:POIN", Unit.ONE, 1, 20001).resolution(1);
    detector = settings.choice("detector", ":DET:TRAC", "NORM", "AVER", "POS", "SAMP", "NEG");
    averaging = settings.choice("averaging", ":AVER:TYPE", "LOG", "RMS", "SCAL");
    continuous = settings.onOff("continuous", ":INIT:CONT");
    format = settings.choice("format", ":FORM", "REAL,64", "REAL,32", "INT,32", "ASC");
    byteOrder = settings.choice("byte_order", ":FORM:BORD", "NORM", "SWAP");
    markerOn = settings.onOff("marker_on", ":CALC:MARK1:STAT");
    markerFunction =
        settings.choice("marker_function", ":CALC:MARK1:FUNC", "OFF", "BPOW", "BDEN", "NOIS");
    marker =
        settings.number("marker", ":CALC:MARK1:X", Unit.HERTZ, LOWEST, 44.5 * GHz).resolution(STEP);
    markerSpan =
        settings
            .number("marker_span", ":CALC:MARK1:FUNC:BAND:SPAN", Unit.HERTZ, 0, 44.5 * GHz)
            .resolution(STEP);
  }

  /** {@inheritDoc} Its frequency option narrows the ranges; nothing is known of outputs. */
  @Override
  public void inspect() {
    String options = session.query("*OPT?");
    HIGHEST.forEach(
        (option, highest) -> {
          if (options.contains(option)) {
            centre.range(LOWEST, highest);
            span.range(0, highest);
            marker.range(LOWEST, highest);
            markerSpan.range(0, highest);
          }
        });
  }

  @Override
  public void prepare(double newSpan, double newResolutionBandwidth) {
    mode.ensure("SA");
    continuous.ensure(false);
    span.ensure(newSpan);
    resolutionBandwidth.ensure(newResolutionBandwidth);
    points.ensure(Math.ceil(3 * newSpan / newResolutionBandwidth) + 1);
    detector.ensure("AVER");
    averaging.ensure("RMS");
    format.ensure("REAL,64");
    byteOrder.ensure("NORM");
  }

  @Override
  public SpectrumTrace sweep() {
    double middle = centre.current();
    double half = span.current() / 2;
    session.query(":INIT:IMM;*OPC?");
    ByteBuffer trace = session.queryBlock(":TRAC:DATA? TRACE1");
    double[] levels = ScpiBlock.real64(trace, ByteOrder.BIG_ENDIAN);
    if (levels.length < 2) {
      throw new SettingException(
          name() + " gave a trace of " + levels.length + " points; set its number of points");
    }
    return new SpectrumTrace(
        middle - half, middle + half, resolutionBandwidth.current(), levels, session.clock().now());
  }

  @Override
  public Reading bandPower(double bandCentre, double bandwidth) {
    aim(bandCentre, bandwidth);
    String answer = session.query(":INIT:IMM;*OPC?;:CALC:MARK1:Y?");
    double level;
    try {
      level = ScpiNumber.parse(answer.substring(answer.indexOf(';') + 1));
    } catch (IllegalArgumentException e) {
      throw new SettingException(
          name() + " answered \"" + answer + "\" instead of a band power; look at its error queue");
    }
    return new Reading(
        name(), "band power", level, Unit.DBM, AMPLITUDE_UNCERTAINTY, session.clock().now(), false);
  }

  /** Puts sweep and marker on a band; sends only what is not so already. */
  private void aim(double bandCentre, double bandwidth) {
    boolean moved = centre.ensure(bandCentre);
    if (span.current() < bandwidth) {
      moved |= span.ensure(bandwidth);
    }
    markerOn.ensure(true);
    markerFunction.ensure("BPOW");
    if (moved) {
      marker.set(bandCentre);
      markerSpan.set(bandwidth);
    } else {
      marker.ensure(bandCentre);
      markerSpan.ensure(bandwidth);
    }
  }

  @Override
  public NumberSetting centre() {
    return centre;
  }

  @Override
  public NumberSetting span() {
    return span;
  }

  @Override
  public NumberSetting resolutionBandwidth() {
    return resolutionBandwidth;
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
