package org.spinbench.drivers.instrument;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spinbench.drivers.scpi.format.ScpiNumber;

/**
 * A message that a driver sends in addition to its settings.
 *
 * @param pattern of the message, with groups for the judged numbers
 * @param select message that must come first; empty for none
 * @param judge of the numbers in it
 */
record Message(Pattern pattern, String select, Consumer<double[]> judge) {
  private static final String NUMBER = "[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?";
  private static final Pattern WHOLE_NUMBER = Pattern.compile(NUMBER);

  /**
   * A list of numbers. It is split at commas, because a pattern with a repeated group could
   * overflow the stack with long lists.
   */
  private static final String LIST = "[-+0-9.eE,]+";

  static Message of(String text, String select, Consumer<double[]> judge) {
    String pattern =
        Pattern.quote(text)
            .replace("%n", "\\E(" + NUMBER + ")\\Q")
            .replace("%l", "\\E(" + LIST + ")\\Q");
    return new Message(Pattern.compile(pattern), select, judge);
  }

  boolean admits(String text, String selected) {
    Matcher matcher = pattern.matcher(text);
    boolean selects = select.isEmpty() || select.equals(selected);
    if (!selects || !matcher.matches()) {
      return false;
    }
    List<String> numbers = new ArrayList<>();
    for (int group = 1; group <= matcher.groupCount(); group++) {
      numbers.addAll(List.of(matcher.group(group).split(",", -1)));
    }
    if (!numbers.stream().allMatch(number -> WHOLE_NUMBER.matcher(number).matches())) {
      return false;
    }
    judge.accept(numbers.stream().mapToDouble(ScpiNumber::parse).toArray());
    return true;
  }
}
