package org.spinbench.simulator.instrument.meter;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.VoltageInput;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;
import org.spinbench.simulator.scpi.StoredSettings;

/**
 * The measuring functions of a Truevolt multimeter. The bench connects its voltage terminals only,
 * and a meter drives no current into what it measures: AC voltage is that of the terminals, the
 * current terminals carry no current, the terminals that sense show an open circuit, and no
 * frequency is counted.
 */
final class TruevoltFunctions {
  /** A function: the name that its query answers, its header and its range setting. */
  enum Function {
    VOLT("VOLT", "VOLT(AGE)?(:DC)?", "[:VOLTage][:DC]", "VOLTage[:DC]", ""),
    VOLT_AC("VOLT:AC", "VOLT(AGE)?:AC", "[:VOLTage]:AC", "VOLTage:AC", ":RANGe"),
    RATIO("VOLT:RAT", "VOLT(AGE)?(:DC)?:RAT(IO)?", "[:VOLTage][:DC]:RATio", "", ""),
    CURR("CURR", "CURR(ENT)?(:DC)?", ":CURRent[:DC]", "CURRent[:DC]", ":RANGe"),
    CURR_AC("CURR:AC", "CURR(ENT)?:AC", ":CURRent:AC", "CURRent:AC", ":RANGe"),
    RES("RES", "RES(ISTANCE)?", ":RESistance", "RESistance", ":RANGe"),
    FRES("FRES", "FRES(ISTANCE)?", ":FRESistance", "FRESistance", ":RANGe"),
    CAP("CAP", "CAP(ACITANCE)?", ":CAPacitance", "CAPacitance", ":RANGe"),
    FREQ("FREQ", "FREQ(UENCY)?(:VOLT(AGE)?)?", ":FREQuency", "FREQuency", ""),
    PER("PER", "PER(IOD)?(:VOLT(AGE)?)?", ":PERiod", "PERiod", ""),
    CONT("CONT", "CONT(INUITY)?", ":CONTinuity", "", ""),
    DIOD("DIOD", "DIODE?", ":DIODe", "", ""),
    TEMP("TEMP", "TEMP(ERATURE)?", ":TEMPerature", "TEMPerature", "");

    final String word;
    private final Pattern names;
    private final String header;
    private final String sense;
    private final String range;

    Function(String word, String names, String header, String sense, String range) {
      this.word = word;
      this.names = Pattern.compile(names, Pattern.CASE_INSENSITIVE);
      this.header = header;
      this.sense = sense.isEmpty() ? "" : "[:SENSe]:" + sense;
      this.range = range.isEmpty() ? "" : this.sense + range;
    }
  }

  private static final int SAMPLES = 256;
  private static final long INSTANT = 1000;
  private static final double NO_CURRENT_NOISE = 1e-9;
  private static final NumberRange ANY = new NumberRange(Quantity.NUMBER, 0, 1e10, 0);

  private final Surroundings surroundings;
  private final VoltageInput input;
  private final StoredSettings settings;
  private Function present = Function.VOLT;

  /**
   * Declares the functions.
   *
   * @param configureVoltage configures DC voltage
   * @param reset presets what a configuration presets
   * @param read takes readings
   */
  TruevoltFunctions(
      CommandTree tree,
      Surroundings surroundings,
      VoltageInput input,
      StoredSettings settings,
      Consumer<Call> configureVoltage,
      Runnable reset,
      Supplier<String> read) {
    this.surroundings = surroundings;
    this.input = input;
    this.settings = settings;
    tree.command("[:SENSe]:FUNCtion[:ON]", 1, 1, call -> present = named(call.quoted()));
    tree.query("[:SENSe]:FUNCtion[:ON]", () -> Replies.quoted(present.word));
    tree.stored(() -> present, function -> present = function);
    for (Function function : Function.values()) {
      Consumer<Call> configure =
          call -> {
            if (function == Function.VOLT) {
              configureVoltage.accept(call);
            } else {
              configure(function, call, reset);
            }
            present = function;
          };
      int most = function.sense.isEmpty() && function != Function.RATIO ? 0 : 4;
      tree.command("CONFigure" + function.header, 0, most, configure::accept);
      tree.query(
          "MEASure" + function.header,
          0,
          most,
          call -> {
            configure.accept(call);
            return read.get();
          });
    }
  }

  private static Function named(String name) {
    return Arrays.stream(Function.values())
        .filter(function -> function.names.matcher(name).matches())
        .findFirst()
        .orElseThrow(() -> new CommandException(StandardError.ILLEGAL_PARAMETER_VALUE));
  }

  /** Sets the range; the resolution follows from the integration time. */
  private void configure(Function function, Call call, Runnable reset) {
    boolean ranged = !function.range.isEmpty() && call.more() && !call.took("AUTO");
    Runnable range = ranged ? settings.taken(function.range + "[:UPPer]", call) : () -> {};
    while (call.more()) {
      if (call.wordNext()) {
        call.word();
      } else {
        call.number(ANY);
      }
    }
    reset.run();
    if (ranged) {
      range.run();
      settings.set(function.range + ":AUTO", false);
    }
  }

  void preset() {
    present = Function.VOLT;
  }

  Function present() {
    return present;
  }

  /** Full scale of the present function; for one without ranges of its own, the given one. */
  double range(double otherwise) {
    return present.range.isEmpty() ? otherwise : settings.number(present.range + "[:UPPer]");
  }

  /** A reading of any function but DC voltage, from a moment on; infinite if it is an overload. */
  double measure(long begin, long nanos) {
    return switch (present) {
      case VOLT_AC -> alternating(begin, nanos);
      case CURR, CURR_AC -> Math.abs(NO_CURRENT_NOISE * surroundings.gaussian());
      case CAP, FREQ, PER -> 0;
      default -> Double.POSITIVE_INFINITY;
    };
  }

  /** The effective value of the alternating part. */
  private double alternating(long begin, long nanos) {
    double sum = 0;
    double squares = 0;
    for (int k = 0; k < SAMPLES; k++) {
      long moment = begin + nanos * k / SAMPLES;
      double volts = input.mean(moment, moment + INSTANT);
      sum += volts;
      squares += volts * volts;
    }
    double mean = sum / SAMPLES;
    return Math.sqrt(Math.max(0, squares / SAMPLES - mean * mean));
  }

  /** A reading without its null value, if there is one. */
  double nulled(double reading) {
    boolean on = !present.sense.isEmpty() && settings.flag(present.sense + ":NULL[:STATe]");
    return on ? reading - settings.number(present.sense + ":NULL:VALue") : reading;
  }
}
