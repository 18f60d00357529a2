package org.spinbench.app.command.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.app.benchmark.LinkComparison.Figures;
import org.spinbench.app.benchmark.LinkComparison.Result;
import org.spinbench.app.benchmark.LinkWorkload;
import org.spinbench.app.benchmark.NetworkSpeed;
import org.spinbench.app.command.Outcome;
import org.spinbench.simulator.network.Numerics;

/** What the benchmark commands report; no test is about how fast anything is. */
@Tag("slow")
class BenchmarkCommandTest {
  private static final String RECORDING = "recording --trainer spsa --budget 50";

  private static Figures figures(double seconds, double ratio) {
    return new Figures(seconds, 2 * seconds, ratio);
  }

  private static Map<LinkWorkload, Figures> all(Figures query, Figures set, Figures block) {
    return Map.of(
        LinkWorkload.QUERY, query,
        LinkWorkload.CHECKED_SET_AND_QUERY, set,
        LinkWorkload.TRACE, figures(1e-3, 3),
        LinkWorkload.BLOCK, block);
  }

  private static final LinkReport REPORT =
      new LinkReport(
          List.of(
              new Result("bare", all(figures(8e-6, 1), figures(9e-6, 1), figures(4e-3, 1))),
              new Result(
                  "session", all(figures(1e-5, 1.25), figures(9e-6, 1.7), figures(5e-3, 1.26)))));

  @Test
  void aLinkReportSaysWhichGoalsAreMet() throws IOException {
    JsonNode goals = new ObjectMapper().readTree(REPORT.json()).get("goals");
    assertTrue(goals.get("query").get("met").asBoolean());
    assertEquals(1.7, goals.get("checkedSetAndQuery").get("ratio").asDouble());
    assertEquals(1.6, goals.get("checkedSetAndQuery").get("atMost").asDouble());
    assertEquals(false, goals.get("checkedSetAndQuery").get("met").asBoolean());
    assertEquals(false, goals.get("block").get("met").asBoolean());
    assertTrue(REPORT.text().contains("query at most 1.25 of the bare socket: 1.25, met"));
    assertTrue(REPORT.text().contains("block at most 1.25 of the bare socket: 1.26, missed"));
    assertTrue(REPORT.text().contains("10.0 µs"), REPORT.text());
  }

  /** A benchmark that ends well; what has spaces stands by itself. */
  private static Outcome benchmark(String line, String... more) {
    List<String> arguments = new ArrayList<>(List.of("benchmark"));
    arguments.addAll(List.of(line.split(" ")));
    arguments.addAll(List.of(more));
    Outcome outcome = Outcome.of(arguments.toArray(String[]::new));
    assertEquals(0, outcome.code(), outcome.err());
    return outcome;
  }

  @Test
  void everyLinkIsMeasuredAgainstTheBareSocket() throws IOException {
    JsonNode contenders = benchmark("link --rounds 1 --json").json().get("contenders");
    List<String> names = new ArrayList<>();
    for (JsonNode contender : contenders) {
      names.add(contender.get("name").asText());
      JsonNode figures = contender.get("figures").get("query");
      assertTrue(figures.get("p50").asDouble() > 0, names.toString());
      assertTrue(figures.get("p99").asDouble() >= figures.get("p50").asDouble(), names.toString());
    }
    assertEquals(1.0, contenders.get(0).get("figures").get("block").get("ratio").asDouble());
    for (String link : new String[] {"socket", "HiSLIP", "VXI-11", "serial", "GPIB"}) {
      assertTrue(names.stream().anyMatch(name -> name.contains(link)), link + " in " + names);
    }
  }

  @Test
  void aNetworkReportHasOneStepForEachLength() throws IOException {
    JsonNode json = benchmark("network --rounds 1 --lengths 8,32 --large 20,30,4 --json").json();
    assertEquals(20 * 30 + 30 * 4, json.get("largeSynapses").asInt());
    assertEquals(2, json.get("growth").size());
    assertEquals(32, json.get("growth").get(1).get("length").asInt());
    assertTrue(json.get("growth").get(0).get("exponent").isNull());
    assertTrue(json.get("largeHeapBytes").asLong() > 0);
    assertTrue(json.get("epochSeconds").asDouble() > 0);
    assertTrue(json.get("inferenceSamplesPerSecond").asDouble() > 0);
    assertEquals(Numerics.EXACT.kernel(), json.get("kernel").asText());
    assertEquals(Numerics.vectors(), !json.get("singlePrecision").isNull());
    JsonNode torch = json.get("torch");
    assertTrue(torch.isNull() || torch.get("logitDifference").asDouble() < 1e-4, torch.toString());
  }

  @Test
  void aComparisonWithPyTorchStatesHowManyTimesOursAreItsFigures() {
    String text =
        BenchmarkNetworkCommand.text(
            new NetworkSpeed.Speed(
                "plain loops",
                8.2e-3,
                378_852,
                Optional.of(new NetworkSpeed.Ratios(134, 262, 42, 1.9e-5))));
    assertTrue(text.startsWith("plain loops: epoch 8.2 ms, 378852 inferences/s"), text);
    assertTrue(
        text.contains("epoch 134 times as fast, 262 times as many inferences, 42.0 with"), text);
    assertTrue(text.contains("logits differ by 2e-05"), text);
    assertEquals(
        "PyTorch 2.13.0: epoch 1.10 s, 1446 inferences/s; 9000 with weights kept",
        BenchmarkNetworkCommand.text(new NetworkSpeed.Torch("2.13.0", 1.1, 1446, 9000)).strip());
  }

  /** On this chip, a fault is tried with which the readings determine no chip. */
  @Test
  void aFaultThatExplainsNothingDoesNotEndATraining() throws IOException {
    JsonNode json =
        benchmark(
                "training --trainer bayesian --structural --budget 100 --spread 0.2"
                    + " --believed-spread 0.1 --chips 1 --first-chip 757 --json")
            .json();
    JsonNode tally = json.get("trainers").get(0).get("tally");
    assertEquals(1, tally.get("hits").asInt(), json.toString());
  }

  @Test
  void anExponentIsThePowerOfTheLength() {
    NetworkSpeed.Figures figures =
        new NetworkSpeed.Figures(
            1,
            new NetworkSpeed.Speed("", 1, 1, Optional.empty()),
            Optional.empty(),
            Optional.empty(),
            List.of(new NetworkSpeed.Step(10, 0.5, 1), new NetworkSpeed.Step(40, 4, 9)),
            1,
            1,
            1);
    assertEquals(1.5, figures.exponent(1), 1e-12);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          benchmark link --rounds 0           | --rounds is 0; at least 1
          benchmark network --rounds 0        | --rounds is 0; at least 1
          benchmark network --lengths 8,8     | --lengths must be positive and ascending; 8 is not
          benchmark network --large 8         | --large is 8; three numbers above 0 are expected: inputs, oscillators, outputs
          """)
  void aMistakeIsOneLineAndAHint(String line, String message) {
    Outcome outcome = Outcome.of(line.split(" +"));
    assertEquals(2, outcome.code());
    assertEquals("", outcome.out());
    assertTrue(outcome.err().contains(message), outcome.err());
  }

  @Test
  void trainersAreComparedOnVirtualChips(@TempDir Path folder) throws IOException {
    Path page = folder.resolve("training.html");
    String line =
        "training --chips 2 --structural --trainer ladder,random-search --budget 400 --json --html";
    JsonNode json = benchmark(line, page.toString()).json();
    assertEquals(2, json.get("ceilings").size());
    JsonNode ladder = json.get("trainers").get(0).get("tally");
    assertEquals("bayesian", ladder.get("trainer").asText(), "ladder is another name for it");
    assertTrue(ladder.get("hits").asInt() >= 1, ladder.toString());
    JsonNode first = json.get("trainers").get(0).get("outcomes").get(0);
    assertTrue(first.get("evaluations").asLong() <= 400);
    assertTrue(first.get("ledger").get("CALIBRATE").asLong() >= 24);
    String html = Files.readString(page);
    assertTrue(html.contains("random-search") && html.contains("<img src=\"data:"), html);
  }

  @Test
  void damagedChipsAreNamedAndComparedWithTheirOwnCeiling() throws IOException {
    String line = "training --chips 1 --structural --budget 60 --json --dead";
    JsonNode run = benchmark(line, "synapse 1,neuron 2").json().get("trainers").get(0);
    JsonNode damage = run.get("damage");
    assertEquals(1, damage.get("named").asInt(), damage.toString());
    assertEquals(0, damage.get("wrongly").asInt());
    assertTrue(damage.get("namedMost").asLong() <= 60, damage.toString());
    JsonNode named = run.get("outcomes").get(0).get("named");
    assertEquals(2, named.size());
    assertTrue(named.get(0).get("how").asText().contains(" is dead: it "), named.toString());
  }

  @Test
  void theSamplesOfAFileAreLearnedLikeATask(@TempDir Path folder) throws IOException {
    StringBuilder text = new StringBuilder("a,b,class\n");
    for (int i = 0; i < 400; i++) {
      double a = (i % 20) / 20.0;
      double b = (i / 20) / 20.0;
      text.append(a).append(',').append(b).append(a + b > 0.9 ? ",more\n" : ",less\n");
    }
    Path file = folder.resolve("sum.csv");
    Files.writeString(file, text);
    String line = "training --chips 1 --budget 150 --goal 0.8 --json --task";
    JsonNode json = benchmark(line, file.toString()).json();
    assertTrue(json.get("conditions").get("task").asText().endsWith("sum.csv, goal 0.8"));
    JsonNode outcome = json.get("trainers").get(0).get("outcomes").get(0);
    assertTrue(outcome.get("best").asDouble() > 0.8, outcome.toString());
    assertTrue(outcome.get("best").asDouble() <= json.get("ceilings").get(0).asDouble());
  }

  @Test
  void theTextSaysHowDamagedChipsDid() {
    String line = "training --chips 1 --budget 40";
    Outcome outcome = benchmark(line);
    assertTrue(
        outcome.out().contains("bayesian named a sound device on 0 of 1 chips"), outcome.out());
    outcome = benchmark(line, "--dead", "neuron 3");
    assertTrue(
        outcome.out().contains("named exactly the failed devices with their faults on 1, after "),
        outcome.out());
    assertTrue(outcome.out().contains("95 % of the ceiling on 1, after "), outcome.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--chips 0          | --chips is 0; at least 1",
        "--visibility none  | --visibility is 'none'; it can be all or output",
        "--noise 3          | --noise is 3.0; from 0 to 0.5 of full scale",
        "--trainer guess    | no trainer that begins with a chip's design is called 'guess'",
        "--task nand        | there is no task 'nand'",
        "--columns a        | 'diagonal' is not the name of a .csv file",
        "--dead synapse_9   | there is no \"synapse_9\" that could be dead",
        "--pinned neuron_1  | there is no synapse \"neuron_1\" that could be pinned",
        "--reversed synapse | there is no synapse \"synapse\" that could be reversed"
      })
  void impossibleComparisonsAreRefused(String options, String message) {
    List<String> arguments = new ArrayList<>(List.of("benchmark", "training"));
    arguments.addAll(List.of(options.split(" ")));
    Outcome outcome = Outcome.of(arguments.toArray(String[]::new));
    assertTrue(outcome.code() != 0);
    assertTrue(outcome.err().contains(message), outcome.err());
  }

  @Test
  void aStudyOfDriftHasALineForEveryChip(@TempDir Path folder) throws IOException {
    Path page = folder.resolve("drift.html");
    String out =
        benchmark(
                "drift --chips 2 --evaluations 100 --budget 60 --drift-law daily --html",
                page.toString())
            .out();
    assertTrue(
        out.contains(
            "drift: 0.1 half widths rms, by a sine of 10 000 evaluations that all resonances"
                + " follow"),
        out);
    assertTrue(out.contains("training: at most 60 evaluations"), out);
    List<String> lines = out.lines().map(String::strip).toList();
    int head = lines.indexOf("");
    List<String> names = List.of(lines.get(head + 1).split(" +"));
    assertEquals("chip", names.get(0));
    assertEquals("writes", names.get(names.size() - 1));
    String html = Files.readString(page);
    List<Double> kept = new ArrayList<>();
    for (int number = 1; number <= 2; number++) {
      String chip = lines.get(head + 1 + number);
      assertTrue(chip.startsWith(number + " "), chip);
      List<String> figures = List.of(chip.replace(" %", "%").split(" +"));
      assertEquals(names.size(), figures.size(), chip);
      kept.add(Double.parseDouble(figures.get(names.indexOf("kept")).replace("%", "")));
      for (String figure : figures) {
        assertTrue(html.contains("<td>" + figure.replace("%", " %") + "</td>"), figure);
      }
    }
    String last = lines.get(lines.size() - 1);
    double mean = Double.parseDouble(last.substring(0, last.indexOf(' ')));
    assertEquals((kept.get(0) + kept.get(1)) / 2, mean, 0.11, last);
    assertTrue(last.endsWith("; " + Collections.min(kept) + " % of the worst chip"), last);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--evaluations 0       | --evaluations is 0; at least 1",
        "--budget 0            | --budget is 0; at least 1 evaluation",
        "--drift 2             | --drift is 2.0; from 0 to 1 half widths",
        "--overhead 1          | --overhead is 1; above 0 and below 1",
        "--drift-law sine      | --drift-law is 'sine'; it can be flicker, jumps, daily or walk",
        "--trainer ladder,spsa | 'benchmark drift' takes one trainer"
      })
  void impossibleStudiesOfDriftAreRefused(String options, String message) {
    List<String> arguments = new ArrayList<>(List.of("benchmark", "drift"));
    arguments.addAll(List.of(options.split(" ")));
    Outcome outcome = Outcome.of(arguments.toArray(String[]::new));
    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains(message), outcome.err());
  }

  @Test
  void recordingIsMeasuredAgainstNone() throws IOException {
    JsonNode report = benchmark(RECORDING + " --rounds 1 --json").json();
    for (String what : List.of("trainings", "evaluations")) {
      for (String time : List.of("wall", "thread", "program")) {
        assertTrue(report.get(what).get(time).get("bare").asDouble() > 0, what + " " + time);
        assertTrue(report.get(what).get(time).get("recorded").asDouble() > 0, what + " " + time);
      }
    }
    double messages = report.get("messages").get("number").asDouble();
    double evaluations = report.get("evaluationsTogether").asDouble();
    assertTrue(messages > 15 * evaluations && messages < 30 * evaluations, messages + " messages");
    assertEquals(2, report.get("goals").size());
  }

  @Test
  void aColdTrainingIsTheFirstWorkOfItsProcess() {
    Outcome outcome = benchmark(RECORDING + " --rounds 1 --cold");
    assertTrue(outcome.out().startsWith("a training: spsa, 50 evaluations, cold"), outcome.out());
    assertTrue(!outcome.out().contains("a message"), outcome.out());
  }

  /** A training in a process of its own says what it took, and nothing else. */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void oneTrainingSaysWhatItTook(String recorded) throws IOException {
    JsonNode cost = benchmark(RECORDING + " --once " + recorded).json();
    assertTrue(cost.get("wall").asDouble() > 0);
    assertTrue(cost.get("own").asDouble() > 0);
    assertTrue(cost.get("all").asDouble() >= 0);
  }

  @ParameterizedTest
  @CsvSource({
    "--rounds, 0, --rounds is 0; at least 1",
    "--budget, 0, --budget is 0; at least 1",
    "--trainer, luck, there is no trainer 'luck'; there are bayesian"
  })
  void whatRecordingIsMeasuredWithIsChecked(String option, String value, String complaint) {
    Outcome outcome = Outcome.of("benchmark", "recording", option, value);
    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains(complaint), outcome.err());
  }
}
