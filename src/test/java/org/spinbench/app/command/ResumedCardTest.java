package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.Spinbench;
import org.spinbench.experiments.run.RunFile;

/**
 * Runs that are resumed, watched and replayed after their device card was tightened, or after
 * somebody has edited their files. The instruments' own record of their terminals judges.
 */
@Tag("any-jdk")
@Timeout(300)
class ResumedCardTest {
  private static final double TIGHT = 4.5e-3;

  @TempDir static Path shared;
  private static Path trained;
  private static Path interrupted;

  @TempDir Path folder;
  private final HeardTwins bench = new HeardTwins();
  private Path benchFile;
  private Path unfinished;

  /** A training on instruments that ends in the middle, and one of a simulated chip that ends. */
  @BeforeAll
  static void train() throws IOException {
    System.setProperty("java.awt.headless", "true");
    String[] line = {
      "train", "--trainer", "spsa", "--budget", "150", "--test-samples", "10", "--runs", ""
    };
    line[line.length - 1] = shared.resolve("simulated").toString();
    assertEquals(0, Outcome.of(line).code());
    trained = only(shared.resolve("simulated"));
    line[line.length - 1] = shared.resolve("real").toString();
    try (HeardTwins bench = new HeardTwins()) {
      List<String> real = new ArrayList<>(List.of(line));
      real.add(bench.benchFile(shared.resolve("lab.toml")).toString());
      PrintWriter ends = new PrintWriter(new EndsAfter("training 40 %"));
      int code =
          Spinbench.execute(
              new PrintWriter(Writer.nullWriter()), ends, real.toArray(String[]::new));
      assertEquals(1, code);
    }
    interrupted = only(shared.resolve("real"));
    try (RunFile run = RunFile.read(interrupted)) {
      assertEquals(shared.resolve("lab.toml").toString(), run.lastBench().orElseThrow().path());
    }
  }

  /** Standard error that breaks when a certain line comes. */
  private static final class EndsAfter extends Writer {
    private final StringBuilder said = new StringBuilder();
    private final String last;

    EndsAfter(String last) {
      this.last = last;
    }

    @Override
    public void write(char[] text, int offset, int length) {
      said.append(text, offset, length);
      if (said.indexOf(last) >= 0) {
        said.setLength(0);
        throw new IllegalStateException("the test has stopped it");
      }
    }

    @Override
    public void flush() {
      // Nothing waits.
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  private static Path only(Path runs) throws IOException {
    try (Stream<Path> files = Files.list(runs)) {
      return files.filter(file -> file.toString().endsWith(".sqlite")).findFirst().orElseThrow();
    }
  }

  @BeforeEach
  void serve() throws IOException {
    benchFile = bench.benchFile(folder.resolve("lab.toml"));
    unfinished = onThisBench(interrupted, "unfinished.sqlite", Files.readString(benchFile));
  }

  @AfterEach
  void stopServing() {
    bench.close();
  }

  /** A run of a real chip on this bench, which says where its bench file is. */
  private Path onThisBench(Path run, String name, String text) throws IOException {
    return EditedRun.copy(run, folder.resolve(name))
        .onRealBench(text)
        .withBenchFileAt(benchFile)
        .path();
  }

  private static String withNeuronCurrent(String text, double amperes) {
    String changed =
        text.replaceAll("(?m)^neuron_current = \\S+", "neuron_current = " + amperes)
            .replaceAll("(?m)^maximum_current = \\S+", "maximum_current = " + amperes);
    assertTrue(!changed.equals(text));
    return changed;
  }

  /** The largest current of any bias, A. */
  private double largestBias() {
    return bench.twins.terminals().stream()
        .filter(terminal -> terminal.name().startsWith("bias"))
        .mapToDouble(terminal -> Math.abs(terminal.current()))
        .max()
        .orElseThrow();
  }

  private Outcome resume(Path... typed) {
    List<String> line =
        Stream.concat(
                Stream.of("train"),
                Stream.concat(
                    Stream.of(typed).map(Path::toString),
                    Stream.of("--resume", unfinished.toString(), "--runs", folder.toString())))
            .toList();
    return Outcome.of(line.toArray(String[]::new));
  }

  private void assertKept(Outcome outcome) {
    assertEquals(1, outcome.code(), outcome.toString());
    assertTrue(outcome.err().contains("the chip's limit is 0.0045"), outcome.err());
    assertTrue(largestBias() <= TIGHT * 1.0001, () -> largestBias() + " A");
    assertEquals(List.of(), bench.twins.energised());
  }

  @Test
  void anUnchangedCardLetsItGoOn() {
    Outcome outcome = resume();
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(largestBias() > TIGHT, () -> largestBias() + " A");
    try (RunFile run = RunFile.read(unfinished)) {
      assertEquals(benchFile.toString(), run.lastBench().orElseThrow().path());
      assertEquals(List.of(1, 2), run.transcripts().sessions());
    }
    bench.heard();
    Outcome replayed = Outcome.of("replay", unfinished.toString());
    assertEquals(List.of(), bench.heard(), replayed.toString());
  }

  @Test
  void aCardThatWasTightenedSinceIsKept() throws IOException {
    Files.writeString(benchFile, withNeuronCurrent(Files.readString(benchFile), TIGHT));
    assertKept(resume());
  }

  @Test
  void aTighterBenchFileThatIsTypedIsKept() throws IOException {
    Path typed = folder.resolve("typed.toml");
    Files.writeString(typed, withNeuronCurrent(Files.readString(benchFile), TIGHT));
    assertKept(resume(typed));
  }

  /** The file on disk is no licence to exceed what the run began with. */
  @Test
  void aCardThatWasWidenedSinceAllowsNoMoreThanTheRunBeganWith() throws Exception {
    String tight = withNeuronCurrent(Files.readString(benchFile), TIGHT);
    unfinished = onThisBench(interrupted, "unfinished.sqlite", tight);
    Outcome outcome = resume();
    assertEquals(1, outcome.code(), outcome.out());
    assertTrue(largestBias() <= TIGHT * 1.0001, () -> largestBias() + " A");
  }

  /** Somebody has written a wide card into the run file, and the laboratory's own is tight. */
  @Test
  void aRunFileThatWasEditedByHandIsJudgedByTheBenchFile() throws Exception {
    String wide = withNeuronCurrent(Files.readString(benchFile), 17e-3);
    unfinished = onThisBench(interrupted, "unfinished.sqlite", wide);
    Files.writeString(benchFile, withNeuronCurrent(Files.readString(benchFile), TIGHT));
    Outcome outcome = resume();
    assertEquals(1, outcome.code(), outcome.out());
    assertTrue(largestBias() <= TIGHT * 1.0001, () -> largestBias() + " A");
    assertEquals(List.of(), bench.twins.energised());
  }

  @Test
  void watchKeepsACardThatWasTightenedSince() throws Exception {
    Path watched = onThisBench(trained, "watched.sqlite", Files.readString(benchFile));
    Files.writeString(benchFile, withNeuronCurrent(Files.readString(benchFile), TIGHT));
    assertKept(
        Outcome.of(
            "watch", watched.toString(), "--evaluations", "20", "--runs", folder.toString()));
  }

  @Test
  void withoutItsBenchFileTheCopyInTheRunAppliesAndThatIsReported() throws Exception {
    String tight = withNeuronCurrent(Files.readString(benchFile), TIGHT);
    unfinished = onThisBench(interrupted, "unfinished.sqlite", tight);
    Files.delete(benchFile);
    Outcome outcome = resume();
    assertTrue(outcome.err().contains(benchFile + ", the bench file of this run"), outcome.err());
    assertEquals(1, outcome.code(), outcome.out());
    assertTrue(largestBias() <= TIGHT * 1.0001, () -> largestBias() + " A");
  }

  @Test
  void anotherNetworkIsRefusedBeforeAnythingIsSet() throws IOException {
    Files.writeString(
        benchFile,
        Files.readString(benchFile)
            .replaceFirst("(?s)(\\[chip\\]\\s+name = )\"[^\"]*\"", "$1\"another\""));
    bench.heard();
    Outcome outcome = resume();
    assertEquals(1, outcome.code(), outcome.out());
    assertTrue(outcome.err().contains("another network"), outcome.err());
    assertEquals(List.of(), bench.heard());
  }

  @Test
  void aSimulatedRunIsResumedFromItsOwnCopy() throws Exception {
    Path copy = Files.copy(trained, folder.resolve("stopped.sqlite"));
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy);
        Statement stop = connection.createStatement()) {
      stop.execute(
          "UPDATE document SET body = json_set(body, '$.status', 'stopped') WHERE name = 'stop'");
    }
    Outcome outcome = Outcome.of("train", benchFile.toString(), "--resume", copy.toString());
    assertEquals(2, outcome.code(), outcome.toString());
    assertTrue(outcome.err().contains("has no effect here"), outcome.err());
  }

  @Test
  void theRunNotesWhereItsBenchFileIsOnlyOnInstruments() throws IOException {
    try (RunFile simulated = RunFile.read(trained)) {
      assertTrue(simulated.lastBench().isEmpty());
    }
  }
}
