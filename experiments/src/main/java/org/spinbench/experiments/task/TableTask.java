package org.spinbench.experiments.task;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.spinbench.experiments.csv.CsvReader;
import org.spinbench.experiments.csv.CsvWriter;

/**
 * A task from a table: rows of numbers, each with a class or a quantity as its target. Inputs are
 * scaled from their range in the file to {@link Task#LOWEST} to 1, quantities to 0 to 1. The ranges
 * contain no information about single rows.
 */
public final class TableTask {
  /** Default tolerance of a quantity, relative to its range. */
  private static final double TOLERANCE = 0.1;

  /**
   * Minimum number of samples of a class: one for the test, one for validation, two for training.
   */
  private static final int FEWEST = 4;

  private static final double TEST_SHARE = 0.25;
  private static final double VALIDATION_SHARE = 0.25;

  private final String source;
  private final List<String> inputNames;
  private final double[][] rows;
  private final double[] targets;
  private final List<String> classes;
  private final double lowest;
  private final double highest;
  private final double tolerance;
  private final String[] groups;

  /**
   * The roles of the columns.
   *
   * @param inputs input columns; empty for all columns without another role
   * @param answer column with the class or quantity; empty for the one called class, label or
   *     target, or else the last
   * @param group column of samples that belong together, such as a speaker, and are not split
   *     between training and test; empty if every sample is independent
   * @param tolerance largest error of a correct quantity, in its own unit; if absent, the answer is
   *     a class, or the tolerance is a tenth of the range if its column is called target
   * @param image width of the image whose pixels are the inputs, row by row; 0 if they are not
   *     pixels
   * @param pooled width after averaging; 0 without averaging
   * @param classes only samples of these classes; empty for all
   */
  public record Columns(
      List<String> inputs,
      String answer,
      String group,
      OptionalDouble tolerance,
      int image,
      int pooled,
      List<String> classes) {
    /** The defaults. */
    public static final Columns USUAL =
        new Columns(List.of(), "", "", OptionalDouble.empty(), 0, 0);

    private static final String PREFIX = "columns ";

    /** Samples of all classes. */
    public Columns(
        List<String> inputs,
        String answer,
        String group,
        OptionalDouble tolerance,
        int image,
        int pooled) {
      this(inputs, answer, group, tolerance, image, pooled, List.of());
    }

    /** By name, for the options of a run, without defaults. */
    public Map<String, String> toMap() {
      Map<String, String> map = new LinkedHashMap<>();
      if (!inputs.isEmpty()) {
        map.put(PREFIX + "inputs", CsvWriter.line(inputs));
      }
      if (!answer.isEmpty()) {
        map.put(PREFIX + "answer", answer);
      }
      if (!group.isEmpty()) {
        map.put(PREFIX + "group", group);
      }
      tolerance.ifPresent(value -> map.put(PREFIX + "tolerance", Double.toString(value)));
      if (!classes.isEmpty()) {
        map.put(PREFIX + "classes", CsvWriter.line(classes));
      }
      if (image > 0) {
        map.put(PREFIX + "image", Integer.toString(image));
        map.put(PREFIX + "pooled", Integer.toString(pooled));
      }
      return map;
    }

    /** Reads the options of {@link #toMap}; ignores others. */
    public static Columns of(Map<String, String> map) {
      String inputs = map.getOrDefault(PREFIX + "inputs", "");
      String tolerance = map.get(PREFIX + "tolerance");
      String classes = map.getOrDefault(PREFIX + "classes", "");
      return new Columns(
          CsvReader.names(inputs, PREFIX + "inputs"),
          map.getOrDefault(PREFIX + "answer", ""),
          map.getOrDefault(PREFIX + "group", ""),
          tolerance == null
              ? OptionalDouble.empty()
              : OptionalDouble.of(Double.parseDouble(tolerance)),
          Integer.parseInt(map.getOrDefault(PREFIX + "image", "0")),
          Integer.parseInt(map.getOrDefault(PREFIX + "pooled", "0")),
          CsvReader.names(classes, PREFIX + "classes"));
    }
  }

  /**
   * Indices of rows, each in random order.
   *
   * @param train for training
   * @param validation for acceptance and decisions
   * @param test unknown during training
   */
  public record Split(int[] train, int[] validation, int[] test) {}

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException naming the file, the column or line, and the problem
   */
  public TableTask(Path file, Columns columns) {
    this(file.toString(), Table.read(file), columns);
  }

  /**
   * A task from a table.
   *
   * @param source its name in messages
   */
  TableTask(String source, Table table, Columns columns) {
    this.source = source;
    int answer = answer(table, columns.answer());
    if (!columns.classes().isEmpty()) {
      table.keep(answer, columns.classes());
    }
    int group = columns.group().isEmpty() ? -1 : table.column(columns.group());
    if (group == answer) {
      throw new IllegalArgumentException(
          source + ": column " + columns.group() + " is the answer; it cannot be the group too");
    }
    groups = group < 0 ? new String[0] : table.text(group);
    int[] inputs =
        columns.inputs().isEmpty()
            ? IntStream.range(0, table.names().size())
                .filter(c -> c != answer && c != group)
                .toArray()
            : columns.inputs().stream().mapToInt(table::column).toArray();
    requireDistinct(table, inputs);
    if (inputs.length == 0) {
      throw new IllegalArgumentException(source + " has no column that could be an input");
    }
    List<String> names = new ArrayList<>();
    List<double[]> values = new ArrayList<>();
    for (int input : inputs) {
      if (input == answer) {
        throw new IllegalArgumentException(
            "column " + table.names().get(input) + " is the answer; it cannot be an input too");
      }
      if (columns.inputs().isEmpty() && table.names().get(input).isBlank()) {
        throw new IllegalArgumentException(
            source
                + ": column "
                + (input + 1)
                + " has no name, like the index of a data frame; name it, or choose the inputs"
                + " with --columns");
      }
      names.add(table.names().get(input));
      values.add(table.numbers(input));
    }
    if (columns.image() > 0) {
      pool(names, values, columns);
    }
    inputNames = List.copyOf(names);
    rows = new double[table.size()][values.size()];
    for (int c = 0; c < values.size(); c++) {
      scale(values.get(c), inputNames.get(c), Task.LOWEST, c);
    }
    boolean quantity =
        columns.tolerance().isPresent() || table.names().get(answer).equalsIgnoreCase("target");
    if (quantity) {
      classes = List.of();
      double[] asked = table.numbers(answer);
      lowest = Arrays.stream(asked).min().orElseThrow();
      highest = Arrays.stream(asked).max().orElseThrow();
      requireRange(table.names().get(answer), lowest, highest);
      targets = Arrays.stream(asked).map(v -> (v - lowest) / (highest - lowest)).toArray();
      double range = highest - lowest;
      tolerance = columns.tolerance().orElse(TOLERANCE * range) / range;
      requireTolerance(table.names().get(answer), highest - lowest);
    } else {
      String[] labels = table.text(answer);
      classes = ClassNames.inOrder(List.of(labels));
      requireClasses(labels);
      targets = Arrays.stream(labels).mapToDouble(classes::indexOf).toArray();
      lowest = 0;
      highest = classes.size() - 1.0;
      tolerance = 0;
    }
  }

  private void requireDistinct(Table table, int... inputs) {
    for (int i = 0; i < inputs.length; i++) {
      int input = inputs[i];
      if (Arrays.stream(inputs, 0, i).anyMatch(before -> before == input)) {
        throw new IllegalArgumentException(
            source + ": column " + table.names().get(input) + " is given twice as an input");
      }
    }
  }

  /** Refuses a tolerance so large that the same answer is right for every sample. */
  private void requireTolerance(String answer, double range) {
    if (!(tolerance > 0 && tolerance < 0.5)) {
      throw new IllegalArgumentException(
          source
              + ": "
              + answer
              + " has a range of "
              + range
              + ", so a tolerance is above 0 and below "
              + range / 2
              + ", not "
              + tolerance * range);
    }
  }

  private static int answer(Table table, String name) {
    if (!name.isEmpty()) {
      return table.column(name);
    }
    List<String> names = table.names();
    return IntStream.range(0, names.size())
        .filter(c -> names.get(c).matches("(?i)class|label|target"))
        .findFirst()
        .orElse(names.size() - 1);
  }

  /** Averages squares of pixels. */
  private static void pool(List<String> names, List<double[]> values, Columns columns) {
    int width = columns.image();
    int height = values.size() / width;
    int pooled = columns.pooled() == 0 ? width : columns.pooled();
    if (width * height != values.size() || width % pooled != 0 || height % (width / pooled) != 0) {
      throw new IllegalArgumentException(
          values.size()
              + " pixels are not an image of width "
              + width
              + (pooled == width ? "" : " that can be averaged down to width " + pooled));
    }
    int side = width / pooled;
    List<String> newNames = new ArrayList<>();
    List<double[]> newValues = new ArrayList<>();
    for (int y = 0; y < height; y += side) {
      for (int x = 0; x < width; x += side) {
        double[] mean = new double[values.get(0).length];
        for (int pixel = 0; pixel < side * side; pixel++) {
          double[] one = values.get((y + pixel / side) * width + x + pixel % side);
          for (int i = 0; i < mean.length; i++) {
            mean[i] += one[i] / (side * side);
          }
        }
        newNames.add("pixel " + (x / side + 1) + ", " + (y / side + 1));
        newValues.add(mean);
      }
    }
    names.clear();
    names.addAll(newNames);
    values.clear();
    values.addAll(newValues);
  }

  private void scale(double[] values, String name, double low, int column) {
    double from = Arrays.stream(values).min().orElseThrow();
    double to = Arrays.stream(values).max().orElseThrow();
    requireRange(name, from, to);
    for (int i = 0; i < values.length; i++) {
      rows[i][column] = low + (1 - low) * (values[i] - from) / (to - from);
    }
  }

  private void requireRange(String name, double from, double to) {
    if (from == to) {
      throw new IllegalArgumentException(
          source
              + ": column "
              + name
              + " is "
              + from
              + " in every row and carries no information; exclude it");
    }
  }

  private void requireClasses(String[] labels) {
    if (classes.size() < 2) {
      throw new IllegalArgumentException(source + ": every sample is of class " + classes.get(0));
    }
    for (String name : classes) {
      long members = Arrays.stream(labels).filter(name::equals).count();
      if (members < FEWEST) {
        throw new IllegalArgumentException(
            source
                + ": class "
                + name
                + " has "
                + members
                + (members == 1 ? " sample" : " samples")
                + "; training, validation and test take at least "
                + FEWEST
                + (classes.size() > labels.length / 2
                    ? ". If the answer is a quantity, give its tolerance"
                    : ""));
      }
    }
  }

  /** Name of the samples in messages: their file, or a task of the program. */
  public String source() {
    return source;
  }

  /** Names of the inputs. */
  public List<String> inputNames() {
    return inputNames;
  }

  /** Inputs of each sample, from {@link Task#LOWEST} to 1. */
  public double[][] rows() {
    return rows;
  }

  /** For each sample the index of its class, or a quantity from 0 to 1. */
  public double[] targets() {
    return targets;
  }

  /** Names of the classes in order; empty for a quantity. */
  public List<String> classes() {
    return classes;
  }

  /** A quantity's smallest value in its own unit, which corresponds to 0. */
  public double lowest() {
    return lowest;
  }

  /** A quantity's largest value in its own unit, which corresponds to 1. */
  public double highest() {
    return highest;
  }

  /** Largest error of a correct quantity, relative to its range. */
  public double tolerance() {
    return tolerance;
  }

  /** Number of samples. */
  public int size() {
    return rows.length;
  }

  /**
   * Splits at random: a quarter for the test, a quarter for validation, the rest for training, with
   * equal proportions of the classes. If a column names groups, each group stays together instead.
   *
   * @throws IllegalArgumentException if a part would be empty, or training would lack a class
   */
  public Split split(long seed) {
    RandomGenerator random = Seeds.generator(seed, 1);
    List<Integer> train = new ArrayList<>();
    List<Integer> validation = new ArrayList<>();
    List<Integer> test = new ArrayList<>();
    for (List<List<Integer>> units : units()) {
      shuffle(units, random);
      int tested = (int) Math.max(1, Math.round(TEST_SHARE * units.size()));
      int validated = (int) Math.max(1, Math.round(VALIDATION_SHARE * units.size()));
      for (int i = 0; i < units.size(); i++) {
        List<Integer> part = i < tested ? test : i < tested + validated ? validation : train;
        part.addAll(units.get(i));
      }
    }
    shuffle(train, random);
    shuffle(validation, random);
    shuffle(test, random);
    for (int k = 0; k < classes.size(); k++) {
      int label = k;
      if (train.stream().noneMatch(i -> targets[i] == label)) {
        throw new IllegalArgumentException(
            source + ": no sample of class " + classes.get(k) + " is left to train with");
      }
    }
    if (train.isEmpty() || validation.isEmpty() || test.isEmpty()) {
      throw new IllegalArgumentException(
          source + ": " + units().get(0).size() + " groups are too few to split; at least 3");
    }
    return new Split(ints(train), ints(validation), ints(test));
  }

  /** The units of the split: the groups, or for each class its samples. */
  private List<List<List<Integer>>> units() {
    Map<String, List<Integer>> byGroup = new LinkedHashMap<>();
    Map<Double, List<List<Integer>>> byClass = new TreeMap<>();
    for (int i = 0; i < rows.length; i++) {
      if (groups.length > 0) {
        byGroup.computeIfAbsent(groups[i], group -> new ArrayList<>()).add(i);
      } else {
        double key = classes.isEmpty() ? 0 : targets[i];
        byClass.computeIfAbsent(key, label -> new ArrayList<>()).add(List.of(i));
      }
    }
    return groups.length > 0
        ? List.of(new ArrayList<>(byGroup.values()))
        : List.copyOf(byClass.values());
  }

  private static <T> void shuffle(List<T> list, RandomGenerator random) {
    for (int i = list.size() - 1; i > 0; i--) {
      Collections.swap(list, i, random.nextInt(i + 1));
    }
  }

  private static int[] ints(List<Integer> list) {
    return list.stream().mapToInt(Integer::intValue).toArray();
  }
}
