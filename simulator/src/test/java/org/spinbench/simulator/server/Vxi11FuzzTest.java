package org.spinbench.simulator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.rpc.PortMapProtocol;
import org.spinbench.drivers.transport.rpc.RecordReader;
import org.spinbench.drivers.transport.rpc.RpcCall;
import org.spinbench.drivers.transport.rpc.RpcFormatException;
import org.spinbench.drivers.transport.rpc.RpcReply;
import org.spinbench.drivers.transport.rpc.Vxi11Protocol;
import org.spinbench.drivers.transport.rpc.XdrReader;
import org.spinbench.drivers.transport.rpc.XdrWriter;

/**
 * Whatever packets arrive, the server neither throws nor hangs nor fills the memory, and it still
 * serves. {@code -Dspinbench.fuzz.packets=1000000} makes the run a long one.
 */
@Timeout(600)
class Vxi11FuzzTest {
  private static final int PACKETS = Integer.getInteger("spinbench.fuzz.packets", 20_000);
  private static final int OVER_SOCKETS = Math.max(300, PACKETS / 100);
  private static final int SEED = 11;
  private static final int[] INTERESTING = {
    0, 1, 2, 4, 8, 40, 41, 128, 1023, 1024, 65_535, 65_536, 65_537, 1 << 21, -1, 1 << 31, 1 << 24
  };

  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
  private final List<byte[]> seeds = new ArrayList<>();
  private final List<Integer> links = new ArrayList<>();
  private Vxi11Server server = serve(Duration.ofMillis(1));

  private static Vxi11Server serve(Duration longestWait) {
    return new Vxi11Server(
        Map.of("inst0", new Echo(), "inst1", new Echo()),
        InetAddress.getLoopbackAddress(),
        0,
        new SystemClock(),
        longestWait);
  }

  /** An instrument that answers what it is told. */
  private static final class Echo implements Endpoint {
    private byte[] answer;

    @Override
    public void write(byte[] message) {
      answer = message;
    }

    @Override
    public byte[] read() {
      return answer;
    }

    @Override
    public void clear() {
      answer = null;
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static XdrWriter call(int procedure) {
    return RpcCall.begin(7, Vxi11Protocol.CORE, Vxi11Protocol.VERSION, procedure);
  }

  /** A valid call of each procedure; where a link belongs stands 1, 2 or 3. */
  private void plant() {
    for (int link = 1; link <= 3; link++) {
      add(call(Vxi11Protocol.CREATE_LINK).int32(1).bool(link == 3).int32(1).string("inst0"));
      add(call(11).int32(link).int32(1).int32(0).int32(8).string("*IDN?\nECHO? #13abc"));
      add(call(11).int32(link).int32(1).int32(0).int32(0).opaque(new byte[2000]));
      add(call(12).int32(link).int32(100).int32(1).int32(0).int32(128).int32('\n'));
      add(call(12).int32(link).int32(1 << 20).int32(1).int32(0).int32(0).int32(0));
      for (int procedure = 13; procedure <= 17; procedure++) {
        add(call(procedure).int32(link).int32(1).int32(1).int32(1));
      }
      add(call(Vxi11Protocol.DEVICE_LOCK).int32(link).int32(1).int32(1));
      add(call(Vxi11Protocol.DEVICE_UNLOCK).int32(link));
      add(call(Vxi11Protocol.DEVICE_ENABLE_SRQ).int32(link).bool(true).opaque(new byte[40]));
      add(call(22).int32(link).int32(0).int32(0).int32(0).int32(1).int32(1).int32(0).int32(0));
      add(call(Vxi11Protocol.DESTROY_LINK).int32(link));
    }
    add(call(Vxi11Protocol.CREATE_INTR_CHAN).int32(0x7F000001).int32(1).int32(1).int32(1).int32(0));
    add(call(Vxi11Protocol.DESTROY_INTR_CHAN));
    add(call(0));
  }

  private void add(XdrWriter seed) {
    seeds.add(seed.toByteArray());
  }

  /** One seed in four as it is, so that there are links to hit; the others changed at random. */
  private byte[] packet() {
    byte[] packet = seeds.get(random.nextInt(seeds.size())).clone();
    if (packet.length > 43 && !links.isEmpty() && packet[23] != Vxi11Protocol.CREATE_LINK) {
      putWord(packet, 40, links.get(random.nextInt(links.size())));
    }
    for (int n = random.nextInt(4); n > 0; n--) {
      packet = mutated(packet);
    }
    return packet;
  }

  private byte[] mutated(byte[] packet) {
    if (packet.length < 4) {
      return new byte[random.nextInt(100)];
    }
    int at = random.nextInt(packet.length);
    switch (random.nextInt(6)) {
      case 0 -> packet[at] = (byte) random.nextInt(256);
      case 1 -> packet[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> putWord(packet, anywhere(packet), INTERESTING[random.nextInt(INTERESTING.length)]);
      case 3 -> {
        return Arrays.copyOf(packet, at);
      }
      case 4 -> {
        return Arrays.copyOf(packet, packet.length + random.nextInt(100));
      }
      default -> putWord(packet, anywhere(packet), 1 + random.nextInt(30));
    }
    return packet;
  }

  private int anywhere(byte[] packet) {
    return random.nextInt(packet.length / 4) * 4;
  }

  private static void putWord(byte[] packet, int at, int word) {
    for (int i = 0; i < 4; i++) {
      packet[at + i] = (byte) (word >> 24 - 8 * i);
    }
  }

  /** A client from an address of documentation (RFC 5737), to which nobody connects back. */
  private Vxi11Session session() throws IOException {
    return new Vxi11Session(server, InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1}));
  }

  @Test
  void mutatedCallsGetRepliesOrEndTheConnection() throws IOException {
    server.close();
    server = serve(Duration.ZERO);
    answerMutatedCalls(PACKETS);
  }

  @Test
  void mutatedCallsThatWaitDoSoToo() throws IOException {
    answerMutatedCalls(PACKETS / 20);
  }

  private void answerMutatedCalls(int packets) throws IOException {
    plant();
    Vxi11Session session = session();
    int[] errors = new int[30];
    int ended = 0;
    for (int i = 0; i < packets; i++) {
      makeLinks(session);
      byte[] packet = packet();
      try {
        RpcReply reply = RpcReply.parse(RpcServer.answer(session, packet).toByteArray());
        assertEquals(RpcCall.parse(packet).xid(), reply.xid());
        errors[note(packet, reply)]++;
      } catch (RpcFormatException noCall) {
        session.breakOff();
        session.close();
        session = session();
        links.clear();
        ended++;
      }
    }
    session.close();
    links.clear();
    assertTrue(ended > packets / 1000 && ended < packets / 2, "ended " + ended);
    for (int error : new int[] {0, 4, 11, 12, 15}) {
      assertTrue(errors[error] > packets / 1000, error + ": " + Arrays.toString(errors));
    }
    assertSound();
  }

  /** Sees to it that there are links to hit. */
  private void makeLinks(Vxi11Session session) throws RpcFormatException {
    while (links.size() < 3) {
      byte[] request =
          call(Vxi11Protocol.CREATE_LINK).int32(1).int32(0).int32(0).string("inst0").toByteArray();
      XdrReader made = RpcReply.parse(RpcServer.answer(session, request).toByteArray()).results();
      assertEquals(0, made.int32());
      links.add(made.int32());
    }
  }

  /** Forgets links that are no more; gives the error, 29 for none. */
  private int note(byte[] packet, RpcReply reply) throws RpcFormatException {
    if (reply.refusal().isPresent() || reply.results().remaining() < 4) {
      return 29;
    }
    int error = reply.results().int32();
    if (error == 0 && RpcCall.parse(packet).procedure() == Vxi11Protocol.DESTROY_LINK) {
      links.remove((Integer) RpcCall.parse(packet).arguments().int32());
    }
    return error;
  }

  /** A fresh client finds every link free, no lock held, and right answers. */
  private void assertSound() throws IOException {
    try (RawVxi11 client = RawVxi11.core(server)) {
      int link = client.link("inst0");
      for (int i = 1; i < Vxi11Server.MOST_LINKS; i++) {
        client.link("inst" + i % 2);
      }
      assertEquals(0, client.error(Vxi11Protocol.DEVICE_LOCK, link, 0, 0));
      assertEquals(0, client.error(Vxi11Protocol.DEVICE_CLEAR, link, 0, 0, 1000));
      for (int i = 0; i < 20; i++) {
        client.write(link, "sound " + i);
        RawVxi11.Read read = client.read(link, 100);
        while (read.error() == 15) {
          read = client.read(link, 100);
        }
        assertEquals("sound " + i + "\n", read.data());
      }
    }
  }

  @Test
  void mutatedStreamsAreCutIntoRecordsOrRefused() throws IOException {
    plant();
    int limit = 1 << 16;
    int records = 0;
    for (int i = 0; i < PACKETS; i++) {
      ByteArrayOutputStream stream = new ByteArrayOutputStream();
      for (int n = random.nextInt(3); n >= 0; n--) {
        byte[] packet = packet();
        int mark = random.nextInt(8) == 0 ? random.nextInt() : packet.length | 1 << 31;
        new XdrWriter().int32(mark).sendRecord(new Unmarked(stream));
        stream.writeBytes(packet);
      }
      RecordReader reader = new RecordReader(new ByteArrayInputStream(stream.toByteArray()), limit);
      try {
        for (byte[] record = reader.next(); record != null; record = reader.next()) {
          assertTrue(record.length <= limit);
          records++;
        }
      } catch (EOFException | RpcFormatException torn) {
        assertTrue(reader.incomplete().length <= limit);
      }
    }
    assertTrue(records > PACKETS / 2, "records " + records);
  }

  /** Drops the four bytes of a mark. */
  private static final class Unmarked extends FilterOutputStream {
    Unmarked(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from + 4, length - 4);
    }
  }

  @Test
  void mutatedBytesOverRealConnections() throws IOException {
    plant();
    // Nothing is to connect anywhere.
    seeds.removeIf(seed -> seed.length > 23 && seed[23] == Vxi11Protocol.CREATE_INTR_CHAN);
    for (int i = 0; i < OVER_SOCKETS; i++) {
      try (RawVxi11 client = RawVxi11.core(server)) {
        for (int n = random.nextInt(5); n >= 0; n--) {
          byte[] packet = packet();
          if (packet.length > 23 && packet[23] == Vxi11Protocol.CREATE_INTR_CHAN) {
            continue;
          }
          int mark = random.nextInt(8) == 0 ? random.nextInt() : packet.length | 1 << 31;
          new XdrWriter().int32(mark).sendRecord(new Unmarked(client.socket().getOutputStream()));
          client.socket().getOutputStream().write(packet);
        }
        client.socket().shutdownOutput();
        client.socket().getInputStream().transferTo(OutputStream.nullOutputStream());
      } catch (IOException hungUpOn) {
        assertTrue(hungUpOn.getMessage() != null);
      }
    }
    assertSound();
  }

  @Test
  void mutatedQuestionsToThePortMapper() throws IOException {
    for (int version = 2; version <= 4; version++) {
      for (int procedure = 0; procedure <= 9; procedure++) {
        XdrWriter question =
            RpcCall.begin(7, PortMapProtocol.PROGRAM, version, procedure).int32(395183).int32(1);
        add(version == 2 ? question.int32(6).int32(0) : question.string("tcp").string(""));
      }
    }
    try (PortMapper mapper = new PortMapper(InetAddress.getLoopbackAddress(), 0)) {
      RpcServer.Session session = mapper.session(InetAddress.getLoopbackAddress());
      for (int i = 0; i < PACKETS; i++) {
        byte[] packet = packet();
        try {
          byte[] reply = RpcServer.answer(session, packet).toByteArray();
          assertEquals(RpcCall.parse(packet).xid(), RpcReply.parse(reply).xid());
        } catch (RpcFormatException noCall) {
          assertTrue(noCall.getMessage() != null);
        }
      }
    }
  }
}
