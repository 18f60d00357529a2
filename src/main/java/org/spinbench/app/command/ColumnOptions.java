package org.spinbench.app.command;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.spinbench.drivers.text.Spelling;
import org.spinbench.experiments.csv.CsvReader;
import org.spinbench.experiments.task.Iris;
import org.spinbench.experiments.task.TableTask.Columns;
import org.spinbench.experiments.training.dataset.Assignment;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Options for the columns of a file of samples. */
public final class ColumnOptions {
  @Option(
      names = "--columns",
      paramLabel = "NAME[,NAME...]",
      description =
          "input columns, in the order of the bench's inputs (default: all columns without "
              + "another purpose); without a header the names are 1, 2, 3, ...; put a name that "
              + "contains a comma in quotation marks: '\"x, cm\",y'")
  private List<String> inputs;

  @Option(
      names = "--answer",
      paramLabel = "NAME",
      description =
          "column with the class or quantity (default: the column class, label or target, or "
              + "else the last)")
  private String answer;

  @Option(
      names = "--classes",
      paramLabel = "NAME[,NAME...]",
      description = "use only the samples of these classes (default: all)")
  private List<String> classes;

  @Option(
      names = "--group",
      paramLabel = "NAME",
      description =
          "column that names a group, such as a speaker; a group is not split between training "
              + "and test")
  private String group;

  @Option(
      names = "--tolerance",
      paramLabel = "NUMBER",
      converter = Ranges.Positive.class,
      description =
          "the answer is a quantity, correct within this tolerance, in its own unit (default "
              + "for a column called target: a tenth of its range)")
  private Double tolerance;

  @Option(
      names = "--image",
      paramLabel = "WIDTH[:POOLED]",
      description =
          "the inputs are an image of this width, row by row, averaged down to another width: "
              + "8:4 makes 4 x 4 of 8 x 8",
      converter = ImageSize.class)
  private Image image;

  private record Image(int width, int pooled) {}

  /** The names of the given options. */
  private String given() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("--columns", inputs);
    all.put("--answer", answer);
    all.put("--classes", classes);
    all.put("--group", group);
    all.put("--tolerance", tolerance);
    all.put("--image", image);
    all.values().removeIf(Objects::isNull);
    return String.join(", ", all.keySet());
  }

  /** Whether the name of a task is that of a file of samples. */
  public static boolean isFile(String task) {
    return task.matches("(?i).*\\.csv(\\.gz)?");
  }

  /**
   * The task to learn.
   *
   * @param name of a task, or of a file of samples
   * @throws ParameterException if there is no such task, or columns are given for a task that is
   *     not a file
   * @throws IllegalArgumentException naming the file and the problem
   */
  public Assignment assignment(String name, CommandSpec spec) {
    if (isFile(name)) {
      return Assignment.of(Path.of(name), columns());
    }
    String given = given();
    if (!given.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          given
              + (given.contains(",") ? " are" : " is")
              + " for the samples of a file, but '"
              + name
              + "' is not the name of a .csv file");
    }
    try {
      return Assignment.named(name);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--task: "
              + e.getMessage()
              + ", and iris, whose samples are flowers; a file of samples ends in .csv"
              + Spelling.hint(name, List.of("xor", "band", "wedge", "diagonal", Iris.NAME)),
          e);
    }
  }

  /** All options. */
  private Columns columns() {
    return new Columns(
        names(inputs, "--columns"),
        answer == null ? "" : answer,
        group == null ? "" : group,
        tolerance == null ? OptionalDouble.empty() : OptionalDouble.of(tolerance),
        image == null ? 0 : image.width(),
        image == null ? 0 : image.pooled(),
        names(classes, "--classes"));
  }

  /** The names in the values of an option; each value is a line of CSV. */
  private static List<String> names(List<String> values, String option) {
    return values == null
        ? List.of()
        : values.stream().flatMap(line -> names(line, option).stream()).toList();
  }

  private static List<String> names(String line, String option) {
    List<String> names = CsvReader.names(line, option);
    if (names.isEmpty()) {
      throw new IllegalArgumentException(option + " is empty; name a column or a class");
    }
    return names;
  }

  /** Reads {@code 8} or {@code 8:4}. */
  private static final class ImageSize implements CommandLine.ITypeConverter<Image> {
    @Override
    public Image convert(String text) {
      if (!text.matches("[1-9]\\d{0,3}(:[1-9]\\d{0,3})?")) {
        throw new CommandLine.TypeConversionException(
            "'"
                + text
                + "' is neither a width, such as 8, nor a width and a pooled width, such as 8:4");
      }
      String[] widths = text.split(":");
      return new Image(
          Integer.parseInt(widths[0]), widths.length < 2 ? 0 : Integer.parseInt(widths[1]));
    }
  }
}
