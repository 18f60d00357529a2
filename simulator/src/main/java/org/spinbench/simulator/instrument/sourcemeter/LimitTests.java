package org.spinbench.simulator.instrument.sourcemeter;

import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.spinbench.simulator.instrument.sourcemeter.ReadingElements.Row;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;
import org.spinbench.simulator.scpi.StoredSettings;

/**
 * CALCulate2 of a 2400: one element of the latest readings, less a null offset, against limits
 * (Series 2400 user's manual 2400S-900-01, section 12). The settings are in its table. The formulas
 * of CALCulate1 are not evaluated.
 */
final class LimitTests {
  private static final String NODE = "CALC2|CALCULATE2:";
  private static final int LIMITS = 12;

  private final StoredSettings settings;
  private final Supplier<List<Row>> latest;

  /**
   * @param latest gives the latest readings
   * @param clear forgets them
   */
  LimitTests(
      CommandTree tree,
      StoredSettings settings,
      Supplier<List<Row>> latest,
      Runnable clear,
      DoubleFunction<String> format) {
    this.settings = settings;
    this.latest = latest;
    tree.query(
        NODE + "DATA",
        () ->
            rows().stream().map(row -> format.apply(result(row))).collect(Collectors.joining(",")));
    tree.query(NODE + "DATA:LATest", () -> format.apply(result(last())));
    tree.event(NODE + "NULL:ACQuire", () -> settings.set(NODE + "NULL:OFFSet", fed(last())));
    tree.event(NODE + "CLIMits:CLEar[:IMMediate]", clear);
    tree.query(NODE + "LIMit#:FAIL", 0, 0, call -> Replies.flag(fails(call.suffix(0, LIMITS))));
  }

  private List<Row> rows() {
    List<Row> rows = latest.get();
    if (rows.isEmpty()) {
      throw new CommandException(StandardError.DATA_CORRUPT_OR_STALE);
    }
    return rows;
  }

  private Row last() {
    List<Row> rows = rows();
    return rows.get(rows.size() - 1);
  }

  private double fed(Row row) {
    return switch (settings.text(NODE + "FEED")) {
      case "CURR" -> row.amperes();
      case "RES" -> row.ohms();
      default -> row.volts();
    };
  }

  private double result(Row row) {
    double offset = settings.flag(NODE + "NULL:STATe") ? settings.number(NODE + "NULL:OFFSet") : 0;
    return fed(row) - offset;
  }

  private boolean fails(int limit) {
    String header = NODE + "LIMit#:";
    if (!settings.flag(header + "STATe", limit) || latest.get().isEmpty()) {
      return false;
    }
    double value = result(last());
    return value < settings.number(header + "LOWer[:DATA]", limit)
        || value > settings.number(header + "UPPer[:DATA]", limit);
  }
}
