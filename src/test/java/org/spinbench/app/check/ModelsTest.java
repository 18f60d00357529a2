package org.spinbench.app.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.simulator.bench.SimulatedModel;

/**
 * Every model: how long its table of commands is, and what tests it. The table of all is written to
 * {@code target/models.txt}.
 */
class ModelsTest {
  private static final Path DRIVERS =
      Path.of("..", "drivers", "src", "main", "java", "org", "spinbench", "drivers");
  private static final Path TWINS =
      Path.of("..", "simulator", "src", "test", "%s", "org", "spinbench", "simulator");
  private static final double MOST_LINES = 2;

  /** Messages with their answers that a manual, or what is known of it, says. */
  private static final int FEWEST_MESSAGES = 10;

  /** The models of a family share one table, and differ from the first in what theirs says. */
  private static final int FEWEST_OF_A_SIBLING = 3;

  private static final Set<String> SIBLINGS =
      Set.of(
          "N5171B", "N5173B", "N5181B", "SG382", "SG386", "N9030B", "FSV", "B2901A", "34465A",
          "E8257D", "2401", "2410", "2420", "2461");

  private static final Pattern NO_PART =
      Pattern.compile("\\s*|\\s*return new \\w+\\(|\\s*[a-zA-Z]+,");

  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** The sources of the driver, with a plus between them, and the contract test of each model. */
  private static Map<String, String[]> sources() {
    Map<String, String[]> of = new LinkedHashMap<>();
    of.put("SGS100A", new String[] {"rohdeschwarz/Sgs100a", "Sgs100a"});
    of.put("SMB100A", new String[] {"rohdeschwarz/Smb100a", "Smb100a"});
    for (String model : List.of("N5171B", "N5173B", "N5181B", "N5183B", "E8257D")) {
      of.put(model, new String[] {"keysight/AnalogSource", capital(model)});
    }
    for (String model : List.of("SG382", "SG384", "SG386")) {
      of.put(model, new String[] {"stanford/Sg380", capital(model)});
    }
    of.put("SynthHD", new String[] {"windfreak/SynthHd+windfreak/SynthHdChannel", "SynthHd"});
    of.put("MG3692C", new String[] {"anritsu/Mg3692c", "Mg3692c"});
    of.put("GS200", new String[] {"yokogawa/Gs200", "Gs200"});
    of.put("2400", new String[] {"keithley/K2400", "K2400"});
    for (String model : List.of("2401", "2410", "2420")) {
      of.put(model, new String[] {"keithley/K2400", "SourceMeterSeries"});
    }
    of.put("2450", new String[] {"keithley/K2450", "K2450"});
    of.put("2461", new String[] {"keithley/K2450", "SourceMeterSeries"});
    of.put("2602B", new String[] {"keithley/K2600", "K2600"});
    of.put("6221", new String[] {"keithley/K6221", "K6221"});
    of.put("B2901A", new String[] {"keysight/B2900", "B2901a"});
    of.put("B2912A", new String[] {"keysight/B2900", "B2912a"});
    of.put("QDAC-II", new String[] {"qdevil/Qdac2Channel", "Qdac2"});
    of.put("2182A", new String[] {"keithley/K2182a", "K2182a"});
    of.put("N9030B", new String[] {"keysight/XSeries", "N9030b"});
    of.put("N9020B", new String[] {"keysight/XSeries", "N9020b"});
    of.put("FSV", new String[] {"rohdeschwarz/FsAnalyzer", "Fsv"});
    of.put("FSW", new String[] {"rohdeschwarz/FsAnalyzer", "Fsw"});
    of.put("DSA815", new String[] {"rigol/Dsa815", "Dsa815"});
    of.put("SSA3021X", new String[] {"siglent/Ssa3021x", "Ssa3021x"});
    of.put("34461A", new String[] {"keysight/Truevolt", "Truevolt"});
    of.put("34465A", new String[] {"keysight/Truevolt", "Truevolt"});
    of.put("SR830", new String[] {"stanford/Sr830", "Sr830"});
    of.put("SR860", new String[] {"stanford/Sr860", "Sr860"});
    of.put("NRP", new String[] {"rohdeschwarz/Nrp", "Nrp"});
    of.put("U2040X", new String[] {"keysight/U2040x", "U2040x"});
    of.put("336", new String[] {"lakeshore/Model336", "Model336"});
    of.put("425", new String[] {"lakeshore/Model425", "Model425"});
    return of;
  }

  private static String capital(String model) {
    return model.charAt(0) + model.substring(1).toLowerCase(Locale.ROOT);
  }

  @Test
  void everyModelHasAShortTableOfCommandsAndTestsOfItsOwn() throws IOException {
    Map<String, String[]> sources = sources();
    assertEquals(Set.copyOf(SimulatedModel.names()), sources.keySet());
    Set<String> contracts = fileNames(twins("java", ""));
    StringBuilder table =
        new StringBuilder("model      commands  lines  lines per command  messages\n");
    try (Bench bench = Models.open()) {
      for (Models.Line line : Models.all()) {
        String[] files = sources.get(line.model());
        String contract = files[1] + "ContractTest.java";
        assertTrue(contracts.contains(contract), contract + " is missing");
        StringBuilder driver = new StringBuilder();
        for (String file : files[0].split("\\+")) {
          driver.append(Files.readString(DRIVERS.resolve(file + ".java")));
        }
        int lines =
            lines(driver.toString(), bench.instruments().get(Models.name(line.model())).settings());
        double each = (double) lines / line.settings();
        long messages = messages(line.model());
        table.append(
            String.format(
                Locale.ROOT,
                "%-10s %8d %6d %18.2f %9d%n",
                line.model(),
                line.settings(),
                lines,
                each,
                messages));
        assertTrue(lines > 0 && each <= MOST_LINES, line.model() + ": " + each + " lines each");
        int fewest = SIBLINGS.contains(line.model()) ? FEWEST_OF_A_SIBLING : FEWEST_MESSAGES;
        assertTrue(messages >= fewest, line.model() + ": " + messages + " messages");
      }
    }
    Files.writeString(
        Files.createDirectories(Path.of("..", "target")).resolve("models.txt"), table);
  }

  private static Path twins(String kind, String file) {
    return Path.of(TWINS.toString().formatted(kind)).resolve("instrument").resolve(file);
  }

  /** Names of the files under a folder. */
  private static Set<String> fileNames(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  /** Rows of the table of a twin; one row may hold several messages. */
  private static long messages(String model) throws IOException {
    Path table = twins("resources", model.toLowerCase(Locale.ROOT) + ".csv");
    try (var rows = Files.lines(table)) {
      return rows.filter(row -> !row.isBlank() && !row.startsWith("#")).count();
    }
  }

  /**
   * Lines of the statements in which the name or the command of a setting stands, but for lines
   * that only hand over something else to the driver's constructor.
   */
  private static int lines(String source, Iterable<Setting> settings) {
    Set<String> names = new LinkedHashSet<>();
    Set<String> headers = new LinkedHashSet<>();
    for (Setting setting : settings) {
      names.add(setting.name().replaceFirst("^channel \\d+ ", ""));
      headers.add(setting.header());
    }
    int lines = 0;
    for (String statement : statements(source)) {
      Matcher literal = LITERAL.matcher(statement);
      if (literal
          .results()
          .map(match -> match.group(1))
          .anyMatch(text -> names.contains(text) || endsOne(headers, text))) {
        lines +=
            (int)
                statement.strip().lines().filter(line -> !NO_PART.matcher(line).matches()).count();
      }
    }
    return lines;
  }

  /** Whether a text is a command, or a longer end of one. */
  private static boolean endsOne(Set<String> headers, String text) {
    return headers.stream()
        .anyMatch(header -> header.equals(text) || text.length() > 3 && header.endsWith(text));
  }

  /** What stands between semicolons and braces that are in no text, comments left out. */
  private static List<String> statements(String source) {
    String code = source.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("(?m)^\\s*//.*$", "");
    List<String> statements = new ArrayList<>();
    StringBuilder statement = new StringBuilder();
    boolean text = false;
    for (int i = 0; i < code.length(); i++) {
      char c = code.charAt(i);
      if (c == '"' && code.charAt(i - 1) != '\\') {
        text = !text;
      }
      if (!text && (c == ';' || c == '{' || c == '}')) {
        statements.add(statement.toString());
        statement.setLength(0);
      } else {
        statement.append(c);
      }
    }
    return statements;
  }

  @Test
  void linesAreThoseOfTheStatementsThatDeclare() {
    try (Bench bench = Models.open()) {
      Iterable<Setting> settings = bench.instruments().get(Models.name("MG3692C")).settings();
      assertEquals(0, lines("int power = 3; // \"power\"\n/* \"power\"; */", settings));
      assertEquals(
          3, lines("t.number(\n \"power\",\n \":POWER\");\nString s = \"powers;\";", settings));
    }
  }

  @Test
  void theListHasEachModelWithItsChannels() {
    List<Models.Line> lines = Models.all();
    assertEquals(
        List.copyOf(SimulatedModel.names()), lines.stream().map(Models.Line::model).toList());
    assertTrue(
        lines.contains(new Models.Line("QDAC-II", "bias source, V, lists", 24, 7)), "" + lines);
    assertTrue(lines.contains(new Models.Line("6221", "bias source, A, lists", 1, 9)), "" + lines);
    assertTrue(lines.contains(new Models.Line("GS200", "bias source, A", 1, 5)), "" + lines);
    assertTrue(
        lines.contains(new Models.Line("SG384", "RF source, lists by triggers", 1, 13)),
        "" + lines);
    assertTrue(lines.contains(new Models.Line("SynthHD", "RF source, sweeps", 2, 19)), "" + lines);
    assertTrue(lines.stream().allMatch(line -> line.settings() >= 3), "" + lines);
  }

  @Test
  void theManualNamesEveryModel() throws IOException {
    String manual = Files.readString(Path.of("..", "docs", "instruments.md"));
    for (String model : SimulatedModel.names()) {
      assertTrue(manual.contains("`" + model + "`"), model);
    }
    String readme = Files.readString(Path.of("..", "README.md"));
    String count = "Spinbench supports " + SimulatedModel.names().size() + " models,";
    assertTrue(readme.contains(count), count);
  }
}
