package org.spinbench.app.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.command.Outcome;
import org.spinbench.experiments.DefaultBench;

/**
 * Pages say what the program does: each key of its files is explained or shown, the tables of a run
 * file are named with their columns, and the events with their fields. No JDK changes that.
 */
@Tag("slow")
class ReferencePagesTest {
  @TempDir Path folder;

  @Test
  void keys() throws IOException {
    Set<String> unexplained = new TreeSet<>();
    String pages = explanations();
    new ReferencePages(folder)
        .keys()
        .forEach(
            (kind, tables) ->
                tables.forEach(
                    (table, keys) ->
                        keys.stream()
                            .filter(key -> !pages.contains("`" + key + "`") && !isShown(key, pages))
                            .forEach(key -> unexplained.add(kind + ", " + table + ": " + key))));
    assertEquals(Set.of(), unexplained, "no page explains or shows these keys");
  }

  /** The pages that a person wrote, and the bench files with their comments. */
  private static String explanations() throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path page : PageBlock.pages()) {
      text.append(
          page.startsWith(PageBlock.root().resolve("docs/reference"))
              ? ""
              : Files.readString(page));
    }
    DefaultBench.NAMES.forEach(name -> text.append(DefaultBench.text(name)));
    return text.toString();
  }

  private static boolean isShown(String key, String pages) {
    return Pattern.compile("(?m)(^|[{,. \\[`\"])" + key + "( *=|[\\].`])").matcher(pages).find();
  }

  /** The page of the run file names the tables of one, with their columns. */
  @Test
  void tablesOfARunFile() throws Exception {
    Path plan =
        Files.writeString(
            folder.resolve("plan.toml"),
            """
            name = "two points"
            read = ["chain 1.voltage"]
            [set]
            "input 1.power" = 2e-6
            [[sweep]]
            setting = "input 1.frequency"
            list = [240e6, 250e6]
            """);
    String runs = folder.resolve("runs").toString();
    Outcome outcome = Outcome.of("measure", plan.toString(), "--json", "--runs", runs);
    assertEquals(0, outcome.code(), outcome.err());
    Map<String, List<String>> tables = new TreeMap<>();
    try (Connection run =
            DriverManager.getConnection("jdbc:sqlite:" + outcome.json().get("runFile").asText());
        ResultSet columns = run.getMetaData().getColumns(null, null, "%", "%")) {
      while (columns.next()) {
        tables
            .computeIfAbsent(columns.getString("TABLE_NAME"), one -> new ArrayList<>())
            .add(columns.getString("COLUMN_NAME"));
      }
    }
    tables.keySet().removeIf(name -> name.startsWith("sqlite_"));
    assertEquals(tables, rows("docs/run-file.md", 3));
  }

  /** The page of the events names the types that the program publishes, with their fields. */
  @Test
  void events() throws IOException {
    Map<String, List<String>> documented = rows("docs/events.md", 3);
    StringBuilder sources = new StringBuilder();
    Path live = PageBlock.root().resolve("src/main/java/org/spinbench/app/live");
    try (Stream<Path> files = Files.list(live)) {
      for (Path file : files.toList()) {
        sources.append(Files.readString(file));
      }
    }
    Set<String> published = new TreeSet<>();
    Matcher call = Pattern.compile("Body\\.of\\(").matcher(sources);
    while (call.find()) {
      List<String> arguments = arguments(sources.substring(call.end()));
      Set<String> known = new TreeSet<>(Set.of("time")); // which every event may have
      for (String type : texts(arguments.get(0))) {
        assertTrue(documented.containsKey(type), type + " is on no page");
        known.addAll(documented.get(type));
        published.add(type);
      }
      Set<String> fields = new TreeSet<>();
      for (int k = 1; k < arguments.size() && known.size() > 1; k += 2) {
        fields.addAll(texts(arguments.get(k)));
      }
      fields.removeAll(known);
      assertEquals(Set.of(), fields, "fields of " + arguments.get(0) + " that no page names");
    }
    assertTrue(published.size() >= 14, published.toString());
    documented.keySet().removeIf(type -> sources.indexOf("\"" + type + "\"") >= 0);
    assertEquals(Set.of(), documented.keySet(), "events that nothing publishes");
  }

  /** The texts between quotation marks. */
  private static List<String> texts(String java) {
    return Pattern.compile("\"(\\w+)\"")
        .matcher(java)
        .results()
        .map(text -> text.group(1))
        .toList();
  }

  /** The arguments of a call whose text begins behind its parenthesis. */
  private static List<String> arguments(String call) {
    List<String> arguments = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int at = 0; depth >= 0; at++) {
      char c = call.charAt(at);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth < 0 || depth == 0 && c == ',') {
        arguments.add(call.substring(from, at).strip());
        from = at + 1;
      }
    }
    return arguments;
  }

  /**
   * The rows of the tables of a page: the name in the first cell, and the names in the last one.
   */
  private static Map<String, List<String>> rows(String page, int cells) throws IOException {
    Map<String, List<String>> rows = new TreeMap<>();
    Pattern name = Pattern.compile("`(\\w+)`");
    for (String line : Files.readAllLines(PageBlock.root().resolve(page))) {
      String[] row = line.split("\\|", -1);
      Matcher first = name.matcher(row.length == cells + 2 ? row[1].strip() : "");
      if (first.matches()) {
        rows.put(
            first.group(1), name.matcher(row[cells]).results().map(one -> one.group(1)).toList());
      }
    }
    return rows;
  }
}
