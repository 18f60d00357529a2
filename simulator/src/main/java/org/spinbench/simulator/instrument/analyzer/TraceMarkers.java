package org.spinbench.simulator.instrument.analyzer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Supplier;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;

/** Markers on the trace: their positions, their readings, and their peak search. */
final class TraceMarkers {
  /** The quantity that a marker reads. */
  enum Function {
    LEVEL,
    BAND_POWER,
    BAND_DENSITY,
    NOISE
  }

  private final String node;
  private final AnalyzerReceiver receiver;
  private final FrequencyWindow window;
  private final Supplier<SpectrumSweep> sweep;
  private final DoubleFunction<String> format;
  private final double[] places;
  private final Function[] functions;
  private final double[] spans;
  private double excursion;
  private TraceMarkers reference;

  /**
   * Markers that are off.
   *
   * @param node such as {@code CALCulate:MARKer#}
   * @param count number of markers
   * @param format formats a frequency or a level as the maker does
   */
  TraceMarkers(
      String node,
      int count,
      AnalyzerReceiver receiver,
      Supplier<SpectrumSweep> sweep,
      DoubleFunction<String> format) {
    this.node = node;
    this.receiver = receiver;
    window = receiver.window();
    this.sweep = sweep;
    this.format = format;
    places = new double[count];
    functions = new Function[count];
    spans = new double[count];
    preset();
  }

  void preset() {
    Arrays.fill(places, Double.NaN);
    Arrays.fill(functions, Function.LEVEL);
    Arrays.fill(spans, 1e6);
    excursion = 6;
  }

  /** Declares state, position and reading of the markers. */
  void declare(CommandTree tree) {
    tree.command(node + ":STATe", 1, 1, this::setState);
    tree.query(node + ":STATe", 0, 0, call -> Replies.flag(isOn(marker(call))));
    tree.command(node + ":X", 1, 1, this::place);
    tree.query(node + ":X", 0, 0, call -> format.apply(places[marker(call)]));
    tree.query(node + ":Y", 0, 0, call -> format.apply(answer(marker(call))));
    tree.command(node + ":AOFF", 0, 0, call -> Arrays.fill(places, Double.NaN));
    tree.stored(places::clone, saved -> System.arraycopy(saved, 0, places, 0, places.length));
  }

  /**
   * Declares the search for peaks: the highest, the next lower, and the next to either side.
   *
   * @param highest header of the highest below the node, such as {@code :MAXimum[:PEAK]}
   */
  void declareSearch(CommandTree tree, String highest) {
    tree.command(node + highest, 0, 0, this::toHighest);
    tree.command(node + ":MAXimum:NEXT", 0, 0, call -> toPeak(call, 0));
    tree.command(node + ":MAXimum:LEFT", 0, 0, call -> toPeak(call, -1));
    tree.command(node + ":MAXimum:RIGHt", 0, 0, call -> toPeak(call, 1));
  }

  /** Declares the noise function, which reads the noise in one hertz, and its reading. */
  void declareNoise(CommandTree tree) {
    String header = node + ":FUNCtion:NOISe";
    tree.command(
        header + "[:STATe]",
        1,
        1,
        call -> {
          int marker = marker(call);
          functions[marker] = call.flag() ? Function.NOISE : Function.LEVEL;
          switchOn(marker);
        });
    tree.query(
        header + "[:STATe]", 0, 0, call -> Replies.flag(functions[marker(call)] == Function.NOISE));
    tree.query(header + ":RESult", 0, 0, call -> format.apply(answer(marker(call))));
    tree.stored(
        functions::clone, saved -> System.arraycopy(saved, 0, functions, 0, functions.length));
  }

  /** Declares the excursion: how far the trace must fall on both sides of a peak. */
  void declareExcursion(CommandTree tree, String header) {
    NumberRange range = new NumberRange(Quantity.DECIBELS, 0, 100, 6);
    tree.number(header, range, () -> excursion, db -> excursion = db);
  }

  /** Declares the marker functions. */
  void declareFunctions(CommandTree tree, Vocabulary<Function> words) {
    Choice choice = words.choice();
    tree.command(
        node + ":FUNCtion",
        1,
        1,
        call -> {
          int marker = marker(call);
          functions[marker] = words.meaning(call.choice(choice));
          switchOn(marker);
        });
    tree.query(node + ":FUNCtion", 0, 0, call -> words.word(functions[marker(call)]));
    tree.stored(
        functions::clone, saved -> System.arraycopy(saved, 0, functions, 0, functions.length));
  }

  /** Declares the band of the functions that have one. */
  void declareBand(CommandTree tree, String header) {
    NumberRange range = new NumberRange(Quantity.FREQUENCY, 0, window.spans().max(), 1e6);
    tree.command(node + header, 1, 1, call -> spans[marker(call)] = call.number(range));
    tree.query(node + header, 0, 0, call -> format.apply(spans[marker(call)]));
    tree.stored(spans::clone, saved -> System.arraycopy(saved, 0, spans, 0, spans.length));
  }

  private int marker(Call call) {
    call.suffix(0, 1);
    return call.suffix(1, places.length) - 1;
  }

  private boolean isOn(int marker) {
    return !Double.isNaN(places[marker]);
  }

  private void switchOn(int marker) {
    if (!isOn(marker)) {
      places[marker] = window.centre();
    }
  }

  private void setState(Call call) {
    int marker = marker(call);
    if (call.flag()) {
      switchOn(marker);
    } else {
      places[marker] = Double.NaN;
    }
  }

  private void place(Call call) {
    int marker = marker(call);
    NumberRange inside =
        new NumberRange(Quantity.FREQUENCY, window.start(), window.stop(), window.centre());
    places[marker] = call.number(inside);
  }

  /** The frequency of the addressed marker, Hz; switches it on. */
  double markedBy(Call call) {
    int marker = marker(call);
    switchOn(marker);
    return places[marker];
  }

  /** The reading in the unit of levels; for a delta marker, in dB. */
  private double answer(int marker) {
    return reference == null
        ? receiver.unit().of(reading(marker))
        : reading(marker) - reference.reading(0);
  }

  /** Makes these markers read relative to the first of others. */
  TraceMarkers relativeTo(TraceMarkers others) {
    reference = others;
    return this;
  }

  /** The reading of a marker, dBm; NaN if it is off. */
  double reading(int marker) {
    double at = places[marker];
    if (Double.isNaN(at)) {
      return at;
    }
    SpectrumSweep measured = sweep.get();
    double half = spans[marker] / 2;
    int point = measured.nearest(at);
    return switch (functions[marker]) {
      case LEVEL -> measured.trace()[point];
      case NOISE -> measured.density(point);
      case BAND_POWER -> TraceData.dbm(measured.bandPower(at - half, at + half));
      case BAND_DENSITY -> TraceData.dbm(measured.bandPower(at - half, at + half) / spans[marker]);
    };
  }

  private void toHighest(Call call) {
    int marker = marker(call);
    SpectrumSweep measured = sweep.get();
    places[marker] = measured.frequency(measured.peak());
  }

  /** Moves to the next lower peak, or to the nearest one on a side; an error if there is none. */
  private void toPeak(Call call, int side) {
    int marker = marker(call);
    switchOn(marker);
    SpectrumSweep measured = sweep.get();
    double[] trace = measured.trace();
    int from = measured.nearest(places[marker]);
    int found = -1;
    for (int i = 0; i < trace.length; i++) {
      boolean candidate = side == 0 ? i != from && trace[i] <= trace[from] : (i - from) * side > 0;
      if (candidate && isPeak(trace, i) && (found < 0 || isBetter(trace, i, found, side))) {
        found = i;
      }
    }
    if (found < 0) {
      throw new CommandException(StandardError.EXECUTION_ERROR);
    }
    places[marker] = measured.frequency(found);
  }

  private static boolean isBetter(double[] trace, int one, int other, int side) {
    return side == 0 ? trace[one] > trace[other] : side < 0;
  }

  private boolean isPeak(double[] trace, int point) {
    return isPeak(trace, point, excursion);
  }

  private static boolean isPeak(double[] trace, int point, double excursion) {
    return falls(trace, point, -1, excursion) && falls(trace, point, 1, excursion);
  }

  /** The points of the peaks above a threshold, in order. */
  static List<Integer> peaks(double[] trace, double threshold, double excursion) {
    List<Integer> peaks = new ArrayList<>();
    for (int point = 0; point < trace.length; point++) {
      if (trace[point] > threshold && isPeak(trace, point, excursion)) {
        peaks.add(point);
      }
    }
    return peaks;
  }

  /**
   * Whether the trace falls by the excursion before it rises above a point. Of equal points, the
   * first one counts.
   */
  private static boolean falls(double[] trace, int point, int step, double excursion) {
    for (int i = point + step; i >= 0 && i < trace.length; i += step) {
      if (trace[i] > trace[point] || step < 0 && trace[i] == trace[point]) {
        return false;
      }
      if (trace[i] <= trace[point] - excursion) {
        return true;
      }
    }
    return false;
  }
}
