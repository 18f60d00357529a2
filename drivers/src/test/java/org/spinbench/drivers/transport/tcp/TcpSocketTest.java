package org.spinbench.drivers.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.InProcess;
import org.spinbench.drivers.transport.LoopbackServer;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.system.SystemTransports;

class TcpSocketTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(30);

  private final SystemTransports transports = new SystemTransports();

  @Test
  void messagesGoOutWithOneLineFeedAndComeBackWithoutTheirs() throws IOException {
    try (LoopbackServer server =
            new LoopbackServer(
                c -> {
                  for (String line = c.line(); line != null; line = c.line()) {
                    c.say("<" + line + ">\r\n");
                  }
                });
        Transport link = transports.open(server.name())) {
      link.write("*IDN?".getBytes(), LONG);
      assertEquals("<*IDN?>", read(link, LONG));
      link.write(new byte[0], LONG);
      assertEquals("<>", read(link, LONG));
      assertFalse(link.clear());
    }
  }

  @Test
  void blockOfLineFeedsComesWholeWithAndWithoutTerminator() throws IOException {
    byte[] block = ("#41000" + "\n".repeat(1000)).getBytes();
    try (LoopbackServer server =
            new LoopbackServer(
                c -> {
                  String line = c.line();
                  while (line != null) {
                    c.say(block);
                    c.say(line.equals("WITH?") ? "\n" : "");
                    line = c.line();
                  }
                });
        Transport link = transports.open(server.name())) {
      for (String query : new String[] {"WITH?", "WITHOUT?", "WITHOUT?", "WITH?"}) {
        link.write(query.getBytes(), LONG);
        assertArrayEquals(block, link.read(LONG));
      }
    }
  }

  @Test
  void deadlineHoldsForTheWholeMessageHoweverItTrickles() throws IOException {
    CountDownLatch gaveUp = new CountDownLatch(1);
    CountDownLatch trickles = new CountDownLatch(2);
    try (LoopbackServer server =
            new LoopbackServer(
                c -> {
                  c.line();
                  while (gaveUp.getCount() > 0) {
                    c.say("1");
                    trickles.countDown();
                    new SystemClock().sleep(Duration.ofMillis(5));
                  }
                });
        Transport link = transports.open(server.name())) {
      link.write("X?".getBytes(), LONG);
      await(trickles);
      String message =
          assertThrows(TransportTimeoutException.class, () -> link.read(Duration.ofMillis(400)))
              .getMessage();
      gaveUp.countDown();
      assertTrue(message.contains("0.4 s"), message);
      assertTrue(message.contains("\"11"), message);
    }
  }

  @Test
  void silenceIsATimeoutAndAHangUpIsTheEndOfTheStream() throws IOException {
    CountDownLatch hangUp = new CountDownLatch(1);
    try (LoopbackServer server =
            new LoopbackServer(
                c -> {
                  c.line();
                  await(hangUp);
                  c.say("half");
                });
        Transport link = transports.open(server.name())) {
      link.write("X?".getBytes(), LONG);
      assertThrows(TransportTimeoutException.class, () -> link.read(SHORT));
      hangUp.countDown();
      String message = assertThrows(EndOfStreamException.class, () -> link.read(LONG)).getMessage();
      assertTrue(message.contains("half"), message);
    }
  }

  @Test
  void anAnswerThatNobodyAskedForStopsTheNextMessage() throws IOException {
    try (LoopbackServer server =
            new LoopbackServer(
                c -> {
                  c.line();
                  c.say("1\n2\n");
                  c.line();
                });
        Transport link = transports.open(server.name())) {
      link.write("X?".getBytes(), LONG);
      assertEquals("1", read(link, LONG));
      String message =
          assertThrows(TransportException.class, () -> link.write("Y?".getBytes(), LONG))
              .getMessage();
      assertTrue(message.contains("unasked: \"2\\x0A\""), message);
    }
  }

  /** A clock that stands still. */
  private static final class StandingClock implements Clock {
    private volatile long nanos = Long.MIN_VALUE / 3;

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public Instant now() {
      return Instant.EPOCH;
    }

    @Override
    public void sleep(Duration duration) {
      nanos += duration.toNanos();
    }
  }

  /** A server that says "late" after its first answer when it is let, and echoes what is asked. */
  private static LoopbackServer serverThatAddsSomething(CountDownLatch let, CountDownLatch said)
      throws IOException {
    return new LoopbackServer(
        c -> {
          c.say(c.line() + "\n");
          await(let);
          c.say("late\n");
          said.countDown();
          for (String line = c.line(); line != null; line = c.line()) {
            c.say(line + "\n");
          }
        });
  }

  /** What is done with a link whose last answer is so old, when "late" has come after it. */
  private interface LateUse {
    void of(Transport link) throws Exception;
  }

  private static void withSomethingLate(long nanosAfterTheAnswer, LateUse use) throws Exception {
    StandingClock clock = new StandingClock();
    CountDownLatch let = new CountDownLatch(1);
    CountDownLatch said = new CountDownLatch(1);
    try (LoopbackServer server = serverThatAddsSomething(let, said);
        Transport link = TcpSocket.connect(server.name(), LONG, clock, 1 << 20)) {
      link.write("A?".getBytes(), LONG);
      assertEquals("A?", read(link, LONG));
      let.countDown();
      said.await();
      clock.sleep(Duration.ofNanos(nanosAfterTheAnswer));
      use.of(link);
    }
  }

  @Test
  void whatComesUnaskedIsLookedForOnceAnAnswerIsTenMicrosecondsOld() throws Exception {
    withSomethingLate(
        10_000,
        link -> {
          String message =
              assertThrows(TransportException.class, () -> link.write("B?".getBytes(), LONG))
                  .getMessage();
          assertTrue(message.contains("unasked: \"late\\x0A\""), message);
        });
  }

  @Test
  void whatComesBeforeThatIsLeftToTheNextRead() throws Exception {
    withSomethingLate(
        9_999,
        link -> {
          link.write("B?".getBytes(), LONG);
          assertEquals("late", read(link, LONG));
        });
  }

  @Test
  void aMessageThatFollowsAMessageIsAlwaysPrecededByALook() throws Exception {
    StandingClock clock = new StandingClock();
    CountDownLatch let = new CountDownLatch(1);
    CountDownLatch said = new CountDownLatch(1);
    try (LoopbackServer server = serverThatAddsSomething(let, said);
        Transport link = TcpSocket.connect(server.name(), LONG, clock, 1 << 20)) {
      link.write("A?".getBytes(), LONG);
      let.countDown();
      said.await();
      String message =
          assertThrows(TransportException.class, () -> link.write("B?".getBytes(), LONG))
              .getMessage();
      assertTrue(message.contains("unasked: \"A?\\x0Alate"), message);
    }
  }

  @Test
  void aConnectionThatWasClosedWhileNothingWasAskedStopsTheNextMessage() throws Exception {
    CountDownLatch hangUp = new CountDownLatch(1);
    CountDownLatch hungUp = new CountDownLatch(1);
    try (LoopbackServer server =
            new LoopbackServer(
                c -> {
                  await(hangUp);
                  c.close();
                  hungUp.countDown();
                });
        Transport link = transports.open(server.name())) {
      hangUp.countDown();
      hungUp.await();
      String message =
          assertThrows(EndOfStreamException.class, () -> link.write("LEVEL 1".getBytes(), LONG))
              .getMessage();
      assertTrue(message.startsWith(server.name() + " closed the connection"), message);
    }
  }

  @Test
  void aPeerThatDoesNotReadIsATimeout() throws IOException {
    CountDownLatch done = new CountDownLatch(1);
    try (LoopbackServer server = new LoopbackServer(c -> await(done));
        Transport link = TcpSocket.connect(server.name(), LONG, new SystemClock(), 1 << 20)) {
      byte[] message = new byte[64 << 20];
      String said =
          assertThrows(TransportTimeoutException.class, () -> link.write(message, SHORT))
              .getMessage();
      done.countDown();
      assertTrue(said.matches(".*took [0-9]+ of 67108865 bytes within 0.03 s.*"), said);
    }
  }

  @Test
  void theTimeThatAPeerTakesToReadIsTakenFromItsTimeToAnswer() throws IOException {
    Duration pause = Duration.ofMillis(100);
    try (LoopbackServer server =
            new LoopbackServer(
                c -> {
                  int first = c.in().read(); // the message has begun, and so has its time
                  new SystemClock().sleep(pause);
                  c.say(((char) first + c.line()).length() + "\n");
                });
        Transport link = transports.open(server.name())) {
      Duration left = link.write("x".repeat(8 << 20).getBytes(), LONG);
      assertTrue(left.compareTo(LONG.minus(pause)) <= 0, left.toString());
      assertEquals("8388608", read(link, left));
    }
  }

  @Test
  void anInterruptedThreadStillTalks() throws IOException {
    try (LoopbackServer server =
        new LoopbackServer(
            c -> {
              for (String line = c.line(); line != null; line = c.line()) {
                new SystemClock().sleep(Duration.ofMillis(2));
                c.say(line + "\n");
              }
            })) {
      Thread.currentThread().interrupt();
      try (Transport link = transports.open(server.name())) {
        for (String query : new String[] {"OUTP OFF?", "*IDN?"}) {
          link.write(query.getBytes(), LONG);
          assertEquals(query, read(link, LONG));
        }
      }
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  void aServerThatGreetsIsNoInstrument() throws Exception {
    CountDownLatch greeted = new CountDownLatch(1);
    try (LoopbackServer server =
            new LoopbackServer(
                c -> {
                  c.say("Welcome to the SCPI parser\r\nSCPI> ");
                  greeted.countDown();
                  c.line();
                });
        Transport link = transports.open(server.name())) {
      greeted.await();
      String message =
          assertThrows(TransportException.class, () -> link.write("*IDN?".getBytes(), LONG))
              .getMessage();
      assertTrue(message.contains("speaks before it is asked"), message);
      assertTrue(message.contains("\"Welcome to the SCPI parser"), message);
    }
  }

  @Test
  void aServerThatAcceptsNobodyIsATimeout() throws IOException {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket first = new Socket(InetAddress.getLoopbackAddress(), full.getLocalPort());
        Socket second = new Socket(InetAddress.getLoopbackAddress(), full.getLocalPort())) {
      ResourceName.TcpipSocket name =
          new ResourceName.TcpipSocket(0, "127.0.0.1", full.getLocalPort());
      String message =
          assertThrows(
                  TransportTimeoutException.class,
                  () -> TcpSocket.connect(name, SHORT, new SystemClock(), 1 << 20))
              .getMessage();
      assertTrue(message.contains("did not accept a connection within 0.03 s"), message);
      assertTrue(first.isConnected() && second.isConnected());
    }
  }

  @Test
  void aResetIsALostLink() throws IOException {
    try (LoopbackServer server =
            new LoopbackServer(
                c -> {
                  c.line();
                  c.reset();
                });
        Transport link = transports.open(server.name())) {
      link.write("X?".getBytes(), LONG);
      String message = assertThrows(TransportException.class, () -> link.read(LONG)).getMessage();
      assertTrue(message.contains(server.name().toString()), message);
    }
  }

  @Test
  void connectionErrorsSayWhatToCheck() throws IOException {
    try (Socket notListening = new Socket()) {
      notListening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      ResourceName closed =
          new ResourceName.TcpipSocket(0, "127.0.0.1", notListening.getLocalPort());
      String refused =
          assertThrows(TransportException.class, () -> transports.open(closed)).getMessage();
      assertTrue(refused.contains("refused") && refused.contains("check the port"), refused);
    }

    ResourceName nowhere = new ResourceName.TcpipSocket(0, "no-such-host.invalid", 5025);
    String unknown =
        assertThrows(TransportException.class, () -> transports.open(nowhere)).getMessage();
    assertTrue(unknown.contains("host no-such-host.invalid is unknown"), unknown);
  }

  @Test
  void anInstrumentInsideTheProgramIsNotOnAnyLink() {
    ResourceName resource = ResourceName.parse("INPROC::rf_1::INSTR");
    String message =
        assertThrows(TransportException.class, () -> transports.open(resource)).getMessage();
    assertTrue(message.startsWith(resource.toString()), message);
    assertTrue(message.contains("::SOCKET"), message);
  }

  @Test
  void inProcessLinkNeverWaits() {
    Endpoint silent =
        new Endpoint() {
          @Override
          public void write(byte[] message) {}

          @Override
          public byte[] read() {
            return null;
          }

          @Override
          public void clear() {}
        };
    InProcess link = new InProcess(new ResourceName.InProcess("rf_1"), silent);
    link.write("*RST".getBytes(), LONG);
    String message =
        assertThrows(TransportTimeoutException.class, () -> link.read(Duration.ofDays(1)))
            .getMessage();
    assertTrue(message.contains("nothing to say"), message);
    assertTrue(link.clear());
    link.close();
    assertThrows(TransportException.class, () -> link.write(new byte[0], LONG));
  }

  @Test
  void sleepingKeepsItsWholeDurationWhenInterrupted() {
    SystemClock clock = new SystemClock();
    long begin = clock.nanos();
    Thread.currentThread().interrupt();
    clock.sleep(Duration.ofMillis(2));
    assertTrue(Thread.interrupted());
    assertTrue(clock.nanos() - begin >= 2_000_000);
    clock.sleep(Duration.ofSeconds(-1));
  }

  private static String read(Transport link, Duration timeout) {
    return new String(link.read(timeout), StandardCharsets.ISO_8859_1);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
