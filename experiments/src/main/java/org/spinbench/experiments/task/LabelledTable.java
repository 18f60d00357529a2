package org.spinbench.experiments.task;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.spinbench.experiments.csv.CsvException;

/**
 * Samples of several classes from a CSV file: numbers and a class, one sample per line.
 *
 * <p>The class is in the column {@code class} or {@code label} of a file with headings, otherwise
 * in the last column. It is a name or a number; classes are in the order of {@link ClassNames}.
 *
 * @param source the file, for messages
 * @param classes names of the classes
 * @param rows numbers of each sample
 * @param labels class of each sample
 */
public record LabelledTable(String source, List<String> classes, double[][] rows, int[] labels) {

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException naming the file, the line and the problem
   */
  public static LabelledTable read(Path file) {
    Table table = Table.read(file);
    int width = table.names().size();
    if (width < 2) {
      throw new CsvException(
          file + " has one column; numbers and a class are expected, in separate columns");
    }
    int answer =
        IntStream.range(0, width)
            .filter(column -> table.names().get(column).matches("(?i)class|label"))
            .findFirst()
            .orElse(width - 1);
    double[][] rows = new double[table.size()][width - 1];
    for (int column = 0; column < width; column++) {
      if (column != answer) {
        double[] numbers = table.numbers(column);
        for (int i = 0; i < rows.length; i++) {
          rows[i][column < answer ? column : column - 1] = numbers[i];
        }
      }
    }
    String[] names = table.text(answer);
    List<String> classes = ClassNames.inOrder(List.of(names));
    return new LabelledTable(
        file.toString(), classes, rows, Arrays.stream(names).mapToInt(classes::indexOf).toArray());
  }

  /** Number of samples. */
  public int size() {
    return labels.length;
  }

  /** Two parts of a table. */
  public record Split(LabelledTable train, LabelledTable test) {}

  /**
   * Splits at random, with the same proportion of every class.
   *
   * @param testShare fraction of each class for the test set, between 0 and 1
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
