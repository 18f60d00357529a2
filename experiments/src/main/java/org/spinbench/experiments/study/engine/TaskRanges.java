package org.spinbench.experiments.study.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of tasks as text, such as {@code 0-99,120}. */
public final class TaskRanges {
  private static final Pattern RANGE = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");

  private TaskRanges() {}

  /** The text of some numbers, in their order. */
  public static String text(List<Integer> tasks) {
    StringJoiner text = new StringJoiner(",");
    for (int begin = 0, end; begin < tasks.size(); begin = end) {
      end = begin + 1;
      while (end < tasks.size() && tasks.get(end) == tasks.get(end - 1) + 1) {
        end++;
      }
      int last = tasks.get(end - 1);
      text.add(end - begin == 1 ? Integer.toString(last) : tasks.get(begin) + "-" + last);
    }
    return text.toString();
  }

  /**
   * The numbers in a text, in their order.
   *
   * @param number of tasks of the study
   * @throws IllegalArgumentException naming what is no range of tasks of the study
   */
  public static List<Integer> parse(String text, int number) {
    List<Integer> tasks = new ArrayList<>();
    for (String range : text.split(",", -1)) {
      Matcher parts = RANGE.matcher(range);
      if (!parts.matches()) {
        throw new IllegalArgumentException(
            "the tasks are '" + text + "'; numbers and ranges are expected, such as 0-99,120");
      }
      int first = Integer.parseInt(parts.group(1));
      int last = parts.group(2) == null ? first : Integer.parseInt(parts.group(2));
      if (last < first || last >= number) {
        throw new IllegalArgumentException(
            "the tasks " + range + " are not of the study, which has 0 to " + (number - 1));
      }
      for (int task = first; task <= last; task++) {
        tasks.add(task);
      }
    }
    return tasks;
  }
}
