package org.spinbench.drivers.transport.hislip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.resource.ResourceName;

/**
 * A client whose server sends whatever comes out of a seed: nothing but a transport's exceptions
 * leaves it, it never waits longer than it was told, and it keeps no memory. With {@code
 * -Dspinbench.fuzz.hislip=1000000} so many messages are sent, and the figures are printed.
 */
@Timeout(3_600)
class HiSlipFuzzTest {
  private static final int FEW = 4_000;
  private static final int BURST = 80;
  private static final int CALLS = 8;

  /** Of so many connections one is locked and cleared, which waits for answers that never come. */
  private static final int CLEARED = 12;

  private static final long MOST_MEMORY = 64 << 20;
  private static final int LIMIT = 1 << 20;
  private static final Duration LONG = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofMillis(40);
  private static final Duration SHORT = Duration.ofMillis(1);
  private static final byte[] GREETING = {'H', 'S', 1, 0, 2, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0};
  private static final byte[] SECOND_GREETING = {
    'H', 'S', 18, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final byte[] SIZE = {
    'H', 'S', 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 16, 0, 0
  };

  private final HiSlipMutator mutator = new HiSlipMutator(6_1_2_0);
  private final List<Throwable> escaped = new CopyOnWriteArrayList<>();
  private int connections;
  private int sent;
  private int answers;
  private int refusals;

  @Test
  void aServerThatSaysAnythingDoesNoHarm() throws IOException {
    int messages = Integer.getInteger("spinbench.fuzz.hislip", FEW);
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> escaped.add(failure));
    long before = memory();
    try {
      while (sent < messages) {
        converse();
      }
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(null);
    }
    assertEquals(List.of(), escaped);
    assertTrue(answers > 0 && refusals > 0, answers + " answers, " + refusals + " refusals");
    long kept = memory() - before;
    assertTrue(kept < MOST_MEMORY, kept + " bytes are kept");
    if (messages > FEW) {
      System.out.println(
          "HiSLIP client: "
              + sent
              + " messages, "
              + answers
              + " answers, "
              + refusals
              + " exceptions, "
              + kept
              + " bytes kept");
    }
  }

  private static long memory() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** One connection, on which a burst is sent and the client does this and that. */
  private void converse() throws IOException {
    mutator.restart();
    Thread server;
    try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      server = new Thread(() -> serve(listener), "any server");
      server.start();
      use(new ResourceName.HiSlip(0, "127.0.0.1", "hislip0", listener.getLocalPort()));
    }
    join(server);
  }

  private void use(ResourceName.HiSlip name) {
    try (Transport link =
        HiSlip.connect(name, LONG, PATIENCE, PATIENCE, new SystemClock(), LIMIT)) {
      for (int call = 0; call < CALLS; call++) {
        use(link, call);
      }
      readOut(link);
      if (connections++ % CLEARED == 0) {
        useMore(link);
      }
    } catch (TransportException refused) {
      refusals++;
    }
  }

  /** Reads on until nothing more comes, or the link has ended. */
  private void readOut(Transport link) {
    for (int k = 0; k < BURST; k++) {
      try {
        link.read(SHORT);
        answers++;
      } catch (TransportTimeoutException nothingMore) {
        return;
      } catch (TransportException refused) {
        refusals++;
      }
    }
  }

  private void use(Transport link, int call) {
    try {
      switch (call) {
        case 0, 5 -> link.write("*IDN?".getBytes(StandardCharsets.US_ASCII), LONG);
        case 3, 6 -> link.serialPoll(SHORT);
        case 4 -> link.awaitServiceRequest(Duration.ZERO);
        default -> {
          link.read(SHORT);
          answers++;
        }
      }
    } catch (TransportException refused) {
      refusals++;
    }
  }

  private void useMore(Transport link) {
    try {
      link.lock(Duration.ZERO);
    } catch (TransportException refused) {
      refusals++;
    }
    link.clear();
  }

  private void serve(ServerSocket listener) {
    try (Socket sync = listener.accept()) {
      answer(sync, 23, GREETING);
      try (Socket async = listener.accept()) {
        answer(async, 16, SECOND_GREETING);
        answer(async, 24, SIZE);
        OutputStream[] channels = {sync.getOutputStream(), async.getOutputStream()};
        int asyncShare = mutator.below(3) == 0 ? 1 : 30;
        for (int k = 0; k < BURST; k++) {
          boolean second = mutator.below(asyncShare + 1) == 0;
          channels[second ? 1 : 0].write(mutator.next(second));
          sent++;
        }
        sync.getInputStream().transferTo(OutputStream.nullOutputStream());
      }
    } catch (IOException gone) {
      // The client hangs up when it has heard enough.
    }
  }

  private static void answer(Socket channel, int request, byte[] response) throws IOException {
    channel.getInputStream().readNBytes(request);
    channel.getOutputStream().write(response);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException stop) {
      throw new IllegalStateException(stop);
    }
  }
}
