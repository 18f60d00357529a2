package org.spinbench.simulator.coverage;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.spinbench.simulator.scpi.CommandCatalogue;
import org.spinbench.simulator.scpi.CommandCatalogue.Line;

/** Messages for the commands that an instrument declares. */
public final class CatalogueMessages {
  /** Characters of a mnemonic (IEEE 488.2 section 7.7.1). */
  private static final int LONGEST_WORD = 12;

  private CatalogueMessages() {}

  /** A message for each command and each query, with values at the ends of its range. */
  public static List<String> of(CommandCatalogue catalogue) {
    List<String> messages = new ArrayList<>();
    for (Line line : catalogue.lines()) {
      String header = header(line);
      if (line.query()) {
        messages.add(header + '?');
      }
      if (line.set()) {
        List<String> values = values(line.form());
        messages.add(values.isEmpty() ? header : header + ' ' + String.join(",", values));
        values.forEach(value -> messages.add(header + ' ' + value));
      }
    }
    return messages;
  }

  /** The shortest header, with 1 for each numeric suffix. */
  static String header(Line line) {
    String shortest = line.header().replaceAll("\\[[^]]*]", "").replaceAll("\\|:[^:]+", "");
    StringBuilder header = new StringBuilder();
    for (String node : shortest.replaceFirst("^:", "").split(":")) {
      header.append(header.length() == 0 ? "" : ":").append(node.split("\\|")[0]);
    }
    return header.toString().replace("#", "1");
  }

  /** Values to set; none for a form of several parameters. */
  static List<String> values(String form) {
    if (form.contains(", ") || form.contains("*")) {
      return List.of();
    }
    String[] parts = form.split(" ");
    return switch (parts[0]) {
      case "bool", "auto" -> List.of("1", "0");
      case "word" -> Stream.of(parts[1].split("\\|")).map(CatalogueMessages::sent).toList();
      case "int", "number" ->
          Stream.of(parts[1].split("\\.\\.")).filter(end -> !end.endsWith("INF")).toList();
      case "text" -> List.of("\"a b\"");
      default -> List.of();
    };
  }

  /** A word; in its short form if the long one has more characters than IEEE 488.2 allows. */
  private static String sent(String word) {
    return word.length() > LONGEST_WORD ? word.replaceAll("[a-z]", "") : word;
  }
}
