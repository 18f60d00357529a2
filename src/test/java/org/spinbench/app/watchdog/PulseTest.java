package org.spinbench.app.watchdog;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.system.LinkSettings;
import org.spinbench.drivers.transport.system.SystemTransports;

/** What counts as work, seen for twice as long as patience lasts. */
@Timeout(300)
class PulseTest {
  private static final Duration LONG = Watchdog.PATIENCE.multipliedBy(2);

  private final Pulse pulse = new Pulse();
  private final SystemClock clock = new SystemClock();
  private final AtomicBoolean ended = new AtomicBoolean();

  @AfterEach
  void end() {
    ended.set(true);
  }

  /** Looks as the heartbeat does; false as soon as the experiment hangs. */
  private boolean works(Duration time) {
    long end = clock.nanos() + time.toNanos();
    boolean works = true;
    while (works && clock.nanos() < end) {
      clock.sleep(Heartbeat.PERIOD);
      works = pulse.works();
    }
    return works;
  }

  private boolean worksDuring(Runnable experiment) {
    Thread thread = new Thread(experiment);
    thread.setDaemon(true);
    thread.start();
    return works(LONG);
  }

  private static void awaitNothing() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whoDoesNothingHangs() {
    assertFalse(worksDuring(PulseTest::awaitNothing));
    pulse.nanos();
    assertTrue(pulse.works(), "it works again");
  }

  @Test
  void whoSleepsOnTheBenchsClockWorks() {
    assertTrue(worksDuring(() -> pulse.sleep(LONG.multipliedBy(2))));
  }

  @Test
  void aSleepLastsAsLongAsItShould() {
    long begin = clock.nanos();
    pulse.sleep(Duration.ofMillis(450));
    assertTrue(clock.nanos() - begin >= 450_000_000L);
  }

  @Test
  void whoComputesWorks() {
    assertTrue(
        worksDuring(
            () -> {
              double sum = 0;
              while (!ended.get()) {
                sum = Math.sqrt(sum + 1);
              }
            }));
  }

  @Test
  void whoAnnouncesSilenceWorksForSoLong() {
    pulse.expectSilence(LONG.multipliedBy(2));
    assertTrue(works(LONG));
    assertFalse(works(LONG.multipliedBy(3)));
  }

  /** An instrument may take its whole timeout. */
  @Test
  void whoWaitsForAnAnswerWorks() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ResourceName name =
          ResourceName.parse("TCPIP::127.0.0.1::" + silent.getLocalPort() + "::SOCKET");
      SystemTransports transports = new SystemTransports(LinkSettings.NONE, pulse);
      try (Transport link = transports.open(name)) {
        assertTrue(
            worksDuring(
                () -> {
                  Duration timeout = LONG.multipliedBy(2);
                  link.write("READ?".getBytes(StandardCharsets.US_ASCII), timeout);
                  assertThrows(TransportException.class, () -> link.read(timeout));
                }));
      }
    }
  }
}
