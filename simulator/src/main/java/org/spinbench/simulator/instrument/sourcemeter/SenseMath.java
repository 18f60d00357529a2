package org.spinbench.simulator.instrument.sourcemeter;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StoredSettings;

/**
 * What a 2450 computes from each reading of a function: relative offset, math, then two limits
 * (2450 reference manual 2450-901-01, section 6, SENSe:RELative, CALCulate1 and CALCulate2). The
 * settings are in its table.
 */
final class SenseMath {
  private static final int LIMITS = 2;

  private final StoredSettings settings;
  private final Map<MeasureFunction, boolean[]> failed = new EnumMap<>(MeasureFunction.class);

  /**
   * @param reading takes a reading of a function, without any of this
   */
  SenseMath(CommandTree tree, StoredSettings settings, ToDoubleFunction<MeasureFunction> reading) {
    this.settings = settings;
    for (MeasureFunction function : MeasureFunction.values()) {
      boolean[] failures = new boolean[LIMITS];
      failed.put(function, failures);
      String relative = "[:SENSe#]:" + function.node() + ":RELative";
      tree.event(
          relative + ":ACQuire", () -> settings.set(relative, reading.applyAsDouble(function), 1));
      String limit = limit(function);
      tree.command(
          limit + ":CLEar[:IMMediate]", 0, 0, c -> failures[c.suffix(0, LIMITS) - 1] = false);
      tree.query(limit + ":FAIL", 0, 0, call -> Replies.flag(failures[call.suffix(0, LIMITS) - 1]));
    }
  }

  private static String limit(MeasureFunction function) {
    return "CALC2|CALCULATE2:" + function.node() + ":LIMit#";
  }

  void preset() {
    failed.values().forEach(failures -> Arrays.fill(failures, false));
  }

  /** The result for a reading. */
  double apply(MeasureFunction function, double reading) {
    String relative = "[:SENSe#]:" + function.node() + ":RELative";
    double result =
        settings.flag(relative + ":STATe") ? reading - settings.number(relative) : reading;
    String math = "CALCulate#:" + function.node() + ":MATH:";
    if (settings.flag(math + "STATe")) {
      double reference = settings.number(math + "PERCent");
      result =
          switch (settings.text(math + "FORMat")) {
            case "MXB" ->
                settings.number(math + "MMFactor") * result + settings.number(math + "MBFactor");
            case "PERC" -> 100 * (result - reference) / reference;
            default -> 1 / result;
          };
    }
    String limit = limit(function);
    for (int n = 1; n <= LIMITS; n++) {
      if (settings.flag(limit + ":STATe", n)) {
        boolean beyond =
            result < settings.number(limit + ":LOWer[:DATA]", n)
                || result > settings.number(limit + ":UPPer[:DATA]", n);
        boolean kept = !settings.flag(limit + ":CLEar:AUTO", n) && failed.get(function)[n - 1];
        failed.get(function)[n - 1] = beyond || kept;
      }
    }
    return result;
  }
}
