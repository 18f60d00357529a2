package org.spinbench.drivers.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * One table of a TOML file, read strictly: a key that is missing or of another kind, and one that
 * nobody asks for, is a {@link BenchFileException} that names file and key.
 */
public final class Table {
  private static final TomlMapper TOML = new TomlMapper();

  private final String origin;
  private final String path;
  private final JsonNode node;
  private final Set<String> asked = new TreeSet<>();

  Table(String origin, String path, JsonNode node) {
    this.origin = origin;
    this.path = path;
    this.node = node;
    if (!node.isObject()) {
      throw new BenchFileException(origin, path, "a table is expected, not " + kind(node));
    }
  }

  /**
   * Reads a whole file.
   *
   * @param origin where the text comes from, for messages
   * @param reader reads its top table; what it does not ask for is an error
   */
  public static <T> T parse(String toml, String origin, Function<Table, T> reader) {
    JsonNode tree;
    try {
      tree = TOML.readTree(toml);
    } catch (JsonProcessingException e) {
      String where = e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
      throw new BenchFileException(
          origin, "not a TOML file" + where + ": " + e.getOriginalMessage(), e);
    }
    Table table = new Table(origin, "", tree);
    T result = reader.apply(table);
    table.end();
    return result;
  }

  String path() {
    return path;
  }

  /** A text that is not blank. */
  public String text(String key) {
    JsonNode value = required(key, "a text in quotes");
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw wrong(key, "a text in quotes", value);
    }
    return value.textValue();
  }

  /** A finite number. */
  public double number(String key) {
    return finite(key, required(key, "a number"));
  }

  /** A number above zero. */
  public double positive(String key) {
    double value = number(key);
    if (!(value > 0)) {
      throw refused(key, "a number above zero is expected, not " + value);
    }
    return value;
  }

  /** Zero or a number above it. */
  public double notNegative(String key) {
    double value = number(key);
    if (!(value >= 0)) {
      throw refused(key, "zero or a number above it is expected, not " + value);
    }
    return value;
  }

  /** A text that may be left out. */
  public String textOr(String key, String absent) {
    return has(key) ? text(key) : absent;
  }

  /** Zero or a number above it, which may be left out. */
  double notNegativeOr(String key, double absent) {
    return has(key) ? notNegative(key) : absent;
  }

  /** A number above zero that may be left out. */
  public double positiveOr(String key, double absent) {
    return has(key) ? positive(key) : absent;
  }

  /** A number that may be left out; null when it is. */
  public Double numberOrNull(String key) {
    return has(key) ? number(key) : null;
  }

  /** An integer. */
  public int integer(String key) {
    JsonNode value = required(key, "an integer");
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw wrong(key, "an integer", value);
    }
    return value.intValue();
  }

  /** An integer that may be left out. */
  public int integerOr(String key, int absent) {
    return has(key) ? integer(key) : absent;
  }

  /** A word that may be left out. */
  public <E extends Enum<E>> E wordOr(String key, Class<E> words, E absent) {
    return has(key) ? word(key, words) : absent;
  }

  /** True or false, or what is taken for an absent key. */
  public boolean yesNoOr(String key, boolean absent) {
    if (!has(key)) {
      return absent;
    }
    JsonNode node = uninterpreted(key);
    if (!node.isBoolean()) {
      throw refused(key, "true or false is expected, not " + node);
    }
    return node.booleanValue();
  }

  /** One of the words of an enum, in lower case. */
  public <E extends Enum<E>> E word(String key, Class<E> words) {
    return word(key, text(key), words);
  }

  /** A list of words of an enum, in lower case. */
  <E extends Enum<E>> List<E> words(String key, Class<E> words) {
    return texts(key).stream().map(text -> word(key, text, words)).toList();
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
    throw refused(key, "one of " + String.join(", ", accepted) + " is expected, not " + text);
  }

  /** A list of texts that is not empty. */
  public List<String> texts(String key) {
    JsonNode value = required(key, "a list of texts");
    if (!value.isArray() || value.isEmpty()) {
      throw wrong(key, "a list of texts that is not empty", value);
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode item : value) {
      if (!item.isTextual()) {
        throw wrong(key, "a list of texts", item);
      }
      texts.add(item.textValue());
    }
    return List.copyOf(texts);
  }

  <T> T table(String key, Function<Table, T> reader) {
    return read(key(key), required(key, "a table"), reader);
  }

  /** A table that may be left out. */
  public <T> Optional<T> tableOrNone(String key, Function<Table, T> reader) {
    return has(key) ? Optional.of(table(key, reader)) : Optional.empty();
  }

  /** Tables by name: {@code [instruments.rf_1]}. */
  <T> Map<String, T> tables(String key, Function<Table, T> reader) {
    JsonNode value = required(key, "tables by name");
    if (!value.isObject()) {
      throw wrong(key, "tables by name", value);
    }
    Map<String, T> tables = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      tables.put(entry.getKey(), read(key(key) + "." + entry.getKey(), entry.getValue(), reader));
    }
    return tables;
  }

  <T> Map<String, T> tablesOrNone(String key, Function<Table, T> reader) {
    return has(key) ? tables(key, reader) : Map.of();
  }

  /** A list of tables, {@code [[chains]]}: each goes by its name in messages. */
  public <T> List<T> list(String key, Function<Table, T> reader) {
    JsonNode value = required(key, "a list of tables");
    if (!value.isArray() || value.isEmpty()) {
      throw wrong(key, "a list of tables that is not empty", value);
    }
    List<T> list = new ArrayList<>();
    for (JsonNode item : value) {
      String name = item.path("name").asText("number " + (list.size() + 1));
      list.add(read(key(key) + ".\"" + name + "\"", item, reader));
    }
    return List.copyOf(list);
  }

  /** A list of tables that may be left out. */
  <T> List<T> listOrNone(String key, Function<Table, T> reader) {
    return has(key) ? list(key, reader) : List.of();
  }

  /** What stands under a key, not looked into; null if nothing does. */
  public JsonNode uninterpreted(String key) {
    asked.add(key);
    return node.get(key);
  }

  /** Complains about the first key that nobody asked for. */
  void end() {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!asked.contains(entry.getKey())) {
        throw refused(
            entry.getKey(), "unknown key; this table has the keys " + String.join(", ", asked));
      }
    }
  }

  /** The complaint that this table as a whole makes no sense. */
  public BenchFileException refused(String problem) {
    return new BenchFileException(origin, path, problem);
  }

  private <T> T read(String at, JsonNode value, Function<Table, T> reader) {
    Table table = new Table(origin, at, value);
    T result = reader.apply(table);
    table.end();
    return result;
  }

  /** Whether there is such a key. */
  public boolean has(String key) {
    asked.add(key);
    return node.has(key);
  }

  private JsonNode required(String key, String expected) {
    if (!has(key)) {
      throw refused(key, "missing; " + expected + " is expected");
    }
    return node.get(key);
  }

  private double finite(String key, JsonNode value) {
    if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
      throw wrong(key, "a number", value);
    }
    return value.doubleValue();
  }

  private BenchFileException wrong(String key, String expected, JsonNode found) {
    return refused(key, expected + " is expected, not " + kind(found));
  }

  /** The complaint that what stands under a key makes no sense. */
  public BenchFileException refused(String key, String problem) {
    return new BenchFileException(origin, key(key), problem);
  }

  private String key(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static String kind(JsonNode value) {
    if (value.isObject()) {
      return "a table";
    }
    return value.isArray() ? "the list " + value : value.toString();
  }
}
