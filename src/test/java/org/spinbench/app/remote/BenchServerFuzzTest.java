package org.spinbench.app.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.InProcess;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.system.SystemTransports;
import org.spinbench.drivers.transport.zeromq.MalformedFrameException;
import org.spinbench.drivers.transport.zeromq.Reply;
import org.spinbench.drivers.transport.zeromq.Request;
import org.spinbench.drivers.transport.zeromq.Request.Operation;

/**
 * Whatever frames arrive, the server neither throws nor hangs nor fills the memory, and it still
 * serves honest clients. {@code -Dspinbench.fuzz.packets=1000000} makes the run a long one, and
 * prints its figures.
 */
@Timeout(3_600)
class BenchServerFuzzTest {
  private static final int FEW = 4_000;
  private static final int FRAMES = Integer.getInteger("spinbench.fuzz.packets", FEW);
  private static final int CONNECTIONS = Math.max(100, FRAMES / 1000);
  private static final int BURST = 400;

  /** Fewer than the server keeps for a client that reads nothing. */
  private static final int BETWEEN_LOOKS = 8;

  private static final int BETWEEN_HONEST_CLIENTS = 10;
  private static final long MOST_MEMORY = 64 << 20;
  private static final long MARK = 1L << 40;
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final long[] INTERESTING = {
    0, 1, -1, 15, 16, 17, 255, 256, 1L << 31, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE
  };

  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(2_3);
  private final List<Throwable> escaped = new CopyOnWriteArrayList<>();
  private final AtomicLong rests = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final SystemClock clock = new SystemClock();
  private long before;
  private BenchServer server;
  private int port;
  private long id;
  private long marks;

  /** An instrument that answers what it is told. */
  private static final class Echo implements Endpoint {
    private byte[] answer;

    @Override
    public synchronized void write(byte[] message) {
      answer = message;
    }

    @Override
    public synchronized byte[] read() {
      byte[] given = answer;
      answer = null;
      return given;
    }

    @Override
    public synchronized void clear() {
      answer = null;
    }
  }

  @BeforeEach
  void serve() {
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> escaped.add(failure));
    before = memory();
    ResourceName name = ResourceName.parse("INPROC::echo::INSTR");
    Echo echo = new Echo();
    server =
        new BenchServer(
            ServedInstrument.settings(LONG, Duration.ofMillis(1), Optional.empty()),
            Map.of("meter", name, "other", name),
            any -> new InProcess(any, echo),
            rests::incrementAndGet,
            clock,
            line -> lost.addAndGet(line.startsWith("lost: ") ? 1 : 0),
            (instrument, message) -> false);
    port = ((ResourceName.ZeroMq) server.names().get("meter")).port();
  }

  @AfterEach
  void stop() {
    server.close();
    Thread.setDefaultUncaughtExceptionHandler(null);
  }

  private static long memory() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void clientsThatSayAnythingDoNoHarm() throws MalformedFrameException {
    long begin = clock.nanos();
    int sent = 0;
    long answered = 0;
    for (int client = 0; sent < FRAMES; client++) {
      answered += converse();
      sent += BURST;
      if (client % BETWEEN_HONEST_CLIENTS == 0) {
        askHonestly(client);
      }
    }
    askHonestly(sent);
    assertTrue(answered > sent / 4, answered + " replies to " + sent + " frames");
    assertTrue(lost.get() > sent / BURST / 2, "lost " + lost);
    assertSound(sent + " frames, " + answered + " replies", begin);
  }

  private void assertSound(String what, long begin) {
    server.close();
    assertEquals(List.of(), escaped);
    assertTrue(rests.get() > 0, "nobody brought the bench to rest");
    long kept = memory() - before;
    assertTrue(kept < MOST_MEMORY, kept + " bytes are kept");
    if (FRAMES > FEW) {
      double seconds = (clock.nanos() - begin) / 1_000_000 / 1000.0;
      System.out.println("bench server: " + what + ", " + seconds + " s, " + kept + " bytes kept");
    }
  }

  /** One client that sends a burst, and leaves without a word; gives how many replies came. */
  private long converse() throws MalformedFrameException {
    long answered = 0;
    try (RawClient client = new RawClient(port)) {
      if (random.nextInt(4) > 0) {
        client.sendFrame(opening("meter"));
      }
      for (int k = 0; k < BURST; k++) {
        switch (random.nextInt(50)) {
          case 0 -> client.sendFrames(frame(), frame());
          case 1 -> client.sendFrames(new byte[0], frame());
          default -> client.sendFrame(frame());
        }
        if (k % BETWEEN_LOOKS == 0) {
          answered += lookForReplies(client);
        }
      }
      answered += lookForReplies(client);
    }
    return answered;
  }

  /** Takes replies in until that to a frame of which one is sure to come. */
  private long lookForReplies(RawClient client) throws MalformedFrameException {
    long mark = MARK + ++marks;
    client.sendFrame(Request.of(Operation.BEAT, mark).encode());
    long answered = 0;
    for (Reply reply = client.receive(); reply.id() != mark; reply = client.receive()) {
      answered++;
    }
    return answered;
  }

  private byte[] opening(String instrument) {
    byte[] body = (instrument + "\nfuzz " + random.nextInt(1000)).getBytes(StandardCharsets.UTF_8);
    return new Request(Operation.OPEN, ++id, 0, body).encode();
  }

  /** A request, one in three as it is, the others changed at random. */
  private byte[] frame() {
    Operation[] all = Operation.values();
    Operation operation = all[random.nextInt(all.length)];
    if (operation == Operation.CLOSE && random.nextInt(20) > 0) {
      operation = Operation.WRITE;
    }
    byte[] frame =
        switch (operation) {
          case OPEN -> opening(random.nextBoolean() ? "meter" : "other");
          case WRITE -> new Request(operation, ++id, 0, message()).encode();
          case BEAT, CLOSE, UNLOCK, CLEAR, TRIGGER -> Request.of(operation, ++id).encode();
          default -> Request.waiting(operation, ++id, random.nextInt(1_000_000)).encode();
        };
    for (int n = random.nextInt(3); n > 0; n--) {
      frame = mutated(frame);
    }
    return frame;
  }

  private byte[] message() {
    byte[] message = new byte[random.nextInt(random.nextInt(20) == 0 ? 100_000 : 40)];
    random.nextBytes(message);
    return message;
  }

  private byte[] mutated(byte[] frame) {
    if (frame.length < 20) {
      return message();
    }
    int at = random.nextInt(Math.min(frame.length, 40));
    switch (random.nextInt(6)) {
      case 0 -> frame[at] = (byte) random.nextInt(256);
      case 1 -> frame[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> ByteBuffer.wrap(frame).putLong(12, interesting());
      case 3 -> ByteBuffer.wrap(frame).putLong(4, random.nextInt(3) == 0 ? interesting() : id);
      case 4 -> {
        return Arrays.copyOf(frame, at);
      }
      default -> {
        return Arrays.copyOf(frame, frame.length + random.nextInt(100));
      }
    }
    return frame;
  }

  private long interesting() {
    return INTERESTING[random.nextInt(INTERESTING.length)];
  }

  /** Asks, as soon as the bench is not being brought to rest: a lost client's frames cause that. */
  private void askHonestly(int number) {
    String question = "ECHO? " + number;
    String answer = null;
    while (answer == null) {
      try (Transport link = open()) {
        link.write(question.getBytes(StandardCharsets.US_ASCII), LONG);
        answer = new String(link.read(LONG), StandardCharsets.US_ASCII);
      } catch (TransportException resting) {
        assertAtRest(resting);
      }
    }
    assertEquals(question, answer);
  }

  private static void assertAtRest(TransportException refusal) {
    assertTrue(refusal.getMessage().contains("brought to rest"), refusal.getMessage());
  }

  private Transport open() {
    while (true) {
      try {
        return new SystemTransports().open(server.names().get("meter"));
      } catch (TransportException resting) {
        assertAtRest(resting);
      }
    }
  }

  /** Bytes that are not even ZMTP (ZeroMQ RFC 23), or begin as it and go on otherwise. */
  @Test
  void connectionsThatSayAnythingDoNoHarm() {
    long begin = clock.nanos();
    rests.incrementAndGet();
    for (int k = 0; k < CONNECTIONS; k++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(20);
        OutputStream out = socket.getOutputStream();
        out.write(stream());
        InputStream in = socket.getInputStream();
        in.readNBytes(64);
      } catch (IOException hungUpOn) {
        assertTrue(hungUpOn.getMessage() != null);
      }
      if (k % BETWEEN_HONEST_CLIENTS == 0) {
        askHonestly(k);
      }
    }
    askHonestly(CONNECTIONS);
    assertSound(CONNECTIONS + " connections", begin);
  }

  private byte[] stream() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] greeting = new byte[64];
    greeting[0] = (byte) 0xFF;
    greeting[9] = 0x7F;
    greeting[10] = 3;
    System.arraycopy("NULL".getBytes(StandardCharsets.US_ASCII), 0, greeting, 12, 4);
    all.writeBytes(greeting);
    all.writeBytes(
        part(4, "\5READY\13Socket-Type\0\0\0\6DEALER".getBytes(StandardCharsets.US_ASCII)));
    for (int n = random.nextInt(4); n >= 0; n--) {
      all.writeBytes(part(0, frame()));
    }
    byte[] stream = all.toByteArray();
    List<Integer> changed = new ArrayList<>();
    for (int n = random.nextInt(4); n > 0; n--) {
      changed.add(random.nextInt(Math.min(stream.length, 200)));
    }
    changed.forEach(at -> stream[at] = (byte) random.nextInt(256));
    return Arrays.copyOf(stream, random.nextInt(3) > 0 ? stream.length : stream.length / 2);
  }

  /** A frame of ZMTP: flags, length, body. */
  private static byte[] part(int flags, byte[] body) {
    ByteBuffer part = ByteBuffer.allocate(9 + body.length);
    if (body.length < 256) {
      part.put((byte) flags).put((byte) body.length);
    } else {
      part.put((byte) (flags | 2)).putLong(body.length);
    }
    part.put(body);
    return Arrays.copyOf(part.array(), part.position());
  }
}
