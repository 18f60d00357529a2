package org.spinbench.simulator.instrument.sourcemeter;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;

/** A function of a source-measure unit. */
enum MeasureFunction {
  VOLT("VOLTage[:DC]"),
  CURR("CURRent[:DC]"),
  RES("RESistance");

  private final String node;

  MeasureFunction(String node) {
    this.node = node;
  }

  /** Its node in a header, in the notation of a command tree. */
  String node() {
    return node;
  }

  /** The function with this short or long name; error -224 for another name. */
  static MeasureFunction named(String text) {
    return switch (text.toUpperCase(Locale.ROOT)) {
      case "VOLT", "VOLTAGE", "VOLT:DC", "VOLTAGE:DC" -> VOLT;
      case "CURR", "CURRENT", "CURR:DC", "CURRENT:DC" -> CURR;
      case "RES", "RESISTANCE" -> RES;
      default -> throw new CommandException(StandardError.ILLEGAL_PARAMETER_VALUE);
    };
  }

  /** The functions that the remaining parameters name; error -224 for another name. */
  static Set<MeasureFunction> named(Call call) {
    Set<MeasureFunction> named = EnumSet.noneOf(MeasureFunction.class);
    while (call.more()) {
      named.add(named(call.quoted()));
    }
    return named;
  }

  /** Names of functions in quotes, comma separated; two quotes for none. */
  static String list(Set<MeasureFunction> functions, Function<MeasureFunction, String> name) {
    return functions.isEmpty()
        ? Replies.quoted("")
        : functions.stream().map(name).map(Replies::quoted).collect(Collectors.joining(","));
  }

  /** The name in answers: VOLT:DC, CURR:DC, RES. */
  String answer() {
    return this == RES ? "RES" : name() + ":DC";
  }

  /** The value of this function in a reading. */
  double of(SourceMeasureUnit.Reading reading) {
    return switch (this) {
      case VOLT -> reading.volts();
      case CURR -> reading.amperes();
      case RES -> reading.volts() / reading.amperes();
    };
  }
}
