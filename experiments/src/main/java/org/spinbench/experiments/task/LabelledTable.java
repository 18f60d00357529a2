package org.spinbench.experiments.task;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/**
 * Samples of several classes from a text file: numbers separated by commas, one sample a line.
 *
 * <p>The class is the last column of a file without a header, and the column {@code class} or
 * {@code label} of a file with one. It is a name or a number; classes are in the order of their
 * names, numbers by value and first. Empty lines and lines that begin with {@code #} are passed
 * over; a file whose name ends in {@code .gz} is unpacked.
 *
 * @param source the file, for messages
 * @param classes names of the classes
 * @param rows numbers of each sample
 * @param labels class of each sample
 */
public record LabelledTable(String source, List<String> classes, double[][] rows, int[] labels) {

  private record Line(int number, double[] values, String name) {}

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException naming the file, the line and what is wrong there
   */
  public static LabelledTable read(Path file) {
    List<Line> lines = new ArrayList<>();
    int[] classColumn = {-1};
    try (BufferedReader in = open(file)) {
      int number = 0;
      boolean first = true;
      for (String text = in.readLine(); text != null; text = in.readLine()) {
        number++;
        if (text.isBlank() || text.startsWith("#")) {
          continue;
        }
        String[] fields = text.split(",", -1);
        int header = first ? header(fields) : -1;
        if (header >= 0) {
          classColumn[0] = header;
        } else {
          lines.add(line(file, number, fields, classColumn[0]));
        }
        first = false;
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + e, e);
    }
    if (lines.isEmpty()) {
      throw new IllegalArgumentException(file + " holds no samples");
    }
    return table(file, lines);
  }

  private static BufferedReader open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    InputStream text = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
    return new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8));
  }

  /** The column of the class if this is a header, else -1. */
  private static int header(String[] fields) {
    return IntStream.range(0, fields.length)
        .filter(i -> fields[i].strip().matches("(?i)class|label"))
        .findFirst()
        .orElse(-1);
  }

  private static Line line(Path file, int number, String[] fields, int classColumn) {
    int column = classColumn < 0 ? fields.length - 1 : classColumn;
    if (fields.length < 2 || column >= fields.length) {
      throw wrong(file, number, "numbers and a class are expected, separated by commas");
    }
    double[] values = new double[fields.length - 1];
    int filled = 0;
    for (int i = 0; i < fields.length; i++) {
      if (i != column) {
        values[filled++] = value(file, number, i + 1, fields[i].strip());
      }
    }
    String name = fields[column].strip();
    if (name.isEmpty()) {
      throw wrong(file, number, "the class is missing");
    }
    return new Line(number, values, name);
  }

  private static double value(Path file, int line, int column, String text) {
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw wrong(file, line, "column " + column + ": '" + text + "' is not a number");
    }
    if (!Double.isFinite(value)) {
      throw wrong(file, line, "column " + column + ": " + text + " is not finite");
    }
    return value;
  }

  private static IllegalArgumentException wrong(Path file, int line, String problem) {
    return new IllegalArgumentException(file + ", line " + line + ": " + problem);
  }

  private static LabelledTable table(Path file, List<Line> lines) {
    int width = lines.get(0).values().length;
    TreeSet<String> names =
        new TreeSet<>(
            Comparator.comparing((String name) -> !isWhole(name))
                .thenComparing(name -> isWhole(name) ? Long.parseLong(name) : 0L)
                .thenComparing(Comparator.naturalOrder()));
    for (Line line : lines) {
      if (line.values().length != width) {
        throw wrong(
            file,
            line.number(),
            line.values().length + " numbers, but " + width + " in the first sample");
      }
      names.add(line.name());
    }
    List<String> classes = List.copyOf(names);
    return new LabelledTable(
        file.toString(),
        classes,
        lines.stream().map(Line::values).toArray(double[][]::new),
        lines.stream().mapToInt(line -> classes.indexOf(line.name())).toArray());
  }

  private static boolean isWhole(String name) {
    return name.matches("\\d{1,9}");
  }

  /** Number of samples. */
  public int size() {
    return labels.length;
  }

  /** Two parts of a table. */
  public record Split(LabelledTable train, LabelledTable test) {}

  /**
   * Splits by chance, the same share of every class.
   *
   * @param testShare part of each class that goes to the test set, between 0 and 1
   */
  public Split split(double testShare, RandomGenerator random) {
    Map<Integer, List<Integer>> byClass = new TreeMap<>();
    for (int i = 0; i < labels.length; i++) {
      byClass.computeIfAbsent(labels[i], label -> new ArrayList<>()).add(i);
    }
    List<Integer> train = new ArrayList<>();
    List<Integer> test = new ArrayList<>();
    for (List<Integer> members : byClass.values()) {
      for (int i = members.size() - 1; i > 0; i--) {
        Collections.swap(members, i, random.nextInt(i + 1));
      }
      int count = (int) Math.round(testShare * members.size());
      test.addAll(members.subList(0, count));
      train.addAll(members.subList(count, members.size()));
    }
    return new Split(select(train), select(test));
  }

  private LabelledTable select(List<Integer> indices) {
    int[] sorted = indices.stream().mapToInt(Integer::intValue).sorted().toArray();
    return new LabelledTable(
        source,
        classes,
        IntStream.of(sorted).mapToObj(i -> rows[i]).toArray(double[][]::new),
        IntStream.of(sorted).map(i -> labels[i]).toArray());
  }
}
