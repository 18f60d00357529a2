package org.spinbench.simulator.tsp;

import java.util.List;

/**
 * The front panel's display: 20 characters above 32, which scripts can write and read (2600B
 * reference manual 2600BS-901-01, section 7, {@code display}). Nobody stands before it: a menu, a
 * prompt and a wait for a key end as by the key EXIT.
 *
 * <p>That {@code gettext} pads both lines with blanks is unconfirmed.
 */
public final class TspDisplay {
  private static final int[] WIDTHS = {20, 32};
  private static final int USER_SCREEN = 3;
  private static final int PRESET_SCREEN = 2;

  /** Annunciator REM, which a program that talks to the instrument lights. */
  private static final int REMOTE = 1024;

  private static final Object[] NOTHING = {};

  private final TspStored stored = new TspStored();
  private final StringBuilder[] rows = {new StringBuilder(), new StringBuilder()};
  private int screen = PRESET_SCREEN;
  private int row;
  private int column;
  private int style;

  /**
   * Binds the display of an instrument.
   *
   * @param channels names of its channels
   */
  public void bind(TspTable display, List<String> channels) {
    clear();
    display.event("clear", this::clear);
    display.attribute("screen", 0, USER_SCREEN, () -> screen, wanted -> screen = (int) wanted);
    display.constant("SMUA", 0);
    display.constant("SMUB", 1);
    display.constant("SMUA_SMUB", PRESET_SCREEN);
    display.constant("USER", USER_SCREEN);
    display.function("setcursor", this::setCursor);
    display.function("getcursor", a -> new Object[] {row + 1.0, column + 1.0, (double) style});
    display.function("settext", this::setText);
    display.function("gettext", this::getText);
    display.function("getannunciators", arguments -> new Object[] {(double) REMOTE});
    display.function("getlastkey", arguments -> new Object[] {0.0});
    display.function("sendkey", this::key);
    for (String wait : List.of("menu", "prompt", "inputvalue", "waitkey")) {
      display.function(wait, arguments -> new Object[] {null});
    }
    TspTable menu = display.table("loadmenu");
    menu.function("add", TspDisplay::named);
    menu.function("delete", TspDisplay::named);
    stored.number(display, "locallockout", 0, 1, 0);
    stored.number(display, "numpad", 0, 1, 1);
    for (int digits = 4; digits <= 6; digits++) {
      display.constant("DIGITS_" + digits + "_5", digits);
    }
    List<String> functions =
        List.of("MEASURE_DCAMPS", "MEASURE_DCVOLTS", "MEASURE_OHMS", "MEASURE_WATTS");
    functions.forEach(name -> display.constant(name, functions.indexOf(name)));
    for (String name : channels) {
      TspTable channel = display.table(name);
      stored.number(channel, "digits", 4, 6, 5);
      stored.number(channel.table("measure"), "func", 0, functions.size() - 1, 1);
      stored.number(channel.table("limit"), "func", 0, 1, 0);
    }
  }

  private static Object[] named(Arguments arguments) {
    arguments.text(1);
    return NOTHING;
  }

  private Object[] key(Arguments arguments) {
    arguments.number(1);
    return NOTHING;
  }

  private Object[] setCursor(Arguments arguments) {
    int wanted = arguments.integer(1, 1, WIDTHS.length) - 1;
    column = arguments.integer(2, 1, WIDTHS[wanted]) - 1;
    row = wanted;
    style = arguments.count() > 2 ? arguments.integer(3, 0, 2) : 0;
    return NOTHING;
  }

  /** Writes from the cursor on; {@code $N} begins the second line, {@code $$} is a dollar sign. */
  private Object[] setText(Arguments arguments) {
    String text = arguments.text(1);
    screen = USER_SCREEN;
    for (int i = 0; i < text.length(); i++) {
      char one = text.charAt(i);
      if (one == '$' && i + 1 < text.length()) {
        i++;
        if (text.charAt(i) == 'N') {
          row = 1;
          column = 0;
        }
        if (text.charAt(i) != '$') {
          continue;
        }
      }
      if (column < WIDTHS[row]) {
        rows[row].setCharAt(column, one);
        column++;
      }
    }
    return NOTHING;
  }

  /** Both lines or one of them, or a part of one, as it stands; codes of characters are lost. */
  private Object[] getText(Arguments arguments) {
    if (arguments.count() < 2) {
      return new Object[] {rows[0].toString() + rows[1]};
    }
    int wanted = arguments.integer(2, 1, WIDTHS.length) - 1;
    int width = WIDTHS[wanted];
    int first = arguments.count() > 2 ? arguments.integer(3, 1, width) : 1;
    int last = arguments.count() > 3 ? arguments.integer(4, first, width) : width;
    return new Object[] {rows[wanted].substring(first - 1, last)};
  }

  private void clear() {
    for (int k = 0; k < rows.length; k++) {
      rows[k].setLength(0);
      rows[k].append(" ".repeat(WIDTHS[k]));
    }
    row = 0;
    column = 0;
    style = 0;
  }

  /** The display after a reset. */
  public void reset() {
    clear();
    screen = PRESET_SCREEN;
    stored.reset();
  }
}
