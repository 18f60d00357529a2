package org.spinbench.app.watchdog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.simulator.bench.ServedBench;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.server.Servers;

/** A watchdog that this process starts over a bench that it serves. */
@Timeout(300)
@DisabledOnOs(OS.WINDOWS)
class HeartbeatTest {
  private static final long PATIENCE_SECONDS = 60;

  private final SystemClock clock = new SystemClock();
  private final BlockingQueue<String> warnings = new LinkedBlockingQueue<>();
  private final AtomicInteger asked = new AtomicInteger();

  private Heartbeat start(ServedBench served) {
    String text = DefaultBench.text();
    for (Servers.Served one : served.instruments()) {
      text =
          text.replace(
              "INPROC::" + one.name() + "::INSTR",
              one.resources().get(Servers.Link.SOCKET).toString());
    }
    return Heartbeat.start(
        text, Optional.empty(), () -> asked.incrementAndGet() > 0, warnings::add);
  }

  private static ServedBench serve() {
    BenchFile file = BenchFile.parse(DefaultBench.text(), "the default bench");
    return SimulatedBench.inRealTime(file, 1, 1).serve(Servers.Ports.loopback());
  }

  private static List<ProcessHandle> watchdogs() {
    return ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
  }

  /** Before, an experiment cannot be said to hang: it waits for its watchdog. */
  @Test
  void whetherItWorksIsAskedOnceTheExperimentHasBegun() {
    try (ServedBench served = serve();
        Heartbeat heartbeat = start(served)) {
      heartbeat.awaitReady();
      clock.sleep(Heartbeat.PERIOD.multipliedBy(5));
      assertEquals(0, asked.get());
      heartbeat.opened();
      while (asked.get() < 2) {
        clock.sleep(Heartbeat.PERIOD);
      }
      heartbeat.relieve();
    }
    assertEquals(List.of(), List.copyOf(warnings));
  }

  @Test
  void aWatchdogThatDiesIsReplaced() throws InterruptedException {
    List<ProcessHandle> others = watchdogs();
    try (ServedBench served = serve();
        Heartbeat heartbeat = start(served)) {
      heartbeat.awaitReady();
      heartbeat.opened();
      ProcessHandle first =
          watchdogs().stream().filter(one -> !others.contains(one)).findFirst().orElseThrow();
      first.destroyForcibly();
      assertEquals(
          "the watchdog has died; starting another",
          warnings.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
      while (watchdogs().stream().allMatch(one -> others.contains(one) || one.equals(first))) {
        clock.sleep(Heartbeat.PERIOD);
      }
      ProcessHandle second =
          watchdogs().stream()
              .filter(one -> !others.contains(one) && !one.equals(first))
              .findFirst()
              .orElseThrow();
      heartbeat.relieve();
      second.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }
    assertTrue(warnings.isEmpty(), warnings.toString());
  }
}
