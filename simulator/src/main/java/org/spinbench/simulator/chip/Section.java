package org.spinbench.simulator.chip;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One section of a bench file, read strictly: every key has to be there, and no other. */
final class Section {
  private final String path;
  private final Map<String, Object> left;

  /**
   * @param path where the section stands, for messages
   */
  Section(String path, Map<?, ?> entries) {
    this.path = path;
    this.left = new TreeMap<>();
    entries.forEach((key, value) -> left.put(key.toString(), value));
  }

  /** A number in a range; both ends belong to it. */
  double number(String key, double least, double most) {
    if (!(take(key) instanceof Number number)) {
      throw wrong(key, "must be a number");
    }
    double value = number.doubleValue();
    if (!(value >= least && value <= most)) {
      throw wrong(key, "is " + value + ", but must lie between " + least + " and " + most);
    }
    return value;
  }

  /** A finite number above zero. */
  double positive(String key) {
    return number(key, Double.MIN_NORMAL, Double.MAX_VALUE);
  }

  /** A finite number, zero or more. */
  double notNegative(String key) {
    return number(key, 0, Double.MAX_VALUE);
  }

  /** A finite number. */
  double finite(String key) {
    return number(key, -Double.MAX_VALUE, Double.MAX_VALUE);
  }

  /** A number above zero that may be missing; then it is one. */
  double factorIfAny(String key) {
    return left.containsKey(key) ? positive(key) : 1;
  }

  /** A resistance above zero, which may be infinite, and may be missing; Ω. */
  double resistanceIfAny(String key, double otherwise) {
    return left.containsKey(key)
        ? number(key, Double.MIN_NORMAL, Double.POSITIVE_INFINITY)
        : otherwise;
  }

  /** A list of numbers above zero. */
  List<Double> gains(String key) {
    if (take(key) instanceof List<?> list && list.stream().allMatch(Section::isGain)) {
      return list.stream().map(gain -> ((Number) gain).doubleValue()).toList();
    }
    throw wrong(key, "must be a list of numbers above zero");
  }

  private static boolean isGain(Object value) {
    return value instanceof Number number
        && number.doubleValue() > 0
        && Double.isFinite(number.doubleValue());
  }

  /** One of an enumeration's constants, in lower case. */
  <E extends Enum<E>> E choice(String key, E[] constants) {
    Object value = take(key);
    StringBuilder names = new StringBuilder();
    for (E constant : constants) {
      String name = constant.name().toLowerCase(Locale.ROOT);
      if (name.equals(value)) {
        return constant;
      }
      names.append(names.isEmpty() ? "" : ", ").append('"').append(name).append('"');
    }
    throw wrong(key, "is " + value + ", but must be one of " + names);
  }

  /** A list of names. */
  List<String> names(String key) {
    if (take(key) instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
      return list.stream().map(String.class::cast).toList();
    }
    throw wrong(key, "must be a list of names");
  }

  /** The section of that name, which may be missing. */
  Optional<Section> sectionIfAny(String key) {
    return left.containsKey(key) ? Optional.of(section(key)) : Optional.empty();
  }

  /** The section of that name below this one. */
  Section section(String key) {
    if (take(key) instanceof Map<?, ?> entries) {
      return new Section(path + "." + key, entries);
    }
    throw wrong(key, "must be a section");
  }

  /** The sections of a list that may be missing. */
  List<Section> sections(String key) {
    Object value = left.remove(key);
    if (value == null) {
      return List.of();
    }
    if (value instanceof List<?> list && list.stream().allMatch(Map.class::isInstance)) {
      return list.stream().map(item -> new Section(path + "." + key, (Map<?, ?>) item)).toList();
    }
    throw wrong(key, "must be a list of sections");
  }

  /** A text. */
  String text(String key) {
    if (take(key) instanceof String text) {
      return text;
    }
    throw wrong(key, "must be a text");
  }

  /** A text that may be missing; then it is empty. */
  String textIfAny(String key) {
    return left.containsKey(key) ? text(key) : "";
  }

  /** Refuses what nobody has asked for. */
  void end() {
    if (!left.isEmpty()) {
      throw wrong(left.keySet().iterator().next(), "is no key of this section; check its spelling");
    }
  }

  private Object take(String key) {
    Object value = left.remove(key);
    if (value == null) {
      throw wrong(key, "is missing");
    }
    return value;
  }

  private IllegalArgumentException wrong(String key, String problem) {
    return new IllegalArgumentException("bench file: " + path + "." + key + " " + problem);
  }
}
