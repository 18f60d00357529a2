package org.spinbench.simulator.scpi;

import java.util.function.Function;

/**
 * The form of one parameter of a {@link StoredSettings} row: {@code bool}, {@code auto} (a Boolean
 * or ONCE, which leaves it off), {@code int 1..9}, {@code number 0..10 V}, {@code word UP|DOWN},
 * {@code text 32} (a string of at most so many characters) or {@code block}.
 *
 * @param take takes the value from a call
 * @param answer the value as the instrument writes it
 * @param read a value from a table
 * @param range the range of a number; null for any other form
 */
record StoredForm(
    Function<Call, Object> take,
    Function<Object, String> answer,
    Function<String, Object> read,
    NumberRange range) {
  private static final int LONGEST = 255;

  /**
   * A form from its notation.
   *
   * @param preset its value after a reset, in the notation of tables
   */
  static StoredForm of(String notation, String preset, CommandTree tree) {
    int space = notation.indexOf(' ');
    String kind = space < 0 ? notation : notation.substring(0, space);
    String rest = space < 0 ? "" : notation.substring(space + 1).strip();
    return switch (kind) {
      case "bool" ->
          new StoredForm(
              Call::flag, value -> Replies.flag((Boolean) value), StoredForm::flag, null);
      case "auto" ->
          new StoredForm(
              call -> !call.took("ONCE") && call.flag(),
              value -> Replies.flag((Boolean) value),
              StoredForm::flag,
              null);
      case "int" -> integer(range(rest, preset));
      case "number" -> {
        NumberRange range = range(rest, preset);
        yield new StoredForm(
            call -> call.number(range),
            value -> tree.written((Double) value),
            text -> range.checked(number(text)),
            range);
      }
      case "word" -> word(Choice.of(rest));
      case "text" -> text(rest.isEmpty() ? LONGEST : Integer.parseInt(rest));
      case "block" ->
          new StoredForm(
              Call::block,
              value -> Replies.block(Replies.bytes((String) value)),
              text -> text,
              null);
      default -> throw new IllegalArgumentException("no form of a parameter: " + notation);
    };
  }

  private static StoredForm integer(NumberRange range) {
    return new StoredForm(
        call -> (double) call.integer((int) range.min(), (int) range.max()),
        value -> Replies.plain((Double) value),
        text -> range.checked(number(text)),
        range);
  }

  private static StoredForm word(Choice choice) {
    return new StoredForm(
        call -> call.choice(choice),
        Object::toString,
        text -> {
          String word = choice.shortForm(text);
          if (word == null) {
            throw new IllegalArgumentException(text + " is none of " + choice.notation());
          }
          return word;
        },
        null);
  }

  private static StoredForm text(int longest) {
    return new StoredForm(
        call -> {
          String text = call.quoted();
          if (text.length() > longest) {
            throw new CommandException(StandardError.TOO_MUCH_DATA);
          }
          return text;
        },
        value -> Replies.quoted((String) value),
        text -> text,
        null);
  }

  private static boolean flag(String text) {
    if (!text.equals("0") && !text.equals("1")) {
      throw new IllegalArgumentException("neither 0 nor 1: " + text);
    }
    return text.equals("1");
  }

  /** {@code 0..10 V}. */
  private static NumberRange range(String notation, String preset) {
    String[] parts = notation.split(" ");
    int dots = parts[0].indexOf("..");
    Quantity quantity = Quantity.in(parts.length > 1 ? parts[1] : "");
    double least = number(parts[0].substring(0, dots));
    double most = number(parts[0].substring(dots + 2));
    return new NumberRange(quantity, least, most, preset.isEmpty() ? least : number(preset));
  }

  private static double number(String text) {
    return switch (text) {
      case "INF" -> Double.POSITIVE_INFINITY;
      case "-INF" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }
}
