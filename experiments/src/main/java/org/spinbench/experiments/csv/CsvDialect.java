package org.spinbench.experiments.csv;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Detects the dialect of a CSV text. The delimiter is the comma, semicolon or tab with which most
 * lines have the same number of columns, and columns contain the fewest of the other two. A comma
 * in a number does not count against another delimiter.
 */
final class CsvDialect {
  private static final String CANDIDATES = ",;\t";

  /** A number with a decimal comma, and perhaps points between groups of digits. */
  private static final Pattern COMMA_NUMBER =
      Pattern.compile("[+-]?(\\d{1,3}(\\.\\d{3})+|\\d*),\\d+([eE][+-]?\\d+)?");

  private static final Comparator<Score> BEST =
      Comparator.comparingDouble(Score::clean)
          .thenComparingDouble(Score::equal)
          .thenComparingDouble(Score::numbers);

  /** A text between two candidates, and the candidate after it; 0 at the end of a line. */
  private record Piece(String text, boolean quoted, char end) {}

  /**
   * The score of a candidate.
   *
   * @param clean fraction of columns without other candidates
   * @param equal fraction of lines with the usual number of columns
   * @param numbers fraction of columns that are numbers
   */
  private record Score(char candidate, double clean, double equal, double numbers) {}

  private final String text;
  private final List<List<Piece>> lines = new ArrayList<>();
  private final char delimiter;
  private int at;

  /**
   * Analyses a text.
   *
   * @param text the beginning of a file
   * @param whole whether it is the whole file; otherwise its last line is ignored
   * @param given delimiter, if known
   */
  CsvDialect(String text, boolean whole, Optional<Character> given) {
    this.text = text;
    scan();
    if (!whole && lines.size() > 1) {
      lines.remove(lines.size() - 1);
    }
    delimiter = given.orElseGet(this::best);
  }

  /** The delimiter. */
  char delimiter() {
    return delimiter;
  }

  /** Whether a number shows that commas separate decimals. */
  boolean decimalComma() {
    return delimiter != ','
        && lines.stream()
            .flatMap(line -> fields(line, delimiter).stream())
            .anyMatch(field -> CsvNumbers.hasDecimalComma(joined(field)));
  }

  private char best() {
    List<Score> scores = new ArrayList<>();
    for (char candidate : CANDIDATES.toCharArray()) {
      Score score = score(candidate);
      if (score.equal() >= 0.5) {
        scores.add(score);
      }
    }
    return scores.stream().max(BEST).map(Score::candidate).orElseGet(this::mostInFirstLine);
  }

  private char mostInFirstLine() {
    char most = ',';
    long number = 0;
    for (char candidate : CANDIDATES.toCharArray()) {
      long count =
          lines.isEmpty() ? 0 : lines.get(0).stream().filter(p -> p.end() == candidate).count();
      if (count > number) {
        most = candidate;
        number = count;
      }
    }
    return most;
  }

  private Score score(char candidate) {
    Map<Integer, Integer> widths = new HashMap<>();
    int columns = 0;
    int clean = 0;
    int numbers = 0;
    for (List<Piece> line : lines) {
      List<List<Piece>> fields = fields(line, candidate);
      if (fields.size() > 1) {
        widths.merge(fields.size(), 1, Integer::sum);
      }
      for (List<Piece> field : fields) {
        columns++;
        String joined = joined(field);
        boolean decimal = candidate != ',' && COMMA_NUMBER.matcher(joined).matches();
        numbers += decimal || CsvNumbers.isPlain(joined) ? 1 : 0;
        clean += decimal || isClean(field) ? 1 : 0;
      }
    }
    double usual = widths.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    return new Score(
        candidate,
        (double) clean / Math.max(1, columns),
        usual / Math.max(1, lines.size()),
        (double) numbers / Math.max(1, columns));
  }

  private static List<List<Piece>> fields(List<Piece> line, char candidate) {
    List<List<Piece>> fields = new ArrayList<>(List.of(new ArrayList<>()));
    for (Piece piece : line) {
      fields.get(fields.size() - 1).add(piece);
      if (piece.end() == candidate) {
        fields.add(new ArrayList<>());
      }
    }
    return fields;
  }

  /** Whether a field contains no candidates except tabs at its ends. */
  private static boolean isClean(List<Piece> field) {
    long filled = field.stream().filter(one -> one.quoted() || !one.text().isBlank()).count();
    boolean onlyTabs =
        field.stream().limit(Math.max(0, field.size() - 1L)).allMatch(one -> one.end() == '\t');
    return field.size() <= 1 || filled <= 1 && onlyTabs;
  }

  private static String joined(List<Piece> field) {
    StringBuilder joined = new StringBuilder();
    for (int i = 0; i < field.size(); i++) {
      joined.append(field.get(i).text());
      if (i < field.size() - 1) {
        joined.append(field.get(i).end());
      }
    }
    String all = joined.toString().strip();
    return all.matches("\"[^\"]*\"") ? all.substring(1, all.length() - 1).strip() : all;
  }

  private void scan() {
    while (at < text.length()) {
      List<Piece> line = line();
      boolean blank = line.size() == 1 && !line.get(0).quoted() && line.get(0).text().isBlank();
      boolean comment = !line.get(0).quoted() && line.get(0).text().stripLeading().startsWith("#");
      if (!blank && !comment) {
        lines.add(line);
      }
    }
  }

  private List<Piece> line() {
    List<Piece> line = new ArrayList<>();
    char end;
    do {
      int from = at;
      boolean quoted = skipQuoted();
      while (at < text.length() && !ends(text.charAt(at))) {
        at++;
      }
      String piece = text.substring(from, at);
      end = at < text.length() ? text.charAt(at++) : '\n';
      line.add(new Piece(piece, quoted, CANDIDATES.indexOf(end) < 0 ? 0 : end));
    } while (CANDIDATES.indexOf(end) >= 0);
    return line;
  }

  private static boolean ends(char c) {
    return c == '\r' || c == '\n' || CANDIDATES.indexOf(c) >= 0;
  }

  /** Skips the quoted text at the beginning of the next piece, if any. */
  private boolean skipQuoted() {
    int begin = at;
    while (begin < text.length() && text.charAt(begin) == ' ') {
      begin++;
    }
    if (begin >= text.length() || text.charAt(begin) != '"') {
      return false;
    }
    at = begin + 1;
    while (at < text.length()) {
      boolean mark = text.charAt(at) == '"';
      boolean twice = mark && at + 1 < text.length() && text.charAt(at + 1) == '"';
      at += twice ? 2 : 1;
      if (mark && !twice) {
        return true;
      }
    }
    return true;
  }
}
