package org.spinbench.simulator.instrument.meter;

import java.util.function.DoubleSupplier;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StoredSettings;

/**
 * CALCulate1 and CALCulate3 of a 2182A: a line or a percentage of each reading, and two limits
 * (2182A user's manual 2182A-900-01, sections 5 and 8). The settings are in its table.
 */
final class NanovoltMath {
  private static final int LIMITS = 2;

  private final StoredSettings settings;

  /**
   * @param latest gives the latest reading
   */
  NanovoltMath(CommandTree tree, StoredSettings settings, DoubleSupplier latest) {
    this.settings = settings;
    tree.query("CALCulate:DATA[:LATest]", () -> shown(apply(latest.getAsDouble())));
    tree.query(
        "CALCULATE3|CALC3:LIMit#:FAIL",
        0,
        0,
        call -> Replies.flag(fails(call.suffix(0, LIMITS), latest.getAsDouble())));
    tree.event(
        "CALCulate:KMATh:PERCent:ACQuire", () -> settings.set(PERCENT, latest.getAsDouble()));
  }

  private static final String PERCENT = "CALCulate:KMATh:PERCent";

  private static String shown(double value) {
    return Replies.scientific(value, 8, 2);
  }

  /** The result for a reading. */
  double apply(double reading) {
    if (!settings.flag("CALCulate:STATe")) {
      return reading;
    }
    double reference = settings.number(PERCENT);
    return switch (settings.text("CALCulate:FORMat")) {
      case "MXB" ->
          settings.number("CALCulate:KMATh:MMFactor") * reading
              + settings.number("CALCulate:KMATh:MBFactor");
      case "PERC" -> 100 * (reading - reference) / reference;
      default -> reading;
    };
  }

  private boolean fails(int limit, double reading) {
    String header = "CALCULATE3|CALC3:LIMit#:";
    double value = apply(reading);
    return settings.flag(header + "STATe", limit)
        && (value < settings.number(header + "LOWer[:DATA]", limit)
            || value > settings.number(header + "UPPer[:DATA]", limit));
  }
}
