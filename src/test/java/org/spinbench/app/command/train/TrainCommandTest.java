package org.spinbench.app.command.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.app.command.Outcome;
import org.spinbench.app.command.ServingProcess;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.damage.Dead;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StopDocument;

/** Whole trainings by command line, compared with one that all tests share. */
@Tag("slow")
class TrainCommandTest {
  @TempDir static Path folder;

  private static final List<String> SHORT = List.of("--budget", "900", "--test-samples", "100");

  /** Most evaluations of a survey of emission, which sets biases alone. */
  private static final int SURVEY = 7;

  /** Lowest accuracy, chip evaluations, and samples of the test on the first eight chips. */
  private static final Pattern README_ROW =
      Pattern.compile(
          "\\| `xor`, `bayesian`, 1 to 8 \\| [\\d.]+ % \\| ([\\d.]+) % "
              + "\\|.*\\| (\\d+) to (\\d+), of which (\\d+) test");

  /** Bring-up, a proposal and the first part of its test: enough for what only the links change. */
  private static final String[] SHORTER = {"--budget", "60", "--test-samples", "20"};

  private static Path transcript;
  private static Outcome reference;

  /** The same training, but shorter. */
  private static Outcome shorter;

  @BeforeAll
  static void train() {
    System.setProperty("java.awt.headless", "true");
    transcript = folder.resolve("transcript.txt");
    reference = run("--record", transcript.toString());
    assertEquals(0, reference.code(), reference.err());
    shorter = run(SHORTER);
    assertEquals(0, shorter.code(), shorter.err());
  }

  private static Outcome run(String... more) {
    List<String> line =
        new ArrayList<>(
            List.of("train", "--json", "--chip-seed", "3", "--runs", folder.toString()));
    line.addAll(List.of(more));
    if (!line.contains("--budget")) {
      line.addAll(SHORT);
    }
    return Outcome.of(line.toArray(String[]::new));
  }

  /** The test of a chip that nothing was learned on proves nothing of the training. */
  @Test
  void aBudgetThatLeavesNothingToLearnIsAFailure() throws IOException {
    String line = "train --json --test-samples 10 --runs " + folder + " --trainer ";
    Outcome outcome = Outcome.of((line + "cma-es --budget 5").split(" "));
    assertEquals(1, outcome.code(), outcome.out());
    String reason = "nothing was learned: the budget is too small for the first step of the";
    assertTrue(outcome.err().contains(reason), outcome.err());
    Path failed = Path.of(outcome.json().get("runFile").textValue());
    try (RunFile run = RunFile.read(failed)) {
      StopDocument stop = run.stop().orElseThrow();
      assertEquals(StopDocument.FAILED, stop.status(), "as the exit status says");
      assertTrue(stop.message().startsWith(reason), stop.message());
    }
    assertEquals(0, Outcome.of("replay", failed.toString()).code());
    // What the ladder reads to bring up the chip teaches it already.
    Outcome least = Outcome.of((line + "ladder --budget 24").split(" "));
    assertEquals(0, least.code(), least.err());
  }

  @Test
  void theJsonObjectHasThePromisedKeys() throws IOException {
    List<String> keys = new ArrayList<>();
    reference.json().fieldNames().forEachRemaining(keys::add);
    assertEquals(
        List.of(
            "testAccuracy",
            "testSamples",
            "confidence",
            "linearAccuracy",
            "floatingAccuracy",
            "bayesAccuracy",
            "classes",
            "confusion",
            "quantity",
            "chipEvaluations",
            "trainingEvaluations",
            "calibrationEvaluations",
            "trainer",
            "evaluationsToTarget",
            "claim",
            "certified",
            "certifiedLowerBound",
            "dead",
            "ledger",
            "parameterWrites",
            "chipSeconds",
            "latency",
            "wallSeconds",
            "scpiMessages",
            "errorsInQueues",
            "runFile",
            "chipSeed",
            "world",
            "seed",
            "task"),
        keys);
  }

  @Test
  void theChipLearns() throws IOException {
    ObjectNode json = reference.json();
    double accuracy = json.get("testAccuracy").doubleValue();
    assertTrue(accuracy >= 0.95, "accuracy " + accuracy);
    assertTrue(json.at("/confidence/low").doubleValue() < accuracy);
    assertTrue(json.at("/confidence/high").doubleValue() >= accuracy);
    assertTrue(json.get("linearAccuracy").doubleValue() <= 0.85, "no straight line does it");
    assertEquals(100, json.get("testSamples").intValue());
    assertEquals("bayesian", json.get("trainer").textValue());
    assertTrue(json.get("chipEvaluations").intValue() <= 500);
    int calibrating = json.at("/ledger/calibrate").intValue();
    assertTrue(calibrating >= 24 && calibrating <= 104, "bring-up takes " + calibrating);
    assertTrue(json.at("/ledger/accept").intValue() >= 64);
    assertEquals(100, json.at("/ledger/test").intValue());
    assertTrue(
        json.get("parameterWrites").intValue() >= 9 * (calibrating - SURVEY),
        () ->
            "all, each time but in a survey: "
                + json.get("parameterWrites")
                + " "
                + json.get("ledger"));
    assertTrue(json.get("certifiedLowerBound").isNull());
    assertEquals(0, json.get("dead").size());
    assertTrue(
        json.get("scpiMessages").longValue() > json.get("chipEvaluations").longValue(),
        "each evaluation takes messages");
    assertEquals(0, json.get("errorsInQueues").intValue());
    assertEquals(3, json.get("chipSeed").intValue());
    assertEquals("xor", json.get("task").textValue());
  }

  /**
   * The run that the README begins with: a fit that ends far from the best one looks like a fault.
   */
  @Test
  void noDeviceOfASoundChipIsBlamed() throws IOException {
    Outcome outcome = Outcome.of("train", "--json", "--runs", folder.resolve("readme").toString());
    assertEquals(0, outcome.code(), outcome.err());
    ObjectNode json = outcome.json();
    try (RunFile run = RunFile.read(Path.of(json.get("runFile").textValue()))) {
      assertEquals(List.of(), run.events(RunFile.DAMAGE));
    }
    Matcher promised = README_ROW.matcher(Files.readString(Path.of("..", "README.md")));
    assertTrue(promised.find());
    double lowest = Double.parseDouble(promised.group(1)) / 100;
    assertTrue(json.get("testAccuracy").doubleValue() >= lowest, outcome.out());
    int evaluations = json.get("chipEvaluations").intValue();
    assertTrue(evaluations >= Integer.parseInt(promised.group(2)), outcome.out());
    assertTrue(evaluations <= Integer.parseInt(promised.group(3)), outcome.out());
    assertEquals(Integer.parseInt(promised.group(4)), json.get("testSamples").intValue());
  }

  /** Each line counts the answers of the test itself, and the last one is the result. */
  @Test
  void theProgressOfATestIsTheShareOfTheTestSoFar() throws IOException {
    Pattern line =
        Pattern.compile("test (\\d+) %: (\\d+) of (\\d+) right, .* % \\(95 % confidence: .*");
    List<String> lines = reference.err().lines().filter(l -> l.matches("test \\d.*")).toList();
    assertEquals(10, lines.size(), reference.err());
    int last = 0;
    for (int tenth = 1; tenth <= lines.size(); tenth++) {
      Matcher matcher = line.matcher(lines.get(tenth - 1));
      assertTrue(matcher.matches(), lines.get(tenth - 1));
      assertEquals(10 * tenth, Integer.parseInt(matcher.group(1)));
      assertEquals(10 * tenth, Integer.parseInt(matcher.group(3)), "of 100 samples");
      int right = Integer.parseInt(matcher.group(2));
      assertTrue(right >= last && right <= last + 10, lines.toString());
      last = right;
    }
    ObjectNode json = reference.json();
    assertEquals(json.get("testAccuracy").doubleValue(), last / 100.0, 1e-9);
    String interval =
        String.format(
            Locale.ROOT,
            "(95 %% confidence: %.1f to %.1f %%)",
            Math.floor(1000 * json.at("/confidence/low").doubleValue()) / 10,
            Math.ceil(1000 * json.at("/confidence/high").doubleValue()) / 10);
    assertTrue(lines.get(9).endsWith(interval), lines.get(9));
    assertTrue(reference.err().contains("training: after proposal 1: loss "), reference.err());
  }

  @Test
  void aRecordedRunReplaysToTheSameResult() throws IOException {
    Outcome replayed = run("--replay", transcript.toString());
    assertEquals(0, replayed.code(), replayed.err());
    assertEquals(reference.results(), replayed.results());
  }

  @Test
  void aReplayShowsTheFirstDivergence() throws IOException {
    Outcome other = run("--replay", transcript.toString(), "--seed", "2");
    assertEquals(1, other.code(), other.out());
    assertTrue(other.err().contains("diverges"), other.err());
    assertTrue(other.err().contains("recorded"), other.err());
    assertTrue(other.err().contains("sent"), other.err());
  }

  @Test
  void aTranscriptThatWasChangedIsRefusedWithThePlace() throws IOException {
    Path altered = folder.resolve("altered.txt");
    String text = Files.readString(transcript);
    int message = text.indexOf("> :SOUR:POW", text.length() / 2);
    Files.writeString(
        altered, text.substring(0, message) + "> :SOUR:POV" + text.substring(message + 11));
    Outcome replayed = run("--replay", altered.toString());
    assertEquals(1, replayed.code());
    assertTrue(replayed.err().contains("altered.txt is damaged: message "), replayed.err());
    assertTrue(replayed.err().contains("> :SOUR:POV"), replayed.err());
  }

  @Test
  void onAFrenchMachineServedOnSocketsTheResultIsTheSame() throws IOException {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.FRANCE);
    try {
      List<String> line = new ArrayList<>(List.of(SHORTER));
      line.add("--served");
      Outcome served = run(line.toArray(String[]::new));
      assertEquals(0, served.code(), served.err());
      assertEquals(shorter.results(), served.results());
    } finally {
      Locale.setDefault(before);
    }
  }

  /**
   * Another process simulates the bench in virtual time, and each instrument is reached over
   * another protocol.
   */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void servedByAnotherProcessTheResultIsTheSame() throws IOException {
    try (ServingProcess simulated =
        new ServingProcess("simulate", "--chip-seed", "3", "--virtual-time")) {
      Outcome served = elsewhere(benchFile(simulated), simulated.ready().get("clock").textValue());
      assertEquals(0, served.code(), served.err());
      // Which chip it is the other process alone knows.
      assertEquals(shorter.results().without("chipSeed"), served.results().without("chipSeed"));
    }
  }

  /** A bench server in a third process owns the instruments. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void throughABenchServerTheResultIsTheSame() throws IOException {
    try (ServingProcess simulated =
            new ServingProcess("simulate", "--chip-seed", "3", "--virtual-time");
        ServingProcess server = new ServingProcess("serve", benchFile(simulated).toString())) {
      Outcome remote =
          elsewhere(
              server.benchFile(folder.resolve("remote.toml")),
              simulated.ready().get("clock").textValue());
      assertEquals(0, remote.code(), remote.err());
      assertEquals(shorter.results().without("chipSeed"), remote.results().without("chipSeed"));
    }
  }

  /** The same on a bench that another process has. */
  private static Outcome elsewhere(Path benchFile, String clock) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "train",
                benchFile.toString(),
                "--clock",
                clock,
                "--json",
                "--runs",
                folder.toString()));
    line.addAll(List.of(SHORTER));
    return Outcome.of(line.toArray(String[]::new));
  }

  private static Path benchFile(ServingProcess simulated) throws IOException {
    List<String> links = List.of("::hislip", "::inst", "ASRL", "::SOCKET");
    String text = DefaultBench.text();
    int turn = 0;
    for (JsonNode instrument : simulated.ready().get("instruments")) {
      String name = instrument.get("name").textValue();
      String link = links.get(turn++ % links.size());
      List<String> resources = simulated.resources(name);
      String resource =
          resources.stream().filter(one -> one.contains(link)).findFirst().orElse(resources.get(0));
      text = text.replace("INPROC::" + name + "::INSTR", resource);
    }
    return Files.writeString(folder.resolve("served.toml"), ServingProcess.patient(text));
  }

  @Test
  void theRunIsListedAndShownAndDrawn() throws IOException {
    Path runFile = Path.of(reference.json().get("runFile").textValue());
    String name = runFile.getFileName().toString().replace(".sqlite", "");
    Outcome list = Outcome.of("runs", "list", "--runs", folder.toString());
    assertTrue(list.out().contains(name), list.out());
    Outcome show = Outcome.of("runs", "show", name, "--runs", folder.toString());
    assertTrue(show.out().contains("success at "), show.out());
    assertTrue(show.out().matches("(?s).*\\d+ steps of training, \\d+ accepted\n.*"), show.out());
    assertTrue(show.out().contains("\nseed 1 of samples and choices\n"), show.out());
    assertTrue(show.out().contains("synapse 6 (junction 6)"), show.out());
    for (String picture : List.of("decision", "calibration", "learning")) {
      Path file = runFile.resolveSibling(name + "-" + picture + ".png");
      assertTrue(ImageIO.read(file.toFile()).getWidth() >= 1000, picture);
    }
  }

  /** The filter that the page gives for a training finds its readings. */
  @Test
  void theReadingOfTheDocumentedFilterIsInATraining() throws IOException {
    String manual = Files.readString(Path.of("..", "docs", "other-programs.md"));
    Matcher filter =
        Pattern.compile("reading_name == \"([^\"]+)\"\\]\\) +# of a training").matcher(manual);
    assertTrue(filter.find(), "the page has no filter for a training");
    Path file = folder.resolve("exported.csv");
    String run = reference.json().get("runFile").textValue();
    Outcome exported =
        Outcome.of("runs", "export", run, "--format", "csv", "--output", file.toString());
    assertEquals(0, exported.code(), exported.err());
    List<String> readings = Files.readAllLines(folder.resolve("exported-readings.csv"));
    long found = readings.stream().filter(l -> l.contains("," + filter.group(1) + ",")).count();
    assertTrue(found >= 100, found + " readings of " + filter.group(1));
  }

  /**
   * On the chip that the README begins with, none of whose devices is blamed: a fit that ends far
   * from the best one looks like a fault.
   */
  @Test
  void aTrainedChipIsCertified() throws IOException {
    Outcome outcome =
        Outcome.of("train", "--json", "--certify", "0.9", "--runs", folder.toString());
    assertEquals(0, outcome.code(), outcome.err());
    ObjectNode json = outcome.json();
    try (RunFile run = RunFile.read(Path.of(json.get("runFile").textValue()))) {
      assertEquals(List.of(), run.events(RunFile.DAMAGE));
    }
    assertTrue(json.get("certified").booleanValue());
    assertTrue(json.get("certifiedLowerBound").doubleValue() >= 0.9);
    assertEquals(json.at("/ledger/certify"), json.get("testSamples"));
    int before = json.get("chipEvaluations").intValue() - json.get("testSamples").intValue();
    assertEquals(before, json.get("evaluationsToTarget").intValue());
    assertTrue(
        outcome.err().contains("certification: 0 of 0 fresh samples right; proven at 36 samples"),
        outcome.err());
    assertTrue(
        outcome.err().lines().noneMatch(l -> l.startsWith("certification") && l.contains("loss")),
        outcome.err());
  }

  /** 64 of 64 right prove 95.4 %: enough for this goal, not for the usual one. */
  @Test
  void aTrainingEndsAtItsGoalAndARunRemembersIt() throws IOException {
    Outcome outcome =
        Outcome.of(
            "train",
            "--json",
            "--goal",
            "0.85",
            "--test-samples",
            "20",
            "--runs",
            folder.toString());
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.err().contains(" right: 85.0 % proven with 95 % confidence"), outcome.err());
    Path file = Path.of(outcome.json().get("runFile").textValue());
    try (RunFile run = RunFile.read(file)) {
      assertEquals("0.85", run.start().options().get("goal"));
    }
    Outcome replayed = Outcome.of("replay", file.toString());
    assertEquals(0, replayed.code(), replayed.err());
  }

  @ParameterizedTest
  @CsvSource({
    "--certify, 1, 'an accuracy of 1.0 cannot be certified'",
    "--goal, 1, '--goal: an accuracy of 1.0 cannot be the goal of a training'",
    "--goal, 0.4, 'from 0.5 to less than 1'",
    "--trainer, magic, there is no trainer 'magic'",
    "--budget, 0, --budget is 0; at least 1"
  })
  void whatCannotBeDoneIsRefused(String option, String value, String reason) {
    Outcome outcome = Outcome.of("train", option, value);
    assertEquals(2, outcome.code());
    assertTrue(outcome.err().contains(reason), outcome.err());
  }

  private static String damaged(String device) throws IOException {
    Path bench = folder.resolve(device.replace(' ', '-') + ".toml");
    Files.writeString(
        bench, DefaultBench.text().replace("dead = []", "dead = [\"" + device + "\"]"));
    return bench.toString();
  }

  @Test
  void aDeadNeuronIsNamedAndTheChipIsTrainedWithoutIt() throws IOException {
    Outcome outcome = run(damaged("neuron 2"), "--trainer", "bring-up");
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.err().contains("neuron 2 (junction 8) does not emit"), outcome.err());
    ObjectNode json = outcome.json();
    assertEquals(1, json.get("dead").size());
    assertTrue(json.at("/dead/0").textValue().startsWith("neuron 2 (junction 8) "));
    double accuracy = json.get("testAccuracy").doubleValue();
    assertTrue(accuracy > 0.6, "accuracy " + accuracy);
  }

  @Test
  void theLadderNamesADeadSynapseByItsOwnReadings() throws IOException {
    Outcome outcome =
        Outcome.of(
            "train",
            damaged("synapse 1"),
            "--trainer",
            "ladder",
            "--budget",
            "40",
            "--test-samples",
            "20",
            "--chip-seed",
            "3",
            "--runs",
            folder.toString());
    assertEquals(0, outcome.code(), outcome.err());
    String named = "synapse 1 (junction 1) is dead: it rectifies nothing; the readings are e^";
    assertTrue(outcome.out().contains("\nwithout " + named), outcome.out());
    assertTrue(outcome.err().contains(named), outcome.err());
  }

  @Test
  void aCalibrationIsSavedAndDrawnAndNamesWhatIsDeadInTextFileAndPicture() throws IOException {
    Path save = folder.resolve("damaged.json");
    Outcome outcome =
        Outcome.of(
            "calibrate",
            damaged("synapse 4"),
            "--save",
            save.toString(),
            "--runs",
            folder.toString());
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(outcome.out().contains("DEAD: synapse 4 (junction 4) does not"), outcome.out());
    assertTrue(outcome.err().contains("synapse 4 (junction 4) does not"), outcome.err());
    assertTrue(outcome.out().contains("neuron 3 (junction 9"), outcome.out());
    assertEquals(List.of("synapse 4"), Dead.named(Calibration.load(save)));
    assertTrue(Files.readString(save).contains("\"synapse 1\""));
    assertTrue(ImageIO.read(folder.resolve("damaged.json.png").toFile()).getWidth() >= 1000);
  }
}
