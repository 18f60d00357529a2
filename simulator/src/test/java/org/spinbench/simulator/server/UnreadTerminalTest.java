package org.spinbench.simulator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.system.SystemTransports;

/** A serial line, here a pseudo-terminal, whose other end has stopped reading. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class UnreadTerminalTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration ENDLESS = Duration.ofHours(1);
  private static final byte[] LARGER_THAN_BUFFERS =
      "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);

  private final Pty terminal = new Pty();
  private final ResourceName name = new ResourceName.Serial(terminal.path());
  private final SystemClock clock = new SystemClock();

  @AfterEach
  void release() {
    terminal.end();
    terminal.release();
  }

  private Transport open() {
    return new SystemTransports().open(name);
  }

  /** Takes in what has been sent, so that a writer that the system holds can go on. */
  private void drain() {
    Thread reader =
        new Thread(
            () -> {
              try (InputStream in = terminal.input()) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
              } catch (java.io.IOException over) {
                // The test is over.
              }
            });
    reader.setDaemon(true);
    reader.start();
  }

  @Test
  void aWriteEndsAtItsDeadlineAndTheLineCanBeUsedWhenItIsReadAgain() {
    Transport link = open();
    String late =
        assertThrows(TransportTimeoutException.class, () -> link.write(LARGER_THAN_BUFFERS, SHORT))
            .getMessage();
    assertTrue(late.contains(name.toString()) && late.contains("of 1048577 bytes"), late);
    link.close();
    drain();
    Transport next = null;
    while (next == null) {
      try {
        next = open();
      } catch (TransportException held) {
        assertTrue(held.getMessage().contains("open"), held.getMessage());
        clock.sleep(Duration.ofMillis(10));
      }
    }
    next.write("*RST".getBytes(StandardCharsets.US_ASCII), ENDLESS);
    next.close();
  }

  @Test
  void anInterruptEndsAWrite() throws Exception {
    Transport link = open();
    FutureTask<TransportException> write =
        new FutureTask<>(
            () -> {
              TransportException broken =
                  assertThrows(
                      TransportException.class, () -> link.write(LARGER_THAN_BUFFERS, ENDLESS));
              assertTrue(Thread.currentThread().isInterrupted(), "the thread stays interrupted");
              return broken;
            });
    Thread thread = new Thread(write, "client");
    thread.setDaemon(true);
    thread.start();
    assertEquals('x', terminal.input().read());
    thread.interrupt();
    TransportException broken = write.get();
    assertFalse(broken instanceof TransportTimeoutException, broken.toString());
    assertTrue(broken.getMessage().contains("interrupted"), broken.getMessage());
    link.close();
  }
}
