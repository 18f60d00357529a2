package org.spinbench.drivers.transport.vxi11;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.spinbench.drivers.transport.Deadline;
import org.spinbench.drivers.transport.LoopbackServer;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.rpc.RecordReader;
import org.spinbench.drivers.transport.rpc.RpcCall;
import org.spinbench.drivers.transport.rpc.RpcFormatException;
import org.spinbench.drivers.transport.rpc.RpcReply;
import org.spinbench.drivers.transport.rpc.XdrReader;
import org.spinbench.drivers.transport.rpc.XdrWriter;

/**
 * Whatever an instrument replies, the client gives an answer or a {@link TransportException}, at
 * once. {@code -Dspinbench.fuzz.packets=1000000} makes the run a long one.
 */
@Timeout(1800)
class Vxi11FuzzTest {
  private static final int PACKETS = Integer.getInteger("spinbench.fuzz.packets", 20_000);
  private static final int CONNECTIONS = Math.max(300, PACKETS / 50);
  private static final int SEED = 12;
  private static final int[] INTERESTING = {
    0, 1, 2, 4, 5, 8, 15, 40, 1023, 65_536, 1 << 20, (1 << 20) + 1, -1, 1 << 31, 1 << 24
  };

  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);

  private byte[] mutated(byte[] packet) {
    int at = random.nextInt(packet.length);
    switch (random.nextInt(6)) {
      case 0 -> packet[at] = (byte) random.nextInt(256);
      case 1 -> packet[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> {
        int word = INTERESTING[random.nextInt(INTERESTING.length)];
        for (int i = 0; i < 4; i++) {
          packet[at / 4 * 4 + i] = (byte) (word >> 24 - 8 * i);
        }
      }
      case 3 -> {
        return Arrays.copyOf(packet, at);
      }
      default -> {
        return Arrays.copyOf(packet, packet.length + random.nextInt(100));
      }
    }
    return packet;
  }

  /** A record of one fragment. */
  private static byte[] record(XdrWriter message) throws IOException {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    message.sendRecord(stream);
    return stream.toByteArray();
  }

  @Test
  void mutatedRepliesAreDecodedOrRefused() throws IOException {
    List<byte[]> seeds =
        List.of(
            record(RpcReply.success(1).int32(0).int32(4).string("Spinbench,A,1,2\n")),
            record(RpcReply.success(1).int32(15).int32(0).opaque(new byte[0])),
            record(RpcReply.success(1).int32(0).int32(5).int32(700).int32(65_536)),
            record(RpcReply.programMismatch(1, 1, 1)),
            record(RpcReply.garbageArguments(1)),
            record(RpcReply.rpcMismatch(1)));
    int decoded = 0;
    for (int i = 0; i < PACKETS; i++) {
      byte[] stream = mutated(seeds.get(random.nextInt(seeds.size())).clone());
      RecordReader records = new RecordReader(new ByteArrayInputStream(stream), 1 << 20);
      try {
        for (byte[] record = records.next(); record != null; record = records.next()) {
          XdrReader results = RpcReply.parse(record).results();
          results.int32();
          results.int32();
          assertTrue(results.string(1 << 20).length() < stream.length);
          decoded++;
        }
      } catch (EOFException | RpcFormatException refused) {
        assertTrue(records.incomplete().length < stream.length);
      }
    }
    assertTrue(decoded > PACKETS / 10 && decoded < PACKETS, "decoded " + decoded);
  }

  /** Answers as an instrument would, but one reply is changed, and nothing comes after that. */
  private void serve(LoopbackServer.Connection client, int wrong) throws IOException {
    RecordReader calls = new RecordReader(client.in(), 1 << 20);
    for (int n = 0; n < wrong; n++) {
      byte[] call = calls.next();
      if (call == null) {
        return;
      }
      byte[] reply = record(reply(RpcCall.parse(call)));
      client.say(n + 1 == wrong ? mutated(reply) : reply);
    }
  }

  private static XdrWriter reply(RpcCall call) throws IOException {
    XdrWriter out = RpcReply.success(call.xid()).int32(0);
    return switch (call.procedure()) {
      case 10 -> out.int32(7).int32(0).int32(1024);
      case 11 -> out.int32(call.arguments().remaining() - 20);
      case 12 -> out.int32(4).string("Spinbench,A,1,2\n");
      case 13 -> out.int32(0x50);
      default -> out;
    };
  }

  @Test
  void mutatedRepliesToTheWholeClient() throws IOException {
    int failed = 0;
    int[] wrong = new int[1];
    try (LoopbackServer server = new LoopbackServer(c -> serve(c, wrong[0]))) {
      ResourceName.Vxi11 name =
          new ResourceName.Vxi11(0, "127.0.0.1", OptionalInt.of(server.name().port()), "inst0");
      for (int i = 0; i < CONNECTIONS; i++) {
        wrong[0] = 1 + random.nextInt(9);
        try (Vxi11 link =
            Vxi11.open(name, Duration.ofSeconds(5), Duration.ofSeconds(5), new SystemClock())) {
          use(link);
        } catch (TransportException failure) {
          assertTrue(failure.getMessage().contains(name.toString()), failure.getMessage());
          failed++;
        }
      }
    }
    assertTrue(failed > CONNECTIONS / 2, "failed " + failed);
  }

  private static void use(Vxi11 link) {
    Duration time = Duration.ofSeconds(5);
    link.write(new byte[12], Duration.ofSeconds(10));
    link.read(time);
    link.serialPoll(time);
    link.trigger();
    link.lock(time);
    link.unlock();
    link.clear();
    link.awaitServiceRequest(Duration.ofMillis(1));
  }

  @Test
  void mutatedServiceRequests() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    SystemClock clock = new SystemClock();
    ResourceName name = new ResourceName.TcpipSocket(0, "127.0.0.1", 1);
    for (int i = 0; i < CONNECTIONS; i++) {
      try (Vxi11ServiceRequests receiver = Vxi11ServiceRequests.listen(name, loopback, loopback);
          Socket instrument = new Socket(loopback, receiver.port())) {
        byte[] request = record(RpcCall.begin(1, 0x0607B1, 1, 30).opaque(new byte[40]));
        byte[] sent = i % 2 == 0 ? request : mutated(request);
        instrument.getOutputStream().write(sent);
        instrument.shutdownOutput();
        boolean requested = receiver.await(Deadline.in(Duration.ofSeconds(10), clock));
        assertTrue(requested || i % 2 == 1);
        while (!receiver.ended()) {
          receiver.await(Deadline.in(Duration.ofSeconds(10), clock));
        }
        assertEquals(false, receiver.await(Deadline.in(Duration.ZERO, clock)));
      }
    }
  }
}
