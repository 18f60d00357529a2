package org.spinbench.drivers.rohdeschwarz;

import static org.spinbench.drivers.instrument.Unit.DECIBEL;
import static org.spinbench.drivers.instrument.Unit.ONE;
import static org.spinbench.drivers.instrument.Units.GHz;
import static org.spinbench.drivers.instrument.Units.MHz;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SpectrumAnalyzer;
import org.spinbench.drivers.instrument.SweptAnalyzer;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.TraceReader;
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
  private static final int[] FSV = {3, 4, 7, 13, 30, 40};
  private static final int[] FSW = {8, 13, 26, 43, 50, 67, 85};

  private FsAnalyzer() {}

  /** How models of the FSV name themselves. */
  public static List<String> fsvModels() {
    return models("FSV", FSV);
  }

  /** How models of the FSW name themselves. */
  public static List<String> fswModels() {
    return models("FSW", FSW);
  }

  private static List<String> models(String family, int... gigahertz) {
    return IntStream.of(gigahertz)
        .boxed()
        .flatMap(top -> Stream.of(family + top, family + "-" + top))
        .toList();
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
    analyzer.resolutionBandwidths(1, 10 * MHz, 1, 2, 3, 5).sweepTimes(1e-6, 16000);
    analyzer.videoBandwidths(1, 10 * MHz, 1, 2, 3, 5).uncertainty(uncertainty);
    analyzer.attenuations(":INP:ATT", 75).units(":CALC:UNIT:POW");
    analyzer.referenceLevels(":DISP:TRAC:Y:RLEV", -130, 30);
    Settings t = analyzer.settings();
    ChoiceSetting application = t.choice("application", ":INST:SEL", "SAN").overlapped();
    analyzer.points(t.number("points", ":SWE:POIN", ONE, 101, mostPoints).resolution(1));
    t.onOff("preamplifier", ":INP:GAIN:STAT");
    var detector = t.choice("detector", ":DET", "RMS", "AVER", "APE", "POS", "SAMP", "NEG");
    ChoiceSetting averaging = t.choice("averaging", ":AVER:TYPE", "VID", "LIN", "POW");
    NumberSetting sweeps = t.number("sweeps", ":SWE:COUN", ONE, 0, 32767).resolution(1);
    String[] modes = {"WRIT", "AVER", "MAXH", "MINH", "VIEW", "BLAN"};
    ChoiceSetting trace = t.choice("trace", ":DISP:TRAC:MODE", modes);
    ChoiceSetting format = t.choice("format", ":FORM", "REAL,32", "ASC");
    t.onOff("display", ":SYST:DISP:UPD");
    t.onOff("marker_on", ":CALC:MARK1:STAT");
    analyzer.frequency("marker", ":CALC:MARK1:X", 0, highest);
    t.onOff("marker_noise", ":CALC:MARK1:FUNC:NOIS");
    t.number("peak_excursion", ":CALC:MARK1:PEXC", DECIBEL, 0, 100).resolution(0.01);
    SwitchSetting power = t.onOff("channel_power", ":CALC:MARK:FUNC:POW");
    var channel = analyzer.frequency("channel_bandwidth", ":POW:ACH:BAND", 100, 1 * GHz);
    analyzer.spectrumBy(() -> application.ensure("SAN"));
    analyzer.averagingBy(
        () -> {
          trace.ensure("WRIT");
          sweeps.ensure(1);
          detector.ensure("RMS");
          averaging.ensure("POW");
          format.ensure("REAL,32");
        });
    TraceReader reader = TraceReader.littleEndian(session, format);
    analyzer.readBy(() -> reader.read(":TRAC? TRACE1"));
    return analyzer.bandBy(
        (frequency, bandwidth, moved) -> {
          power.ensure(true);
          channel.ensure(bandwidth);
          return ":CALC:MARK:FUNC:POW:SEL CPOW;:INIT:IMM;*OPC?;:CALC:MARK:FUNC:POW:RES? CPOW";
        });
  }

  /** The number in the name of the model, in gigahertz; some go a bit further. */
  private static double highest(String model) {
    String digits = model.replaceAll("\\D", "");
    double nominal = digits.isEmpty() ? FSW[FSW.length - 1] : Double.parseDouble(digits);
    return switch (digits) {
      case "3" -> 3.6 * GHz;
      case "13" -> 13.6 * GHz;
      case "26" -> 26.5 * GHz;
      case "43" -> 43.5 * GHz;
      default -> nominal * GHz;
    };
  }
}
