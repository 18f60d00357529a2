package org.spinbench.drivers.rohdeschwarz;

import static org.spinbench.drivers.instrument.Unit.DECIBEL;
import static org.spinbench.drivers.instrument.Unit.ONE;
import static org.spinbench.drivers.instrument.Units.GHz;
import static org.spinbench.drivers.instrument.Units.MHz;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.role.SpectrumAnalyzer;
import org.spinbench.drivers.instrument.role.SweptAnalyzer;
import org.spinbench.drivers.instrument.role.TraceReader;
import org.spinbench.drivers.scpi.ScpiSession;

/**
 * Rohde &amp; Schwarz FSV and FSW, signal and spectrum analyzers, in their spectrum application
 * (R&amp;S FSVA/FSV operating manual 1176.7510.02, chapter "Remote Control"; R&amp;S FSW user
 * manual 1173.9411.02, chapter "Remote Commands").
 *
 * <p>The model in the identity, such as FSV30, says how many gigahertz there are. Traces are single
 * precision, the least significant byte first; there is no command for their order. Band power is
 * the channel power {@code CPOW} of the trace about the centre frequency. Unconfirmed by a manual:
 * the largest number of points and the range of the reference level.
 */
public final class FsAnalyzer {
  /** Where the largest model ends, for an identity that says nothing, GHz. */
  private static final double LARGEST = 85;

  /**
   * Bits of {@code STATus:QUEStionable:POWer}: the RF input is overloaded, the IF path is, and, on
   * a FSW, the input was disconnected for it (table 13-17 there, table 4-11 of the FSV).
   */
  private static final int OVERLOADS = 1 | 1 << 2 | 1 << 3;

  private FsAnalyzer() {}

  /** How the models of a family name themselves that go so far, with a hyphen or without. */
  public static List<String> models(String family, int... gigahertz) {
    Stream<Integer> tops = IntStream.of(gigahertz).boxed();
    return tops.flatMap(top -> Stream.of(family + top, family + "-" + top)).toList();
  }

  /**
   * A FSV on this session; sends nothing. One standard deviation of a level is half of the 0.4 dB
   * that 95 % of instruments keep (data sheet, "total measurement uncertainty").
   */
  public static SpectrumAnalyzer fsv(ScpiSession session) {
    return on(session, 32001, 0.2);
  }

  /**
   * A FSW on this session; sends nothing. One standard deviation of a level is half of the 0.37 dB
   * that 95 % of instruments keep (data sheet, "total measurement uncertainty").
   */
  public static SpectrumAnalyzer fsw(ScpiSession session) {
    return on(session, 100001, 0.19);
  }

  private static SpectrumAnalyzer on(ScpiSession session, int mostPoints, double uncertainty) {
    double highest = highest(session.identity().model());
    SweptAnalyzer analyzer = new SweptAnalyzer(session, 0, highest, 0.01);
    analyzer.resolutionBandwidths(1, 10 * MHz, 1, 2, 3, 5).uncertainty(uncertainty);
    analyzer.videoBandwidths(1, 10 * MHz, 1, 2, 3, 5).sweepTimes(1e-6, 16000);
    analyzer.attenuations(":INP:ATT", 75).units(":CALC:UNIT:POW");
    analyzer.referenceLevels(":DISP:TRAC:Y:RLEV", -130, 30);
    analyzer.overloadedBy(":STAT:QUES:POW:COND?", OVERLOADS);
    Settings t = analyzer.settings();
    t.sends(":CALC:MARK:FUNC:POW:SEL CPOW");
    analyzer.shows("application", ":INST:SEL", "SAN").overlapped();
    analyzer.points(t.number("points", ":SWE:POIN", ONE, 101, mostPoints).resolution(1));
    t.onOff("preamplifier", ":INP:GAIN:STAT");
    analyzer.prepares("trace", ":DISP:TRAC:MODE", "WRIT", "AVER", "MAXH", "MINH", "VIEW", "BLAN");
    analyzer.prepares("sweeps", ":SWE:COUN", 0, 32767, 1);
    analyzer.prepares("detector", ":DET", "RMS", "AVER", "APE", "POS", "SAMP", "NEG");
    analyzer.prepares("averaging", ":AVER:TYPE", "POW", "VID", "LIN");
    ChoiceSetting format = analyzer.prepares("format", ":FORM", "REAL,32", "ASC");
    analyzer.reads(TraceReader.littleEndian(session, format), ":TRAC? TRACE1");
    t.onOff("display", ":SYST:DISP:UPD");
    t.onOff("marker_on", ":CALC:MARK1:STAT");
    analyzer.frequency("marker", ":CALC:MARK1:X", 0, highest);
    t.onOff("marker_noise", ":CALC:MARK1:FUNC:NOIS");
    t.number("peak_excursion", ":CALC:MARK1:PEXC", DECIBEL, 0, 100).resolution(0.01);
    t.onOff("delta_marker_on", ":CALC:DELT2:STAT");
    analyzer.frequency("delta_marker", ":CALC:DELT2:X", 0, highest);
    SwitchSetting power = t.onOff("channel_power", ":CALC:MARK:FUNC:POW");
    var channel = analyzer.frequency("channel_bandwidth", ":POW:ACH:BAND", 100, 1 * GHz);
    return analyzer.bandInSpectrum(
        (frequency, bandwidth) -> {
          power.ensure(true);
          channel.ensure(bandwidth);
          return ":CALC:MARK:FUNC:POW:SEL CPOW;:INIT:IMM;*OPC?;:CALC:MARK:FUNC:POW:RES? CPOW";
        });
  }

  /** The number in the name of the model, in gigahertz; some go a bit further. */
  private static double highest(String model) {
    String digits = model.replaceAll("\\D", "");
    double nominal = digits.isEmpty() ? LARGEST : Double.parseDouble(digits);
    return switch (digits) {
      case "3" -> 3.6 * GHz;
      case "13" -> 13.6 * GHz;
      case "26" -> 26.5 * GHz;
      case "43" -> 43.5 * GHz;
      default -> nominal * GHz;
    };
  }
}
