package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.jdi.Bootstrap;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spinbench.app.Main;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.standin.ChildProgram;
import org.spinbench.drivers.transport.Eventually;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.system.SystemTransports;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.RunVerifier;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.simulator.server.Servers;

/**
 * A training in a process of its own on instruments that this process serves; it is killed,
 * stopped, or its thread hangs, at a random moment. The twins' record of their terminals says when
 * the bench was at rest.
 */
@DisabledOnOs(OS.WINDOWS)
class WatchdogKillTest {
  /** How many at each kind of failure; with 200 on request, times are judged too. */
  private static final int FAILURES = Integer.getInteger("spinbench.watchdog.failures", 1);

  private static final double LONGEST_TO_REST = 2;
  private static final double LONGEST_MISSING = 0.1;
  private static final int LATEST_MILLIS = 3000;
  private static final String SAMPLES = "50";
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final SystemClock clock = new SystemClock();
  @TempDir Path folder;

  /** What happens to the controller. */
  enum Failure {
    KILL,
    STOP,
    HANG
  }

  /** A controller, and its debugger where its thread is to hang. */
  private record Controller(Process process, VirtualMachine debugger) implements AutoCloseable {
    void fail(Failure failure) throws IOException, InterruptedException {
      if (failure == Failure.HANG) {
        debugger.allThreads().stream()
            .filter(thread -> thread.name().equals("main"))
            .forEach(ThreadReference::suspend);
      } else {
        Signals.send(failure.name(), process);
      }
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  @Test
  void theBenchOfAProgramThatIsKilledComesToRest() throws Exception {
    assertAtRestAfter(Failure.KILL, Servers.Link.SOCKET);
  }

  @Test
  void theBenchOfAProgramThatIsStoppedComesToRest() throws Exception {
    assertAtRestAfter(Failure.STOP, Servers.Link.HISLIP);
  }

  @Test
  void theBenchOfAThreadThatHangsComesToRest() throws Exception {
    assertAtRestAfter(Failure.HANG, Servers.Link.SOCKET);
  }

  /** VXI-11 links may be shared; of GPIB there is one. */
  @Tag("slow")
  @ParameterizedTest
  @EnumSource(
      value = Servers.Link.class,
      names = {"VXI11", "GPIB"})
  void theBenchComesToRestOnEveryKindOfLink(Servers.Link link) throws Exception {
    assertAtRestAfter(Failure.STOP, link);
  }

  /** A server has no experiment, but its clients' sources are live. */
  @Test
  void theBenchOfAServerThatIsKilledComesToRest() throws Exception {
    try (TappedTwins bench = new TappedTwins(Servers.Link.SOCKET, 1)) {
      Path file = bench.benchFile(folder.resolve("served.toml"));
      try (ServingProcess server = new ServingProcess("serve", file.toString())) {
        BenchFile remote = BenchFile.read(server.benchFile(folder.resolve("remote.toml")));
        Bench client = Bench.open(remote, new SystemTransports(), clock);
        client.ports().bias(0, 5e-3);
        client.ports().tone(0, 250e6, 50e-6);
        assertEquals(List.of("rf_1", "bias_1"), bench.twins.energised());
        server.end("KILL");
        Eventually.holds("at rest", bench.twins::atRest);
        client.instruments().values().forEach(one -> one.session().close());
      }
    }
  }

  private void assertAtRestAfter(Failure failure, Servers.Link link) throws Exception {
    RandomGenerator random = Seeds.generator(15, failure.ordinal());
    List<Double> toRest = new ArrayList<>();
    List<Double> missing = new ArrayList<>();
    try (TappedTwins bench = new TappedTwins(link, 1)) {
      Path file = bench.benchFile(folder.resolve("served.toml"));
      for (int n = 0; n < FAILURES; n++) {
        while (!failOnce(bench, file, failure, random.nextInt(LATEST_MILLIS), toRest, missing)) {
          // On a busy computer the training may have ended before.
        }
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        System.out.println(
            failure
                + " "
                + n
                + ": s to rest "
                + toRest.get(n)
                + ", missing "
                + missing.get(n)
                + ", load "
                + load);
      }
    }
    System.out.println(failure + ": s to rest " + spread(toRest));
    System.out.println(failure + ": s of answers missing " + spread(missing));
    if (FAILURES > 1) {
      assertTrue(Collections.max(toRest) <= LONGEST_TO_REST, toRest.toString());
      assertTrue(Collections.max(missing) <= LONGEST_MISSING, missing.toString());
    }
  }

  private static String spread(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int n = sorted.size();
    return String.format(
        Locale.ROOT,
        "n %d, smallest %.3f, median %.3f, 95 %% %.3f, largest %.3f",
        n,
        sorted.get(0),
        sorted.get(n / 2),
        sorted.get((int) (0.95 * (n - 1))),
        sorted.get(n - 1));
  }

  /** Whether the program was still at work when it was to fail. */
  private boolean failOnce(
      TappedTwins bench,
      Path file,
      Failure failure,
      int millis,
      List<Double> toRest,
      List<Double> missing)
      throws Exception {
    Path runs = Files.createTempDirectory(folder, "runs");
    Map<String, Integer> before = bench.answersSoFar();
    Instant moment;
    try (Controller controller = start(file, runs, failure == Failure.HANG)) {
      Eventually.holds("live", () -> !bench.twins.atRest() || !controller.process().isAlive());
      clock.sleep(Duration.ofMillis(millis));
      if (!controller.process().isAlive()) {
        assertEquals(0, controller.process().exitValue(), err(runs));
        return false;
      }
      moment = clock.now();
      controller.fail(failure);
      Eventually.holds("reported", () -> reported(runs));
      Outcome shown = Outcome.of("runs", "show", only(runs, ".sqlite").toString());
      assertTrue(shown.out().contains("watchdog: every source is at zero"), shown.out());
      assertTrue(
          controller.process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), "it lives on");
    }
    assertEquals(List.of(), bench.twins.energised());
    toRest.add(Math.max(0, Duration.between(moment, bench.lastLive()).toNanos() * 1e-9));
    try (RunFile run = RunFile.read(only(runs, ".sqlite"))) {
      assertTrue(RunVerifier.check(run).damage().isEmpty(), RunVerifier.check(run).toString());
      missing.add(bench.missing(run, before, moment));
    }
    return true;
  }

  private static boolean reported(Path runs) throws IOException {
    try (Stream<Path> files = Files.list(runs)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".watchdog.txt")).toList()) {
        String report = Files.readString(file);
        assertFalse(report.contains("NOT AT REST"), report);
        if (report.contains("every source is at zero")) {
          return true;
        }
      }
    }
    return false;
  }

  private static Path only(Path runs, String ending) throws IOException {
    try (Stream<Path> files = Files.list(runs)) {
      return files.filter(file -> file.toString().endsWith(ending)).findFirst().orElseThrow();
    }
  }

  private static String err(Path runs) throws IOException {
    return Files.readString(runs.resolve("err"));
  }

  private static Controller start(Path file, Path runs, boolean debugged) throws Exception {
    List<String> options = new ArrayList<>();
    if (debugged) {
      options.add(
          "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0,quiet=n");
    }
    List<String> line =
        List.of("train", file.toString(), "--runs", runs.toString(), "--test-samples", SAMPLES);
    List<String> command = ChildProgram.command(options, Main.class, line);
    Process process =
        new ProcessBuilder(command).redirectError(runs.resolve("err").toFile()).start();
    return new Controller(process, debugged ? debugger(process) : null);
  }

  /** The first line of a debugged program names the port on which it listens. */
  private static VirtualMachine debugger(Process process) throws Exception {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    String port = line.substring(line.lastIndexOf(' ') + 1).strip();
    AttachingConnector connector =
        Bootstrap.virtualMachineManager().attachingConnectors().stream()
            .filter(one -> one.transport().name().equals("dt_socket"))
            .findFirst()
            .orElseThrow();
    Map<String, Connector.Argument> arguments = connector.defaultArguments();
    arguments.get("hostname").setValue("127.0.0.1");
    arguments.get("port").setValue(port);
    return connector.attach(arguments);
  }

  /** What the judge says where nobody watches. */
  @Test
  void withoutAWatchdogSourcesStayLive() throws Exception {
    try (TappedTwins bench = new TappedTwins(Servers.Link.SOCKET, 1)) {
      Path file = bench.benchFile(folder.resolve("served.toml"));
      Files.writeString(file, Files.readString(file) + "\n[safety]\nwatchdog = false\n");
      Path runs = Files.createTempDirectory(folder, "runs");
      try (Controller controller = start(file, runs, false)) {
        Eventually.holds("live", () -> bench.twins.energised().size() > 1);
        controller.fail(Failure.KILL);
        controller.process().waitFor();
      }
      clock.sleep(Duration.ofSeconds(2));
      assertFalse(bench.twins.atRest());
      assertFalse(reported(runs));
    }
  }

  /** In real time, in which the instruments alone need 9 s, so that it is killed before its end. */
  @Test
  void whatWasKilledIsResumedAndReachesTheSameAccuracy() throws Exception {
    try (TappedTwins bench = new TappedTwins(Servers.Link.SOCKET, 1)) {
      Path file = bench.benchFile(folder.resolve("served.toml"));
      Path runs = Files.createTempDirectory(folder, "runs");
      try (Controller controller = start(file, runs, false)) {
        Eventually.holds("live", () -> !bench.twins.atRest());
        clock.sleep(Duration.ofMillis(LATEST_MILLIS / 2));
        controller.fail(Failure.KILL);
        Eventually.holds("reported", () -> reported(runs));
      }
      Outcome resumed =
          Outcome.of(
              "train",
              "--json",
              "--resume",
              only(runs, ".sqlite").toString(),
              "--runs",
              runs.toString());
      assertEquals(0, resumed.code(), resumed.err());
      assertEquals(List.of(), bench.twins.energised());
      Outcome whole =
          Outcome.of(
              "train", "--json", "--test-samples", SAMPLES, "--runs", folder + "/uninterrupted");
      JsonNode one = resumed.json().get("confidence");
      JsonNode other = whole.json().get("confidence");
      String both = one + " and " + other;
      // Both are measured: two intervals of 95 % miss each other in one of some 200 pairs.
      assertTrue(one.get("low").doubleValue() <= other.get("high").doubleValue(), both);
      assertTrue(one.get("high").doubleValue() >= other.get("low").doubleValue(), both);
      // With the goal of 97.7 %, one resumed training of some 1000 has less by chance.
      assertTrue(resumed.json().get("testAccuracy").doubleValue() >= 0.9, both);
    }
  }
}
