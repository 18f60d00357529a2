package org.spinbench.drivers.keysight;

import static org.spinbench.drivers.instrument.Unit.DECIBEL;
import static org.spinbench.drivers.instrument.Unit.HERTZ;
import static org.spinbench.drivers.instrument.Unit.ONE;
import static org.spinbench.drivers.instrument.Unit.SECOND;
import static org.spinbench.drivers.instrument.Units.GHz;
import static org.spinbench.drivers.instrument.Units.MHz;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.role.SpectrumAnalyzer;
import org.spinbench.drivers.instrument.role.SweptAnalyzer;
import org.spinbench.drivers.instrument.role.TraceReader;
import org.spinbench.drivers.scpi.ScpiSession;

/**
 * Keysight N9020B MXA and N9030B PXA, spectrum analyzers, in their Spectrum Analyzer mode (X-Series
 * Spectrum Analyzer Mode User's &amp; Programmer's Reference, N9060-90027).
 *
 * <p>Band power is marker 1's function {@code BPOW}, which integrates the trace over its span with
 * the noise bandwidth of the resolution filter taken into account. So a band power and a trace need
 * the same measurement, and reading the same band again costs one message. The option for the
 * frequency range and the modes that are licensed, read when the bench is opened, narrow what can
 * be set.
 */
public final class XSeries {
  /** Highest frequency by option, Hz (configuration guides, frequency range options). */
  private static final Map<String, Double> HIGHEST =
      Map.of("503", 3.7 * GHz, "508", 8.5 * GHz, "513", 13.8 * GHz, "526", 27 * GHz);

  private static final double LOWEST = -80 * MHz;
  private static final double LARGEST = 44.5 * GHz;

  /** Narrowest channel, Hz. */
  private static final double NARROWEST = 100;

  /** Bit of {@code STATus:QUEStionable:INTegrity} that reports an overload. */
  private static final int INPUT_OVERLOAD = 1 << 4;

  private XSeries() {}

  /**
   * A N9020B on this session; sends nothing. One standard deviation of an amplitude is half of the
   * ±0.23 dB that 95 % of instruments keep (data sheet, "absolute amplitude accuracy").
   */
  public static SpectrumAnalyzer n9020b(ScpiSession session) {
    return on(session, 0.12);
  }

  /**
   * A N9030B on this session; sends nothing. One standard deviation of an amplitude is half of the
   * ±0.19 dB that 95 % of instruments keep (data sheet, "absolute amplitude accuracy").
   */
  public static SpectrumAnalyzer n9030b(ScpiSession session) {
    return on(session, 0.1);
  }

  private static SpectrumAnalyzer on(ScpiSession session, double uncertainty) {
    SweptAnalyzer analyzer = new SweptAnalyzer(session, LOWEST, LARGEST, 0.1);
    analyzer.resolutionBandwidths(1, 8 * MHz).videoBandwidths(1, 50 * MHz).sweepTimes(1e-6, 6000);
    analyzer.attenuations(":POW:ATT", 70).units(":UNIT:POW").uncertainty(uncertainty);
    analyzer.referenceLevels(":DISP:WIND:TRAC:Y:RLEV", -170, 30);
    analyzer.overloadedBy(":STAT:QUES:INT:COND?", INPUT_OVERLOAD);
    Settings t = analyzer.settings();
    ChoiceSetting mode = analyzer.shows("mode", ":INST:SEL", "SA", "PNOISE").overlapped();
    analyzer.points(t.number("points", ":SWE:POIN", ONE, 1, 20001).resolution(1));
    t.onOff("preamplifier", ":POW:GAIN");
    t.choice("preamplifier_band", ":POW:GAIN:BAND", "LOW", "FULL");
    analyzer.prepares("resolution_filter", ":BAND:TYPE", "DB3", "DB6", "IMP", "NOIS");
    analyzer.prepares("trace", ":TRAC:TYPE", "WRIT", "AVER", "MAXH", "MINH");
    analyzer.prepares("detector", ":DET:TRAC", "AVER", "NORM", "POS", "SAMP", "NEG");
    analyzer.prepares("averaging", ":AVER:TYPE", "RMS", "LOG", "SCAL");
    t.number("averages", ":AVER:COUN", ONE, 1, 10000).resolution(1);
    var format = analyzer.prepares("format", ":FORM", "REAL,64", "REAL,32", "INT,32", "ASC");
    var order = analyzer.prepares("byte_order", ":FORM:BORD", "NORM", "SWAP");
    analyzer.reads(TraceReader.ordered(session, format, order), ":TRAC:DATA? TRACE1");
    SwitchSetting on = t.onOff("marker_on", ":CALC:MARK1:STAT");
    var reads = t.choice("marker_function", ":CALC:MARK1:FUNC", "OFF", "BPOW", "BDEN", "NOIS");
    NumberSetting marker = analyzer.frequency("marker", ":CALC:MARK1:X", LOWEST, LARGEST);
    var band = analyzer.frequency("marker_span", ":CALC:MARK1:FUNC:BAND:SPAN", 0, LARGEST);
    analyzer.centre().changes(marker, band);
    analyzer.span().changes(marker, band);
    t.number("peak_excursion", ":CALC:MARK1:PEAK:EXC", DECIBEL, 0, 100).resolution(0.01);
    var wide = analyzer.frequency("channel_span", ":CHP:FREQ:SPAN", NARROWEST, LARGEST);
    var channel = analyzer.frequency("channel_bandwidth", ":CHP:BAND:INT", NARROWEST, LARGEST);
    channel.changes(wide);
    t.number("channel_resolution_bandwidth", ":CHP:BAND", HERTZ, 1, 8 * MHz);
    t.number("channel_sweep_time", ":CHP:SWE:TIME", SECOND, 1e-6, 6000);
    t.onOff("channel_averaging", ":CHP:AVER");
    t.number("channel_averages", ":CHP:AVER:COUN", ONE, 1, 10000).resolution(1);
    analyzer.inspectedBy(
        () -> {
          double highest = highest(session.query("*OPT?"));
          analyzer.frequencies(LOWEST, highest);
          marker.range(LOWEST, highest);
          band.range(0, highest);
          List.of(channel, wide).forEach(setting -> setting.range(NARROWEST, highest));
          List<String> modes = modes(session.query(":INST:CAT?"));
          mode.only(modes::contains);
        });
    return analyzer.bandInSpectrum(
        (frequency, bandwidth) -> {
          on.ensure(true);
          reads.ensure("BPOW");
          marker.ensure(frequency);
          band.ensure(bandwidth);
          return ":INIT:IMM;*OPC?;:CALC:MARK1:Y?";
        });
  }

  /** The modes of a catalog such as {@code "SA 1,PNOISE 14"}, each with its number. */
  private static List<String> modes(String catalog) {
    return Arrays.stream(catalog.replace("\"", "").split(","))
        .map(entry -> entry.strip().replaceFirst(" .*", ""))
        .toList();
  }

  /** What the first option for a frequency range says; the largest of all models without one. */
  private static double highest(String options) {
    return Arrays.stream(options.replace("\"", "").split(","))
        .map(String::strip)
        .filter(HIGHEST::containsKey)
        .findFirst()
        .map(HIGHEST::get)
        .orElse(LARGEST);
  }
}
