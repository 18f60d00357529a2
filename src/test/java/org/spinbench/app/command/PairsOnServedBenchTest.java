package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.system.LinkSettings;
import org.spinbench.drivers.transport.system.SystemTransports;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.simulator.bench.ServedBench;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.server.Servers;

/**
 * Two programs on one served bench, each with a key: the second is refused with the name of the
 * first, or only asks, and the result of the first is what it is alone, to the last bit.
 *
 * <p>The first program stands still in the middle of its work while the second one, in another
 * process, comes and goes. So whatever the instruments hear meanwhile is from the second. Then the
 * first one ends its work. The bench has virtual time, so that nothing but messages can change a
 * result.
 *
 * <p>The suite has every second program once; {@code -Dspinbench.pairs=all} has all pairs.
 */
@Timeout(600)
@DisabledOnOs(OS.WINDOWS)
class PairsOnServedBenchTest {
  private static final boolean ALL = "all".equals(System.getProperty("spinbench.pairs"));
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String EVALUATIONS = "60";
  private static final Pattern NAME = Pattern.compile("ZMQ0::\\S+?::(\\w+)::INSTR");
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

  /** What is at work when another program comes. */
  enum First {
    TRAIN,
    MEASURE,
    CALIBRATE,
    WATCH,
    CONSOLE,
    RAW
  }

  /** What comes. */
  enum Second {
    TRAIN,
    MEASURE,
    CALIBRATE,
    WATCH,
    RESUME,
    CONSOLE,
    CONSOLE_WATCH,
    INSTRUMENTS,
    WATCHDOG,
    REPLAY_AGAINST_BENCH,
    RAW,
    LOOKING_RAW,
    LOOKING_TRAIN,
    LOOKING_CONSOLE,
    SAFE;

    /** Whether it shows what it finds, and sets nothing. */
    private boolean onlyAsks() {
      return this == CONSOLE_WATCH || this == INSTRUMENTS;
    }

    private boolean looks() {
      return name().startsWith("LOOKING");
    }
  }

  private static final List<First> SHORT =
      List.of(First.TRAIN, First.MEASURE, First.CONSOLE, First.RAW);

  @TempDir static Path shared;
  private static OtherProgram other;
  private static Path trained;
  private static Path measured;

  @TempDir Path folder;
  private final InputStream in = System.in;
  private final HeardTwins bench = new HeardTwins(file -> new SimulatedBench(file, 1));
  private final ServedBench clock = bench.twins.serve(Servers.Ports.loopback());
  private final Map<String, String> names = new HashMap<>();
  private FirstProgram server;
  private Path remote;
  private Path keys;
  private Path look;

  @BeforeAll
  static void run() throws IOException {
    System.setProperty("java.awt.headless", "true");
    other = new OtherProgram();
    measured = ran("measure", plan(shared).toString(), "--runs", shared + "/measure");
    trained =
        ran(
            Stream.concat(Stream.of("train"), small(shared.resolve("train")))
                .toArray(String[]::new));
    key("lab");
    key("anna");
    Path looking = Files.createDirectories(shared.resolve("lab/clients/look"));
    Files.move(shared.resolve("anna/clients/client.pub"), looking.resolve("anna.pub"));
    Files.copy(
        shared.resolve("lab/server.pub"),
        shared.resolve("anna/server.pub"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static void key(String folder) {
    Outcome made = Outcome.of("keys", shared.resolve(folder).toString());
    assertEquals(0, made.code(), made.err());
  }

  private static Path plan(Path folder) throws IOException {
    return Files.writeString(folder.resolve("plan.toml"), PLAN);
  }

  private static Stream<String> small(Path runs) {
    return Stream.of(
        "--trainer", "spsa", "--budget", "150", "--test-samples", "10", "--runs", runs.toString());
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

  @AfterAll
  static void end() {
    other.close();
  }

  @BeforeEach
  void serve() throws Exception {
    Path lab = bench.benchFile(folder.resolve("lab.toml"));
    keys = shared.resolve("lab");
    look = shared.resolve("anna");
    server = new FirstProgram(bench.twins, "serve", lab.toString(), "--keys", keys.toString());
    server.release();
    server.await(() -> server.printed().contains("::analyzer::INSTR"));
    Matcher name = NAME.matcher(server.printed());
    String text = DefaultBench.text();
    while (name.find()) {
      names.put(name.group(1), name.group());
      text = text.replace("INPROC::" + name.group(1) + "::INSTR", name.group());
    }
    // On a busy computer another client's request may hold an instrument for a second.
    text = text.replaceAll("(?m)^resource = .*", "$0\ntimeout = 20.0");
    remote =
        Files.writeString(folder.resolve("remote.toml"), text + "\n[safety]\nwatchdog = false\n");
  }

  @AfterEach
  void stopServing() throws InterruptedException {
    System.setIn(in);
    server.interrupt();
    assertEquals(0, server.code(), server.said());
    clock.close();
    bench.close();
    assertEquals(List.of(), bench.twins.energised());
  }

  private String clock() {
    return clock.clock().orElseThrow().resources().get(Servers.Link.SOCKET).toString();
  }

  /** The command line of a program, with the clock of the bench. */
  private List<String> line(String command, Path key, Path runs) throws IOException {
    List<String> line = new ArrayList<>(List.of(command.split(" ")));
    line.replaceAll(
        word ->
            switch (word) {
              case "PLAN" -> plan().toString();
              case "TRAINED" -> ofThisBench("trained.sqlite", "success").toString();
              case "UNFINISHED" -> ofThisBench("unfinished.sqlite", "failed").toString();
              case "BENCH" -> remote.toString();
              default -> word;
            });
    line.addAll(List.of("--keys", key.toString()));
    switch (line.get(0)) {
      case "train" -> {
        if (line.contains("--resume")) {
          line.addAll(List.of("--runs", runs.toString()));
        } else {
          small(runs).forEach(line::add);
        }
      }
      case "measure", "calibrate", "watch" -> line.addAll(List.of("--runs", runs.toString()));
      default -> {
        // It has no runs.
      }
    }
    if (!List.of("safe", "watchdog", "replay").contains(line.get(0))) {
      line.addAll(List.of("--clock", clock()));
    }
    return line;
  }

  private Path plan() {
    try {
      return plan(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A run that trained a real chip on this bench. */
  private Path ofThisBench(String name, String status) {
    try {
      return EditedRun.copy(trained, folder.resolve(name))
          .onRealBench(Files.readString(remote))
          .withStatus(status)
          .path();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> first(First program, Path runs) throws IOException {
    return switch (program) {
      case TRAIN -> line("train BENCH --json", keys, runs);
      case MEASURE -> line("measure PLAN BENCH --json", keys, runs);
      case CALIBRATE -> line("calibrate BENCH --json", keys, runs);
      case WATCH -> line("watch TRAINED --evaluations " + EVALUATIONS + " --json", keys, runs);
      default -> line("console rf_1 BENCH", keys, runs);
    };
  }

  private Outcome second(Second program) throws IOException {
    Path runs = folder.resolve("second");
    Path key = program.looks() ? look : keys;
    List<String> line =
        switch (program) {
          case TRAIN, LOOKING_TRAIN -> line("train BENCH", key, runs);
          case MEASURE -> line("measure PLAN BENCH", key, runs);
          case CALIBRATE -> line("calibrate BENCH", key, runs);
          case WATCH -> line("watch TRAINED --evaluations " + EVALUATIONS, key, runs);
          case RESUME -> line("train --resume UNFINISHED", key, runs);
          case CONSOLE, LOOKING_CONSOLE -> line("console bias_2 BENCH", key, runs);
          case CONSOLE_WATCH -> line("console bias_1 BENCH --watch", key, runs);
          case INSTRUMENTS -> line("instruments BENCH", key, runs);
          case WATCHDOG -> line("watchdog BENCH", key, runs);
          case REPLAY_AGAINST_BENCH ->
              line("replay " + measured + " --against bench --bench BENCH", key, runs);
          case SAFE -> line("safe BENCH", key, runs);
          case RAW, LOOKING_RAW -> List.of(OtherProgram.RAW, key.toString(), names.get("rf_1"));
        };
    bench.heard();
    return other.run(line, typed(program));
  }

  private static String typed(Second program) {
    return switch (program) {
      case RAW, LOOKING_RAW -> ":OUTP:STAT OFF";
      case WATCHDOG -> "opened\n";
      default -> ":SOUR:LEV 1E-4\n:SOUR:LEV?\n*IDN?\n";
    };
  }

  /** What a second program does that the first one must not suffer; empty for nothing. */
  private List<String> wrongs(Second program) throws IOException {
    List<String> live = bench.twins.energised();
    Outcome outcome = second(program);
    String said = outcome.out() + outcome.err();
    List<String> wrongs = new ArrayList<>();
    boolean named =
        said.contains(
            "(process " + ProcessHandle.current().pid() + ") has driven this bench since");
    if (program.onlyAsks()) {
      if (outcome.code() != 0) {
        wrongs.add(program + " failed: " + outcome);
      }
    } else if (program.looks() ? !said.contains("this key may only look") : !named) {
      wrongs.add(program + " was not refused: " + outcome);
    }
    if (said.contains("NOT AT REST") || said.contains("also:")) {
      wrongs.add(program + " says of sources that it never had: " + outcome);
    }
    for (HeardTwins.Message message : bench.heard()) {
      if (!Bench.onlyAsks(bench.file, message.instrument(), message.text())) {
        wrongs.add(program + " sent " + message);
      }
    }
    if (!bench.twins.energised().equals(live)) {
      wrongs.add(program + ": live are " + bench.twins.energised() + ", and were " + live);
    }
    return wrongs;
  }

  /** What is done while a program stands still in the middle of its work. */
  private interface Meanwhile {
    void run() throws Exception;
  }

  /** How a program ended, and what it read. */
  private record Result(int code, String said, List<String> read) {}

  /** In the suite a training is stopped where it stands. */
  private static boolean ends(First program) {
    return ALL || program != First.TRAIN;
  }

  private Result work(First program, Meanwhile meanwhile) throws Exception {
    return switch (program) {
      case CONSOLE -> atAConsole(meanwhile);
      case RAW -> overALink(meanwhile);
      default -> aRun(program, meanwhile);
    };
  }

  private Result aRun(First program, Meanwhile meanwhile) throws Exception {
    Path runs = folder.resolve("first");
    try (FirstProgram first =
        new FirstProgram(bench.twins, first(program, runs).toArray(String[]::new))) {
      first.awaitHeld();
      meanwhile.run();
      if (!ends(program)) {
        first.stop();
        return new Result(0, first.said(), List.of());
      }
      first.release();
      int code = first.code();
      return new Result(code, first.said(), read(only(runs)));
    }
  }

  private Result atAConsole(Meanwhile meanwhile) throws Exception {
    try (PipedOutputStream keyboard = new PipedOutputStream();
        InputStream typed = new PipedInputStream(keyboard)) {
      System.setIn(typed);
      try (FirstProgram first =
          new FirstProgram(
              bench.twins, line("console rf_1 BENCH", keys, folder).toArray(String[]::new))) {
        first.release();
        type(keyboard, ":SOUR:POW -30\n:OUTP:STAT ON\n");
        first.await(() -> first.printed().contains("rf_1 output = ON"));
        meanwhile.run();
        type(keyboard, ":SOUR:POW?\n:SOUR:POW -40\n:SOUR:POW?\nquit\n");
        int code = first.code();
        return new Result(code, first.said(), first.printed().lines().toList());
      }
    }
  }

  private static void type(PipedOutputStream keyboard, String lines) throws IOException {
    keyboard.write(lines.getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
  }

  private Result overALink(Meanwhile meanwhile) throws Exception {
    LinkSettings settings = new LinkSettings(Map.of(), Map.of(), Optional.of(keys));
    try (Transport link =
        new SystemTransports(settings).open(ResourceName.parse(names.get("rf_1")))) {
      List<String> read = new ArrayList<>();
      read.add(ask(link, ":SOUR:POW -30"));
      read.add(ask(link, ":OUTP:STAT ON"));
      meanwhile.run();
      read.add(ask(link, ":SOUR:POW -40"));
      read.add(ask(link, ":OUTP:STAT OFF"));
      return new Result(0, read.toString(), read);
    } catch (TransportException ended) {
      return new Result(1, ended.getMessage(), List.of());
    }
  }

  private static String ask(Transport link, String message) {
    link.write(message.getBytes(StandardCharsets.US_ASCII), SOON);
    link.write(":SOUR:POW?".getBytes(StandardCharsets.US_ASCII), SOON);
    return new String(link.read(SOON), StandardCharsets.US_ASCII);
  }

  /** Every reading of a run and every step that a trainer took, with the times of the bench. */
  private static List<String> read(Path file) {
    List<String> read = new ArrayList<>();
    try (RunFile run = RunFile.read(file)) {
      run.eachReading(reading -> read.add(reading.toString()));
      run.eachSample(sample -> read.add(sample.toString()));
      run.steps().forEach(step -> read.add(step.toString()));
    }
    return read;
  }

  /** What a program reads on a simulated bench of its own, or is answered. */
  private List<String> alone(First program) throws IOException {
    String runs = folder.resolve("alone").toString();
    return switch (program) {
      case TRAIN -> read(trained);
      case MEASURE -> read(measured);
      case CALIBRATE -> read(ran("calibrate", "--runs", runs));
      case WATCH ->
          read(ran("watch", trained.toString(), "--evaluations", EVALUATIONS, "--runs", runs));
      case CONSOLE ->
          List.of("rf_1 power = -30 dBm", "rf_1 output = ON", "-30", "rf_1 power = -40 dBm", "-40");
      case RAW -> List.of("-30", "-30", "-40", "-40");
    };
  }

  /** Who comes to a program: all, or in the suite two or three of them. */
  private static List<Second> seconds(First program) {
    return Stream.of(Second.values())
        .filter(one -> one != Second.SAFE)
        .filter(one -> ALL || one.ordinal() % SHORT.size() == SHORT.indexOf(program))
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void theSecondIsRefusedAndTheFirstHasItsResult(First program) throws Exception {
    assumeTrue(ALL || SHORT.contains(program));
    List<String> wrongs = new ArrayList<>();
    Result beside =
        work(
            program,
            () -> {
              for (Second second : seconds(program)) {
                wrongs.addAll(wrongs(second));
              }
            });
    assertEquals(List.of(), wrongs);
    assertEquals(0, beside.code(), beside.said());
    if (ends(program)) {
      assertEquals(alone(program), beside.read());
    }
    assertEquals(List.of(), bench.twins.energised());
  }

  /** It goes before every driver, and the driver does not take the dark bench for its chip. */
  @ParameterizedTest
  @EnumSource
  void safeIsNoticed(First program) throws Exception {
    assumeTrue(ALL);
    Result beside =
        work(
            program,
            () -> {
              Outcome safe = second(Second.SAFE);
              assertEquals(0, safe.code(), safe.toString());
              assertEquals(List.of(), bench.twins.energised());
            });
    assertEquals(1, beside.code(), beside.said());
    assertTrue(beside.said().contains("has brought the bench to rest"), beside.said());
    assertEquals(List.of(), bench.twins.energised());
  }
}
