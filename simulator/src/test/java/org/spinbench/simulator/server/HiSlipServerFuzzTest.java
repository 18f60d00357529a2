package org.spinbench.simulator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.spinbench.drivers.transport.ContractInstrument;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.hislip.HiSlipMutator;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.system.SystemTransports;

/**
 * A server whose clients send whatever comes out of a seed: no exception escapes, honest clients
 * are served all the time, and neither threads nor memory are kept. With {@code
 * -Dspinbench.fuzz.hislip=1000000} so many messages are sent, and the figures are printed.
 */
@Timeout(3_600)
class HiSlipServerFuzzTest {
  private static final int FEW = 10_000;
  private static final int BURST = 60;
  private static final int BETWEEN_HONEST_CLIENTS = 50;
  private static final long MOST_MEMORY = 64 << 20;
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final byte[] INITIALIZE = {'H', 'S', 0, 0, 2, 0, 'x', 'x', 0, 0, 0, 0, 0, 0, 0, 0};
  private static final byte[] ASYNC_INITIALIZE = {
    'H', 'S', 17, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
  };

  private final HiSlipMutator mutator = new HiSlipMutator(2_0_6_1);
  private final List<Throwable> escaped = new CopyOnWriteArrayList<>();
  private final byte[] sink = new byte[1 << 16];
  private int sent;
  private long received;

  @Test
  void clientsThatSayAnythingDoNoHarm() throws IOException {
    int messages = Integer.getInteger("spinbench.fuzz.hislip", FEW);
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> escaped.add(failure));
    long before = memory();
    ContractInstrument instrument = new ContractInstrument();
    try (HiSlipServer server =
        new HiSlipServer(Map.of("hislip0", instrument), InetAddress.getLoopbackAddress(), 0)) {
      for (int client = 0; sent < messages; client++) {
        converse(server.port());
        if (client % BETWEEN_HONEST_CLIENTS == 0) {
          askHonestly(server.port(), client);
        }
      }
      askHonestly(server.port(), sent);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(null);
    }
    assertEquals(List.of(), escaped);
    assertEquals(0, threads(), "threads of the server live on");
    assertTrue(received > 0, "no answer at all");
    instrument.queryErrors.clear();
    long kept = memory() - before;
    assertTrue(kept < MOST_MEMORY, kept + " bytes are kept");
    if (messages > FEW) {
      System.out.println(
          "HiSLIP server: "
              + sent
              + " messages, "
              + received
              + " bytes of answers, "
              + kept
              + " bytes kept");
    }
  }

  private static long memory() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("HiSLIP server") && thread.isAlive())
        .count();
  }

  /**
   * Locks that a mutated client got are gone with it, so this may have to wait but not for long.
   */
  private static void askHonestly(int port, int number) {
    ResourceName name = new ResourceName.HiSlip(0, "127.0.0.1", "hislip0", port);
    try (Transport link = new SystemTransports().open(name)) {
      link.write(("ECHO? " + number).getBytes(StandardCharsets.US_ASCII), LONG);
      assertEquals(
          Integer.toString(number), new String(link.read(LONG), StandardCharsets.US_ASCII));
    }
  }

  /** One client, which sends a burst and takes in what is answered meanwhile. */
  private void converse(int port) throws IOException {
    mutator.restart();
    try (Socket sync = new Socket(InetAddress.getLoopbackAddress(), port);
        Socket async = new Socket(InetAddress.getLoopbackAddress(), port)) {
      sync.setTcpNoDelay(true);
      sync.getOutputStream().write(INITIALIZE);
      byte[] session = sync.getInputStream().readNBytes(16);
      byte[] second = ASYNC_INITIALIZE.clone();
      second[6] = session[6];
      second[7] = session[7];
      async.getOutputStream().write(second);
      async.getInputStream().readNBytes(16);
      for (int k = 0; k < BURST; k++) {
        boolean other = mutator.below(3) == 0;
        (other ? async : sync).getOutputStream().write(mutator.next(other));
        sent++;
        takeIn(sync);
        takeIn(async);
      }
      reset(mutator.below(2) == 0, sync, async);
    } catch (IOException ended) {
      // The server ends a connection on which something comes that is no message.
    }
  }

  private void takeIn(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    while (in.available() > 0) {
      received += in.read(sink);
    }
  }

  /** Half of the clients leave without a word, the others with a reset. */
  private static void reset(boolean rude, Socket... sockets) throws IOException {
    for (Socket socket : sockets) {
      if (rude) {
        socket.setSoLinger(true, 0);
      }
    }
  }
}
