package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.app.Main;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.standin.ChildProgram;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.record.Replay;
import org.spinbench.drivers.transport.record.TranscriptEvent;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.simulator.bench.SimulatedBench;

/** A training or a measurement in a process of its own that is told to stop. */
@DisabledOnOs(OS.WINDOWS)
class StopTest {
  private static final int POINTS = 200_000;

  private static final String PLAN =
      """
      name = "long"
      read = ["chain 1.voltage"]

      [set]
      "input 1.power" = 2e-6
      "synapse 1.current" = 1e-3
      "neuron 1.bias" = 5e-4

      [[sweep]]
      setting = "input 1.frequency"
      from = 200e6
      to = 300e6
      points = 200000
      """;

  private static final long PATIENCE_SECONDS = 120;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void everySourceIsAtRestAndTheRunSaysSo(String signal, int code) throws Exception {
    Path transcript = folder.resolve("transcript.txt");
    Process training = start("train", "--record", transcript.toString(), "--runs", "runs");
    stop(training, signal, () -> sent(transcript, ":SOUR:POW ") >= 300);
    assertStopped(training, code);
    assertAtRest(Replay.read(transcript), 6);
  }

  /** A source of each kind is on when it is told; what was measured stays. */
  @Tag("slow")
  @Test
  void aMeasurementThatIsStoppedKeepsWhatItHas() throws Exception {
    Files.writeString(folder.resolve("plan.toml"), PLAN);
    Path transcript = folder.resolve("transcript.txt");
    Process measuring =
        start("measure", "plan.toml", "--record", transcript.toString(), "--runs", "runs");
    stop(measuring, "TERM", () -> sent(transcript, ":SOUR:FREQ ") >= 100);
    assertStopped(measuring, 143);
    assertAtRest(Replay.read(transcript), 3);
    List<String> data = Files.readAllLines(only(".csv"));
    assertTrue(data.size() > 90 && data.size() < POINTS, data.size() + " lines");
    int columns = data.get(0).split(",", -1).length;
    data.forEach(line -> assertEquals(columns, line.split(",", -1).length, line));
    assertTrue(Files.size(only(".png")) > 0);
    try (RunFile run = RunFile.read(only(".sqlite"))) {
      assertEquals(StopDocument.STOPPED, run.stop().orElseThrow().status());
    }
  }

  /** Stopping is how a watch without an end is meant to end. */
  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  void aWatchThatIsStoppedReports(String signal) throws Exception {
    System.setProperty("java.awt.headless", "true");
    Outcome trained =
        Outcome.of(
            "train",
            "--json",
            "--budget",
            "900",
            "--test-samples",
            "20",
            "--runs",
            folder.resolve("runs").toString());
    assertEquals(0, trained.code(), trained.err());
    Path transcript = folder.resolve("transcript.txt");
    Process watching =
        start("watch", trained.json().get("runFile").asText(), "--record", transcript.toString());
    stop(watching, signal, () -> sent(transcript, ":SOUR:POW ") >= 1000);
    String err = Files.readString(folder.resolve("err"));
    assertEquals(0, watching.exitValue(), err);
    assertTrue(err.contains("every source is at zero and every RF output off"), err);
    String out = Files.readString(folder.resolve("out"));
    assertTrue(out.contains("in tune at the end: of the last answers "), out);
    assertTrue(out.contains("bytes an evaluation"), out);
    Outcome list = Outcome.of("runs", "list", "--runs", folder.resolve("runs").toString());
    assertTrue(
        list.out().matches("(?s).*-watch-xor-\\S+ +\\S+ \\S+ +watch +success .*"), list.out());
    Outcome replayed = Outcome.of("replay", watched().toString());
    assertEquals(0, replayed.code(), replayed.err());
  }

  /** The file of the run that a process has watched. */
  private Path watched() {
    Runs runs = new Runs(folder.resolve("runs"));
    return runs.find(
        runs.list().stream()
            .filter(one -> one.start().kind().equals("watch"))
            .findFirst()
            .orElseThrow()
            .name());
  }

  /** The plan is so long that its setpoints are judged for minutes; nothing is set meanwhile. */
  @Test
  void aMeasurementThatIsStoppedWhileItsPlanIsJudgedHasSetNothing() throws Exception {
    Files.writeString(folder.resolve("plan.toml"), "repeats = 1000\n" + PLAN);
    Path transcript = folder.resolve("transcript.txt");
    Process measuring =
        start(
            "measure",
            "plan.toml",
            "--max-points",
            "1000000000",
            "--record",
            transcript.toString(),
            "--runs",
            "runs");
    Path err = folder.resolve("err");
    stop(measuring, "TERM", () -> Files.readString(err).contains(" points, "));
    String said = Files.readString(err);
    assertEquals(143, measuring.exitValue(), said);
    assertTrue(said.contains("every source is at zero and every RF output off"), said);
    assertEquals(0, sent(transcript, ":OUTP:STAT 1"));
    assertFalse(Files.exists(folder.resolve("runs")), "no run was begun");
  }

  private Path only(String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("runs"))) {
      List<Path> found = files.filter(file -> file.toString().endsWith(ending)).toList();
      assertEquals(1, found.size(), found.toString());
      return found.get(0);
    }
  }

  /** Waits until it has done so much that sources are on, and tells it to stop. */
  private void stop(Process running, String signal, Callable<Boolean> underWay) throws Exception {
    try {
      while (!underWay.call()) {
        assertTrue(running.isAlive(), Files.readString(folder.resolve("err")));
        assertTrue(!running.waitFor(20, TimeUnit.MILLISECONDS), "it was too quick");
      }
      Signals.send(signal, running);
      assertTrue(running.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "it did not stop");
    } finally {
      running.destroyForcibly();
    }
  }

  private void assertStopped(Process stopped, int code) throws IOException {
    String err = Files.readString(folder.resolve("err"));
    assertEquals(code, stopped.exitValue(), err);
    assertTrue(err.contains("every source is at zero and every RF output off"), err);
    Outcome list = Outcome.of("runs", "list", "--runs", folder.resolve("runs").toString());
    assertTrue(list.out().contains(" stopped "), list.out());
  }

  private Process start(String... arguments) throws IOException {
    return new ProcessBuilder(ChildProgram.command(Main.class, arguments))
        .directory(folder.toFile())
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  /** How often a command was sent up to now. */
  private static int sent(Path transcript, String command) throws IOException {
    return Files.exists(transcript)
        ? Files.readString(transcript).split(command, -1).length - 1
        : 0;
  }

  /** Sends all that was sent to a bench that is new, and asks the bench what is on. */
  static void assertAtRest(Replay recorded, int fewest) {
    BenchFile file = BenchFile.parse(DefaultBench.text(), "the default bench");
    SimulatedBench bench = new SimulatedBench(file, 1);
    List<TranscriptEvent> events = new ArrayList<>();
    recorded.eachEvent(events::add);
    int mostEnergised = 0;
    for (TranscriptEvent event : events) {
      if (event.kind().equals(">")) {
        try (Transport link = bench.open(ResourceName.parse(event.name()))) {
          link.write(event.text().getBytes(StandardCharsets.ISO_8859_1), Duration.ofSeconds(10));
          link.clear();
        }
        mostEnergised = Math.max(mostEnergised, bench.energised().size());
      }
    }
    assertTrue(mostEnergised >= fewest, "at most " + mostEnergised + " instruments were on");
    assertEquals(List.of(), bench.energised());
  }
}
