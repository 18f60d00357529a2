package org.spinbench.app.check;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.spinbench.simulator.bench.Connections;
import org.spinbench.simulator.bench.SimulatedModel;
import org.spinbench.simulator.bench.VirtualClock;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.scpi.CommandCatalogue.Effect;
import org.spinbench.simulator.scpi.CommandCatalogue.Line;

/**
 * The commands of a simulated model.
 *
 * @param model in a bench file
 * @param commands by header
 */
public record ModelCommands(String model, List<Line> commands) {
  /** Models whose own language is no table of headers. */
  private static final Map<String, String> LANGUAGES =
      Map.of(
          "SynthHD", "single letters, listed in docs/manuals/synthhd.md and its table of messages",
          "2602B", "TSP, described in docs/manuals/2600b.md; of SCPI only the common commands");

  /** The commands of a model that a bench file can name. */
  public static ModelCommands of(String model) {
    Surroundings around = new Surroundings(new VirtualClock(), new Random(0), false, () -> {});
    List<Line> lines =
        SimulatedModel.of(model)
            .orElseThrow()
            .make(around, Connections.NONE)
            .panel()
            .catalogue()
            .lines();
    Comparator<Line> byHeader =
        Comparator.comparing(line -> line.header().replaceAll("[^*A-Za-z:]", ""));
    boolean letters = model.equals("SynthHD");
    return new ModelCommands(
        model,
        lines.stream()
            .filter(line -> !LANGUAGES.containsKey(model) || isCommon(line) && !letters)
            .sorted(byHeader)
            .toList());
  }

  private static boolean isCommon(Line line) {
    return line.header().startsWith("*");
  }

  /** The table for a terminal, with the refused commands and the sources after it. */
  public String text() {
    StringBuilder text = new StringBuilder();
    if (LANGUAGES.containsKey(model)) {
      text.append("language: ").append(LANGUAGES.get(model)).append(System.lineSeparator());
    }
    String row = "%-6s %-7s %s%s%s%n";
    text.append(
        String.format(
            Locale.ROOT, row, "form", "effect", "command", "  parameters", "  (default)"));
    for (Line line : commands) {
      if (line.effect() != Effect.ABSENT) {
        text.append(
            String.format(
                Locale.ROOT,
                row,
                form(line),
                line.effect().name().toLowerCase(Locale.ROOT),
                line.header(),
                line.form().isEmpty() ? "" : "  " + line.form(),
                line.preset().isEmpty() ? "" : "  (" + line.preset() + ")"));
      }
    }
    appendAbsent(text);
    List<String> sources =
        commands.stream()
            .filter(line -> line.effect() != Effect.ABSENT && !line.source().isEmpty())
            .map(Line::source)
            .distinct()
            .toList();
    sources.forEach(
        source -> text.append("source: ").append(source).append(System.lineSeparator()));
    return text.toString();
  }

  private void appendAbsent(StringBuilder text) {
    List<Line> absent = commands.stream().filter(line -> line.effect() == Effect.ABSENT).toList();
    if (absent.isEmpty()) {
      return;
    }
    text.append(String.format(Locale.ROOT, "%nnot simulated (-113):%n"));
    for (Line line : absent) {
      text.append(String.format(Locale.ROOT, "  %s: %s%n", line.header(), line.source()));
    }
    text.append(System.lineSeparator());
  }

  /** {@code set} for a command, {@code ask} for a query. */
  private static String form(Line line) {
    return line.set() && line.query() ? "both" : line.set() ? "set" : "ask";
  }
}
