package org.spinbench.simulator.instrument.meter;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.IntStream;
import org.spinbench.simulator.instrument.part.Statistics;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StoredSettings;

/**
 * What a Truevolt multimeter computes from its readings ({@code CALCulate}): smoothing, scaling,
 * limits, statistics and a histogram, in this order (Truevolt Series Operating and Service Guide,
 * 34460-90901, "CALCulate subsystem"). Statistics are of all readings since they were cleared; the
 * histogram is of the newest 1000 of them.
 */
final class TruevoltMath {
  /** Bits of the questionable status for readings beyond a limit. */
  static final int LOWER_FAILED = 1 << 11;

  static final int UPPER_FAILED = 1 << 12;

  private static final int MOST_KEPT = 1000;
  private static final double MILLIWATT = 1e-3;

  private final StoredSettings settings;
  private final Deque<Double> smoothed = new ArrayDeque<>();
  private final Deque<Double> newest = new ArrayDeque<>();
  private long count;
  private double mean;
  private double squares;
  private double least;
  private double most;
  private int failed;

  TruevoltMath(CommandTree tree, StoredSettings settings) {
    this.settings = settings;
    tree.event("CALCulate:CLEar[:IMMediate]", this::clear);
    tree.event("CALCulate:AVERage:CLEar[:IMMediate]", this::clear);
    tree.event("CALCulate:LIMit:CLEar[:IMMediate]", () -> failed = 0);
    tree.event("CALCulate:TRANsform:HISTogram:CLEar[:IMMediate]", newest::clear);
    String average = "CALCulate:AVERage:";
    tree.query(average + "AVERage", () -> number(mean));
    tree.query(average + "SDEViation", () -> number(deviation()));
    tree.query(average + "MINimum", () -> number(least));
    tree.query(average + "MAXimum", () -> number(most));
    tree.query(average + "PTPeak", () -> number(most - least));
    tree.query(average + "COUNt", () -> number(count));
    tree.query(
        average + "ALL",
        () -> Replies.list(new double[] {mean, deviation(), least, most}, TruevoltMath::number));
    String histogram = "CALCulate:TRANsform:HISTogram:";
    tree.query(histogram + "COUNt", () -> "+" + newest.size());
    tree.query(histogram + "DATA", () -> bins());
    tree.query(
        histogram + "ALL",
        () -> number(lower()) + ',' + number(upper()) + ",+" + newest.size() + ',' + bins());
  }

  private static String number(double value) {
    return Replies.scientific(value, 8, 2);
  }

  /** Forgets all readings. */
  void clear() {
    smoothed.clear();
    newest.clear();
    count = 0;
    mean = 0;
    squares = 0;
    least = 0;
    most = 0;
    failed = 0;
  }

  /** The bits of the limits that readings have failed. */
  int failed() {
    return failed;
  }

  /** The result for a reading; an overload stays one and counts nowhere. */
  double apply(double reading) {
    if (!Double.isFinite(reading)) {
      return reading;
    }
    double result = scaled(smooth(reading));
    if (settings.flag("CALCulate:LIMit[:STATe]")) {
      failed |= result < settings.number("CALCulate:LIMit:LOWer[:DATA]") ? LOWER_FAILED : 0;
      failed |= result > settings.number("CALCulate:LIMit:UPPer[:DATA]") ? UPPER_FAILED : 0;
    }
    if (settings.flag("CALCulate:AVERage[:STATe]")) {
      least = count == 0 ? result : Math.min(least, result);
      most = count == 0 ? result : Math.max(most, result);
      count++;
      double from = result - mean;
      mean += from / count;
      squares += from * (result - mean);
    }
    if (settings.flag("CALCulate:TRANsform:HISTogram[:STATe]")) {
      keep(newest, result, MOST_KEPT);
    }
    return result;
  }

  private static void keep(Deque<Double> values, double value, int most) {
    values.addLast(value);
    if (values.size() > most) {
      values.removeFirst();
    }
  }

  private double smooth(double reading) {
    if (!settings.flag("CALCulate:SMOothing[:STATe]")) {
      return reading;
    }
    int length =
        switch (settings.text("CALCulate:SMOothing:RESPonse")) {
          case "SLOW" -> 100;
          case "MED" -> 50;
          default -> 10;
        };
    keep(smoothed, reading, length);
    return Statistics.mean(smoothed.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private double scaled(double reading) {
    if (!settings.flag("CALCulate:SCALe[:STATe]")) {
      return reading;
    }
    double reference = settings.number("CALCulate:SCALe:REFerence");
    double dbm =
        10
            * StrictMath.log10(
                reading * reading / settings.number("CALCulate:SCALe:DBM:REFerence") / MILLIWATT);
    return switch (settings.text("CALCulate:SCALe:FUNCtion")) {
      case "DB" -> dbm - settings.number("CALCulate:SCALe:DB:REFerence");
      case "DBM" -> dbm;
      case "PCT" -> 100 * (reading - reference) / reference;
      default ->
          settings.number("CALCulate:SCALe:GAIN") * reading
              - settings.number("CALCulate:SCALe:OFFSet");
    };
  }

  private double deviation() {
    return count > 1 ? Math.sqrt(squares / (count - 1)) : 0;
  }

  private double lower() {
    return settings.flag("CALCulate:TRANsform:HISTogram:RANGe:AUTO")
        ? newest.stream().mapToDouble(Double::doubleValue).min().orElse(0)
        : settings.number("CALCulate:TRANsform:HISTogram:RANGe:LOWer");
  }

  private double upper() {
    return settings.flag("CALCulate:TRANsform:HISTogram:RANGe:AUTO")
        ? newest.stream().mapToDouble(Double::doubleValue).max().orElse(0)
        : settings.number("CALCulate:TRANsform:HISTogram:RANGe:UPPer");
  }

  /** Counts below the range, in each bin, and above the range. */
  private String bins() {
    int bins = (int) settings.number("CALCulate:TRANsform:HISTogram:POINts");
    double lower = lower();
    double upper = upper();
    int[] counts = new int[bins + 2];
    for (double value : newest) {
      if (value < lower) {
        counts[0]++;
      } else if (value > upper) {
        counts[bins + 1]++;
      } else {
        double part = upper > lower ? (value - lower) / (upper - lower) : 0;
        counts[1 + Math.min(bins - 1, (int) (part * bins))]++;
      }
    }
    return String.join(",", IntStream.of(counts).mapToObj(n -> "+" + n).toList());
  }
}
