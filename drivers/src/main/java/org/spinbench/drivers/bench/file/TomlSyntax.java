package org.spinbench.drivers.bench.file;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.regex.Pattern;

/** Explains in plain words why a text is not TOML, from the line where the parser stopped. */
final class TomlSyntax {
  /** A pattern of a line, and its fault; the first match applies. */
  private record Fault(Pattern line, String what) {
    static Fault of(String line, String what) {
      return new Fault(Pattern.compile(line), what);
    }
  }

  private static final String KEY = "\\s*[A-Za-z0-9_.\"' -]+";

  private static final List<Fault> FAULTS =
      List.of(
          Fault.of("\\s*\\[[^\\]]*", "the name of a table ends with ]"),
          Fault.of("\\s*\\[\\[[^\\]]*\\][^\\]]*", "the name of a table of a list ends with ]]"),
          Fault.of(KEY + ":.*", "a key and its value are joined by =, not by :"),
          Fault.of("[^=\\[]*", "a key, = and a value are expected"),
          Fault.of(KEY + "=\\s*(#.*)?", "a value is missing after ="),
          Fault.of(
              "(?s)[^\"]*\"[^\"]*", "a text is not closed: its second quotation mark is missing"),
          Fault.of("\\s*\\w+ [\\w ]+=.*", "put a key that contains blanks in quotation marks"),
          Fault.of(
              KEY + "=\\s*[-+]?\\d+,\\d+([eE][-+]?\\d+)?\\s*(#.*)?",
              "write numbers with a decimal point, not a comma"),
          Fault.of(
              KEY + "=\\s*[-+]?[\\d.]+([eE][-+]?\\d+)?\\s*[A-Za-zµΩ%]+.*",
              "write only the number, in SI units; the key determines the unit"),
          Fault.of(
              KEY + "=\\s*[-+]?(\\.\\d+|\\d+\\.)([eE].*)?\\s*(#.*)?",
              "write a digit on either side of the decimal point: 0.5, 5.0"),
          Fault.of(
              KEY + "=\\s*(True|False|TRUE|FALSE|yes|no|on|off)\\s*(#.*)?", "write true or false"),
          Fault.of(KEY + "=\\s*[A-Za-z_/].*", "put a text in quotation marks"),
          Fault.of(KEY + "=\\s*\".*\\\\.*", "in a text, write a backslash twice"),
          Fault.of(KEY + "=[^\\[]*\\[[^\\]]*", "a list ends with ]"),
          Fault.of(KEY + "=[^{]*\\{[^}]*", "a table in one line ends with }"));

  private TomlSyntax() {}

  /** The exception for a text that the parser refused. */
  static BenchFileException refused(String toml, String origin, JsonProcessingException e) {
    List<String> lines = toml.lines().toList();
    int number = Math.max(1, Math.min(lines.size(), line(lines, e.getLocation())));
    String line = lines.isEmpty() ? "" : lines.get(number - 1);
    return new BenchFileException(
        origin + ", line " + number,
        "this is not TOML: " + what(line, e.getOriginalMessage()) + "\n  " + line.strip(),
        e);
  }

  /** The line of a fault. Some faults only show at the beginning of the next line. */
  private static int line(List<String> lines, JsonLocation found) {
    int number = found == null ? 1 : found.getLineNr();
    if (found != null && found.getColumnNr() == 1) {
      do {
        number--;
      } while (number > 1 && lines.get(number - 1).matches("\\s*(#.*)?"));
    }
    return number;
  }

  private static String what(String line, String message) {
    if (message.startsWith("Duplicate key")) {
      return "the key is given twice";
    }
    if (message.startsWith("Table redefined")) {
      return "the table is given twice; put its keys together, or write [["
          + line.replaceAll("[\\[\\]]|#.*", "").strip()
          + "]] if it is one of a list";
    }
    if (message.matches("(Object|Array) already .*|Path into existing .*")) {
      return "the name is already used for something else";
    }
    if (message.startsWith("Zero-prefixed")) {
      return "a number must not begin with 0";
    }
    String otherwise =
        message.startsWith("Premature end")
            ? "it ends inside a text, a list or a table"
            : message.startsWith("More data")
                ? "this is not a value, or something follows it"
                : "it cannot be understood";
    if (message.startsWith("Premature end") && line.indexOf('=') < 0) {
      return otherwise; // the line does not show what began earlier
    }
    return FAULTS.stream()
        .filter(fault -> fault.line().matcher(line).matches())
        .findFirst()
        .map(Fault::what)
        .orElse(otherwise);
  }
}
