package org.spinbench.simulator.instrument.analyzer;

import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.StoredSettings;

/**
 * The limit lines of an FSV or FSW: polygons over frequency, above or below which the trace must
 * not be (FSW user manual, CALCulate:LIMit). The values are in a table of stored settings.
 */
final class LimitLines {
  private static final String LINE = "CALCulate#:LIMit#";
  private static final String FREQUENCIES = LINE + ":CONTrol[:DATA]";
  private static final NumberRange SHIFT = new NumberRange(Quantity.DECIBELS, -300, 300, 0);
  private static final int LINES = 8;
  private static final int TRACES = 6;
  private static final int FAILED = 1;
  private static final int IN_MARGIN = 2;

  private final StoredSettings stored;
  private final Supplier<SpectrumSweep> trace;
  private final DoubleSupplier centre;
  private final DoubleSupplier reference;

  /**
   * Lines that are off.
   *
   * @param trace gives the trace that they check
   * @param centre the centre frequency, Hz
   * @param reference the reference level, dBm
   */
  LimitLines(
      StoredSettings stored,
      Supplier<SpectrumSweep> trace,
      DoubleSupplier centre,
      DoubleSupplier reference) {
    this.stored = stored;
    this.trace = trace;
    this.centre = centre;
    this.reference = reference;
  }

  void declare(CommandTree tree) {
    tree.query(LINE + ":FAIL", 0, 0, call -> Integer.toString(check(line(call))));
    for (String side : new String[] {"UPPer", "LOWer"}) {
      tree.command(LINE + ':' + side + ":SHIFt", 1, 1, call -> shift(call, side));
    }
  }

  private static int line(Call call) {
    call.suffix(0, 1);
    return call.suffix(1, LINES);
  }

  /** Moves every value of a side. */
  private void shift(Call call, String side) {
    int line = line(call);
    double decibels = call.number(SHIFT);
    String data = LINE + ':' + side + "[:DATA]";
    double[] moved = stored.numbers(data, 1, line);
    for (int i = 0; i < moved.length; i++) {
      moved[i] += decibels;
    }
    stored.set(data, moved, 1, line);
  }

  /** 0 if the trace keeps the line, 2 if it is within the margin, 1 if it does not. */
  private int check(int line) {
    boolean checked = false;
    for (int number = 1; number <= TRACES; number++) {
      checked |= stored.flag(LINE + ":TRACe#:CHECk", 1, line, number);
    }
    if (!checked) {
      return 0;
    }
    double excess = Math.max(excess(line, "UPPer", 1), excess(line, "LOWer", -1));
    double margin = Math.max(margin(line, "UPPer"), margin(line, "LOWer"));
    return excess > 0 ? FAILED : excess > -margin ? IN_MARGIN : 0;
  }

  private double margin(int line, String side) {
    return stored.number(LINE + ':' + side + ":MARGin", 1, line);
  }

  /** How far the trace is beyond a side at most, dB; minus infinity if the side is off. */
  private double excess(int line, String side, int sign) {
    String node = LINE + ':' + side;
    double[] hertz = stored.numbers(FREQUENCIES, 1, line);
    double[] levels = stored.numbers(node + "[:DATA]", 1, line);
    double most = Double.NEGATIVE_INFINITY;
    if (!stored.flag(node + ":STATe", 1, line) || hertz.length != levels.length) {
      return most;
    }
    boolean fromCentre = stored.text(LINE + ":CONTrol:MODE", 1, line).equals("REL");
    boolean fromReference = stored.text(node + ":MODE", 1, line).equals("REL");
    double shift =
        stored.number(node + ":OFFSet", 1, line) + (fromReference ? reference.getAsDouble() : 0);
    double least = stored.number(node + ":THReshold", 1, line);
    SpectrumSweep sweep = trace.get();
    for (int i = 0; i < sweep.points(); i++) {
      double at = sweep.frequency(i) - (fromCentre ? centre.getAsDouble() : 0);
      for (int k = 1; k < hertz.length; k++) {
        if (at >= hertz[k - 1] && at <= hertz[k] && hertz[k] > hertz[k - 1]) {
          double share = (at - hertz[k - 1]) / (hertz[k] - hertz[k - 1]);
          double limit = levels[k - 1] + share * (levels[k] - levels[k - 1]) + shift;
          most = Math.max(most, sign * (sweep.trace()[i] - Math.max(least, limit)));
        }
      }
    }
    return most;
  }
}
