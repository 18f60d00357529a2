package org.spinbench.drivers.siglent;

import static org.spinbench.drivers.instrument.Unit.DECIBEL;
import static org.spinbench.drivers.instrument.Unit.ONE;
import static org.spinbench.drivers.instrument.Units.GHz;
import static org.spinbench.drivers.instrument.Units.MHz;
import static org.spinbench.drivers.instrument.Units.kHz;

import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.role.SpectrumAnalyzer;
import org.spinbench.drivers.instrument.role.SweptAnalyzer;
import org.spinbench.drivers.instrument.role.TraceReader;
import org.spinbench.drivers.scpi.ScpiSession;

/**
 * Siglent SSA3021X, a spectrum analyzer of 9 kHz to 2.1 GHz (SSA3000X series programming guide,
 * PG0703X).
 *
 * <p>A trace always has 751 points. Band power is the measurement "channel power", so a trace and a
 * band power are two measurements. Unconfirmed by a guide for this model: that binary traces are
 * single precision, the sequence 1-3-10 of the bandwidths, and the largest attenuation.
 */
public final class Ssa3021x {
  private static final int POINTS = 751;
  private static final double LOWEST = 9 * kHz;
  private static final double HIGHEST = 2.1 * GHz;
  private static final double WIDEST = HIGHEST - LOWEST;

  private Ssa3021x() {}

  /**
   * A driver on this session; sends nothing. One standard deviation of a level is half of the 0.7
   * dB that the data sheet allows ("absolute amplitude accuracy").
   */
  public static SpectrumAnalyzer on(ScpiSession session) {
    SweptAnalyzer analyzer = new SweptAnalyzer(session, LOWEST, HIGHEST, 1);
    analyzer.resolutionBandwidths(10, 1 * MHz, 1, 3).videoBandwidths(1, 3 * MHz, 1, 3);
    analyzer.sweepTimes(450e-6, 1500).points(POINTS).uncertainty(0.35);
    analyzer.attenuations(":POW:ATT", 51).units(":UNIT:POW");
    analyzer.referenceLevels(":DISP:WIND:TRAC:Y:RLEV", -200, 30);
    Settings t = analyzer.settings();
    t.sends(":MEAS:CHP:CHP?");
    analyzer.shows("mode", ":INST:SEL", "SA");
    ChoiceSetting measurement = analyzer.shows("measurement", ":INST:MEAS", "OFF", "CHP");
    t.onOff("preamplifier", ":POW:GAIN");
    analyzer.prepares("trace", ":TRAC1:MODE", "WRIT", "MAXH", "MINH", "AVER");
    analyzer.prepares("detector", ":DET:TRAC1", "AVER", "POS", "NEG", "NORM", "SAMP");
    analyzer.prepares("averaging", ":AVER:TYPE", "POW", "LOGP", "VOLT");
    t.number("averages", ":AVER:TRAC1:COUN", ONE, 1, 999).resolution(1);
    ChoiceSetting format = analyzer.prepares("format", ":FORM", "REAL", "ASC");
    ChoiceSetting order = analyzer.prepares("byte_order", ":FORM:BORD", "NORM", "SWAP");
    analyzer.reads(TraceReader.ordered(session, format, order), ":TRAC:DATA? 1");
    t.onOff("marker_on", ":CALC:MARK1:STAT");
    analyzer.frequency("marker", ":CALC:MARK1:X", LOWEST, HIGHEST);
    t.choice("marker_function", ":CALC:MARK1:FUNC", "OFF", "NOIS");
    t.number("peak_excursion", ":CALC:PEAK:EXC", DECIBEL, 0, 100).resolution(0.01);
    NumberSetting wide = analyzer.frequency("channel_span", ":CHP:FREQ:SPAN", 100, WIDEST);
    var channel = analyzer.frequency("channel_bandwidth", ":CHP:BAND:INT", 100, WIDEST);
    channel.changes(wide);
    return analyzer.bandBy(
        (frequency, bandwidth) -> {
          measurement.ensure("CHP");
          if (channel.ensure(bandwidth)) {
            wide.set(analyzer.span().current());
          }
          return ":MEAS:CHP:CHP?";
        });
  }
}
