package org.spinbench.drivers.scpi;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.spinbench.drivers.scpi.format.ScpiNumber;

/**
 * How a model reports errors: one query after every checked command, repeated until its answer has
 * no error.
 *
 * @param query takes errors from the instrument; empty for a model that reports none
 * @param reader the errors in an answer, none if the command was accepted; {@link
 *     IllegalArgumentException} if it is no such answer
 * @param inSameMessage true to send the query with the command in one message; false for models
 *     that drop the rest of a faulty message, or that take one command a message
 */
public record ErrorCheck(
    String query, Function<String, List<ScpiError>> reader, boolean inSameMessage) {
  /**
   * For a model that reports no errors. A setting is then asked back after each change, and must be
   * what it was set to.
   */
  public static final ErrorCheck NONE = new ErrorCheck("", answer -> List.of(), false);

  /** SCPI's error queue, {@code number,"text"}, asked with the command in one message. */
  public static final ErrorCheck SCPI = queue(":SYST:ERR?", true);

  /**
   * The error queue of a TSP instrument, {@code number TAB text TAB severity TAB node} (Keithley
   * 2600B reference manual 2600BS-901-01, "errorqueue.next()"). A statement that fails ends its
   * message, so it is asked in one of its own.
   */
  public static final ErrorCheck TSP =
      new ErrorCheck("print(errorqueue.next())", ErrorCheck::tspEntry, false);

  /**
   * The standard event status register, which reading clears (IEEE 488.2 section 11.5.1.1): a
   * command, an execution, a device-dependent and a query error, under the number that SCPI-99
   * (volume 2 section 21.8.2) gives to each class.
   */
  public static final ErrorCheck EVENT_STATUS =
      register(
          "*ESR?",
          Map.of(
              2, new ScpiError(-400, "Query error"),
              3, new ScpiError(-300, "Device-dependent error"),
              4, new ScpiError(-200, "Execution error"),
              5, new ScpiError(-100, "Command error")));

  public ErrorCheck {
    if (inSameMessage && !query.startsWith(":") && !query.startsWith("*")) {
      throw new IllegalArgumentException(
          "the error query \""
              + query
              + "\" must begin at the root (:) to follow a command in the same message");
    }
  }

  /** A queue of entries {@code number,"text"}, of which each query removes one. */
  public static ErrorCheck queue(String query, boolean inSameMessage) {
    requireQuestion(query);
    return new ErrorCheck(query, answer -> entry(ScpiError.parse(answer)), inSameMessage);
  }

  /**
   * A queue of bare numbers, of which each query takes one; zero when it is empty.
   *
   * @param meaning what a number means, by the manual; empty for one that it does not list
   */
  public static ErrorCheck codes(String query, IntFunction<String> meaning) {
    requireQuestion(query);
    return new ErrorCheck(
        query,
        answer -> {
          int number = ScpiError.parse(answer).number();
          return entry(new ScpiError(number, meaning.apply(number)));
        },
        false);
  }

  /**
   * A status register that reading clears.
   *
   * @param bits the bits that stand for errors, by number; others are ignored
   */
  public static ErrorCheck register(String query, Map<Integer, ScpiError> bits) {
    requireQuestion(query);
    Map<Integer, ScpiError> ordered = new TreeMap<>(bits);
    return new ErrorCheck(query, answer -> inRegister(answer, ordered), false);
  }

  private static void requireQuestion(String query) {
    if (!query.endsWith("?")) {
      throw new IllegalArgumentException(
          "the error query \"" + query + "\" does not end with a question mark");
    }
  }

  /** False if the model says nothing when it refuses a command. */
  public boolean exists() {
    return !query.isEmpty();
  }

  private static List<ScpiError> entry(ScpiError error) {
    return error.number() == 0 ? List.of() : List.of(error);
  }

  private static List<ScpiError> inRegister(String answer, Map<Integer, ScpiError> bits) {
    double register = ScpiNumber.parse(answer);
    if (!(register >= 0 && register <= 0xFFFF) || register != Math.rint(register)) {
      throw new IllegalArgumentException("a status register is an integer from 0 to 65535");
    }
    int set = (int) register;
    return bits.entrySet().stream()
        .filter(bit -> (set >> bit.getKey() & 1) != 0)
        .map(Map.Entry::getValue)
        .toList();
  }

  private static List<ScpiError> tspEntry(String answer) {
    String[] fields = answer.split("\t", -1);
    double number = ScpiNumber.parse(fields[0]);
    if (number != Math.rint(number) || !(Math.abs(number) < 1e6)) {
      throw new IllegalArgumentException("an error queue entry begins with an integer");
    }
    return entry(new ScpiError((int) number, fields.length > 1 ? fields[1].strip() : ""));
  }
}
