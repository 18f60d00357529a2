package org.spinbench.drivers.transport.vxi11;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.spinbench.drivers.transport.Deadline;
import org.spinbench.drivers.transport.LoopbackServer;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.resource.ResourceName;

/** Calls to a peer that has stopped reading, of which no buffer holds all. */
@Timeout(120)
class RpcConnectionTest {
  private static final Duration SHORT = Duration.ofMillis(150);
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration ENDLESS = Duration.ofHours(1);
  private static final byte[] LARGER_THAN_BUFFERS = new byte[16 << 20];

  private final SystemClock clock = new SystemClock();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private LoopbackServer server;
  private RpcConnection connection;

  @BeforeEach
  void connect() throws IOException {
    server =
        new LoopbackServer(
            client -> {
              client.in().read();
              begun.countDown();
              await(done);
            });
    ResourceName.TcpipSocket name = server.name();
    connection = RpcConnection.connect(name, name.host(), name.port(), 1, 1, LONG, clock, 1 << 20);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stop) {
      throw new IllegalStateException("nobody interrupts a server of a test", stop);
    }
  }

  @AfterEach
  void stop() throws IOException {
    done.countDown();
    connection.close();
    server.close();
  }

  private void call(Duration timeout) {
    connection.call(1, out -> out.opaque(LARGER_THAN_BUFFERS), Deadline.in(timeout, clock));
  }

  @Test
  void aCallThatIsNotTakenEndsAtItsDeadline() {
    String late = assertThrows(TransportTimeoutException.class, () -> call(SHORT)).getMessage();
    assertTrue(late.contains(server.name() + " has stopped reading"), late);
    String closed = assertThrows(TransportException.class, () -> call(SHORT)).getMessage();
    assertEquals("the link to " + server.name() + " is closed", closed);
  }

  @Test
  void anInterruptEndsACallThatIsNotTaken() throws Exception {
    FutureTask<TransportException> call =
        new FutureTask<>(
            () -> {
              TransportException broken =
                  assertThrows(TransportException.class, () -> call(ENDLESS));
              assertTrue(Thread.currentThread().isInterrupted(), "the thread stays interrupted");
              return broken;
            });
    Thread thread = new Thread(call, "client");
    thread.setDaemon(true);
    thread.start();
    begun.await();
    thread.interrupt();
    TransportException broken = call.get();
    assertFalse(broken instanceof TransportTimeoutException, broken.toString());
    assertTrue(broken.getMessage().contains("interrupted"), broken.getMessage());
  }
}
