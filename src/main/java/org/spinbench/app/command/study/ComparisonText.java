package org.spinbench.app.command.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.spinbench.app.command.TextTable;
import org.spinbench.experiments.study.report.StudyComparison;
import org.spinbench.experiments.study.report.StudyComparison.Changed;
import org.spinbench.experiments.study.report.StudyComparison.Difference;

/** A comparison of two studies for people: text, and the parts of a page. */
public final class ComparisonText {
  /** So many changed tasks are listed as text; a page has all. */
  private static final int LISTED = 20;

  private final StudyComparison comparison;

  ComparisonText(StudyComparison comparison) {
    this.comparison = comparison;
  }

  /** The names of both studies. */
  public String title() {
    return comparison.first() + ", then " + comparison.second();
  }

  /** What was compared. */
  public String counted() {
    return String.format(
        Locale.ROOT,
        "%d tasks in common, %d of one alone, %d differ",
        comparison.pairs(),
        comparison.unpaired(),
        comparison.changed().size());
  }

  /** How unlikely the whole table is by chance: the bound of Bonferroni. */
  public String chance() {
    String name = "";
    double least = 1;
    int tests = 0;
    for (Difference one : comparison.differences()) {
      double smaller = Math.min(one.sign(), one.permutation());
      boolean isText = Double.isNaN(one.mean()) && smaller == 1;
      tests += isText ? 0 : 2;
      if (smaller < least) {
        least = smaller;
        name = one.measure();
      }
    }
    if (name.isEmpty()) {
      return "chance alone makes such differences";
    }
    return String.format(
        Locale.ROOT,
        "the smallest of %d probabilities of chance is %s, for %s; that one of so many is as small"
            + " by chance has a probability of at most %s",
        tests,
        StudyText.number(least),
        name,
        StudyText.number(Math.min(1, tests * least)));
  }

  /** The headings of the table of measures. */
  public List<String> heads() {
    return List.of("measure", "larger", "smaller", "mean difference", "sign test", "permutation");
  }

  /** A row for each measure. */
  public List<List<String>> rows() {
    return comparison.differences().stream().map(ComparisonText::row).toList();
  }

  private static List<String> row(Difference one) {
    return List.of(
        one.measure(),
        Integer.toString(one.more()),
        Integer.toString(one.less()),
        StudyText.number(one.mean()),
        StudyText.number(one.sign()),
        StudyText.number(one.permutation()));
  }

  /** The tasks that differ, and in what. */
  public List<String> changed() {
    return comparison.changed().stream().map(ComparisonText::line).toList();
  }

  private static String line(Changed one) {
    StringBuilder line = new StringBuilder("seed " + one.seed());
    for (Map.Entry<String, String> axis : one.point().entrySet()) {
      line.append(", ").append(axis.getKey()).append(" = ").append(axis.getValue());
    }
    return line.append(": ").append(String.join(", ", one.measures())).toString();
  }

  /** The whole comparison as text. */
  String text() {
    StringBuilder text = new StringBuilder(title() + ": " + counted() + "\n\n");
    List<List<String>> table = new ArrayList<>(List.of(heads()));
    table.addAll(rows());
    TextTable.lines(table).forEach(line -> text.append(line).append('\n'));
    text.append('\n').append(chance()).append("\n\n");
    List<String> lines = changed();
    lines.stream().limit(LISTED).forEach(line -> text.append(line).append('\n'));
    int more = lines.size() - LISTED;
    return text.append(more > 0 ? "and " + more + " more\n" : "").toString();
  }
}
