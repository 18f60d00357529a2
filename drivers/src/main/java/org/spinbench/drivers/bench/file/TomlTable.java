package org.spinbench.drivers.bench.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.spinbench.drivers.scpi.format.ScpiNumber;
import org.spinbench.drivers.text.Spelling;

/**
 * One table of a TOML file, read strictly. Keys that are missing, of the wrong kind, or unknown are
 * noted with their lines. Reading continues with a substitute, so that one {@link
 * BenchFileException} reports all problems of a file.
 */
public final class TomlTable {
  private static final TomlMapper TOML = new TomlMapper();

  private final TomlProblems problems;
  private final String origin;
  private final String path;
  private final TomlKeys keys;

  private TomlTable(TomlProblems problems, String origin, String path, JsonNode node) {
    this.problems = problems;
    this.origin = origin;
    this.path = path;
    keys = new TomlKeys(problems, path, node);
  }

  /**
   * Reads a whole file.
   *
   * @param origin source of the text, for messages
   * @param reader reads its top table; other keys are errors
   * @throws BenchFileException naming every problem
   */
  public static <T> T parse(String toml, String origin, Function<TomlTable, T> reader) {
    return parse(toml, origin, reader, (result, problems) -> {});
  }

  /**
   * The same, with checks of relations.
   *
   * @param checks adds problems of relations; not called if a record cannot be built
   */
  static <T> T parse(
      String toml,
      String origin,
      Function<TomlTable, T> reader,
      BiConsumer<T, TomlProblems> checks) {
    if (toml.isBlank()) {
      throw new BenchFileException(origin, "", "it is empty");
    }
    JsonNode tree;
    try {
      tree = TOML.readTree(toml);
    } catch (JsonProcessingException e) {
      throw TomlSyntax.refused(toml, origin, e);
    }
    TomlProblems problems = new TomlProblems(origin, toml, tree);
    T result = read(problems, origin, "", tree, reader);
    if (result != null && problems.isComplete()) {
      check(result, problems, checks);
    }
    problems.throwAny();
    return result;
  }

  /** The exception for problems of a valid TOML text. */
  static BenchFileException refusal(String toml, String origin, Map<String, String> wrong) {
    try {
      TomlProblems problems = new TomlProblems(origin, toml, TOML.readTree(toml));
      wrong.forEach(problems::add);
      return problems.refusal();
    } catch (JsonProcessingException e) {
      return TomlSyntax.refused(toml, origin, e);
    }
  }

  private static <T> void check(
      T result, TomlProblems problems, BiConsumer<T, TomlProblems> checks) {
    try {
      checks.accept(result, problems);
    } catch (RuntimeException e) {
      if (problems.isEmpty()) {
        throw e;
      }
      // It follows from an earlier problem.
    }
  }

  /** Reads a table; null if it is not a table or its reader refused it, which is noted. */
  private static <T> T read(
      TomlProblems problems,
      String origin,
      String at,
      JsonNode value,
      Function<TomlTable, T> reader) {
    if (!value.isObject()) {
      boolean list = value.isArray() && value.path(0).isObject();
      problems.add(
          at,
          "a table is expected, not "
              + (list ? "a list of tables; write [" + at + "], once" : kind(value)));
      problems.leaveIncomplete();
      return null;
    }
    TomlTable table = new TomlTable(problems, origin, at, value);
    int before = problems.size();
    try {
      T result = reader.apply(table);
      table.keys.end(true);
      return result;
    } catch (BenchFileException refusal) {
      boolean asWhole = refusal.key().equals(at);
      if (asWhole) {
        table.keys.end(false);
      }
      // An error of the whole table may follow from an earlier problem in it.
      if (asWhole ? problems.size() == before : !problems.concern(refusal.key())) {
        problems.add(refusal);
      }
    } catch (RuntimeException e) {
      if (problems.isEmpty()) {
        throw e;
      }
      // It follows from an earlier problem.
      table.keys.end(false);
    }
    problems.leaveIncomplete();
    return null;
  }

  String path() {
    return path;
  }

  /** A nonblank text. */
  public String text(String key) {
    JsonNode value = keys.required(key, "a text in quotes");
    if (value != null && value.isTextual() && !value.textValue().isBlank()) {
      return value.textValue();
    }
    if (value != null && value.isTextual()) {
      problems.add(keys.path(key), "the text is empty");
    } else if (value != null) {
      wrong(key, "a text in quotes", value);
    }
    // Without a name, other entries cannot refer to it.
    return key.equals("name") ? incomplete("") : "";
  }

  private <T> T incomplete(T standIn) {
    problems.leaveIncomplete();
    return standIn;
  }

  /** A finite number; NaN if it is missing or wrong. */
  public double number(String key) {
    JsonNode value = keys.required(key, "a number");
    if (value == null) {
      return Double.NaN;
    }
    if (!value.isNumber()) {
      wrong(key, "a number", value);
      return Double.NaN;
    }
    if (!Double.isFinite(value.doubleValue())) {
      problems.add(keys.path(key), "a finite number is expected, not " + notFinite(value));
      return Double.NaN;
    }
    return value.doubleValue();
  }

  /** A number in TOML's notation. */
  private static String notFinite(JsonNode value) {
    if (!value.isFloat() && !value.isDouble()) {
      return value + ", which is too large";
    }
    double number = value.doubleValue();
    return Double.isNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
  }

  /** A positive number; NaN if it is missing or wrong. */
  public double positive(String key) {
    double value = number(key);
    return value <= 0 ? refused(key, "a number above zero", value) : value;
  }

  /** A nonnegative number; NaN if it is missing or wrong. */
  public double notNegative(String key) {
    double value = number(key);
    return value < 0 ? refused(key, "zero or a positive number", value) : value;
  }

  private double refused(String key, String expected, double value) {
    problems.add(keys.path(key), expected + " is expected, not " + ScpiNumber.format(value));
    return Double.NaN;
  }

  /** An optional text. */
  public String textOr(String key, String absent) {
    return has(key) ? text(key) : absent;
  }

  /** An optional nonnegative number. */
  public double notNegativeOr(String key, double absent) {
    return has(key) ? notNegative(key) : absent;
  }

  /** An optional positive number. */
  public double positiveOr(String key, double absent) {
    return has(key) ? positive(key) : absent;
  }

  /** An optional number; null if it is absent. */
  public Double numberOrNull(String key) {
    return has(key) ? number(key) : null;
  }

  /** This many finite numbers; NaNs if they are missing or wrong. */
  public double[] numbers(String key, int count) {
    double[] numbers = new double[count];
    Arrays.fill(numbers, Double.NaN);
    String expected = "a list of " + count + " numbers";
    JsonNode value = keys.required(key, expected);
    if (value == null) {
      return numbers;
    }
    boolean good = value.isArray() && value.size() == count;
    for (int i = 0; good && i < count; i++) {
      good = value.get(i).isNumber() && Double.isFinite(value.get(i).doubleValue());
      numbers[i] = value.get(i).doubleValue();
    }
    if (!good) {
      wrong(key, expected, value);
      Arrays.fill(numbers, Double.NaN);
    }
    return numbers;
  }

  /** Optional numbers. */
  public double[] numbersOr(String key, double... absent) {
    return has(key) ? numbers(key, absent.length) : absent;
  }

  /** An optional number. */
  public double numberOr(String key, double absent) {
    return has(key) ? number(key) : absent;
  }

  /** An integer. */
  public int integer(String key) {
    JsonNode value = keys.required(key, "an integer");
    if (value != null && value.isIntegralNumber() && value.canConvertToInt()) {
      return value.intValue();
    }
    if (value != null) {
      wrong(key, "an integer", value);
    }
    return 0;
  }

  /** An optional integer. */
  public int integerOr(String key, int absent) {
    return has(key) ? integer(key) : absent;
  }

  /** An optional word. */
  public <E extends Enum<E>> E wordOr(String key, Class<E> words, E absent) {
    if (!has(key)) {
      return absent;
    }
    E word = word(key, words);
    return word == null ? absent : word;
  }

  /** True or false, or a default. */
  public boolean yesNoOr(String key, boolean absent) {
    JsonNode value = uninterpreted(key);
    if (value == null) {
      return absent;
    }
    if (!value.isBoolean()) {
      problems.add(keys.path(key), "true or false is expected, not " + value);
    }
    return value.booleanValue();
  }

  /** A word of an enum, in lower case; null if it is missing or wrong. */
  public <E extends Enum<E>> E word(String key, Class<E> words) {
    String text = text(key);
    return text.isEmpty() ? null : word(key, text, words);
  }

  /** A list of words of an enum, in lower case. */
  <E extends Enum<E>> List<E> words(String key, Class<E> words) {
    List<E> list = new ArrayList<>();
    texts(key).forEach(text -> list.add(word(key, text, words)));
    list.removeIf(Objects::isNull);
    return list;
  }

  private <E extends Enum<E>> E word(String key, String text, Class<E> words) {
    List<String> accepted = new ArrayList<>();
    for (E word : words.getEnumConstants()) {
      String name = word.name().toLowerCase(Locale.ROOT);
      if (name.equals(text)) {
        return word;
      }
      accepted.add(name);
    }
    problems.add(
        keys.path(key),
        "one of "
            + String.join(", ", accepted)
            + " is expected, not "
            + text
            + Spelling.hint(text, accepted));
    return null;
  }

  /** A nonempty list of texts. */
  public List<String> texts(String key) {
    JsonNode value = keys.required(key, "a list of texts");
    if (value == null) {
      return incomplete(List.of());
    }
    if (!value.isArray() || value.isEmpty()) {
      wrong(key, "a list of texts that is not empty", value);
      return incomplete(List.of());
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode item : value) {
      if (item.isTextual()) {
        texts.add(item.textValue());
      } else {
        wrong(key, "a list of texts", item);
        problems.leaveIncomplete();
      }
    }
    return List.copyOf(texts);
  }

  /** A table; null if it is missing or wrong. */
  public <T> T table(String key, Function<TomlTable, T> reader) {
    JsonNode value = keys.required(key, "a table");
    return value == null ? incomplete(null) : read(problems, origin, keys.path(key), value, reader);
  }

  /** An optional table. */
  public <T> Optional<T> tableOrNone(String key, Function<TomlTable, T> reader) {
    return has(key) ? Optional.ofNullable(table(key, reader)) : Optional.empty();
  }

  /** Tables by name: {@code [instruments.rf_1]}. */
  <T> Map<String, T> tables(String key, Function<TomlTable, T> reader) {
    JsonNode value = keys.required(key, "a table for each, such as [" + keys.path(key) + ".NAME],");
    if (value == null) {
      return incomplete(Map.of());
    }
    if (!value.isObject()) {
      wrong(key, "tables by name", value);
      return incomplete(Map.of());
    }
    Map<String, T> tables = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      String at = keys.path(key) + "." + entry.getKey();
      T table = read(problems, origin, at, entry.getValue(), reader);
      if (table != null) {
        tables.put(entry.getKey(), table);
      }
    }
    return tables;
  }

  <T> Map<String, T> tablesOrNone(String key, Function<TomlTable, T> reader) {
    return has(key) ? tables(key, reader) : Map.of();
  }

  /** A list of tables, {@code [[chains]]}; messages call each by its name. */
  public <T> List<T> list(String key, Function<TomlTable, T> reader) {
    JsonNode value = keys.required(key, "a list of tables");
    if (value == null) {
      return incomplete(List.of());
    }
    if (value.isObject()) {
      problems.add(
          keys.path(key),
          "a list of tables is expected, not one table; write [[" + keys.path(key) + "]]");
      return incomplete(List.of());
    }
    if (!value.isArray() || value.isEmpty()) {
      wrong(key, "a list of tables that is not empty", value);
      return incomplete(List.of());
    }
    List<T> list = new ArrayList<>();
    int number = 0;
    for (JsonNode item : value) {
      String at = keys.path(key) + TomlProblems.itemOf(item, number);
      T table = read(problems, origin, at, item, reader);
      if (table != null) {
        list.add(table);
      }
      number++;
    }
    return List.copyOf(list);
  }

  /** An optional list of tables. */
  public <T> List<T> listOrNone(String key, Function<TomlTable, T> reader) {
    return has(key) ? list(key, reader) : List.of();
  }

  /** The value of a key without interpretation; null if it is absent. */
  public JsonNode uninterpreted(String key) {
    return keys.get(key);
  }

  /** The line of a key, from 1; 0 if it cannot be located. */
  public int lineOf(String key) {
    return problems.line(keys.path(key));
  }

  /** The column of the first character of a text, from 1; 0 if it cannot be located. */
  public int columnOf(String key) {
    return problems.column(keys.path(key), key);
  }

  /** An exception about the whole table, to be thrown. */
  public BenchFileException refused(String problem) {
    return new BenchFileException(origin, path, problem);
  }

  /** Whether the key exists. */
  public boolean has(String key) {
    return keys.has(key);
  }

  private void wrong(String key, String expected, JsonNode found) {
    boolean quoted = found.isTextual() && found.textValue().matches("\\s*[-+.]?\\d.*");
    boolean number = expected.equals("a number") || expected.equals("an integer");
    String remedy =
        quoted && number ? "; write it without quotation marks and unit, in SI units" : "";
    problems.add(keys.path(key), expected + " is expected, not " + kind(found) + remedy);
  }

  /** An exception about the value of a key, to be thrown. */
  public BenchFileException refused(String key, String problem) {
    return new BenchFileException(origin, keys.path(key), problem);
  }

  private static String kind(JsonNode value) {
    if (value.isObject()) {
      return "a table";
    }
    return value.isArray() ? "the list " + value : value.toString();
  }
}
