package org.spinbench.experiments.study.drone;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.spinbench.experiments.training.certification.BinomialInterval;

/**
 * The results of a suite of tests: accuracies of several classifiers under several conditions.
 *
 * @param suite its name
 * @param condition description of the conditions, for the head of the first column
 * @param rows one per condition
 * @param notes explanations for readers
 */
public record SuiteTable(String suite, String condition, List<Row> rows, List<String> notes) {

  public SuiteTable {
    rows = List.copyOf(rows);
    notes = List.copyOf(notes);
  }

  /**
   * A condition.
   *
   * @param condition such as {@code 8 bins}
   * @param cells one per classifier
   */
  public record Row(String condition, List<Cell> cells) {
    public Row {
      cells = List.copyOf(cells);
    }
  }

  /**
   * A classifier under a condition.
   *
   * @param classifier its name
   * @param accuracies one per seed, 0 to 1
   * @param mean of the accuracies
   * @param deviation their standard deviation; 0 for a single seed
   * @param low lower end of the 95 % Clopper-Pearson interval of one test set with the mean count
   *     of correct answers (seeds share the test set, so they do not narrow it)
   * @param high its upper end
   */
  public record Cell(
      String classifier,
      List<Double> accuracies,
      double mean,
      double deviation,
      double low,
      double high) {

    /** The cell of a classifier's scores, one per seed. */
    static Cell of(String classifier, List<Score> scores) {
      List<Double> accuracies = scores.stream().map(Score::accuracy).toList();
      double mean = accuracies.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
      double squares = accuracies.stream().mapToDouble(a -> (a - mean) * (a - mean)).sum();
      double deviation = scores.size() < 2 ? 0 : Math.sqrt(squares / (scores.size() - 1));
      int trials = scores.get(0).trials();
      BinomialInterval interval = BinomialInterval.of((int) Math.rint(mean * trials), trials, 0.95);
      return new Cell(classifier, accuracies, mean, deviation, interval.low(), interval.high());
    }

    private String text() {
      String mean = String.format(Locale.ROOT, "%.2f", 100 * this.mean);
      return accuracies.size() < 2
          ? mean
          : mean + String.format(Locale.ROOT, " ± %.2f", 100 * deviation);
    }
  }

  /** The table for people, in percent, with its notes. */
  public String text() {
    List<List<String>> lines = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of(condition));
    rows.get(0).cells().forEach(cell -> head.add(cell.classifier()));
    lines.add(head);
    for (Row row : rows) {
      List<String> line = new ArrayList<>(List.of(row.condition()));
      row.cells().forEach(cell -> line.add(cell.text()));
      lines.add(line);
    }
    StringBuilder text = new StringBuilder(suite + ": test accuracy, %\n");
    int[] widths = widths(lines);
    for (List<String> line : lines) {
      for (int column = 0; column < line.size(); column++) {
        String word = line.get(column);
        String space = " ".repeat(widths[column] - word.length());
        text.append(column == 0 ? "  " + word + space : "  " + space + word);
      }
      text.append('\n');
    }
    notes.forEach(note -> text.append("  ").append(note).append('\n'));
    return text.toString();
  }

  private static int[] widths(List<List<String>> lines) {
    int[] widths = new int[lines.get(0).size()];
    for (List<String> line : lines) {
      for (int column = 0; column < line.size(); column++) {
        widths[column] = Math.max(widths[column], line.get(column).length());
      }
    }
    return widths;
  }
}
