package org.spinbench.simulator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.transport.ContractInstrument;
import org.spinbench.drivers.transport.Endpoint.QueryError;
import org.spinbench.drivers.transport.Eventually;
import org.spinbench.drivers.transport.rpc.RecordReader;
import org.spinbench.drivers.transport.rpc.RpcCall;
import org.spinbench.drivers.transport.rpc.RpcReply;
import org.spinbench.drivers.transport.rpc.Vxi11Protocol;
import org.spinbench.drivers.transport.rpc.XdrReader;

/** The rules of VXI-11 revision 1.0, section B.6, one by one. */
@Timeout(120)
class Vxi11ServerTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int END = 4;
  private static final int CHARACTER = 2;
  private static final int COUNT = 1;
  private static final int WAIT_LOCK = 1;
  private static final int SOON = 60;
  private static final int MAV = 16;

  private final ContractInstrument instrument = new ContractInstrument();
  private final ContractInstrument second = new ContractInstrument();
  private final Vxi11Server server =
      new Vxi11Server(Map.of("inst0", instrument, "inst1", second), LOOPBACK, 0);
  private final List<RawVxi11> clients = new ArrayList<>();

  private RawVxi11 client;
  private int link;

  @BeforeEach
  void start() throws IOException {
    client = connect();
    link = client.link();
  }

  @AfterEach
  void stop() throws IOException {
    instrument.release();
    for (RawVxi11 client : clients) {
      client.close();
    }
    server.close();
  }

  private RawVxi11 connect() throws IOException {
    RawVxi11 client = RawVxi11.core(server);
    clients.add(client);
    return client;
  }

  private RawVxi11 connectAbort() throws IOException {
    RawVxi11 client = new RawVxi11(server.abortPort(), Vxi11Protocol.ABORT);
    clients.add(client);
    return client;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static RawVxi11.Read read(int error, int reason, String data) {
    return new RawVxi11.Read(error, reason, data);
  }

  // Links.

  @Test
  void linksHaveNumbersOfTheirOwnAndTellOfAbortPortAndSize() throws IOException {
    RawVxi11 a = connect();
    XdrReader first = a.createLink("inst0", false, 0);
    assertEquals(0, first.int32());
    int link = first.int32();
    assertEquals(server.abortPort(), first.int32());
    assertEquals(65536, first.int32());
    assertNotEquals(link, a.link());
    assertNotEquals(link, connect().link("INST1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"inst2", "", "gpib0,3", "hislip0"})
  void aMissingDeviceIsNotAccessible(String device) throws IOException {
    assertEquals(3, connect().createLink(device, false, 0).int32());
  }

  @Test
  void linksRunOut() throws IOException {
    for (int links = 1; links < Vxi11Server.MOST_LINKS; links++) {
      client.link();
    }
    assertEquals(9, client.createLink("inst0", false, 0).int32());
    assertEquals(0, client.error(Vxi11Protocol.DESTROY_LINK, link));
    client.link();
  }

  @Test
  void everyProcedureRefusesAMissingLink() throws IOException {
    RawVxi11 client = connect();
    RawVxi11 other = connect();
    for (int link : new int[] {RawVxi11.NO_LINK, -1, other.link()}) {
      assertEquals(4, client.write(link, "*RST"));
      assertEquals(4, client.read(link, 10).error());
      for (int procedure = 13; procedure <= 17; procedure++) {
        assertEquals(4, client.error(procedure, link, 0, 0, 0), "procedure " + procedure);
      }
      assertEquals(4, client.error(Vxi11Protocol.DEVICE_LOCK, link, 0, 0));
      assertEquals(4, client.error(Vxi11Protocol.DEVICE_UNLOCK, link));
      assertEquals(4, client.error(Vxi11Protocol.DEVICE_ENABLE_SRQ, link, 1, 0));
      assertEquals(4, client.error(Vxi11Protocol.DESTROY_LINK, link));
    }
    assertEquals(4, connectAbort().error(Vxi11Protocol.DEVICE_ABORT, RawVxi11.NO_LINK));
    int link = client.link();
    assertEquals(0, client.error(Vxi11Protocol.DESTROY_LINK, link));
    assertEquals(4, client.write(link, "*RST"));
  }

  @Test
  void makingAndUnmakingLinksTouchesNoDevice() throws IOException {
    client.write(link, "ECHO? kept");
    client.error(Vxi11Protocol.DESTROY_LINK, client.link());
    assertEquals(read(0, END, "kept\n"), client.read(link, 100));
    assertEquals(0, instrument.clears());
  }

  @Test
  void instrumentsCannotBeDrivenByOtherCommands() throws IOException {
    RawVxi11 client = connect();
    assertEquals(8, client.error(Vxi11Protocol.DEVICE_DOCMD, client.link(), 0, 0, 0, 0, 0, 0, 0));
    int link = client.link();
    assertEquals(0, client.error(Vxi11Protocol.DEVICE_REMOTE, link, 0, 0, 0));
    assertEquals(0, client.error(Vxi11Protocol.DEVICE_LOCAL, link, 0, 0, 0));
  }

  // Writing and reading.

  @Test
  void aPieceBeyondTheSizeIsRefusedWhole() throws IOException {
    assertEquals(5, client.write(link, 8, new byte[Vxi11Server.LARGEST_WRITE + 1]));
    assertEquals(0, client.write(link, "ECHO? clean"));
    assertEquals(read(0, END, "clean\n"), client.read(link, 100));
    assertEquals(List.of(), instrument.queryErrors);
  }

  @Test
  void messagesEndWithEndOrWithALineFeed() throws IOException {
    assertEquals(0, client.write(link, 0, bytes("EC")));
    assertEquals(0, client.write(link, 0, bytes("")));
    assertEquals(0, client.write(link, 8, bytes("HO? a")));
    assertEquals(read(0, END, "a\n"), client.read(link, 100));
    assertEquals(0, client.write(link, 0, bytes("ECHO? b\r\n")));
    assertEquals(read(0, END, "b\n"), client.read(link, 100));
    assertEquals(0, client.write(link, 8, bytes("ECHO? c\n")));
    assertEquals(read(0, END, "c\n"), client.read(link, 100));
    assertEquals(0, client.write(link, 8, bytes("DATA #12\n\n\nECHO? d")));
    assertEquals(read(0, END, "d\n"), client.read(link, 100));
  }

  @Test
  void reasonsForTheEndOfAReadAreIndependent() throws IOException {
    client.write(link, "ECHO? 012345678");
    assertEquals(read(0, COUNT, "0"), client.read(link, 1));
    assertEquals(read(0, COUNT, ""), client.read(link, 0));
    client.sendRead(link, 3, RawVxi11.LONG, 128, '3');
    assertEquals(read(0, CHARACTER | COUNT, "123"), client.readReply());
    client.sendRead(link, 100, RawVxi11.LONG, 128, '5');
    assertEquals(read(0, CHARACTER, "45"), client.readReply());
    client.sendRead(link, 4, RawVxi11.LONG, 128, '\n');
    assertEquals(read(0, CHARACTER | COUNT | END, "678\n"), client.readReply());
    client.write(link, "ECHO? 5\u00ff");
    client.sendRead(link, 100, RawVxi11.LONG, 128, (char) 0xFF);
    assertEquals(read(0, CHARACTER, "5\u00ff"), client.readReply());
    assertEquals(read(0, COUNT | END, "\n"), client.read(link, 1));
  }

  @Test
  void exactlyTheRestIsCountAndEnd() throws IOException {
    for (int size : new int[] {1, 5, 6, 7, 12, 13}) {
      client.write(link, "ECHO? 01234");
      StringBuilder all = new StringBuilder();
      int reason = 0;
      while ((reason & END) == 0) {
        RawVxi11.Read part = client.read(link, size);
        assertEquals(0, part.error());
        assertEquals(part.data().length() == size, (part.reason() & COUNT) != 0);
        reason = part.reason();
        all.append(part.data());
      }
      assertEquals("01234\n", all.toString());
    }
  }

  @Test
  void aReadThatIsLargerThanTheBufferGoesOnWithoutAReason() throws IOException {
    client.write(link, "BLOCK? 1048576 HASHES");
    RawVxi11.Read first = client.read(link, 1 << 22);
    assertEquals(0, first.reason());
    assertEquals(MessageExchange.LARGEST_READ, first.data().length());
    assertEquals(read(0, END, "########" + "#" + "\n"), client.read(link, 1 << 22));
  }

  @Test
  void nothingWithinTheTimeIsATimeoutAndTheAnswerStaysDue() throws IOException {
    client.write(link, "HOLD? late");
    assertEquals(read(15, 0, ""), client.read(link, 100, 0));
    assertEquals(read(15, 0, ""), client.read(link, 100, SOON));
    instrument.release();
    assertEquals(read(0, END, "late\n"), client.read(link, 100));
    assertEquals(List.of(), instrument.queryErrors);
  }

  @Test
  void aWriteWaitsForRoomAndTakesNothingOtherwise() throws IOException {
    client.write(link, "HOLD? x");
    instrument.awaitHolding();
    byte[] piece = bytes("DATA #565500" + "x".repeat(65500));
    int pieces = 0;
    int error = 0;
    while (error == 0) {
      client.sendWrite(link, SOON, 8, piece);
      XdrReader results = client.reply().results();
      error = results.int32();
      assertEquals(error == 0 ? piece.length : 0, results.int32());
      pieces++;
    }
    assertEquals(15, error);
    assertTrue(pieces * piece.length < MessageExchange.INPUT_BUFFER + 3 * piece.length);
    client.sendWrite(link, RawVxi11.LONG, 8, piece);
    instrument.release();
    assertEquals(0, client.reply().results().int32());
  }

  // The message exchange protocol of IEEE 488.2.

  @Test
  void aMessageInterruptsAnAnswerThatWasNotRead() throws IOException {
    client.write(link, "ECHO? lost");
    client.write(link, "ECHO? new");
    assertEquals(read(0, END, "new\n"), client.read(link, 100));
    assertEquals(List.of(QueryError.INTERRUPTED), instrument.queryErrors);
    client.write(link, "ECHO? half");
    client.read(link, 2);
    client.write(link, 0, bytes("EC"));
    client.write(link, 8, bytes("HO? whole"));
    assertEquals(read(0, END, "whole\n"), client.read(link, 100));
    assertEquals(2, instrument.queryErrors.size());
  }

  @Test
  void aReadWithoutAQueryIsUnterminated() throws Exception {
    assertEquals(read(15, 0, ""), client.read(link, 100, SOON));
    Eventually.holds(
        "the error", () -> instrument.queryErrors.equals(List.of(QueryError.UNTERMINATED)));
    client.write(link, 0, bytes("ECHO? not ended"));
    assertEquals(read(15, 0, ""), client.read(link, 100, SOON));
    client.write(link, "MUTE?");
    assertEquals(read(15, 0, ""), client.read(link, 100, SOON));
    client.write(link, "ECHO? ended");
    assertEquals(read(0, END, "ended\n"), client.read(link, 100));
    assertEquals(3, instrument.queryErrors.size());
  }

  @Test
  void allLinksOfADeviceShareItsMessageExchange() throws IOException {
    RawVxi11 a = connect();
    RawVxi11 b = connect();
    int linkA = a.link();
    int linkB = b.link();
    a.write(linkA, "ECHO? from a");
    assertEquals(read(0, END, "from a\n"), b.read(linkB, 100));
    a.write(linkA, "ECHO? lost");
    b.write(linkB, "ECHO? from b");
    assertEquals(read(0, END, "from b\n"), b.read(linkB, 100));
    assertEquals(List.of(QueryError.INTERRUPTED), instrument.queryErrors);
    int other = a.link("inst1");
    a.write(linkA, "ECHO? zero");
    a.write(other, "ECHO? one");
    assertEquals(read(0, END, "zero\n"), a.read(linkA, 100));
    assertEquals(read(0, END, "one\n"), a.read(other, 100));
    assertEquals(List.of(), second.queryErrors);
  }

  @Test
  void aReadThatWaitsIsNotGivenTheAnswerToAnotherLinksQuery() throws Exception {
    RawVxi11 a = connect();
    RawVxi11 b = connect();
    int linkA = a.link();
    int linkB = b.link();
    a.write(linkA, "HOLD? mine");
    instrument.awaitHolding();
    a.sendRead(linkA, 100, 2000, 0, '\0');
    Eventually.holds("the read waits in the server", Vxi11ServerTest::aReadWaits);
    b.write(linkB, "ECHO? yours");
    instrument.release();
    assertEquals(read(15, 0, ""), a.readReply());
    assertEquals(read(0, END, "yours\n"), b.read(linkB, 100));
  }

  /** A client that hangs up may leave calls behind that the server has not begun. */
  @Test
  void aReadOfAConnectionThatIsGoneTakesNoAnswer() throws Exception {
    RawVxi11 gone = connect();
    int behind = gone.link();
    int waiting = gone.link("inst1");
    gone.write(waiting, "HOLD? x");
    second.awaitHolding();
    gone.sendRead(waiting, 100, Integer.MAX_VALUE, 0, '\0');
    gone.sendRead(behind, 100, Integer.MAX_VALUE, 0, '\0');
    client.write(link, "ECHO? mine");
    Eventually.holds("the answer is there", () -> (status(client, link) & MAV) != 0);
    gone.close();
    RawVxi11 abort = connectAbort();
    Eventually.holds(
        "the connection has ended", () -> abort.error(Vxi11Protocol.DEVICE_ABORT, behind) == 4);
    second.release();
    assertEquals(read(0, END, "mine\n"), client.read(link, 100, 2000));
  }

  /** Nothing else tells that a read has reached the server, and waits there. */
  private static boolean aReadWaits() {
    return Thread.getAllStackTraces().values().stream()
        .map(stack -> Arrays.stream(stack).map(StackTraceElement::getMethodName).toList())
        .anyMatch(methods -> methods.containsAll(List.of("wait", "await", "read", "operate")));
  }

  // Status, trigger, clear, abort.

  @Test
  void theStatusByteHasMavAndLosesRqsWhenItIsRead() throws IOException {
    instrument.requestService(0x20);
    client.write(link, "ECHO? x");
    client.read(link, 1);
    assertEquals(0x70, status(client, link));
    assertEquals(0x30, status(client, link));
    client.read(link, 10);
    assertEquals(0x20, status(client, link));
  }

  private static int status(RawVxi11 client, int link) throws IOException {
    XdrReader results =
        client.call(
            Vxi11Protocol.DEVICE_READSTB, out -> out.int32(link).int32(0).int32(0).int32(1000));
    assertEquals(0, results.int32());
    return results.int32();
  }

  @Test
  void triggersKeepTheirPlaceAmongMessages() throws IOException {
    assertEquals(0, client.error(Vxi11Protocol.DEVICE_TRIGGER, link, 0, 0, 1000));
    client.write(link, "TRIG:COUN?");
    client.error(Vxi11Protocol.DEVICE_TRIGGER, link, 0, 0, 1000);
    client.write(link, "TRIG:COUN?");
    assertEquals(read(0, END, "2\n"), client.read(link, 100));
    assertEquals(List.of(QueryError.INTERRUPTED), instrument.queryErrors);
  }

  @Test
  void deviceClearReturnsWhenAllIsEmptyAndAtRest() throws IOException {
    client.write(link, "HOLD? never");
    instrument.awaitHolding();
    client.write(link, "ECHO? waiting");
    client.write(link, 0, bytes("ECHO? part"));
    assertEquals(0, client.error(Vxi11Protocol.DEVICE_CLEAR, link, 0, 0, RawVxi11.LONG));
    client.write(link, "ECHO? fresh");
    assertEquals(read(0, END, "fresh\n"), client.read(link, 100));
    client.write(link, "ECHO? unread");
    client.read(link, 2);
    assertEquals(0, client.error(Vxi11Protocol.DEVICE_CLEAR, link, 0, 0, RawVxi11.LONG));
    assertEquals(0, status(client, link));
    assertEquals(List.of(), instrument.queryErrors);
  }

  @Test
  void abortBreaksOffTheCallInProgressAndNoOther() throws IOException {
    RawVxi11 client = connect();
    RawVxi11 abort = connectAbort();
    int link = client.link();
    assertEquals(0, abort.error(Vxi11Protocol.DEVICE_ABORT, link), "nothing is in progress");
    client.write(link, "HOLD? goes on");
    instrument.awaitHolding();
    client.sendRead(link, 100, 1_000_000, 0, '\0');
    AtomicBoolean done = new AtomicBoolean();
    // Only a call in progress is aborted, and the first abort may come before it is.
    CompletableFuture<Void> aborts =
        CompletableFuture.runAsync(
            () -> {
              while (!done.get()) {
                abort(abort, link);
              }
            });
    assertEquals(23, client.reply().results().int32());
    done.set(true);
    aborts.join();
    instrument.release();
    assertEquals(read(0, END, "goes on\n"), client.read(link, 100));
    assertEquals(0, instrument.clears());
  }

  private static void abort(RawVxi11 channel, int link) {
    try {
      assertEquals(0, channel.error(Vxi11Protocol.DEVICE_ABORT, link));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  // Locks.

  @Test
  void aLockKeepsOthersOutOfEveryOperation() throws IOException {
    RawVxi11 a = connect();
    int holder = a.link();
    int other = a.link();
    assertEquals(0, a.error(Vxi11Protocol.DEVICE_LOCK, holder, 0, 0));
    assertEquals(11, a.write(other, "*RST"));
    assertEquals(11, a.read(other, 10).error());
    for (int procedure = 13; procedure <= 17; procedure++) {
      assertEquals(11, a.error(procedure, other, 0, 0, 0), "procedure " + procedure);
      assertEquals(11, a.error(procedure, other, WAIT_LOCK, SOON, 0), "procedure " + procedure);
    }
    assertEquals(11, a.error(Vxi11Protocol.DEVICE_LOCK, other, 0, 0));
    assertEquals(11, a.error(Vxi11Protocol.DEVICE_LOCK, other, WAIT_LOCK, SOON));
    assertEquals(11, a.createLink("inst0", true, SOON).int32());
    assertEquals(0, a.createLink("inst0", false, 0).int32());
    assertEquals(0, a.createLink("inst1", true, 0).int32(), "each device has its own");
    assertEquals(0, a.write(holder, "*RST"));
    assertEquals(11, a.error(Vxi11Protocol.DEVICE_LOCK, holder, WAIT_LOCK, SOON), "again");
    assertEquals(12, a.error(Vxi11Protocol.DEVICE_UNLOCK, other));
    assertEquals(0, a.error(Vxi11Protocol.DEVICE_UNLOCK, holder));
    assertEquals(12, a.error(Vxi11Protocol.DEVICE_UNLOCK, holder));
    assertEquals(0, a.write(other, "*RST"));
  }

  @Test
  void whoWaitsForTheLockGetsItWhenItIsGivenBack() throws IOException {
    RawVxi11 a = connect();
    RawVxi11 b = connect();
    RawVxi11 c = connect();
    int holder = a.link();
    int waiting = b.link();
    a.error(Vxi11Protocol.DEVICE_LOCK, holder, 0, 0);
    b.send(
        Vxi11Protocol.DEVICE_LOCK, out -> out.int32(waiting).int32(WAIT_LOCK).int32(RawVxi11.LONG));
    a.error(Vxi11Protocol.DEVICE_UNLOCK, holder);
    assertEquals(0, b.reply().results().int32());
    c.send(
        Vxi11Protocol.CREATE_LINK,
        out -> out.int32(7).bool(true).int32(RawVxi11.LONG).string("inst0"));
    b.close();
    assertEquals(0, c.reply().results().int32());
  }

  @Test
  void locksAndLinksEndWithTheirConnectionEvenWhileACallWaits() throws IOException {
    RawVxi11 a = connect();
    RawVxi11 b = connect();
    int holder = a.link();
    int waiting = b.link();
    a.error(Vxi11Protocol.DEVICE_LOCK, holder, 0, 0);
    a.write(holder, "HOLD? x");
    instrument.awaitHolding();
    a.sendRead(holder, 100, Integer.MAX_VALUE, 0, '\0');
    b.send(
        Vxi11Protocol.DEVICE_LOCK, out -> out.int32(waiting).int32(WAIT_LOCK).int32(RawVxi11.LONG));
    a.close();
    assertEquals(0, b.reply().results().int32());
    RawVxi11 abort = connectAbort();
    assertEquals(4, abort.error(Vxi11Protocol.DEVICE_ABORT, holder));
  }

  @Test
  void destroyingALinkGivesItsLockBack() throws IOException {
    RawVxi11 client = connect();
    XdrReader results = client.createLink("inst0", true, 0);
    assertEquals(0, results.int32());
    int holder = results.int32();
    int other = client.link();
    assertEquals(11, client.error(Vxi11Protocol.DEVICE_LOCK, other, 0, 0));
    assertEquals(0, client.error(Vxi11Protocol.DESTROY_LINK, holder));
    assertEquals(0, client.error(Vxi11Protocol.DEVICE_LOCK, other, 0, 0));
  }

  // Service requests.

  private static int enable(RawVxi11 client, int link, boolean enable, String handle)
      throws IOException {
    return client
        .call(
            Vxi11Protocol.DEVICE_ENABLE_SRQ,
            out -> out.int32(link).bool(enable).opaque(bytes(handle)))
        .int32();
  }

  private static int channel(RawVxi11 client, int port) throws IOException {
    return client.error(
        Vxi11Protocol.CREATE_INTR_CHAN, 0x7F000001, port, Vxi11Protocol.INTERRUPT, 1, 0);
  }

  private static String nextHandle(RecordReader calls) throws IOException {
    RpcCall call = RpcCall.parse(calls.next());
    assertEquals(395185, call.program());
    assertEquals(1, call.version());
    assertEquals(30, call.procedure());
    return call.arguments().string(40);
  }

  @Test
  void serviceRequestsAreSentToThoseWhoWantThem() throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 5, LOOPBACK)) {
      RawVxi11 client = connect();
      int link = client.link();
      int other = client.link("inst1");
      assertEquals(6, client.error(Vxi11Protocol.DESTROY_INTR_CHAN));
      assertEquals(0, channel(client, listener.getLocalPort()));
      assertEquals(29, channel(client, listener.getLocalPort()));
      try (Socket back = listener.accept()) {
        RecordReader calls = new RecordReader(back.getInputStream(), 1000);
        assertEquals(0, enable(client, link, true, "first"));
        instrument.requestService(1);
        assertEquals("first", nextHandle(calls));
        // Not served yet, so whoever asks now is told at once.
        assertEquals(0, enable(client, link, true, "again"));
        assertEquals("again", nextHandle(calls));
        assertEquals(0x41, status(client, link));
        assertEquals(0, enable(client, other, true, "x".repeat(40)));
        second.requestService(2);
        assertEquals("x".repeat(40), nextHandle(calls));
        assertEquals(0, enable(client, link, false, ""));
        instrument.requestService(1);
        second.requestService(4);
        assertEquals("x".repeat(40), nextHandle(calls));
        assertEquals(0, client.error(Vxi11Protocol.DESTROY_LINK, other));
        second.requestService(2);
        assertEquals(0, client.error(Vxi11Protocol.DESTROY_INTR_CHAN));
        assertNull(calls.next());
      }
      assertEquals(0, channel(client, listener.getLocalPort()), "it can be made anew");
    }
  }

  @Test
  void aServiceRequestByteForByte() throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 5, LOOPBACK)) {
      RawVxi11 client = connect();
      int link = client.link();
      channel(client, listener.getLocalPort());
      try (Socket back = listener.accept()) {
        enable(client, link, true, "abcde");
        instrument.requestService(1);
        byte[] expected =
            HexFormat.of()
                .parseHex(
                    "80000034"
                        + "00000001"
                        + "00000000"
                        + "00000002"
                        + "000607b1"
                        + "00000001"
                        + "0000001e"
                        + "00000000"
                        + "00000000"
                        + "00000000"
                        + "00000000"
                        + "00000005"
                        + "6162636465000000");
        assertEquals(
            HexFormat.of().formatHex(expected),
            HexFormat.of().formatHex(back.getInputStream().readNBytes(expected.length)));
      }
    }
  }

  @Test
  void interruptChannelsLeadToTheClientAndNowhereElse() throws IOException {
    RawVxi11 client = connect();
    int intr = Vxi11Protocol.INTERRUPT;
    int create = Vxi11Protocol.CREATE_INTR_CHAN;
    assertEquals(21, client.error(create, 0x0A000001, 5000, intr, 1, 0), "10.0.0.1");
    assertEquals(21, client.error(create, 0, 5000, intr, 1, 0), "0.0.0.0");
    assertEquals(5, client.error(create, 0x7F000001, 0, intr, 1, 0));
    assertEquals(5, client.error(create, 0x7F000001, 65536, intr, 1, 0));
    assertEquals(8, client.error(create, 0x7F000001, 5000, intr, 1, 1), "UDP");
    try (Socket notListening = new Socket()) {
      notListening.bind(new InetSocketAddress(LOOPBACK, 0));
      int port = notListening.getLocalPort();
      assertEquals(6, client.error(create, 0x7F000001, port, intr, 1, 0));
    }
  }

  @Test
  void theInterruptChannelEndsWithItsConnection() throws IOException {
    try (ServerSocket listener = new ServerSocket(0, 5, LOOPBACK)) {
      RawVxi11 client = connect();
      channel(client, listener.getLocalPort());
      try (Socket back = listener.accept()) {
        client.close();
        assertEquals(-1, back.getInputStream().read());
      }
    }
  }

  // Remote procedure calls.

  private static RpcReply answer(RawVxi11 client, String hex) throws IOException {
    byte[] message = HexFormat.of().parseHex(hex.replace(" ", ""));
    byte[] mark = {(byte) 0x80, 0, 0, (byte) message.length};
    client.socket().getOutputStream().write(mark);
    client.socket().getOutputStream().write(message);
    return client.reply();
  }

  @Test
  void callsThatAreNotServedAreRefusedByName() throws IOException {
    RawVxi11 client = connect();
    String none = " 00000000 00000000 00000000 00000000";
    String call = "00000005 00000000 00000002 ";
    assertEquals("", refusal(client, call + "000607af 00000001 00000000" + none));
    assertTrue(refusal(client, call + "000607b0 00000001 00000001" + none).contains("program"));
    assertTrue(refusal(client, call + "000607af 00000002 0000000a" + none).contains("versions"));
    assertTrue(refusal(client, call + "000607af 00000001 00000018" + none).contains("procedure"));
    assertTrue(refusal(client, call + "000607af 00000001 0000000b" + none).contains("arguments"));
    assertTrue(
        refusal(
                client,
                call
                    + "000607af 00000001 00000014"
                    + none
                    + "00000001 00000001 00000029"
                    + "00".repeat(44))
            .contains("arguments"),
        "a handle of 41 bytes");
    assertTrue(
        refusal(client, "00000005 00000000 00000003 000607af 00000001 0000000a")
            .contains("version 2"));
    RawVxi11 abort = connectAbort();
    assertEquals("", refusal(abort, call + "000607b0 00000001 00000000" + none));
    assertTrue(refusal(abort, call + "000607b0 00000001 00000002" + none).contains("procedure"));
    assertTrue(refusal(abort, call + "000607b0 00000001 00000001" + none).contains("arguments"));
    assertTrue(refusal(abort, call + "000607af 00000001 0000000a" + none).contains("program"));
  }

  private static String refusal(RawVxi11 client, String hex) throws IOException {
    return answer(client, hex).refusal().orElse("");
  }

  @Test
  void aCallInFragmentsIsPutTogether() throws IOException {
    RawVxi11 client = connect();
    client
        .socket()
        .getOutputStream()
        .write(
            HexFormat.of()
                .parseHex(
                    "00000014"
                        + "00000005000000000000000200 0607af00000001".replace(" ", "")
                        + "00000000"
                        + "80000014"
                        + "0000000000000000000000000000000000000000"));
    assertEquals(5, client.reply().xid());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "474554202f20485454502f312e310d0a0d0a",
        "ffffffff",
        "80000000",
        "8000000400000001",
        "80000018" + "00000005" + "00000001" + "00000000" + "00000000" + "00000000" + "00000000"
      })
  void aMalformedCallEndsItsConnectionAlone(String hex) throws IOException {
    RawVxi11 good = connect();
    int link = good.link();
    RawVxi11 bad = connect();
    bad.socket().getOutputStream().write(HexFormat.of().parseHex(hex));
    assertNull(bad.reply());
    good.write(link, "ECHO? unharmed");
    assertEquals(read(0, END, "unharmed\n"), good.read(link, 100));
  }

  @Test
  void aClientThatNeverReadsRepliesIsHungUpOn() throws IOException {
    client.write(link, "HOLD? x");
    assertThrows(
        IOException.class,
        () -> {
          while (true) {
            client.sendRead(link, 10, 1_000_000, 0, '\0');
          }
        });
  }

  @Test
  void tooManyClientsAreTurnedAway() throws IOException {
    for (int others = 1; others < RpcServer.MOST_CLIENTS; others++) {
      connect().link();
    }
    RawVxi11 last = connect();
    assertThrows(IOException.class, () -> last.createLink("inst0", false, 0));
    clients.get(0).link();
  }

  @Test
  void closingFreesThePortAndEndsEveryConnection() throws IOException {
    client.sendRead(link, 10, 1_000_000, 0, '\0');
    int port = server.port();
    server.close();
    assertHungUpOn(client);
    assertThrows(ConnectException.class, () -> new Socket(LOOPBACK, port));
    new Vxi11Server(Map.of("inst0", instrument), LOOPBACK, port).close();
  }

  private static void assertHungUpOn(RawVxi11 client) {
    try {
      assertNull(client.reply());
    } catch (IOException reset) {
      assertTrue(reset.getMessage() != null);
    }
  }

  @Test
  void aTakenPortIsNamed() {
    UncheckedIOException refused =
        assertThrows(
            UncheckedIOException.class,
            () -> new Vxi11Server(Map.of("inst0", instrument), LOOPBACK, server.port()));
    assertTrue(refused.getMessage().contains(Integer.toString(server.port())));
  }
}
