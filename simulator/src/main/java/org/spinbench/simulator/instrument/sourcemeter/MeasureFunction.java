package org.spinbench.simulator.instrument.sourcemeter;

import java.util.Locale;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.StandardError;

/** What a source-measure unit measures. */
enum MeasureFunction {
  VOLT("VOLTage[:DC]"),
  CURR("CURRent[:DC]"),
  RES("RESistance");

  private final String node;

  MeasureFunction(String node) {
    this.node = node;
  }

  /** Its part of a header, as a command tree has it. */
  String node() {
    return node;
  }

  /** What a function's name, short or long, stands for; -224 for another. */
  static MeasureFunction named(String text) {
    return switch (text.toUpperCase(Locale.ROOT)) {
      case "VOLT", "VOLTAGE", "VOLT:DC", "VOLTAGE:DC" -> VOLT;
      case "CURR", "CURRENT", "CURR:DC", "CURRENT:DC" -> CURR;
      case "RES", "RESISTANCE" -> RES;
      default -> throw new CommandException(StandardError.ILLEGAL_PARAMETER_VALUE);
    };
  }

  /** The name that instruments answer: VOLT:DC, CURR:DC, RES. */
  String answer() {
    return this == RES ? "RES" : name() + ":DC";
  }

  /** Of what was read. */
  double of(SourceMeasureUnit.Reading reading) {
    return switch (this) {
      case VOLT -> reading.volts();
      case CURR -> reading.amperes();
      case RES -> reading.volts() / reading.amperes();
    };
  }
}
