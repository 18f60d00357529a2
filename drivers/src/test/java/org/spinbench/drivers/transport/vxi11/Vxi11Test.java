package org.spinbench.drivers.transport.vxi11;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.Eventually;
import org.spinbench.drivers.transport.LoopbackServer;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.Transport.ServiceRequest;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.rpc.PortMapProtocol;
import org.spinbench.drivers.transport.rpc.RecordReader;
import org.spinbench.drivers.transport.rpc.RpcCall;
import org.spinbench.drivers.transport.rpc.RpcReply;
import org.spinbench.drivers.transport.rpc.Vxi11Protocol;
import org.spinbench.drivers.transport.rpc.XdrWriter;

/** The client's end of VXI-11, against an instrument that follows a script. */
@Timeout(120)
class Vxi11Test {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration CONNECT = Duration.ofSeconds(3);

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String read(Transport link) {
    return new String(link.read(LONG), StandardCharsets.ISO_8859_1);
  }

  /** A part of a response: error, reason, bytes. */
  private record Part(int error, int reason, String data) {}

  private static void responds(ScriptedVxi11 instrument, Part... parts) {
    Queue<Part> left = new ArrayDeque<>(List.of(parts));
    instrument.onRead(
        (call, in, c) -> {
          Part part = left.remove();
          return RpcReply.success(call.xid())
              .int32(part.error)
              .int32(part.reason)
              .opaque(bytes(part.data));
        });
  }

  // What goes over the wire.

  @Test
  void anExchangeByteForByte() throws IOException {
    try (ScriptedVxi11 instrument = new ScriptedVxi11(1024).takesMessages()) {
      responds(instrument, new Part(0, 4, "A,B\n"));
      try (Transport link = instrument.open()) {
        link.write(bytes("*IDN?"), LONG);
        assertEquals("A,B", read(link));
      }
      String pid = String.format(Locale.ROOT, "%08x", (int) ProcessHandle.current().pid());
      String head = "core %s 00000000 00000002 000607af 00000001 %s";
      String noCredentials = " 00000000 00000000 00000000 00000000 ";
      List<String> expected = new ArrayList<>();
      expected.add(
          String.format(Locale.ROOT, head, "00000001", "0000000a")
              + noCredentials
              + pid
              + "00000000 00000000 00000005 696e7374 30000000");
      expected.add(
          String.format(Locale.ROOT, head, "00000002", "0000000b")
              + noCredentials
              + "0000004d TTTTTTTT 00000000 00000008 00000005 2a49444e 3f000000");
      expected.add(
          String.format(Locale.ROOT, head, "00000003", "0000000c")
              + noCredentials
              + "0000004d 00100000 TTTTTTTT 00000000 00000000 00000000");
      expected.add(
          String.format(Locale.ROOT, head, "00000004", "00000017") + noCredentials + "0000004d");
      for (int i = 0; i < expected.size(); i++) {
        String pattern = "core " + expected.get(i).substring(5).replace(" ", "");
        assertTrue(
            instrument.calls.get(i).matches(pattern.replace("TTTTTTTT", "[0-9a-f]{8}")),
            instrument.calls.get(i) + " is not " + pattern);
      }
      assertEquals(expected.size(), instrument.calls.size());
    }
  }

  @Test
  void longMessagesGoInPiecesAndOnlyTheLastHasEnd() throws IOException {
    List<String> pieces = new ArrayList<>();
    try (ScriptedVxi11 instrument = new ScriptedVxi11(1500)) {
      instrument.on(
          Vxi11Protocol.DEVICE_WRITE,
          (call, in, c) -> {
            in.int32();
            in.int32();
            in.int32();
            int flags = in.int32();
            int length = in.opaque(1 << 20).length;
            // Of the second piece the instrument takes less than it was sent.
            int taken = pieces.size() == 1 ? 500 : length;
            pieces.add(length + " flags " + flags);
            return RpcReply.success(call.xid()).int32(0).int32(taken);
          });
      try (Transport link = instrument.open()) {
        link.write(new byte[3000], LONG);
        link.write(new byte[0], LONG);
      }
      assertEquals(
          List.of("1500 flags 0", "1500 flags 8", "1000 flags 8", "0 flags 8"),
          pieces,
          "end with the last");
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1024", "1, 1024", "1024, 1024", "2000, 2000", "-1, 131072"})
  void piecesAreAsLargeAsTheInstrumentTakesButNoLarger(int largest, int expected)
      throws IOException {
    AtomicReference<Integer> first = new AtomicReference<>();
    try (ScriptedVxi11 instrument = new ScriptedVxi11(largest)) {
      instrument.on(
          Vxi11Protocol.DEVICE_WRITE,
          (call, in, c) -> {
            for (int i = 0; i < 4; i++) {
              in.int32();
            }
            int length = in.opaque(1 << 20).length;
            first.compareAndSet(null, length);
            return RpcReply.success(call.xid()).int32(0).int32(length);
          });
      try (Transport link = instrument.open()) {
        link.write(new byte[200_000], LONG);
        assertEquals(expected, first.get());
      }
    }
  }

  @Test
  void onlyEndEndsAResponse() throws IOException {
    try (ScriptedVxi11 instrument = new ScriptedVxi11(1024).takesMessages()) {
      responds(
          instrument,
          new Part(0, 0, "a"),
          new Part(0, 1, "b"),
          new Part(0, 2, "c\n"),
          new Part(0, 3, ""),
          new Part(0, 7, "d\r\n"),
          new Part(0, 5, "#13\n\n\n"),
          new Part(0, 4, "#13\n\n\n\n"),
          new Part(0, 0, "last"),
          new Part(0, 4, ""));
      try (Transport link = instrument.open()) {
        assertEquals("abc\nd", read(link));
        assertEquals("#13\n\n\n", read(link));
        assertEquals("#13\n\n\n", read(link));
        assertEquals("last", read(link));
      }
    }
  }

  @Test
  void theTimeSentIsTheRestOfOneDeadlineAndNeverZero() throws IOException {
    List<Integer> sent = new ArrayList<>();
    try (ScriptedVxi11 instrument = new ScriptedVxi11(1024)) {
      instrument.onRead(
          (call, in, c) -> {
            in.int32();
            in.int32();
            sent.add(in.int32());
            assertEquals(0, in.int32(), "lock timeout");
            new SystemClock().sleep(Duration.ofMillis(20));
            return ScriptedVxi11.read(call, 0, 0, "x");
          });
      try (Transport link = instrument.open()) {
        TransportTimeoutException late =
            assertThrows(TransportTimeoutException.class, () -> link.read(Duration.ofSeconds(1)));
        assertTrue(late.getMessage().contains("1.0 s"), late.getMessage());
        assertTrue(late.getMessage().contains("\"xx"), late.getMessage());
      }
      assertTrue(sent.get(0) <= 1000 && sent.size() > 1, sent.toString());
      for (int i = 1; i < sent.size(); i++) {
        assertTrue(sent.get(i) < sent.get(i - 1) && sent.get(i) > 0, sent.toString());
      }
    }
  }

  @Test
  void aDeadlineThatHasPassedAsksForTheLeastTime() throws Exception {
    try (ScriptedVxi11 instrument =
        new ScriptedVxi11(1024).answer(Vxi11Protocol.DEVICE_READSTB, 0, 0x51)) {
      Eventually.value(
          () -> polledAtOnce(instrument), OptionalInt.of(0x51)::equals, () -> "an answer in time");
      String call = instrument.calls.get(1);
      assertTrue(call.endsWith("0000004d" + "00000000" + "00000000" + "00000001"), call);
    }
  }

  /** The status byte; none if the computer is too busy to answer in next to no time. */
  private static OptionalInt polledAtOnce(ScriptedVxi11 instrument) {
    try (Transport link = instrument.open()) {
      return link.serialPoll(Duration.ZERO);
    } catch (TransportTimeoutException busy) {
      return OptionalInt.empty();
    }
  }

  @Test
  void aLockIsWaitedForOnlyIfThereIsTime() throws IOException {
    try (ScriptedVxi11 instrument =
            new ScriptedVxi11(1024)
                .answer(Vxi11Protocol.DEVICE_LOCK, 11)
                .answer(Vxi11Protocol.DEVICE_UNLOCK, 12);
        Transport link = instrument.open()) {
      assertThrows(TransportTimeoutException.class, () -> link.lock(Duration.ZERO));
      String call = instrument.calls.get(1);
      assertTrue(call.endsWith("0000004d" + "00000000" + "00000000"), call);
      String message =
          assertThrows(TransportTimeoutException.class, () -> link.lock(Duration.ofMillis(1500)))
              .getMessage();
      assertTrue(message.contains("another link") && message.contains("1.5 s"), message);
      call = instrument.calls.get(2);
      assertTrue(call.endsWith("0000004d" + "00000001" + "000005dc"), call);

      instrument.answer(Vxi11Protocol.DEVICE_LOCK, 0);
      assertTrue(link.lock(LONG));
      message = assertThrows(TransportException.class, () -> link.lock(LONG)).getMessage();
      assertTrue(message.contains("already"), message);
      assertEquals(4, instrument.calls.size());
      message = assertThrows(TransportException.class, link::unlock).getMessage();
      assertTrue(message.contains("holds no lock (VXI-11 error 12)"), message);
    }
  }

  @Test
  void whatAnInstrumentDoesNotSupportIsNoFailure() throws IOException {
    try (ScriptedVxi11 instrument = new ScriptedVxi11(1024)) {
      for (int procedure :
          new int[] {
            Vxi11Protocol.DEVICE_TRIGGER,
            Vxi11Protocol.DEVICE_CLEAR,
            Vxi11Protocol.DEVICE_LOCK,
            Vxi11Protocol.CREATE_INTR_CHAN
          }) {
        instrument.answer(procedure, 8);
      }
      instrument.answer(Vxi11Protocol.DEVICE_READSTB, 8, 0);
      try (Vxi11 link = instrument.open()) {
        assertFalse(link.trigger());
        assertFalse(link.clear());
        assertFalse(link.lock(SHORT));
        assertEquals(OptionalInt.empty(), link.serialPoll(LONG));
        assertEquals(ServiceRequest.UNAVAILABLE, link.awaitServiceRequest(LONG));
        assertEquals(ServiceRequest.UNAVAILABLE, link.awaitServiceRequest(LONG));
      }
    }
  }

  // Failures.

  @ParameterizedTest
  @CsvSource({
    "1, syntax",
    "4, link is not known",
    "5, parameter",
    "9, resources",
    "11, another link",
    "17, inside the instrument",
    "23, aborted",
    "99, failure of its own"
  })
  void errorsAreReportedInWordsAndWithTheirNumber(int number, String words) throws IOException {
    try (ScriptedVxi11 instrument =
            new ScriptedVxi11(1024).answer(Vxi11Protocol.DEVICE_WRITE, number, 0);
        Transport link = instrument.open()) {
      link.write(bytes("*RST"), LONG);
      TransportException failure = assertThrows(TransportException.class, () -> link.read(LONG));
      assertFalse(failure instanceof TransportTimeoutException);
      String message = failure.getMessage();
      assertTrue(message.startsWith(instrument.name().toString()), message);
      assertTrue(message.contains(words), message);
      assertTrue(message.contains("(VXI-11 error " + number + ")"), message);
    }
  }

  @ParameterizedTest
  @CsvSource({"3, no device inst0", "9, every link is taken"})
  void aLinkThatIsRefusedSaysWhy(int error, String words) throws IOException {
    try (ScriptedVxi11 instrument =
        new ScriptedVxi11(1024).answer(Vxi11Protocol.CREATE_LINK, error, 0, 0, 0)) {
      String message = assertThrows(TransportException.class, instrument::open).getMessage();
      assertTrue(message.contains(words), message);
    }
  }

  @Test
  void aMessageThatIsNotTakenInTimeIsATimeout() throws IOException {
    try (ScriptedVxi11 instrument =
            new ScriptedVxi11(1024).answer(Vxi11Protocol.DEVICE_WRITE, 15, 0);
        Transport link = instrument.open()) {
      link.write(bytes("*RST"), LONG);
      assertThrows(TransportTimeoutException.class, () -> link.serialPoll(LONG));
      assertNeedsClear(link);
      assertTrue(link.clear());
      link.write(bytes("*RST"), LONG);
      assertThrows(TransportTimeoutException.class, () -> link.write(bytes("*RST"), LONG));
      assertNeedsClear(link);
    }
  }

  private static void assertNeedsClear(Transport link) {
    String message =
        assertThrows(TransportException.class, () -> link.write(bytes("X?"), LONG)).getMessage();
    assertTrue(message.contains("clear"), message);
    assertThrows(TransportException.class, link::trigger);
  }

  @ParameterizedTest
  @CsvSource({"0", "6", "-1"})
  void anInstrumentThatCountsWronglyIsNotBelieved(int size) throws IOException {
    try (ScriptedVxi11 instrument =
            new ScriptedVxi11(1024).answer(Vxi11Protocol.DEVICE_WRITE, 0, size);
        Transport link = instrument.open()) {
      link.write(bytes("*IDN?"), LONG);
      String message = assertThrows(TransportException.class, () -> link.read(LONG)).getMessage();
      assertTrue(message.contains("took " + size + " of 5 bytes"), message);
    }
  }

  @Test
  void afterATimeoutNothingIsWrittenBeforeDeviceClear() throws IOException {
    try (ScriptedVxi11 instrument = new ScriptedVxi11(1024).takesMessages()) {
      responds(
          instrument,
          new Part(0, 0, "half"),
          new Part(15, 0, " of it"),
          new Part(0, 4, "late\n"),
          new Part(15, 0, ""),
          new Part(0, 4, "new\n"));
      try (Transport link = instrument.open()) {
        link.write(bytes("A?"), LONG);
        String message =
            assertThrows(TransportTimeoutException.class, () -> link.read(LONG)).getMessage();
        assertTrue(message.contains("10 bytes: \"half of it\""), message);
        assertNeedsClear(link);
        assertEquals("late", read(link), "what is owed may still be read");
        link.write(bytes("B?"), LONG);
        assertThrows(TransportTimeoutException.class, () -> link.read(LONG));
        assertTrue(link.clear());
        link.write(bytes("C?"), LONG);
        assertEquals("new", read(link));
      }
    }
  }

  @Test
  void aReplyThatComesLateIsPassedOverAfterAbortAndDeviceClear() throws IOException {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch aborted = new CountDownLatch(1);
    try (ScriptedVxi11 instrument = new ScriptedVxi11(1024).takesMessages()) {
      instrument.onRead(
          (call, in, c) -> {
            reading.countDown();
            await(aborted);
            return ScriptedVxi11.read(call, 0, 4, "late");
          });
      instrument.onAbort(
          (call, in, c) -> {
            assertEquals(ScriptedVxi11.LINK, in.int32());
            aborted.countDown();
            return RpcReply.success(call.xid()).int32(0);
          });
      try (Transport link = instrument.open()) {
        link.write(bytes("A?"), LONG);
        assertThrows(TransportTimeoutException.class, () -> link.read(SHORT));
        while (reading.getCount() > 0) {
          // The time may have been over before the call was sent.
          assertThrows(TransportException.class, () -> link.read(SHORT));
        }
        String message =
            assertThrows(TransportException.class, () -> link.serialPoll(LONG)).getMessage();
        assertTrue(message.contains("device clear"), message);
        assertTrue(link.clear());
        instrument.onRead((call, in, c) -> ScriptedVxi11.read(call, 0, 4, "in step\n"));
        link.write(bytes("B?"), LONG);
        assertEquals("in step", read(link));
      }
      String abort = instrument.calls.stream().filter(c -> c.startsWith("abort")).findFirst().get();
      assertTrue(abort.contains("000607b0" + "00000001" + "00000001"), abort);
      assertTrue(abort.endsWith("0000004d"), abort);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anInterruptBreaksOffAWaitThatLasts() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch aborted = new CountDownLatch(1);
    AtomicReference<TransportException> failure = new AtomicReference<>();
    AtomicReference<Boolean> stillInterrupted = new AtomicReference<>();
    try (ScriptedVxi11 instrument = new ScriptedVxi11(1024).takesMessages()) {
      instrument.onRead(
          (call, in, c) -> {
            reading.countDown();
            await(aborted);
            return RpcReply.success(call.xid()).int32(23).int32(0).opaque(new byte[0]);
          });
      instrument.onAbort(
          (call, in, c) -> {
            aborted.countDown();
            return RpcReply.success(call.xid()).int32(0);
          });
      try (Transport link = instrument.open()) {
        Thread reader =
            new Thread(
                () -> {
                  failure.set(
                      assertThrows(
                          TransportException.class, () -> link.read(Duration.ofMinutes(5))));
                  stillInterrupted.set(Thread.currentThread().isInterrupted());
                });
        reader.start();
        await(reading);
        reader.interrupt();
        reader.join();
        assertTrue(failure.get().getMessage().contains("interrupted"), failure.toString());
        assertTrue(stillInterrupted.get());
        await(aborted);
        assertTrue(link.clear());
      }
    }
  }

  @Test
  void aThreadThatIsInterruptedAlreadyIsServedAllTheSame() throws IOException {
    try (ScriptedVxi11 instrument = new ScriptedVxi11(1024).takesMessages()) {
      instrument.onRead(
          (call, in, c) -> {
            new SystemClock().sleep(Duration.ofMillis(120));
            return ScriptedVxi11.read(call, 0, 4, "0 V\n");
          });
      try (Transport link = instrument.open()) {
        Thread.currentThread().interrupt();
        link.write(bytes("MEAS?"), LONG);
        assertEquals("0 V", read(link));
        assertTrue(Thread.interrupted());
      }
    }
  }

  @Test
  void repliesToOtherCallsAreRecognised() throws IOException {
    try (ScriptedVxi11 instrument = new ScriptedVxi11(1024).takesMessages()) {
      instrument.onRead(
          (call, in, c) -> {
            for (int old = 1; old < call.xid(); old++) {
              RpcReply.success(old).int32(0).int32(4).opaque(bytes("old")).sendRecord(c.out());
            }
            return ScriptedVxi11.read(call, 0, 4, "new");
          });
      try (Transport link = instrument.open()) {
        assertEquals("new", read(link));
        instrument.onRead(
            (call, in, c) ->
                RpcReply.success(call.xid() + 1).int32(0).int32(4).opaque(bytes("future")));
        String message = assertThrows(TransportException.class, () -> link.read(LONG)).getMessage();
        assertTrue(message.contains("never made"), message);
        message = assertThrows(TransportException.class, () -> link.read(LONG)).getMessage();
        assertTrue(message.contains("closed"), message);
      }
    }
  }

  @Test
  void bytesThatAreNoReplyEndTheLink() throws IOException {
    for (String garbage : new String[] {"HTTP/1.1 400 Bad Request", "\u0080\0\0\u0004abcd"}) {
      try (ScriptedVxi11 instrument = new ScriptedVxi11(1024)) {
        instrument.onRead(
            (call, in, c) -> {
              c.say(garbage);
              return null;
            });
        try (Transport link = instrument.open()) {
          String message =
              assertThrows(TransportException.class, () -> link.read(LONG)).getMessage();
          assertTrue(message.contains("no valid reply of this protocol"), message);
          assertThrows(TransportException.class, link::clear);
        }
      }
    }
  }

  @Test
  void moreDataThanWereRequestedEndTheLink() throws IOException {
    try (ScriptedVxi11 instrument = new ScriptedVxi11(1024)) {
      instrument.onRead(
          (call, in, c) ->
              RpcReply.success(call.xid())
                  .int32(0)
                  .int32(4)
                  .opaque(new byte[Vxi11.REQUEST_SIZE + 1]));
      try (Transport link = instrument.open()) {
        String message = assertThrows(TransportException.class, () -> link.read(LONG)).getMessage();
        assertTrue(message.contains("at most 1048576"), message);
      }
    }
  }

  @Test
  void aProcedureThatIsNotServedIsNamed() throws IOException {
    try (ScriptedVxi11 instrument = new ScriptedVxi11(1024);
        Transport link = instrument.open()) {
      String message =
          assertThrows(TransportException.class, () -> link.serialPoll(LONG)).getMessage();
      assertTrue(message.contains("procedure 13") && message.contains("not served"), message);
      assertTrue(link.clear(), "the link goes on");
    }
  }

  @Test
  void aHangUpIsTheEndOfTheStream() throws IOException {
    try (ScriptedVxi11 instrument = new ScriptedVxi11(1024)) {
      instrument.onRead(
          (call, in, c) -> {
            c.close();
            return null;
          });
      try (Transport link = instrument.open()) {
        assertThrows(EndOfStreamException.class, () -> link.read(LONG));
      }
    }
  }

  // The port mapper.

  @Test
  void withoutAPortThePortMapperIsAsked() throws IOException {
    AtomicReference<XdrWriter> answer = new AtomicReference<>();
    List<String> asked = new ArrayList<>();
    try (ScriptedVxi11 instrument = new ScriptedVxi11(1024);
        LoopbackServer mapper =
            new LoopbackServer(
                c -> {
                  RpcCall call = RpcCall.parse(new RecordReader(c.in(), 1000).next());
                  asked.add(call.program() + " " + call.version() + " " + call.procedure());
                  asked.add(
                      call.arguments().int32()
                          + " "
                          + call.arguments().int32()
                          + " "
                          + call.arguments().int32());
                  answer.get().sendRecord(c.out());
                })) {
      ResourceName.Vxi11 name =
          new ResourceName.Vxi11(0, "127.0.0.1", OptionalInt.empty(), "inst0");
      answer.set(RpcReply.success(1).int32(instrument.name().port().getAsInt()));
      Vxi11.open(name, CONNECT, CONNECT, new SystemClock(), mapper.name().port()).close();
      assertEquals(List.of("100000 2 3", "395183 1 6"), asked);

      for (XdrWriter wrong :
          List.of(
              RpcReply.success(1).int32(0),
              RpcReply.success(1).int32(65536),
              RpcReply.success(1),
              RpcReply.programMismatch(1, 3, 4))) {
        answer.set(wrong);
        String message =
            assertThrows(
                    TransportException.class,
                    () ->
                        Vxi11.open(name, CONNECT, CONNECT, new SystemClock(), mapper.name().port()))
                .getMessage();
        assertTrue(message.startsWith(name.toString()), message);
      }
      assertEquals(PortMapProtocol.PORT, 111);
    }
  }

  // Service requests.

  /** An instrument that connects back, and then sends these bytes, and what comes back from us. */
  private static void sends(ScriptedVxi11 instrument, LoopbackServer.Script script) {
    instrument.on(
        Vxi11Protocol.CREATE_INTR_CHAN,
        (call, in, c) -> {
          assertEquals(0x7F000001, in.int32());
          int port = in.int32();
          assertEquals(0x0607B1, in.int32());
          assertEquals(1, in.int32());
          assertEquals(0, in.int32());
          ScriptedVxi11.callBack(port, script);
          return RpcReply.success(call.xid()).int32(0);
        });
    instrument.on(
        Vxi11Protocol.DEVICE_ENABLE_SRQ,
        (call, in, c) -> {
          assertEquals(ScriptedVxi11.LINK, in.int32());
          assertTrue(in.bool());
          assertEquals(40, in.opaque(40).length, "some instruments crash on a shorter handle");
          return RpcReply.success(call.xid()).int32(0);
        });
    instrument.answer(Vxi11Protocol.DESTROY_INTR_CHAN, 0);
  }

  private static XdrWriter request(int xid) {
    return RpcCall.begin(xid, 0x0607B1, 1, 30).opaque(bytes("handle"));
  }

  @Test
  void serviceRequestsAreCountedAndNotRepliedTo() throws IOException {
    CountDownLatch over = new CountDownLatch(1);
    AtomicReference<Integer> replied = new AtomicReference<>();
    try (ScriptedVxi11 instrument = new ScriptedVxi11(1024)) {
      sends(
          instrument,
          c -> {
            request(1).sendRecord(c.out());
            await(over);
            replied.set(c.in().available());
          });
      try (Transport link = instrument.open()) {
        assertEquals(ServiceRequest.REQUESTED, link.awaitServiceRequest(LONG));
        assertEquals(ServiceRequest.NOT_REQUESTED, link.awaitServiceRequest(SHORT));
        over.countDown();
        assertEquals(
            ServiceRequest.UNAVAILABLE,
            link.awaitServiceRequest(LONG),
            "the instrument has hung up, so polling must take over");
        assertEquals(0, replied.get());
      }
      assertTrue(instrument.calls.stream().anyMatch(c -> c.contains("000000010000001a")));
    }
  }

  @Test
  void malformedServiceRequestsCountAsWell() throws IOException {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    try (ScriptedVxi11 instrument = new ScriptedVxi11(1024)) {
      sends(
          instrument,
          c -> {
            byte[] whole = request(1).toByteArray();
            // The mark says four bytes more than there are.
            c.say(new byte[] {(byte) 0x80, 0, 0, (byte) (whole.length + 4)});
            c.say(whole);
            await(first);
            // No handle at all.
            RpcCall.begin(2, 0x0607B1, 1, 30).sendRecord(c.out());
            await(over);
          });
      try (Transport link = instrument.open()) {
        assertEquals(ServiceRequest.REQUESTED, link.awaitServiceRequest(LONG));
        first.countDown();
        assertEquals(ServiceRequest.REQUESTED, link.awaitServiceRequest(LONG));
        over.countDown();
      }
    }
  }

  @Test
  void otherCallsAreNoServiceRequests() throws IOException {
    CountDownLatch over = new CountDownLatch(1);
    try (ScriptedVxi11 instrument = new ScriptedVxi11(1024)) {
      sends(
          instrument,
          c -> {
            RpcCall.begin(1, 0x0607AF, 1, 30).sendRecord(c.out());
            new XdrWriter().sendRecord(c.out());
            c.say("\u007f\u00ff\u00ff\u00ff");
            await(over);
          });
      try (Transport link = instrument.open()) {
        assertEquals(ServiceRequest.UNAVAILABLE, link.awaitServiceRequest(LONG));
        over.countDown();
      }
    }
  }

  @Test
  void closingTwiceAndAfterALossIsSilent() throws IOException {
    ScriptedVxi11 instrument = new ScriptedVxi11(1024);
    Transport link = instrument.open();
    instrument.close();
    link.close();
    link.close();
    assertArrayEquals(new String[0], instrument.calls.stream().skip(2).toArray());
  }
}
