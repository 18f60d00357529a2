package org.spinbench.simulator.instrument.sourcemeter;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.spinbench.simulator.instrument.part.Statistics;
import org.spinbench.simulator.instrument.sourcemeter.ReadingElements.Element;
import org.spinbench.simulator.instrument.sourcemeter.ReadingElements.Row;
import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;

/**
 * The trace buffer of a B2900 channel (SCPI command reference B2910-90030, {@code TRACe}): fed with
 * {@code FEED:CONTrol NEXT}, it stores readings until it is full.
 */
final class B2900Trace {
  private static final int MOST = 100_000;
  private static final NumberRange POINTS = new NumberRange(Quantity.NUMBER, 1, MOST, MOST);
  private static final int BYTES = 8;

  private final List<Row> rows = new ArrayList<>();
  private int capacity = MOST;
  private boolean feeding;
  private String statistic = "MEAN";

  void preset() {
    rows.clear();
    capacity = MOST;
    feeding = false;
    statistic = "MEAN";
  }

  /** Stores readings if it is fed, up to its capacity. */
  void offer(List<Row> readings) {
    for (Row row : readings) {
      if (feeding) {
        rows.add(row);
        feeding = rows.size() < capacity;
      }
    }
  }

  private static void clear(B2900Trace trace) {
    trace.rows.clear();
  }

  /**
   * Declares {@code TRACe}.
   *
   * @param elements gives the elements of readings in answers
   * @param answer formats numbers
   */
  static void declare(
      PerChannel<B2900Trace> each,
      Supplier<Set<Element>> elements,
      Function<List<Double>, String> answer,
      DoubleFunction<String> number) {
    each.event("TRACe#:CLEar", B2900Trace::clear);
    each.number(
        "TRACe#:POINts",
        trace -> POINTS,
        trace -> trace.capacity,
        (trace, points) -> {
          trace.rows.clear();
          trace.capacity = (int) points;
        });
    each.query("TRACe#:POINts:ACTual", trace -> Integer.toString(trace.rows.size()));
    each.query(
        "TRACe#:FREE",
        trace -> BYTES * (trace.capacity - trace.rows.size()) + "," + BYTES * trace.rows.size());
    each.choice("TRACe#:FEED", Choice.of("SENSe|MATH|LIMit"), trace -> "SENS", (trace, word) -> {});
    each.choice(
        "TRACe#:FEED:CONTrol",
        Choice.of("NEXT|NEVer"),
        trace -> trace.feeding ? "NEXT" : "NEV",
        (trace, word) -> trace.feeding = word.equals("NEXT"));
    each.query("TRACe#:DATA", trace -> answer.apply(trace.values(elements.get())));
    each.choice(
        "TRACe#:STATistic:FORMat",
        Choice.of("MEAN|SDEViation|MINimum|MAXimum|PKPK"),
        trace -> trace.statistic,
        (trace, word) -> trace.statistic = word);
    each.query(
        "TRACe#:STATistic:DATA",
        trace -> {
          trace.requireReadings();
          List<Double> values = new ArrayList<>();
          for (Element element : List.of(Element.VOLT, Element.CURR, Element.RES)) {
            values.add(trace.statistic(element));
          }
          return Replies.list(values, number);
        });
  }

  private void requireReadings() {
    if (rows.isEmpty()) {
      throw new CommandException(StandardError.DATA_CORRUPT_OR_STALE);
    }
  }

  private List<Double> values(Set<Element> elements) {
    requireReadings();
    return rows.stream().flatMap(row -> elements.stream().map(row::of)).toList();
  }

  private double statistic(Element element) {
    double[] values = rows.stream().mapToDouble(row -> row.of(element)).toArray();
    boolean missing = Statistics.most(values) == B2900Channel.NOT_A_NUMBER;
    return missing ? B2900Channel.NOT_A_NUMBER : Statistics.named(statistic, values);
  }
}
