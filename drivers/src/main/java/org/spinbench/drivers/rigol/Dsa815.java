package org.spinbench.drivers.rigol;

import static org.spinbench.drivers.instrument.Unit.DECIBEL;
import static org.spinbench.drivers.instrument.Unit.ONE;
import static org.spinbench.drivers.instrument.Units.GHz;
import static org.spinbench.drivers.instrument.Units.MHz;
import static org.spinbench.drivers.instrument.Units.kHz;

import java.util.function.BooleanSupplier;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Syntax;
import org.spinbench.drivers.instrument.role.SpectrumAnalyzer;
import org.spinbench.drivers.instrument.role.SweptAnalyzer;
import org.spinbench.drivers.instrument.role.TraceReader;
import org.spinbench.drivers.scpi.ScpiSession;

/**
 * Rigol DSA815, a spectrum analyzer of 9 kHz to 1.5 GHz (DSA800 Programming Guide, chapter 2).
 *
 * <p>A trace always has 601 points, and comes in a block in ASCII too. Band power is the advanced
 * measurement "channel power" (option AMK), whose settings can be changed only while it is
 * selected; so a trace and a band power are two measurements. The sequence 1-3-10 of the bandwidths
 * is that of the data sheet. Unconfirmed by the guide: that the settings of the channel power can
 * be asked for at any time, and the largest attenuation.
 */
public final class Dsa815 {
  private static final int POINTS = 601;
  private static final double LOWEST = 9 * kHz;
  private static final double HIGHEST = 1.5 * GHz;
  private static final double WIDEST = HIGHEST - LOWEST;
  private static final String SELECT_FIRST = "set measurement to CHP first";

  private Dsa815() {}

  /**
   * A driver on this session; sends nothing. One standard deviation of a level is a third of the
   * 1.5 dB that the data sheet allows ("level measurement uncertainty").
   */
  public static SpectrumAnalyzer on(ScpiSession session) {
    SweptAnalyzer analyzer = new SweptAnalyzer(session, LOWEST, HIGHEST, 1);
    analyzer.resolutionBandwidths(100, 1 * MHz, 1, 3).videoBandwidths(1, 3 * MHz, 1, 3);
    analyzer.sweepTimes(20e-6, 3200).points(POINTS).uncertainty(0.5);
    analyzer.attenuations(":POW:ATT", 30).units(":UNIT:POW");
    analyzer.referenceLevels(":DISP:WIN:TRAC:Y:RLEV", -100, 20);
    Settings t = analyzer.settings();
    t.sends(":READ:CHP:CHP?");
    Settings events = t.spelled(new Syntax("%h:%v", "%h?"));
    ChoiceSetting measurement = events.choice("measurement", ":CONF", "SAN", "CHP");
    analyzer.showsWith(measurement, "SAN");
    t.onOff("preamplifier", ":POW:GAIN");
    analyzer.prepares("trace", ":TRAC1:MODE", "WRIT", "MAXH", "MINH", "VID", "POW");
    analyzer.prepares("detector", ":DET", "RMS", "POS", "NEG", "NORM", "SAMP", "VAV");
    t.number("averages", ":TRAC:AVER:COUN", ONE, 1, 1000).resolution(1);
    ChoiceSetting format = analyzer.prepares("format", ":FORM", "REAL,32", "ASC");
    ChoiceSetting order = analyzer.prepares("byte_order", ":FORM:BORD", "NORM", "SWAP");
    TraceReader reader = TraceReader.ordered(session, format, order).textInBlock();
    analyzer.reads(reader, ":TRAC:DATA? TRACE1");
    t.onOff("marker_on", ":CALC:MARK1:STAT");
    analyzer.frequency("marker", ":CALC:MARK1:X", LOWEST, HIGHEST);
    t.choice("marker_function", ":CALC:MARK1:FUNC", "OFF", "NOIS");
    t.number("peak_excursion", ":CALC:MARK1:PEAK:EXC", DECIBEL, 0, 100).resolution(0.01);
    BooleanSupplier selected = () -> measurement.get().equals("CHP");
    NumberSetting span = analyzer.span();
    var wide = analyzer.frequency("channel_span", ":CHP:FREQ:SPAN", 100, WIDEST);
    wide.only(selected, SELECT_FIRST).changes(span, analyzer.resolutionBandwidth());
    var channel = analyzer.frequency("channel_bandwidth", ":CHP:BAND:INT", 100, WIDEST);
    channel.only(selected, SELECT_FIRST).changes(wide, span, analyzer.resolutionBandwidth());
    SwitchSetting averaging = t.onOff("channel_averaging", ":CHP:AVER");
    averaging.only(selected, SELECT_FIRST);
    return analyzer.bandBy(
        (frequency, bandwidth) -> {
          measurement.ensure("CHP");
          averaging.ensure(false);
          double wanted = span.current();
          if (channel.ensure(bandwidth)) {
            wide.set(wanted);
          }
          return ":READ:CHP:CHP?";
        });
  }
}
