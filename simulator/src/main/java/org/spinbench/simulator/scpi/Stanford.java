package org.spinbench.simulator.scpi;

import java.util.EnumSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How Stanford Research Systems' instruments read messages: four-letter mnemonics without tree, a
 * value directly after its mnemonic ({@code FREQ5E6}), blanks before a question mark ({@code SPTS
 * ?}), IEEE 488.2's common commands, and no SCPI: neither SYSTem nor STATus. Responses end with
 * carriage return and line feed.
 *
 * <p>Errors have the numbers of {@code LERR?} of the SG380 family. Where the manual's list leaves
 * open which number belongs to which fault of a message, this class chooses one. A model without
 * that query shows errors only in its event status register.
 */
public final class Stanford {
  private static final Pattern UNIT =
      Pattern.compile("(\\s*)(\\*?[A-Za-z]+)[ \\t]*(\\??)[ \\t]*(.*)", Pattern.DOTALL);

  /** The dialect of a model that queues errors as numbers. */
  public static final ScpiVariant DIALECT =
      ScpiVariant.of(new Wording("0", ""))
          .with(EnumSet.noneOf(ScpiVariant.Part.class))
          .reading(Stanford::separated)
          .numbering(numbering())
          .withCarriageReturn();

  private Stanford() {}

  private static UnaryOperator<InstrumentError> numbering() {
    return error -> error instanceof StandardError standard ? numbered(standard) : error;
  }

  /**
   * Inserts a blank between a mnemonic and its value, and joins a mnemonic with its question mark.
   */
  private static String separated(String message) {
    StringBuilder units = new StringBuilder(message.length() + 8);
    int start = 0;
    while (start <= message.length()) {
      int end = message.indexOf(';', start);
      end = end < 0 ? message.length() : end;
      Matcher unit = UNIT.matcher(message).region(start, end);
      if (unit.matches()) {
        units.append(unit.group(2)).append(unit.group(3)).append(' ').append(unit.group(4));
      } else {
        units.append(message, start, end);
      }
      units.append(end < message.length() ? ";" : "");
      start = end + 1;
    }
    return units.toString();
  }

  private static InstrumentError numbered(StandardError error) {
    return switch (error) {
      case DATA_OUT_OF_RANGE, ILLEGAL_PARAMETER_VALUE, TOO_MUCH_DATA, INVALID_CHARACTER_DATA ->
          DeviceError.execution(10, "Illegal value");
      case SETTINGS_CONFLICT -> DeviceError.execution(12, "Not allowed");
      case HARDWARE_MISSING -> DeviceError.execution(14, "Option not installed");
      case QUERY_INTERRUPTED, QUERY_DEADLOCKED, INPUT_BUFFER_OVERRUN ->
          DeviceError.query(30, "Lost data");
      case QUERY_UNTERMINATED, QUERY_UNTERMINATED_AFTER_INDEFINITE_RESPONSE ->
          DeviceError.query(32, "No listener");
      case UNDEFINED_HEADER, HEADER_SUFFIX_OUT_OF_RANGE ->
          DeviceError.command(111, "Undefined command");
      case PARAMETER_NOT_ALLOWED -> DeviceError.command(115, "Extra parameters");
      case MISSING_PARAMETER -> DeviceError.command(116, "Missing parameters");
      case EXPONENT_TOO_LARGE, TOO_MANY_DIGITS ->
          DeviceError.command(117, "Parameter buffer overflow");
      case NUMERIC_DATA_ERROR, INVALID_CHARACTER_IN_NUMBER, DATA_TYPE_ERROR ->
          DeviceError.command(118, "Bad floating point");
      case INVALID_SUFFIX, SUFFIX_ERROR, SUFFIX_TOO_LONG, SUFFIX_NOT_ALLOWED ->
          DeviceError.command(127, "Illegal units");
      case QUEUE_OVERFLOW -> DeviceError.device(254, "Too many errors");
      default ->
          error.eventBit() == Status.COMMAND_ERROR
              ? DeviceError.command(126, "Syntax error")
              : DeviceError.execution(12, "Not allowed");
    };
  }
}
