package org.spinbench.app.pages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.spinbench.app.Spinbench;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.Outcome;
import org.spinbench.app.dashboard.DashboardServer;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.study.engine.StudyPlan;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.chip.World;
import org.spinbench.simulator.junction.JunctionSpec;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * The pages of {@code docs/reference}, as the program says of itself: the help of every command,
 * the keys of every table of its files, as its refusal of an unknown key lists them, and the
 * requests to the dashboard.
 */
public final class ReferencePages {
  private static final int WIDTH = 110;

  private static final String BENCH = "Bench file";
  private static final String PLAN = "Plan of a measurement";
  private static final String STUDY = "Study";
  private static final String WORLD = "World";
  private static final String JUNCTION = "One junction";
  private static final String MAP = "Map of an import";

  /** The kinds of the files in the folders of examples. */
  private static final Map<String, String> KINDS =
      Map.of("worlds", WORLD, "junctions", JUNCTION, "studies", STUDY);

  /** Tables whose keys are names that the user chooses. */
  private static final Map<String, String> CHOSEN =
      Map.of(
          "instruments",
          "NAME",
          "gpib",
          "BOARD",
          "limits",
          "SETTING",
          "drivers",
          "MODEL",
          "settings",
          "SETTING",
          "plausible",
          "SETTING");

  private static final String ABOUT_KEYS =
      """
      # Keys

      Every table of the files that Spinbench reads, with all its keys, as the program lists them when it refuses an unknown
      one. A test compares this page with the program, and finds each key explained or shown on another page: [bench
      file](../bench-file.md), [safety](../safety.md), [measuring](../measure.md), [studies](../studies.md),
      [worlds](../worlds.md), [one junction](../simulate-junction.md), [imports](../other-programs.md#import),
      [tables of drivers](../add-an-instrument.md). Capital names stand for names of your choice.
      """;

  private static final String UNKNOWN = "unknown_zzz";

  /** The end of the refusal of that key. */
  private static final Pattern ANSWER =
      Pattern.compile(UNKNOWN + ": unknown key; this table has the keys ([^\\n]*)");

  private final Path folder;

  /**
   * Pages that are made in this moment.
   *
   * @param folder for files that they need, empty
   */
  public ReferencePages(Path folder) {
    this.folder = folder;
  }

  /** The pages by their paths in the checkout. */
  public Map<String, String> all() throws IOException {
    return Map.of(
        "docs/reference/commands.md", commands(),
        "docs/reference/keys.md", keysPage(),
        "docs/reference/requests.md", requests());
  }

  private static String commands() throws IOException {
    StringBuilder page =
        new StringBuilder(
            """
            # Commands

            The help of every command, as `./spinbench COMMAND --help` prints it. A test compares this page with the program.
            """);
    add(Spinbench.whole(), page);
    return page.toString().replace(System.lineSeparator(), "\n");
  }

  private static void add(CommandLine command, StringBuilder page) {
    page.append("\n## ").append(command.getCommandSpec().qualifiedName()).append("\n\n```text\n");
    command.setUsageHelpAutoWidth(false).setUsageHelpWidth(WIDTH);
    page.append(command.getUsageMessage(Ansi.OFF).stripTrailing()).append("\n```\n");
    command.getSubcommands().values().stream().distinct().forEach(below -> add(below, page));
  }

  /** The keys of every table, by the kind of the file and the name of the table. */
  Map<String, Map<String, Set<String>>> keys() throws IOException {
    Map<String, Map<String, Set<String>>> all = new LinkedHashMap<>();
    for (String name : DefaultBench.NAMES) {
      add(BENCH, PageFiles.TOML.readValue(DefaultBench.text(name), PageFiles.TABLE), all);
    }
    for (Path page : PageBlock.pages()) {
      for (PageBlock block : PageBlock.of(page)) {
        if (block.in("toml") && block.reason().isEmpty()) {
          Map<String, Object> keys = PageFiles.TOML.readValue(block.text(), PageFiles.TABLE);
          String kind = kind(keys);
          add(kind, kind.equals(BENCH) ? PageFiles.whole(keys) : keys, all);
        }
      }
    }
    for (String folder : List.of("worlds", "junctions", "studies")) {
      try (Stream<Path> files = Files.list(PageBlock.root().resolve("docs/examples/" + folder))) {
        for (Path file : files.filter(one -> one.toString().endsWith(".toml")).sorted().toList()) {
          add(KINDS.get(folder), PageFiles.TOML.readValue(file.toFile(), PageFiles.TABLE), all);
        }
      }
    }
    return all;
  }

  private String keysPage() throws IOException {
    StringBuilder page = new StringBuilder(ABOUT_KEYS);
    keys()
        .forEach(
            (kind, tables) -> {
              page.append("\n## ").append(kind).append("\n\n| table | keys |\n|---|---|\n");
              new TreeMap<>(tables)
                  .forEach(
                      (table, keys) ->
                          page.append("| `").append(table).append("` | ").append(listed(keys)));
            });
    return page.toString();
  }

  private static String requests() throws IOException {
    StringBuilder page =
        new StringBuilder(
            """
            # Requests to the dashboard

            What `GET /api/v1/openapi.json` describes in full, with every field ([the dashboard](../dashboard.md)). A test
            compares this page with the program.

            | request | what it does |
            |---|---|
            """);
    try (InputStream in = DashboardServer.class.getResourceAsStream("openapi.json")) {
      for (Map.Entry<String, JsonNode> path :
          new ObjectMapper().readTree(in).get("paths").properties()) {
        for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
          page.append("| `")
              .append(method.getKey().toUpperCase(Locale.ROOT))
              .append(' ')
              .append(path.getKey())
              .append("` | ")
              .append(method.getValue().get("summary").textValue())
              .append(" |\n");
        }
      }
    }
    return page.toString();
  }

  private static String listed(Set<String> keys) {
    return keys.stream().map(key -> "`" + key + "`").collect(Collectors.joining(", ", "", " |\n"));
  }

  private static String kind(Map<String, Object> keys) {
    if (keys.containsKey("experiment")) {
      return STUDY;
    }
    if (keys.containsKey("sweep")) {
      return PLAN;
    }
    if (keys.containsKey("spread") || keys.containsKey("effects")) {
      return WORLD;
    }
    return keys.containsKey("reading") ? MAP : BENCH;
  }

  /** Adds the keys of every table of a file. */
  private void add(
      String kind, Map<String, Object> whole, Map<String, Map<String, Set<String>>> all)
      throws IOException {
    Map<String, Set<String>> known = all.computeIfAbsent(kind, one -> new TreeMap<>());
    for (Table table : tables(whole)) {
      if (kind.equals(BENCH) && known.containsKey(table.name())) {
        continue; // each probe builds a bench
      }
      table.keys().put(UNKNOWN, 1);
      Matcher list = ANSWER.matcher(refusal(kind, PageFiles.TOML.writeValueAsString(whole)));
      table.keys().remove(UNKNOWN);
      if (list.find()) {
        known.computeIfAbsent(table.name(), one -> new TreeSet<>()).addAll(list(list.group(1)));
      }
    }
  }

  private static List<String> list(String keys) {
    return Arrays.asList(keys.split(", "));
  }

  /** What the program has against a file of a kind. */
  private String refusal(String kind, String toml) throws IOException {
    try {
      switch (kind) {
        case STUDY -> StudyPlan.parse(toml, "page");
        case PLAN -> Plan.parse(toml, "page");
        case WORLD -> World.parse(toml, "page");
        case JUNCTION -> JunctionSpec.parse(toml, "page");
        case MAP -> {
          Path map = Files.writeString(folder.resolve("map.toml"), toml);
          Path data = Files.writeString(folder.resolve("data.csv"), "a,b\n1,2\n");
          return Outcome.of("runs", "import", data.toString(), "--map", map.toString()).err();
        }
        default -> new SimulatedBench(Backends.simulable(BenchFile.parse(toml, "page")), 1);
      }
      return "";
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  /** A table of a file. */
  private record Table(String name, Map<String, Object> keys) {}

  private static List<Table> tables(Map<String, Object> whole) {
    List<Table> found = new ArrayList<>();
    find("", "", whole, found);
    return found;
  }

  @SuppressWarnings("unchecked")
  private static void find(String path, String parent, Object value, List<Table> found) {
    if (value instanceof Map<?, ?> keys) {
      found.add(new Table(path.isEmpty() ? "(top)" : "[" + path + "]", (Map<String, Object>) keys));
      String chosen = CHOSEN.get(parent);
      ((Map<String, Object>) keys)
          .forEach(
              (key, inside) -> {
                String name = chosen == null ? key : chosen;
                find(path.isEmpty() ? name : path + "." + name, key, inside, found);
              });
    } else if (value instanceof List<?> items && !items.isEmpty()) {
      find(path, "", items.get(0), found);
    }
  }
}
