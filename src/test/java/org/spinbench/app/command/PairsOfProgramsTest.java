package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.RunFile;

/**
 * Every command that comes to a bench on which another one is at work: it is refused, with the
 * owner's command, process and beginning, and sends nothing; or it only asks. {@code safe} alone
 * goes before every owner, who notices it.
 *
 * <p>The first program stands still in the middle of its work meanwhile, so that whatever the
 * instruments hear is from the second.
 */
@Timeout(300)
class PairsOfProgramsTest {
  private static final String PLAN =
      """
      name = "A resonance"
      read = ["chain 1.voltage"]

      [set]
      "input 1.power" = 2e-6
      "neuron 1.bias" = 2e-3

      [[sweep]]
      setting = "input 1.frequency"
      from = 230e6
      to = 270e6
      points = 11
      """;

  @TempDir static Path shared;

  /** A run of a plan, and a training that has ended, both on simulated benches. */
  private static Path measured;

  private static Path trained;

  @TempDir Path folder;
  private final InputStream in = System.in;
  private final HeardTwins bench = new HeardTwins();
  private Path benchFile;
  private Path plan;
  private Path unfinished;
  private Path watched;
  private String broadcast;

  @BeforeAll
  static void run() throws IOException {
    System.setProperty("java.awt.headless", "true");
    Path plan = Files.writeString(shared.resolve("plan.toml"), PLAN);
    measured = ran("measure", plan.toString(), "--runs", shared.resolve("measure").toString());
    trained =
        ran(
            "train",
            "--trainer",
            "spsa",
            "--budget",
            "150",
            "--test-samples",
            "10",
            "--runs",
            shared.resolve("train").toString());
  }

  private static Path ran(String... line) throws IOException {
    Outcome outcome = Outcome.of(line);
    assertEquals(0, outcome.code(), outcome.err());
    return only(Path.of(line[line.length - 1]));
  }

  private static Path only(Path runs) throws IOException {
    try (Stream<Path> files = Files.list(runs)) {
      return files.filter(file -> file.toString().endsWith(".sqlite")).findFirst().orElseThrow();
    }
  }

  @BeforeEach
  void serve() throws IOException {
    benchFile = bench.benchFile(folder.resolve("lab.toml"));
    plan = Files.writeString(folder.resolve("plan.toml"), PLAN);
    watched = onThisBench(trained, "watched.sqlite", "success");
    unfinished = onThisBench(trained, "unfinished.sqlite", "failed");
    broadcast = sharingOne("broadcast").toString();
  }

  /** A run that trained a real chip on this bench. */
  private Path onThisBench(Path run, String name, String status) throws IOException {
    return EditedRun.copy(run, folder.resolve(name))
        .onRealBench(Files.readString(benchFile))
        .withStatus(status)
        .path();
  }

  /** Another bench file, one of whose instruments is the first tone of this bench. */
  private Path sharingOne(String name) throws IOException {
    String text = DefaultBench.text(name);
    String tone = text.replaceFirst("(?s).*?resource = \"(INPROC::rf_?\\w*::INSTR)\".*", "$1");
    return Files.writeString(
        folder.resolve(name + ".toml"), text.replace(tone, bench.resource("rf_1")));
  }

  @AfterEach
  void stopServing() {
    System.setIn(in);
    bench.close();
  }

  private static void type(String lines) {
    System.setIn(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
  }

  /** What sets anything, by its command line. */
  private Map<String, List<String>> refused() throws IOException {
    String file = benchFile.toString();
    String runs = folder.resolve("second").toString();
    Path task = Files.writeString(folder.resolve("task.csv"), task());
    Map<String, List<String>> lines = new LinkedHashMap<>();
    lines.put("train", List.of("train", file, "--runs", runs));
    lines.put("calibrate", List.of("calibrate", file, "--runs", runs));
    lines.put("measure", List.of("measure", plan.toString(), file, "--runs", runs));
    lines.put("watch", List.of("watch", watched.toString(), "--runs", runs));
    lines.put("broadcast", List.of("broadcast", broadcast, "--task", task.toString()));
    lines.put("console", List.of("console", "bias_2", file));
    lines.put("serve", List.of("serve", file));
    lines.put("watchdog", List.of("watchdog", file));
    lines.put("resume", List.of("train", "--resume", unfinished.toString(), "--runs", runs));
    lines.put(
        "measure on another bench",
        List.of("measure", plan.toString(), sharingOne("nine-junction").toString()));
    return lines;
  }

  private static String task() {
    return ("0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8,0.9,1.0,1.1,1.2,a\n"
            + "1.1,1.2,1.3,0.4,0.5,0.6,0.7,0.8,0.9,0.0,0.1,0.2,b\n")
        .repeat(20);
  }

  /** What only looks, or has no instruments. */
  private Map<String, List<String>> harmless() {
    String file = benchFile.toString();
    Map<String, List<String>> lines = new LinkedHashMap<>();
    lines.put("console --watch", List.of("console", "bias_1", file, "--watch"));
    lines.put("instruments", List.of("instruments", file));
    lines.put("replay", List.of("replay", measured.toString()));
    return lines;
  }

  /** What a second program does that the first one must not suffer; empty for nothing. */
  private List<String> wrongs(String owner) throws IOException {
    List<String> wrongs = new ArrayList<>();
    List<String> live = bench.twins.energised();
    for (Map.Entry<String, List<String>> second : refused().entrySet()) {
      Outcome outcome = second(second.getValue());
      if (outcome.code() == 0
          || !outcome.err().contains("is in use by 'spinbench " + owner)
          || !outcome.err().matches("(?s).*\\(process \\d+, user .*, since 20\\d\\d-.*Z\\).*")) {
        wrongs.add(second.getKey() + " was not refused: " + outcome);
      }
      bench.heard().forEach(message -> wrongs.add(second.getKey() + " sent " + message));
    }
    for (Map.Entry<String, List<String>> second : harmless().entrySet()) {
      Outcome outcome = second(second.getValue());
      if (outcome.code() != 0) {
        wrongs.add(second.getKey() + " failed: " + outcome);
      }
      for (HeardTwins.Message message : bench.heard()) {
        if (!Bench.onlyAsks(bench.file, message.instrument(), message.text())) {
          wrongs.add(second.getKey() + " sent " + message);
        }
      }
    }
    if (!bench.twins.energised().equals(live)) {
      wrongs.add("live are " + bench.twins.energised() + ", and were " + live);
    }
    return wrongs;
  }

  private Outcome second(List<String> line) {
    type(":SOUR:LEV 0\n:SOUR:LEV?\n*IDN?\n");
    bench.heard();
    return Outcome.of(line.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "calibrate", "watch"})
  void whileARunIsUnderWay(String command) throws Exception {
    try (FirstProgram first = new FirstProgram(bench.twins, runs(command))) {
      first.awaitHeld();
      assertEquals(List.of(), wrongs(command));
      first.stop();
    }
    assertEquals(List.of(), bench.twins.energised());
  }

  /** It has every point that it has alone. */
  @Test
  void whileAPlanIsMeasured() throws Exception {
    try (FirstProgram first = new FirstProgram(bench.twins, runs("measure"))) {
      first.awaitHeld();
      assertEquals(List.of(), wrongs("measure"));
      first.release();
      assertEquals(0, first.code(), first.said());
    }
    try (RunFile alone = RunFile.read(measured);
        RunFile beside = RunFile.read(only(folder.resolve("first")))) {
      assertEquals(alone.lastEvaluation(), beside.lastEvaluation());
    }
    assertEquals(List.of(), bench.twins.energised());
  }

  private String[] runs(String command) {
    List<String> line = new ArrayList<>(List.of(command));
    if (command.equals("measure")) {
      line.add(plan.toString());
    }
    line.add(command.equals("watch") ? watched.toString() : benchFile.toString());
    line.addAll(List.of("--runs", folder.resolve("first").toString()));
    return line.toArray(String[]::new);
  }

  /** It goes before every owner, and the owner does not take the dark bench for its chip. */
  @Test
  void safeIsNoticed() throws Exception {
    try (FirstProgram first = new FirstProgram(bench.twins, runs("measure"))) {
      first.awaitHeld();
      Outcome safe = Outcome.of("safe", benchFile.toString());
      assertEquals(0, safe.code(), safe.out());
      assertEquals(List.of(), bench.twins.energised());
      first.release();
      assertEquals(1, first.code(), first.said());
      assertTrue(first.said().contains("Another program, the front panel"), first.said());
    }
  }

  @Test
  void whileSomebodySitsAtAConsole() throws Exception {
    try (PipedOutputStream keyboard = new PipedOutputStream();
        InputStream typed = new PipedInputStream(keyboard)) {
      System.setIn(typed);
      try (FirstProgram first =
          new FirstProgram(bench.twins, "console", "rf_1", benchFile.toString())) {
        keyboard.write(":SOUR:POW -30\n:OUTP:STAT ON\n".getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
        first.await(() -> first.printed().contains("rf_1 output = ON"));
        assertEquals(List.of("rf_1"), bench.twins.energised());
        assertEquals(List.of(), wrongs("console"));
        keyboard.write("quit\n".getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
        assertEquals(0, first.code(), first.said());
      }
    }
    assertEquals(List.of(), bench.twins.energised());
  }

  @Test
  void whileABenchIsServed() throws Exception {
    try (FirstProgram first = new FirstProgram(bench.twins, "serve", benchFile.toString())) {
      first.await(() -> first.printed().contains("ZMQ0::"));
      assertEquals(List.of(), wrongs("serve"));
      first.interrupt();
      assertEquals(0, first.code(), first.said());
    }
  }

  /** Programs that own nothing, and let any other work. */
  @ParameterizedTest
  @ValueSource(strings = {"console bias_1 BENCH --watch", "watchdog BENCH"})
  void besideOneThatOwnsNothing(String line) throws Exception {
    try (PipedOutputStream keyboard = new PipedOutputStream();
        InputStream typed = new PipedInputStream(keyboard)) {
      System.setIn(typed);
      String[] words = line.replace("BENCH", benchFile.toString()).split(" ");
      try (FirstProgram first = new FirstProgram(bench.twins, words)) {
        first.release();
        if (words[0].equals("console")) {
          keyboard.write("*IDN?\n".getBytes(StandardCharsets.UTF_8));
          keyboard.flush();
        }
        first.await(() -> !first.printed().isEmpty());
        Outcome second = Outcome.of(runs("measure"));
        assertEquals(0, second.code(), second.err());
        keyboard.write("quit\nrelieved\n".getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
        assertEquals(0, first.code(), first.said());
      }
    }
    try (RunFile alone = RunFile.read(measured);
        RunFile beside = RunFile.read(only(folder.resolve("first")))) {
      assertEquals(alone.lastEvaluation(), beside.lastEvaluation());
    }
  }
}
