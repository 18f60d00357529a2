package org.spinbench.app.command;

import java.util.List;
import java.util.stream.IntStream;

/** Formats texts in columns as wide as their widest text. */
public final class TextTable {
  private static final String GAP = "  ";

  private TextTable() {}

  /**
   * The lines of a table; numeric columns are aligned to the right.
   *
   * @param rows the headings first; all have the same number of texts
   */
  public static List<String> lines(List<List<String>> rows) {
    int columns = rows.get(0).size();
    int[] widths =
        IntStream.range(0, columns)
            .map(c -> rows.stream().mapToInt(row -> row.get(c).length()).max().orElse(0))
            .toArray();
    boolean[] right = new boolean[columns];
    for (int c = 0; c < columns; c++) {
      int column = c;
      right[c] =
          rows.stream().skip(1).allMatch(row -> row.get(column).matches("-|[-+]?[\\d.]+( %)?"));
    }
    return rows.stream()
        .map(
            row ->
                IntStream.range(0, columns)
                    .mapToObj(c -> padded(row.get(c), widths[c], right[c]))
                    .reduce((a, b) -> a + GAP + b)
                    .orElse("")
                    .stripTrailing())
        .toList();
  }

  private static String padded(String text, int width, boolean right) {
    String blanks = " ".repeat(width - text.length());
    return right ? blanks + text : text + blanks;
  }
}
