package org.spinbench.app.watchdog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.ChipPorts;
import org.spinbench.drivers.bench.InUseException;
import org.spinbench.drivers.bench.Ownership;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.transport.Eventually;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.system.SystemTransports;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.simulator.bench.ServedBench;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.server.Servers;

/**
 * A watchdog whose controller is played by the test: a process that sleeps, and a pipe for its
 * heart. The twins themselves are the judge.
 */
@Timeout(300)
@DisabledOnOs(OS.WINDOWS)
class WatchdogTest {
  private static final BenchFile FILE = BenchFile.parse(DefaultBench.text(), "the default bench");

  @TempDir Path folder;
  private final SimulatedBench twins = SimulatedBench.inRealTime(FILE, 1, 1);
  private final ServedBench served = twins.serve(Servers.Ports.loopback());
  private final StringWriter said = new StringWriter();
  private final PipedOutputStream heart = new PipedOutputStream();
  private Process controller;
  private List<String> live;

  @BeforeEach
  void haveItLive() throws IOException {
    controller = new ProcessBuilder("sleep", "1000").start();
    ChipPorts ports = Bench.open(FILE, twins, new SystemClock()).ports();
    ports.tone(0, 250e6, 50e-6);
    ports.bias(0, 5e-3);
    ports.fieldCurrent(1, 2e-3);
    live = twins.energised();
    assertEquals(3, live.size());
  }

  @AfterEach
  void stopServing() {
    controller.destroyForcibly();
    served.close();
  }

  private static BenchFile file(Map<String, ResourceName> resources) {
    String text = DefaultBench.text();
    for (Map.Entry<String, ResourceName> one : resources.entrySet()) {
      text = text.replace("INPROC::" + one.getKey() + "::INSTR", one.getValue().toString());
    }
    return BenchFile.parse(text, "the served bench");
  }

  private Map<String, ResourceName> resources(Servers.Link link) {
    Map<String, ResourceName> resources = new LinkedHashMap<>();
    served.instruments().forEach(one -> resources.put(one.name(), one.resources().get(link)));
    return resources;
  }

  /** Begins to watch, and gives what comes of it: whether the watchdog was relieved. */
  private CompletableFuture<Boolean> watch(Map<String, ResourceName> resources, Writer terminal)
      throws IOException {
    PipedInputStream input = new PipedInputStream(heart);
    BenchFile file = file(resources);
    Watchdog watchdog =
        new Watchdog(
            file,
            resources,
            new SystemTransports(file.links()),
            Optional.of(controller.toHandle()),
            new WatchdogLog(new PrintWriter(terminal)));
    PrintWriter output = new PrintWriter(new StringWriter());
    return CompletableFuture.supplyAsync(() -> watchdog.watch(input, output));
  }

  private CompletableFuture<Boolean> watch() throws IOException {
    return watch(resources(Servers.Link.SOCKET), said);
  }

  private void send(String line) throws IOException {
    heart.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    heart.flush();
  }

  private void assertAtRest(CompletableFuture<Boolean> watching, String why) {
    assertFalse(watching.join(), "it was not relieved");
    assertEquals(List.of(), twins.energised());
    assertTrue(said.toString().contains(why), said.toString());
    assertTrue(said.toString().contains("every source is at zero"), said.toString());
  }

  private void assertKilled() throws InterruptedException {
    assertTrue(controller.waitFor(60, TimeUnit.SECONDS), "the controller lives");
  }

  @Test
  void aRelievedWatchdogTouchesNothing() throws IOException {
    CompletableFuture<Boolean> watching = watch();
    send("");
    send(Watchdog.RELIEVED);
    assertTrue(watching.join());
    assertEquals(live, twins.energised());
    assertTrue(controller.isAlive());
    assertEquals("", said.toString());
  }

  @Test
  void theEndOfTheInputBringsAllToRest() throws Exception {
    CompletableFuture<Boolean> watching = watch();
    send("");
    heart.close();
    assertAtRest(watching, "process " + controller.pid() + " has died");
    assertKilled();
  }

  @Test
  void silenceBringsAllToRest() throws Exception {
    CompletableFuture<Boolean> watching = watch();
    for (int n = 0; n < 12; n++) {
      send("");
      Thread.sleep(100);
    }
    assertEquals(live, twins.energised());
    assertAtRest(watching, "gave no sign of life for ");
    assertKilled();
  }

  /**
   * A program that runs may wait for the processor of a loaded computer; one that is stopped not.
   */
  @ParameterizedTest
  @CsvSource({"CONT, true", "STOP, false"})
  void aProgramThatIsNotStoppedHasMoreTime(String signal, boolean more) throws Exception {
    new ProcessBuilder("kill", "-" + signal, Long.toString(controller.pid())).start().waitFor();
    CompletableFuture<Boolean> watching = watch();
    send("");
    assertAtRest(watching, "gave no sign of life for ");
    assertKilled();
    Matcher silence = Pattern.compile("life for ([0-9.]+) s").matcher(said.toString());
    assertTrue(silence.find());
    double millis = Double.parseDouble(silence.group(1)) * 1e3;
    assertEquals(more, millis >= Watchdog.LONGEST_SILENCE.toMillis(), said.toString());
  }

  /** As on a bench whose controller is still opening it. */
  @Test
  void nothingIsDoneBeforeTheFirstSignOfLife() throws Exception {
    CompletableFuture<Boolean> watching = watch();
    Thread.sleep(3 * Watchdog.PATIENCE.toMillis());
    assertEquals(live, twins.energised());
    assertFalse(watching.isDone());
    send(Watchdog.RELIEVED);
    assertTrue(watching.join());
  }

  @Test
  void anExperimentThatHangsIsNamedAndKilled() throws Exception {
    Path report = folder.resolve("report.txt");
    CompletableFuture<Boolean> watching = watch();
    send(Watchdog.REPORT + report);
    send(Watchdog.HUNG);
    assertAtRest(watching, "did nothing for 0.8 s, and was killed");
    assertKilled();
    assertEquals(said.toString(), Files.readString(report));
  }

  /** It has said by itself that not all is at rest, and writes the end of its run. */
  @Test
  void whoHasEndedIsNotKilled() throws Exception {
    CompletableFuture<Boolean> watching = watch();
    send(Watchdog.LEFT);
    heart.close();
    assertAtRest(watching, "has ended and could not bring all to rest");
    assertTrue(controller.isAlive());
  }

  @Test
  void nobodyWaitsForTheTerminal() throws Exception {
    CompletableFuture<Void> never = new CompletableFuture<>();
    Writer stuck =
        new Writer() {
          @Override
          public void write(char[] text, int from, int length) {
            never.join();
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    CompletableFuture<Boolean> watching = watch(resources(Servers.Link.SOCKET), stuck);
    send("");
    heart.close();
    Eventually.holds("at rest", twins::atRest);
    assertFalse(watching.join());
  }

  /** VXI-11 has one exchange for all its clients, which is left to the controller. */
  @Test
  void linksThatAreHeldSayNothingUntilTheyAreNeeded() throws Exception {
    for (Servers.Link link : List.of(Servers.Link.HISLIP, Servers.Link.VXI11)) {
      List<String> errors = twins.queuedErrors();
      try (HeldLinks held = new HeldLinks(new SystemTransports())) {
        ResourceName name = resources(link).get("bias_1");
        assertTrue(HeldLinks.allowsSeveral(name));
        held.hold(List.of(name));
        Thread.sleep(500);
        held.open(name).close();
      }
      assertEquals(errors, twins.queuedErrors());
      assertEquals(live, twins.energised());
    }
    assertFalse(HeldLinks.allowsSeveral(resources(Servers.Link.SOCKET).get("bias_1")));
    CompletableFuture<Boolean> watching = watch(resources(Servers.Link.HISLIP), said);
    send(Watchdog.OPENED);
    heart.close();
    assertAtRest(watching, "has died");
  }

  @Test
  void sourcesNotAtRestAreTriedAgainUntilAnotherProgramTakesOver() throws Exception {
    Map<String, ResourceName> resources = resources(Servers.Link.SOCKET);
    resources.put("rf_1", ResourceName.parse("TCPIP::127.0.0.1::1::SOCKET"));
    CompletableFuture<Boolean> watching = watch(resources, said);
    send("");
    heart.close();
    Eventually.holds(
        "a call for help", () -> said.toString().contains("GO AND SWITCH OFF BY HAND"));
    assertEquals(List.of("rf_1"), twins.energised());
    assertTrue(
        said.toString().contains("rf_1 (SGS100A, " + resources.get("rf_1") + "): NOT AT REST"),
        said.toString());
    try (Ownership other = takeWhenFree(Map.of("rf_1", resources.get("rf_1")))) {
      assertFalse(watching.join());
      assertEquals(List.of("rf_1"), twins.energised(), other.toString());
    }
  }

  private static Ownership takeWhenFree(Map<String, ResourceName> resources)
      throws InterruptedException {
    while (true) {
      try {
        return Ownership.take(resources, "spinbench train");
      } catch (InUseException watchdogTries) {
        Thread.sleep(20);
      }
    }
  }

  @Test
  void theRehearsalLeavesTheBenchAlone() {
    new Watchdog(
            FILE,
            resources(Servers.Link.SOCKET),
            new SystemTransports(),
            Optional.empty(),
            new WatchdogLog(new PrintWriter(said)))
        .rehearse(FILE);
    assertEquals(live, twins.energised());
    assertEquals("", said.toString());
  }
}
