package org.spinbench.app.command.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.app.command.Outcome;
import org.spinbench.experiments.DefaultBench;

/** Studies of real experiments, from their files. */
@Tag("slow")
class StudyCommandTest {
  private static final String TRAINING =
      """
      name = "two trainers"
      experiment = "training"

      [set]
      structural = true
      budget = 200

      [axes]
      trainer = ["bayesian", "random-search"]

      [seeds]
      first = 1
      count = 2
      """;

  /** Without the ceilings, which take most of the time. */
  private static final String QUICK =
      TRAINING.replace("[set]", "measures = [\"hit\", \"accuracy\"]\n[set]");

  @TempDir Path folder;

  private Path file(String name, String toml) throws IOException {
    return Files.writeString(folder.resolve(name), toml);
  }

  private static Outcome study(int code, String... words) {
    List<String> line = new ArrayList<>(List.of("study"));
    line.addAll(List.of(words));
    Outcome outcome = Outcome.of(line.toArray(String[]::new));
    assertEquals(code, outcome.code(), outcome.err());
    return outcome;
  }

  private Path run(String name, String toml, int workers) throws IOException {
    Path out = folder.resolve(name);
    study(
        0,
        "run",
        file(name + ".toml", toml).toString(),
        "--out",
        out.toString(),
        "--workers",
        Integer.toString(workers));
    return out;
  }

  /** The benchmark's figures of the same chips and trainers, to the last bit. */
  @Test
  void aStudyOfTrainingsHasTheFiguresOfTheBenchmark() throws IOException {
    Path out = run("one", TRAINING, 1);
    String table = Files.readString(out.resolve("rows.csv"));
    assertEquals(table, Files.readString(run("three", TRAINING, 3).resolve("rows.csv")));
    JsonNode benchmark =
        Outcome.of(
                "benchmark training --chips 2 --structural --budget 200 --json --trainer bayesian,random-search"
                    .split(" "))
            .json();
    List<String> heads = List.of(table.lines().findFirst().orElseThrow().split(","));
    for (String line : table.lines().skip(1).toList()) {
      String[] cells = line.split(",");
      int task = Integer.parseInt(cells[0]);
      JsonNode one = benchmark.get("trainers").get(task % 2).get("outcomes").get(task / 2);
      assertEquals(one.get("chip").asText(), cells[heads.indexOf("seed")]);
      assertEquals(one.get("accuracy").asText(), cells[heads.indexOf("accuracy")]);
      assertEquals(one.get("evaluations").asText(), cells[heads.indexOf("evaluations")]);
      String hit = one.get("hit").asLong() < 0 ? "" : one.get("hit").asText();
      assertEquals(hit, cells[heads.indexOf("hit")]);
      double ceiling = Double.parseDouble(cells[heads.indexOf("ceiling")]);
      assertTrue(ceiling <= benchmark.get("ceilings").get(task / 2).asDouble(), line);
      assertTrue(ceiling >= one.get("best").asDouble(), line);
    }
  }

  @Test
  void aStudyOfDriftHasTheFiguresOfTheBenchmark() throws IOException {
    Path out =
        run(
            "drift",
            """
            name = "drift"
            experiment = "drift"
            measures = ["kept", "alone", "writes"]
            [set]
            evaluations = 300
            budget = 200
            [seeds]
            first = 3
            count = 1
            """,
            1);
    JsonNode chip =
        Outcome.of(
                "benchmark drift --chips 1 --first-chip 3 --evaluations 300 --budget 200 --json"
                    .split(" "))
            .json()
            .get("result")
            .get("chips")
            .get(0);
    String row = Files.readAllLines(out.resolve("rows.csv")).get(1);
    assertTrue(
        row.startsWith(
            "0,3,"
                + chip.get("alone").get("share").asText()
                + ","
                + chip.get("kept").get("share").asText()
                + ","
                + chip.get("writes").asText()
                + ","),
        row);
  }

  /** The same trainings, whose states are deleted when they have ended. */
  @Test
  void aStudyOfDronesHasTheFiguresOfTheCommand() throws IOException {
    Path out =
        run(
            "drones",
            """
            name = "drones"
            experiment = "drone"
            [set]
            transmitters = 10
            hidden = 8
            epochs = 12
            [axes]
            dwell = [20, 50]
            [seeds]
            count = 2
            """,
            2);
    JsonNode trained =
        Outcome.of(
                "drone train --transmitters 10 --hidden 8 --epochs 12 --dwell 50 --seeds 2 --json"
                    .split(" "))
            .json();
    List<String> lines = Files.readAllLines(out.resolve("rows.csv"));
    assertTrue(lines.get(0).startsWith("task,seed,dwell,accuracy,"), lines.get(0));
    for (int seed = 1; seed <= 2; seed++) {
      String accuracy = trained.get("perSeed").get(seed - 1).asText();
      assertTrue(
          lines.get(2 * seed).startsWith((2 * seed - 1) + "," + seed + ",50," + accuracy + ","),
          lines + " without " + accuracy);
    }
    assertEquals(0, Files.list(out.resolve("pieces")).count());
  }

  @Test
  void statusCountsAndResumeEndsWhatIsMissing() throws IOException {
    String toml = QUICK.replace("budget = 200", "budget = 60");
    Path out = run("study", toml, 2);
    String whole = Files.readString(out.resolve("rows.csv"));
    Path rows = out.resolve("rows.jsonl");
    List<String> lines = Files.readAllLines(rows);
    Files.writeString(rows, lines.get(1) + "\n" + lines.get(3).substring(0, 30));
    JsonNode status = study(0, "status", out.toString(), "--json").json();
    assertEquals(4, status.get("tasks").asInt());
    assertEquals(1, status.get("ended").asInt());
    assertEquals(false, status.get("running").asBoolean());
    assertEquals(
        3 * status.get("meanSeconds").asDouble(), status.get("remainingTaskSeconds").asDouble());
    String text = study(0, "status", out.toString()).out();
    assertTrue(text.contains("two trainers: not running; 1 of 4 tasks ended well"), text);
    assertEquals(1, status.get("atATime").asDouble(), 1e-9);
    Files.writeString(rows, cost(0, 0, 2) + cost(1, 1, 2) + cost(2, 3, 1));
    assertEquals(
        1.25, study(0, "status", out.toString(), "--json").json().get("atATime").asDouble(), 1e-9);
    text = study(0, "status", out.toString()).out();
    assertTrue(text.contains("1.25 tasks ran at the same time"), text);
    Files.writeString(rows, lines.get(1) + "\n" + lines.get(3).substring(0, 30));
    String resumed = study(0, "resume", out.toString()).out();
    assertTrue(resumed.contains("4 tasks, 3 of them run now, 0 failed"), resumed);
    assertEquals(whole, Files.readString(out.resolve("rows.csv")));
  }

  /** A row that began and lasted so many seconds. */
  private static String cost(int task, int began, int seconds) {
    return "{\"task\":%d,\"seed\":1,\"configuration\":\"\",\"commit\":\"\",\"values\":{},\"failure\":\"\","
            .formatted(task)
        + "\"cost\":{\"host\":\"h\",\"began\":\"2026-12-01T10:00:0%dZ\",\"seconds\":%d}}\n"
            .formatted(began, seconds);
  }

  /** What the engine of a cluster does, and what one can do by hand on several computers. */
  @Test
  void rowsOfTasksThatRanElsewhereAreTheStudy() throws IOException {
    String toml = QUICK.replace("budget = 200", "budget = 60");
    Path out = run("study", toml, 2);
    String whole = Files.readString(out.resolve("rows.csv"));
    String file = folder.resolve("study.toml").toString();
    String last = study(0, "tasks", file, "2-3").out();
    String first = study(0, "tasks", file, "0,1", "--seconds", "0").out();
    assertEquals(2, last.lines().count());
    assertEquals(1, first.lines().count(), "a task at least, and none after the time");
    Files.writeString(out.resolve("rows.jsonl"), last + first);
    Files.delete(out.resolve("rows.csv"));
    String resumed = study(0, "resume", out.toString()).out();
    assertTrue(resumed.contains("4 tasks, 1 of them run now, 0 failed"), resumed);
    assertEquals(whole, Files.readString(out.resolve("rows.csv")));
    assertTrue(study(2, "tasks", file, "3-4").err().contains("the tasks 3-4 are not of the study"));
    StringWriter tool = new StringWriter();
    assertEquals(
        0,
        ToolProvider.findFirst("spinbench")
            .orElseThrow()
            .run(new PrintWriter(tool), new PrintWriter(tool), "study", "tasks", file, "3"));
    assertTrue(tool.toString().startsWith("{\"task\":3,\"seed\":2,"), tool.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --engine spark                    | --engine spark needs --master URL
          --engine spark --master yarn      | only its jar can be sent to a cluster
          --master yarn                     | --master
          --engine spark --workers 3        | --workers
          """)
  void anotherEngineIsRefusedBeforeTheStudyBegins(String options, String message)
      throws IOException {
    List<String> words = new ArrayList<>(List.of("run", file("a.toml", QUICK).toString()));
    words.addAll(List.of("--out", folder.resolve("o").toString()));
    words.addAll(List.of(options.split(" ")));
    Outcome outcome = study(2, words.toArray(String[]::new));
    assertTrue(outcome.err().contains(message), outcome.err());
    assertTrue(Files.notExists(folder.resolve("o")));
  }

  @Test
  void anotherProgramDoesNotResume() throws IOException {
    Path out = run("study", QUICK.replace("200", "60").replace("count = 2", "count = 1"), 2);
    Path head = out.resolve("study.json");
    Files.writeString(
        head, Files.readString(head).replaceFirst("\"commit\":\"[^\"]*\"", "\"commit\":\"abc\""));
    assertTrue(
        study(2, "resume", out.toString()).err().contains("was begun by commit abc"), "refused");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          structural = true        | structural = 1      | structural is 1; true or false
          budget = 200             | spread = 3          | spread is 3.0; from 0 to 1.0
          budget = 200             | budget = 0          | budget is 0; at least 1 evaluation
          budget = 200             | sprad = 0.1         | ; did you mean "spread"
          budget = 200             | chips = 8           | there is no setting chips
          budget = 200             | bench = "no.toml"   | as the file of the setting bench: there is no such file
          "random-search"]         | "randm"]            | randm
          ["bayesian", "random-search"] | [["bayesian", "spsa"]] | trainer names [bayesian, spsa]; make it an axis
          """)
  void aWrongStudyIsRefusedBeforeItBegins(String text, String wrong, String message)
      throws IOException {
    Path file = file("wrong.toml", TRAINING.replace(text, wrong));
    Outcome outcome = study(2, "run", file.toString(), "--out", folder.resolve("o").toString());
    assertTrue(outcome.err().contains(message), outcome.err());
    assertTrue(Files.notExists(folder.resolve("o")));
  }

  /** The table of the benchmark: hits and expected running time of both trainers. */
  @Test
  void aReportHasTheFiguresOfTheBenchmark() throws IOException {
    Path out = run("study", QUICK, 2);
    Path page = folder.resolve("page.html");
    Path csv = folder.resolve("estimates.csv");
    JsonNode report =
        study(
                0,
                "report",
                out.toString(),
                "--json",
                "--html",
                page.toString(),
                "--csv",
                csv.toString())
            .json();
    JsonNode benchmark =
        Outcome.of(
                "benchmark training --chips 2 --structural --budget 200 --json --trainer bayesian,random-search"
                    .split(" "))
            .json();
    for (int trainer = 0; trainer < 2; trainer++) {
      JsonNode tally = benchmark.get("trainers").get(trainer).get("tally");
      JsonNode hit = report.get("groups").get(trainer).get("measures").get("hit");
      assertEquals(2, tally.get("feasible").asInt());
      assertEquals(tally.get("hits").asInt() / 2.0, hit.get(0).get("value").asDouble());
      double expected = tally.get("expectedRunningTime").asDouble();
      assertEquals(
          expected < 0 ? Double.POSITIVE_INFINITY : expected, hit.get(4).get("value").asDouble());
    }
    assertTrue(Files.readString(page).contains("<h2>accuracy</h2>"));
    List<String> lines = Files.readAllLines(csv);
    assertEquals("trainer,rows,measure,statistic,value,low,high", lines.get(0));
    assertTrue(lines.get(1).startsWith("bayesian,2,hit,reached,"), lines.get(1));
    assertTrue(
        study(2, "report", out.toString(), "--csv", csv.toString()).err().contains("--overwrite"));
    study(0, "report", out.toString(), "--csv", csv.toString(), "--overwrite");
    String same = study(0, "report", out.toString(), "--against", out.toString()).out();
    assertTrue(
        same.startsWith("two trainers, then two trainers: 4 tasks in common, 0 of one alone, 0"),
        same);
    assertTrue(same.contains("chance alone makes such differences"), same);
    Path comparison = folder.resolve("comparison.html");
    List<String> both = List.of("report", out.toString(), "--against", out.toString());
    List<String> words = new ArrayList<>(both);
    words.addAll(List.of("--html", comparison.toString()));
    study(0, words.toArray(String[]::new));
    assertTrue(Files.readString(comparison).contains("<p>4 tasks in common, 0 of one alone"));
    for (String option : List.of("--csv", "--parquet", "--axes")) {
      List<String> wrong = new ArrayList<>(both);
      wrong.addAll(List.of(option, folder.resolve("none").toString()));
      String refusal = study(2, wrong.toArray(String[]::new)).err();
      assertTrue(refusal.contains("--against compares two studies, without --axes"), refusal);
    }
  }

  /** As another program finds it: marks at both ends, and the names of the columns. */
  @Test
  void aReportWritesTheRowsAsParquet() throws IOException {
    Path out = run("study", QUICK.replace("200", "60"), 2);
    Path file = folder.resolve("rows.parquet");
    study(0, "report", out.toString(), "--parquet", file.toString());
    String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
    assertTrue(bytes.startsWith("PAR1") && bytes.endsWith("PAR1"));
    for (String head : Files.readAllLines(out.resolve("rows.csv")).get(0).split(",")) {
      assertTrue(bytes.contains(head), head);
    }
    String again = study(2, "report", out.toString(), "--parquet", file.toString()).err();
    assertTrue(again.contains("--overwrite"), again);
    study(0, "report", out.toString(), "--parquet", file.toString(), "--overwrite");
    assertEquals(bytes, Files.readString(file, StandardCharsets.ISO_8859_1));
  }

  /** Two axes are a map: white at its lowest, blue at its highest. */
  @Test
  void aReportOverTwoAxesHasMaps() throws IOException {
    Path out =
        run(
            "map",
            QUICK
                .replace("[axes]", "[axes]\nnoise = [0.02, 0.4]")
                .replace("[\"bayesian\", \"random-search\"]", "[\"random-search\", \"spsa\"]")
                .replace("200", "60"),
            2);
    Path page = folder.resolve("map.html");
    String text = study(0, "report", out.toString(), "--html", page.toString()).out();
    assertTrue(text.contains("8 of 8 tasks ended well"), text);
    String html = Files.readString(page);
    assertTrue(html.contains("<th>noise \\ trainer</th><th>random-search</th><th>spsa</th>"), html);
    assertTrue(html.contains("background:#5aa2ff") && html.contains("background:#ffffff"), html);
  }

  /**
   * A chip without noise of its resonances is found to a small part of a half width; pulls of
   * honest deviations are a few at most.
   */
  @Test
  void aStudyOfCalibrationsHasThePullsOfEachQuantity() throws IOException {
    Path out =
        run(
            "pulls",
            """
            name = "pulls"
            experiment = "calibration"
            [seeds]
            first = 31001
            count = 2
            """,
            2);
    JsonNode report = study(0, "report", out.toString(), "--json").json();
    JsonNode all = report.get("groups").get(0).get("measures");
    assertEquals(370, all.get("readings").get(0).get("value").asDouble());
    double rms = all.get("pull.rms").get(0).get("value").asDouble();
    assertTrue(rms > 0.5 && rms < 1.5, "rms " + rms);
    double largest = all.get("pull.largest").get(3).get("value").asDouble();
    assertTrue(largest < 4.5 && largest > rms, "largest " + largest);
    double error = all.get("resonance-error").get(0).get("value").asDouble();
    assertTrue(error > 0 && error < 0.05, "error " + error);
    List<String> lines = Files.readAllLines(out.resolve("rows.csv"));
    assertTrue(lines.get(0).contains(",threshold.output.mean,threshold.output.rms,"), lines.get(0));
    assertTrue(!lines.get(1).contains(",,,"), "each quantity has a device: " + lines.get(1));
  }

  /**
   * A task is what 'train' does with the same seeds, and the table that of any number of workers.
   */
  @Test
  void aStudyOfBenchTrainingsHasTheFiguresOfTrain() throws IOException {
    String bench = file("iris-bench.toml", DefaultBench.text("iris")).toString();
    String toml =
        """
        name = "flowers"
        experiment = "bench-training"
        [set]
        bench = "iris-bench.toml"
        task = "iris"
        trainer = "random-search"
        budget = 60
        [seeds]
        first = 5
        count = 2
        """;
    Path out = run("flowers", toml, 2);
    List<String> lines = Files.readAllLines(out.resolve("rows.csv"));
    assertEquals(lines, Files.readAllLines(run("again", toml, 1).resolve("rows.csv")));
    String train =
        "train %s --task iris --trainer random-search --budget 60 --seed 5 --chip-seed 5 --json"
            .formatted(bench);
    List<String> words = new ArrayList<>(List.of(train.split(" ")));
    words.addAll(List.of("--runs", folder.resolve("made").toString()));
    JsonNode alone = Outcome.of(words.toArray(String[]::new)).json();
    List<String> heads = List.of(lines.get(0).split(","));
    String[] cells = lines.get(1).split(",");
    assertEquals("5", cells[heads.indexOf("seed")]);
    assertEquals(alone.get("testAccuracy").asText(), cells[heads.indexOf("accuracy")]);
    assertEquals(39, Integer.parseInt(cells[heads.indexOf("tested")]));
    assertEquals(alone.get("testSamples").asInt(), 39);
    assertEquals(alone.get("chipSeconds").asText(), cells[heads.indexOf("seconds")]);
    assertEquals(alone.get("linearAccuracy").asText(), cells[heads.indexOf("linear")]);
    assertEquals(alone.get("floatingAccuracy").asText(), cells[heads.indexOf("floating")]);
    assertEquals(
        alone.get("chipEvaluations").asLong() - 39,
        Long.parseLong(cells[heads.indexOf("evaluations")]));
    assertTrue(!lines.get(1).equals(lines.get(2)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "task = 'iris'           | 3 output neurons",
        "task = 'nand'           | there is no task 'nand'",
        "trainer = 'luck'        | there is no trainer 'luck'; there are bayesian",
        "trainer = 'bring-up'; budget = 9 | a budget of 9 evaluations is too small"
      },
      quoteCharacter = '"')
  void benchTrainingsThatCannotBeAreRefusedBeforeTheFirst(String set, String message)
      throws IOException {
    String toml =
        "name = 'none'\nexperiment = 'bench-training'\n[set]\n%s\n[seeds]\nfirst = 1\ncount = 1\n"
            .formatted(set.replace(";", "\n"));
    Outcome refused =
        study(
            2, "run", file("none.toml", toml).toString(), "--out", folder.resolve("x").toString());
    assertTrue(refused.err().contains(message), refused.err());
  }
}
