package org.spinbench.drivers.scpi;

/**
 * One entry of an instrument's error queue.
 *
 * @param number zero when the queue was empty; negative numbers are SCPI-99's, positive ones the
 *     manufacturer's
 * @param text as the instrument words it, without quotes
 */
public record ScpiError(int number, String text) {
  /**
   * Parses an entry: an integer, then nothing or a comma and a text. The wording differs between
   * manufacturers, so only the integer decides.
   *
   * @throws IllegalArgumentException if it does not begin with an integer
   */
  static ScpiError parse(String entry) {
    String trimmed = entry.strip();
    int comma = trimmed.indexOf(',');
    String number = (comma < 0 ? trimmed : trimmed.substring(0, comma)).strip();
    String text = comma < 0 ? "" : trimmed.substring(comma + 1).strip();
    if (text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")) {
      text = text.substring(1, text.length() - 1).replace("\"\"", "\"");
    }
    return new ScpiError(integer(number), text);
  }

  private static int integer(String text) {
    int digits = text.startsWith("+") || text.startsWith("-") ? 1 : 0;
    boolean right = text.length() > digits && text.length() - digits <= 9;
    for (int i = digits; i < text.length() && right; i++) {
      right = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    if (!right) {
      throw new IllegalArgumentException("an error queue entry begins with an integer");
    }
    return Integer.parseInt(text);
  }

  /** Whether it concerns the exchange of messages (SCPI-99 volume 2, 21.8.12). */
  boolean isQueryError() {
    return number <= -400 && number >= -499;
  }

  @Override
  public String toString() {
    return number + ",\"" + text + "\"";
  }
}
