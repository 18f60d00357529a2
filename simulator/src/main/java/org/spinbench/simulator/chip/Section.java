package org.spinbench.simulator.chip;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.spinbench.drivers.text.Spelling;

/**
 * One section of a bench file, read strictly: every key has to be there, and no other. What is
 * wrong is collected, and reading carries on, until {@link #throwAny}.
 */
final class Section {
  private final String path;
  private final Map<String, Object> left;
  private final Map<String, String> problems;
  private final Set<String> known = new TreeSet<>();
  private final Set<String> missing = new TreeSet<>();

  /**
   * The section at the top.
   *
   * @param path where the section stands, for messages
   */
  Section(String path, Map<?, ?> entries) {
    this(path, entries, new LinkedHashMap<>());
  }

  private Section(String path, Map<?, ?> entries, Map<String, String> problems) {
    this.path = path;
    this.problems = problems;
    this.left = new TreeMap<>();
    entries.forEach((key, value) -> left.put(key.toString(), value));
  }

  /** A number in a range; both ends belong to it. NaN where there is none. */
  double number(String key, double least, double most) {
    return number(key, least, most, "lie between " + least + " and " + most);
  }

  private double number(String key, double least, double most, String range) {
    Object value = take(key);
    if (!(value instanceof Number number)) {
      wrong(key, value == null ? "is missing" : "is " + value + ", but must be a number");
      return Double.NaN;
    }
    if (!(number.doubleValue() >= least && number.doubleValue() <= most)) {
      wrong(key, "is " + number.doubleValue() + ", but must " + range);
    }
    return number.doubleValue();
  }

  /** A finite number above zero. */
  double positive(String key) {
    return number(key, Double.MIN_NORMAL, Double.MAX_VALUE, "be above zero");
  }

  /** A finite number, zero or more. */
  double notNegative(String key) {
    return number(key, 0, Double.MAX_VALUE, "be zero or above it");
  }

  /** A finite number. */
  double finite(String key) {
    return number(key, -Double.MAX_VALUE, Double.MAX_VALUE, "be finite");
  }

  /** A finite number that may be missing; then it is zero. */
  double numberIfAny(String key) {
    return has(key) ? finite(key) : 0;
  }

  /** A number in a range; another one where it is missing or, which is noted, wrong. */
  double numberIfAny(String key, double least, double most, double otherwise) {
    double value = has(key) ? number(key, least, most) : otherwise;
    return value >= least && value <= most ? value : otherwise;
  }

  /** A number above zero that may be missing; then it is one. */
  double factorIfAny(String key) {
    return has(key) ? positive(key) : 1;
  }

  /** A number not below zero that may be missing; then it is zero. */
  double notNegativeIfAny(String key) {
    return has(key) ? notNegative(key) : 0;
  }

  /** A number above zero, which may be infinite, and may be missing. */
  double aboveZeroIfAny(String key, double otherwise) {
    return has(key)
        ? number(key, Double.MIN_NORMAL, Double.POSITIVE_INFINITY, "be above zero")
        : otherwise;
  }

  /** A list of numbers above zero. */
  List<Double> gains(String key) {
    Object value = take(key);
    if (value instanceof List<?> list && list.stream().allMatch(Section::isGain)) {
      return list.stream().map(gain -> ((Number) gain).doubleValue()).toList();
    }
    wrong(key, value == null ? "is missing" : "must be a list of numbers above zero");
    return List.of();
  }

  private static boolean isGain(Object value) {
    return value instanceof Number number
        && number.doubleValue() > 0
        && Double.isFinite(number.doubleValue());
  }

  /** One of an enumeration's constants, in lower case. */
  <E extends Enum<E>> E choice(String key, E[] constants) {
    Object value = take(key);
    List<String> names = new ArrayList<>();
    for (E constant : constants) {
      String name = constant.name().toLowerCase(Locale.ROOT);
      if (name.equals(value)) {
        return constant;
      }
      names.add(name);
    }
    wrong(
        key,
        value == null
            ? "is missing"
            : "is "
                + value
                + ", but must be one of "
                + names.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "))
                + Spelling.hint(value.toString(), names));
    return constants[0];
  }

  /** The same, which may be missing. */
  <E extends Enum<E>> E choiceIfAny(String key, E[] constants, E otherwise) {
    return has(key) ? choice(key, constants) : otherwise;
  }

  /** A list of names. */
  List<String> names(String key) {
    Object value = take(key);
    if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
      return list.stream().map(String.class::cast).toList();
    }
    wrong(key, value == null ? "is missing" : "must be a list of names");
    return List.of();
  }

  /** The section of that name, which may be missing. */
  Optional<Section> sectionIfAny(String key) {
    return has(key) ? Optional.of(section(key)) : Optional.empty();
  }

  /** The section of that name below this one. */
  Section section(String key) {
    Object value = take(key);
    if (value instanceof Map<?, ?> entries) {
      return new Section(path + "." + key, entries, problems);
    }
    wrong(key, value == null ? "is missing" : "must be a section");
    return new Section(path + "." + key, Map.of(), new LinkedHashMap<>());
  }

  /** The sections of a list that may be missing. */
  List<Section> sections(String key) {
    Object value = has(key) ? take(key) : List.of();
    if (value instanceof List<?> list && list.stream().allMatch(Map.class::isInstance)) {
      return list.stream()
          .map(item -> new Section(path + "." + key, (Map<?, ?>) item, problems))
          .toList();
    }
    wrong(key, "must be a list of sections");
    return List.of();
  }

  /** A text. */
  String text(String key) {
    Object value = take(key);
    if (value instanceof String text) {
      return text;
    }
    wrong(key, value == null ? "is missing" : "must be a text");
    return "";
  }

  /** A text that may be missing; then it is empty. */
  String textIfAny(String key) {
    return has(key) ? text(key) : "";
  }

  /** Refuses keys that were not read. */
  void end() {
    for (String key : left.keySet()) {
      Optional<String> lacking = Spelling.nearest(key, missing);
      lacking.ifPresent(name -> problems.remove(path + "." + name)); // not missing but mistyped
      wrong(
          key,
          "is no key of this section"
              + lacking
                  .or(() -> Spelling.nearest(key, known))
                  .map(name -> "; did you mean \"" + name + "\"?")
                  .orElse("; its keys are " + String.join(", ", known)));
    }
  }

  /**
   * Ends reading; of the section at the top.
   *
   * @throws SimulationException naming all that is wrong
   */
  void throwAny() {
    if (!problems.isEmpty()) {
      throw new SimulationException(problems);
    }
  }

  /** What is wrong so far. */
  Map<String, String> problems() {
    return problems;
  }

  /** Notes what is wrong with a key of this section. */
  void wrong(String key, String problem) {
    problems.putIfAbsent(path + "." + key, problem);
  }

  /** Whether a key is there. */
  boolean has(String key) {
    known.add(key);
    return left.containsKey(key);
  }

  private Object take(String key) {
    known.add(key);
    Object value = left.remove(key);
    if (value == null) {
      missing.add(key);
    }
    return value;
  }
}
