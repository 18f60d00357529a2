package org.spinbench.simulator.tsp;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.StandardError;

/**
 * Texts, tables and types: the parts of the libraries {@code string} and {@code table} of Lua 5.0
 * that need no patterns, {@code type}, and {@code makegetter} and {@code makesetter} of TSP (2600B
 * reference manual 2600BS-901-01, sections 6 and 7).
 */
final class TspStrings {
  private static final int LONGEST = 1 << 14;
  private static final int LARGEST_BYTE = 255;
  private static final Pattern PLACE =
      Pattern.compile("%([-+ #0]*)(\\d{0,2})(?:\\.(\\d{0,2}))?([a-zA-Z%])");

  private TspStrings() {}

  static void bind(TspTable globals) {
    TspTable string = globals.table("string");
    string.function("len", arguments -> one((double) text(arguments, 1).length()));
    string.function("lower", arguments -> one(text(arguments, 1).toLowerCase(Locale.ROOT)));
    string.function("upper", arguments -> one(text(arguments, 1).toUpperCase(Locale.ROOT)));
    string.function("sub", TspStrings::part);
    string.function("rep", TspStrings::repeated);
    string.function("byte", TspStrings::code);
    string.function("char", TspStrings::characters);
    string.function("format", TspStrings::format);
    TspTable table = globals.table("table");
    table.function("getn", arguments -> one((double) Math.max(0, arguments.table(1).length())));
    table.function("insert", TspStrings::insert);
    globals.function("type", arguments -> one(Text.kind(arguments.value(1))));
    globals.function("makegetter", TspStrings::getter);
    globals.function("makesetter", TspStrings::setter);
  }

  /** A text; a number stands for its text. */
  private static String text(Arguments arguments, int place) {
    Object value = arguments.value(place);
    return value instanceof Double ? Text.plain(value) : arguments.text(place);
  }

  /** From one character to another; negative places count from the end. */
  private static Object[] part(Arguments arguments) {
    String text = text(arguments, 1);
    int last = arguments.count() > 2 ? place(arguments, 3, text) : text.length();
    int first = Math.max(1, place(arguments, 2, text));
    last = Math.min(text.length(), last);
    return one(first > last ? "" : text.substring(first - 1, last));
  }

  private static int place(Arguments arguments, int index, String text) {
    int place = arguments.integer(index, -LONGEST, LONGEST);
    return place < 0 ? text.length() + place + 1 : place;
  }

  private static Object[] repeated(Arguments arguments) {
    String text = text(arguments, 1);
    int times = arguments.integer(2, 0, LONGEST);
    requireShort(text.length() * times);
    return one(text.repeat(times));
  }

  private static void requireShort(int length) {
    if (length > LONGEST) {
      throw new CommandException(StandardError.OUT_OF_MEMORY);
    }
  }

  private static Object[] code(Arguments arguments) {
    String text = text(arguments, 1);
    int place = arguments.count() > 1 ? place(arguments, 2, text) : 1;
    return one(place < 1 || place > text.length() ? null : (double) text.charAt(place - 1));
  }

  private static Object[] characters(Arguments arguments) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= arguments.count(); i++) {
      text.append((char) arguments.integer(i, 0, LARGEST_BYTE));
    }
    return one(text.toString());
  }

  /** As in C, without the lengths of types: d i u c x X o e E f g G s %. */
  private static Object[] format(Arguments arguments) {
    Matcher places = PLACE.matcher(text(arguments, 1));
    StringBuilder said = new StringBuilder();
    int next = 2;
    while (places.find()) {
      String kind = places.group(4);
      String shown = kind.equals("%") ? "%" : shown(places, arguments, next);
      next += kind.equals("%") ? 0 : 1;
      places.appendReplacement(said, Matcher.quoteReplacement(shown));
    }
    places.appendTail(said);
    requireShort(said.length());
    return one(said.toString());
  }

  private static String shown(Matcher place, Arguments arguments, int index) {
    String flags = place.group(1);
    String width = place.group(2);
    boolean precise = place.group(3) != null;
    int digits = precise && !place.group(3).isEmpty() ? Integer.parseInt(place.group(3)) : 6;
    String content =
        switch (place.group(4)) {
          case "d", "i", "u" -> signed(flags, (long) arguments.number(index));
          case "c" -> String.valueOf((char) arguments.integer(index, 0, LARGEST_BYTE));
          case "x" -> Long.toHexString((long) arguments.number(index));
          case "X" -> Long.toHexString((long) arguments.number(index)).toUpperCase(Locale.ROOT);
          case "o" -> Long.toOctalString((long) arguments.number(index));
          case "e", "E", "f" -> real(flags, digits, place.group(4), arguments.number(index));
          case "g", "G" -> general(flags, Math.max(1, digits), arguments.number(index));
          case "s", "q" -> cut(Text.plain(arguments.value(index)), precise ? digits : LONGEST);
          default -> throw new ScriptException("invalid option in `format'");
        };
    return padded(content, flags, width.isEmpty() ? 0 : Integer.parseInt(width));
  }

  private static String signed(String flags, long number) {
    return flags.contains("+") && number >= 0 ? "+" + number : Long.toString(number);
  }

  private static String cut(String text, int length) {
    return text.substring(0, Math.min(length, text.length()));
  }

  private static String real(String flags, int digits, String kind, double number) {
    if (!Double.isFinite(number)) {
      return Text.plain(number);
    }
    String form = "%" + (flags.contains("+") ? "+" : "") + "." + digits + kind;
    return String.format(Locale.ROOT, form, number);
  }

  /** The shorter of both forms, without zeros at its end. */
  private static String general(String flags, int digits, double number) {
    String scientific = real(flags, digits - 1, "e", number);
    int mark = scientific.indexOf('e');
    if (mark < 0) {
      return scientific;
    }
    int exponent = Integer.parseInt(scientific.substring(mark + 1));
    if (exponent < -4 || exponent >= digits) {
      return trimmed(scientific.substring(0, mark)) + scientific.substring(mark);
    }
    return trimmed(real(flags, digits - 1 - exponent, "f", number));
  }

  private static String trimmed(String number) {
    return number.contains(".") ? number.replaceAll("\\.?0+$", "") : number;
  }

  private static String padded(String text, String flags, int width) {
    int missing = Math.max(0, width - text.length());
    if (flags.contains("-")) {
      return text + " ".repeat(missing);
    }
    if (flags.contains("0") && text.matches("[-+]?\\d.*")) {
      int sign = Character.isDigit(text.charAt(0)) ? 0 : 1;
      return text.substring(0, sign) + "0".repeat(missing) + text.substring(sign);
    }
    return " ".repeat(missing) + text;
  }

  /** Appends a value, or inserts it at a place. */
  private static Object[] insert(Arguments arguments) {
    TspTable table = arguments.table(1);
    int length = Math.max(0, table.length());
    int place = arguments.count() > 2 ? arguments.integer(2, 1, length + 1) : length + 1;
    for (int k = length; k >= place; k--) {
      table.set(k + 1.0, table.get((double) k));
    }
    table.set((double) place, arguments.value(arguments.count() > 2 ? 3 : 2));
    return new Object[0];
  }

  private static Object[] getter(Arguments arguments) {
    TspTable table = arguments.table(1);
    String key = arguments.text(2);
    TspFunction get = nothing -> one(table.get(key));
    return one(get);
  }

  private static Object[] setter(Arguments arguments) {
    TspTable table = arguments.table(1);
    String key = arguments.text(2);
    TspFunction set =
        value -> {
          table.set(key, value.value(1));
          return new Object[0];
        };
    return one(set);
  }

  private static Object[] one(Object value) {
    return new Object[] {value};
  }
}
