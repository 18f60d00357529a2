package org.spinbench.drivers.instrument;

import java.util.Arrays;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spinbench.drivers.scpi.ScpiNumber;

/**
 * A message that a driver sends beside its settings.
 *
 * @param pattern of the message; what is judged stands in its groups
 * @param select what the instrument has to be sent before; empty for nothing
 * @param judge of the numbers in it
 */
record Message(Pattern pattern, String select, Consumer<double[]> judge) {
  private static final String NUMBER = "[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?";

  static Message of(String text, String select, Consumer<double[]> judge) {
    String pattern =
        Pattern.quote(text)
            .replace("%n", "\\E(" + NUMBER + ")\\Q")
            .replace("%l", "\\E(" + NUMBER + "(?:," + NUMBER + ")*)\\Q");
    return new Message(Pattern.compile(pattern), select, judge);
  }

  boolean admits(String text, String selected) {
    Matcher matcher = pattern.matcher(text);
    boolean selects = select.isEmpty() || select.equals(selected);
    if (!selects || !matcher.matches()) {
      return false;
    }
    StringBuilder numbers = new StringBuilder();
    for (int group = 1; group <= matcher.groupCount(); group++) {
      numbers.append(group == 1 ? "" : ",").append(matcher.group(group));
    }
    judge.accept(
        numbers.isEmpty()
            ? new double[0]
            : Arrays.stream(numbers.toString().split(","))
                .mapToDouble(ScpiNumber::parse)
                .toArray());
    return true;
  }
}
