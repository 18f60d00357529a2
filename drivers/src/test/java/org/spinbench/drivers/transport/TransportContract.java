package org.spinbench.drivers.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spinbench.drivers.scpi.EightThreads;
import org.spinbench.drivers.scpi.FaultTrial;
import org.spinbench.drivers.transport.ContractInstrument.Kind;
import org.spinbench.drivers.transport.Transport.ServiceRequest;
import org.spinbench.drivers.transport.resource.ResourceName;

/**
 * What {@link Transport} promises, tried on one kind of link. A subclass says how an instrument is
 * served, how the server is reached, and which services the link has.
 *
 * <p>Nothing here measures time: a deadline that is not kept ends in the class's own time limit.
 */
@Timeout(120)
public abstract class TransportContract extends DeadlineContract {
  private static final int MAV = 1 << 4;
  private static final String LONG_RUN = "spinbench.faults";
  private static final int FEW_QUERIES = 800;
  private static final int MANY_CLOSINGS = 200;
  private static final int MANY_QUERIES = 100_000;
  private static final int FEW_FAULTS = 20;
  private static final int LONG_PAYLOAD = 1 << 20;

  /**
   * Lengths in bytes at which the link, or a buffer on the way, begins another packet; messages of
   * one byte less, just as many and one more are tried.
   */
  protected int[] chunkLimits() {
    return new int[0];
  }

  /** The longest program message in bytes that the server takes. */
  protected int longestProgramMessage() {
    return 1 << 20;
  }

  /**
   * True if the link waits for seconds until it gives up an acknowledgement that is lost. Faults
   * that lose something are then tried in the long run only.
   */
  protected boolean isPatient() {
    return false;
  }

  /** False for what cannot happen to this kind of link. */
  protected boolean canHappen(LinkFault fault) {
    return !fault.isOfLines() || !has(Service.TELLS_ANSWERS_APART);
  }

  /** Opens a link on which many answers will be lost: it need not wait long for each. */
  protected Transport openHastily(ResourceName name) {
    return open(name);
  }

  /** As what an exchange with this fault may end on this link besides what every link allows. */
  protected Set<Class<?>> alsoEnds(LinkFault fault) {
    return Set.of();
  }

  private static byte[] askBlock(Transport link, String query) {
    link.write(bytes(query), LONG);
    return link.read(LONG);
  }

  // Messages.

  @Test
  void identifies() {
    try (Transport link = open(name())) {
      assertEquals(ContractInstrument.IDENTITY, ask(link, "*IDN?"));
    }
  }

  @Test
  void answersManyQueriesInTheirOrder() {
    try (Transport link = open(name())) {
      for (int k = 0; k < 500; k++) {
        assertEquals("n" + k, ask(link, "ECHO? n" + k));
      }
    }
  }

  @Test
  void messagesWithoutAnswersPileUpNothing() {
    try (Transport link = open(name())) {
      for (int k = 0; k < 100; k++) {
        link.write(bytes("DATA #11" + k % 10), LONG);
      }
      assertEquals("#119", ask(link, "DATA?"));
    }
  }

  @Test
  void theShortestMessages() {
    try (Transport link = open(name())) {
      link.write(new byte[0], LONG);
      link.write(bytes(";"), LONG);
      assertEquals("x", ask(link, "ECHO? x"));
      assertEquals("#10", ask(link, "BLOCK? 0 HASHES"));
      assertEquals("0", ask(link, "ECHO? 0"));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void blocksOfAllLengthsComeWhole(Kind kind) {
    assumeTrue(has(Service.BINARY), "the link carries text only");
    try (Transport link = open(name())) {
      for (int length : payloadLengths()) {
        byte[] expected = ContractInstrument.block(ContractInstrument.payload(length, kind));
        assertArrayEquals(expected, askBlock(link, "BLOCK? " + length + " " + kind), "" + length);
      }
      assertEquals("in step", ask(link, "ECHO? in step"));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void blocksOfAllLengthsArriveWhole(Kind kind) {
    assumeTrue(has(Service.BINARY), "the link carries text only");
    try (Transport link = open(name())) {
      for (int length : payloadLengths()) {
        byte[] block = ContractInstrument.block(ContractInstrument.payload(length, kind));
        byte[] message = join(bytes("DATA "), block);
        if (message.length <= longestProgramMessage()) {
          link.write(message, LONG);
          assertArrayEquals(block, askBlock(link, "DATA?"), "" + length);
        }
      }
    }
  }

  /** Lengths about powers of two, and those that make a whole message meet a chunk limit. */
  private Set<Integer> payloadLengths() {
    Set<Integer> lengths = new TreeSet<>(Set.of(1, 2, 9, 10, 255, 256, 1023, 1024, 4096, 65_536));
    for (int limit : chunkLimits()) {
      int digits = Integer.toString(limit).length();
      for (int framing = 0; framing <= 2 + digits + "DATA ".length() + "\n".length(); framing++) {
        lengths.add(limit - framing - 1);
        lengths.add(limit - framing);
        lengths.add(limit - framing + 1);
      }
      lengths.add(2 * limit - 2 - digits);
    }
    lengths.removeIf(length -> length < 1);
    return lengths;
  }

  private static byte[] join(byte[] head, byte[] tail) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(head);
    both.writeBytes(tail);
    return both.toByteArray();
  }

  @Test
  void longMessagesBothWays() {
    try (Transport link = open(name())) {
      if (has(Service.BINARY)) {
        byte[] block =
            ContractInstrument.block(ContractInstrument.payload(LONG_PAYLOAD, Kind.RANDOM));
        assertArrayEquals(block, askBlock(link, "BLOCK? " + LONG_PAYLOAD + " RANDOM"));
      }
      int room = Math.min(longestProgramMessage(), 1 << 16) - "ECHO? ".length() - 2;
      String text = "0123456789abcdef".repeat(room / 16);
      assertEquals(text, ask(link, "ECHO? " + text));
    }
  }

  // Time.

  @Test
  void aMissingAnswerIsATimeoutAndTheLinkStaysUsable() {
    try (Transport link = open(name())) {
      link.write(bytes("MUTE?"), LONG);
      String message = timeout(link);
      assertTrue(message.contains(name().toString()), message);
      if (has(Service.DEVICE_CLEAR)) {
        assertTrue(link.clear(LONG));
        assertEquals("again", ask(link, "ECHO? again"));
      } else {
        assertFalse(link.clear());
      }
    }
  }

  private static String timeout(Transport link) {
    return assertThrows(TransportTimeoutException.class, () -> link.read(SHORT)).getMessage();
  }

  @Test
  void aLateAnswerIsGoneAfterDeviceClear() {
    assumeTrue(has(Service.WAITS) && has(Service.DEVICE_CLEAR), "no device clear while it works");
    try (Transport link = open(name())) {
      for (int k = 0; k < 5; k++) {
        link.write(bytes("HOLD? late"), LONG);
        timeout(link);
        int before = instrument.clears();
        assertTrue(link.clear(LONG));
        assertNotEquals(before, instrument.clears(), "device clear did not reach the instrument");
        assertEquals("next" + k, ask(link, "ECHO? next" + k));
      }
    }
  }

  @Test
  void anAnswerThatIsReadyIsGoneAfterDeviceClear() {
    assumeTrue(has(Service.DEVICE_CLEAR), "no device clear");
    try (Transport link = open(name())) {
      link.write(bytes("ECHO? unread"), LONG);
      assertTrue(link.clear());
      assertEquals("next", ask(link, "ECHO? next"));
      assertTrue(link.clear());
      assertTrue(link.clear());
      assertEquals("after", ask(link, "ECHO? after"));
    }
  }

  @Test
  void aLateAnswerDoesNotOutliveItsLink() {
    assumeTrue(has(Service.WAITS), "in-process links are not late");
    try (Transport link = open(name())) {
      link.write(bytes("HOLD? late"), LONG);
      instrument.awaitHolding();
      timeout(link);
    }
    instrument.release();
    try (Transport link = open(name())) {
      assertEquals("next", ask(link, "ECHO? next"));
      assertEquals(ContractInstrument.IDENTITY, ask(link, "*IDN?"));
    }
  }

  @Test
  void aLateAnswerIsNotTakenForTheNextOne() {
    assumeTrue(
        has(Service.WAITS) && has(Service.TELLS_ANSWERS_APART),
        "answers carry no mark of their question");
    try (Transport link = open(name())) {
      link.write(bytes("HOLD? late"), LONG);
      instrument.awaitHolding();
      timeout(link);
      instrument.release();
      for (int k = 0; k < 3; k++) {
        assertNeverLate(link, "next" + k);
      }
      assertTrue(link.clear(LONG));
      assertEquals("after", ask(link, "ECHO? after"));
    }
  }

  /** An exception will do; the late answer will not. */
  private static void assertNeverLate(Transport link, String nonce) {
    try {
      link.write(bytes("ECHO? " + nonce), LONG);
      assertEquals(nonce, new String(link.read(SHORT), StandardCharsets.ISO_8859_1));
    } catch (TransportException refused) {
      assertFalse(refused.getMessage().isEmpty());
    }
  }

  // The end.

  @Test
  void theEndOfTheStreamIsNoticedByAReadThatWaits() throws Exception {
    assumeTrue(has(Service.END_OF_STREAM), "the link has no end of stream");
    try (Transport link = open(name())) {
      assertEquals("x", ask(link, "ECHO? x"));
      link.write(bytes("MUTE?"), LONG);
      CompletableFuture<byte[]> read = CompletableFuture.supplyAsync(() -> link.read(LONG));
      stop();
      Throwable ended = assertThrows(CompletionException.class, read::join).getCause();
      String message = assertInstanceOf(EndOfStreamException.class, ended).getMessage();
      assertTrue(message.contains(name().toString()), message);
    }
  }

  @Test
  void theEndOfTheStreamIsNoticedByTheNextExchange() throws Exception {
    assumeTrue(has(Service.END_OF_STREAM), "the link has no end of stream");
    try (Transport link = open(name())) {
      assertEquals("x", ask(link, "ECHO? x"));
      stop();
      TransportException lost = assertThrows(TransportException.class, () -> ask(link, "ECHO? y"));
      assertFalse(lost instanceof TransportTimeoutException, lost.toString());
      assertTrue(lost.getMessage().contains(name().toString()), lost.getMessage());
    }
  }

  @Test
  void closingNeverThrows() throws Exception {
    Transport link = open(name());
    link.close();
    link.close();
    Transport abandoned = open(name());
    abandoned.write(bytes("ECHO? unread"), LONG);
    stop();
    abandoned.close();
    abandoned.close();
  }

  @Test
  void aClosedLinkSaysSo() {
    Transport link = open(name());
    link.close();
    assertClosed(() -> link.write(bytes("*IDN?"), LONG));
    assertClosed(() -> link.read(LONG));
    assertClosed(link::clear);
    if (has(Service.SERIAL_POLL)) {
      assertClosed(() -> link.serialPoll(LONG));
    }
    if (has(Service.TRIGGER)) {
      assertClosed(link::trigger);
    }
    if (has(Service.SERVICE_REQUEST)) {
      assertClosed(() -> link.awaitServiceRequest(LONG));
    }
    if (has(Service.LOCKS)) {
      assertClosed(() -> link.lock(LONG));
      assertClosed(link::unlock);
    }
  }

  private void assertClosed(Runnable use) {
    TransportException closed = assertThrows(TransportException.class, use::run);
    assertFalse(closed instanceof TransportTimeoutException, closed.toString());
    String message = closed.getMessage();
    assertTrue(message.contains(name().toString()) && message.contains("closed"), message);
  }

  @Test
  void severalLinksAreAnsweredEachItsOwn() {
    try (Transport a = open(name());
        Transport b = open(name())) {
      for (int k = 0; k < 50; k++) {
        assertEquals("a" + k, ask(a, "ECHO? a" + k));
        assertEquals("b" + k, ask(b, "ECHO? b" + k));
      }
    }
  }

  /** In the long run, with {@code -Dspinbench.faults=10000}, a hundred thousand queries. */
  @Test
  @Timeout(3_600)
  void eightThreadsOnOneSessionAreAnsweredEachItsOwn() throws InterruptedException {
    int queries = Integer.getInteger(LONG_RUN) == null ? FEW_QUERIES : MANY_QUERIES;
    assertEquals(queries, EightThreads.rightAnswers(name(), this::open, queries));
  }

  // Faults.

  @ParameterizedTest
  @EnumSource(LinkFault.class)
  void everyFaultEndsAsItsKindAndIsRecoveredFrom(LinkFault fault) throws IOException {
    List<LinkFault> faults = faults();
    assumeTrue(faults.contains(fault), "not on this link, or only in the long run");
    try (FaultProxy proxy = new FaultProxy(port().getAsInt(), FaultTrial.TIMEOUT, faults, 1);
        FaultTrial trial = new FaultTrial(name(proxy.port()), this::openHastily, proxy, 1)) {
      trial.one(fault, alsoEnds(fault));
    }
  }

  /**
   * No wrong value, whatever happens on the link. In the long run, with {@code
   * -Dspinbench.faults=10000}, so many faults are injected, and the figures are printed; over a
   * socket that takes about ten minutes.
   */
  @Test
  @Timeout(7_200)
  void noFaultMakesAWrongValue() throws IOException {
    List<LinkFault> faults = faults();
    int count = Integer.getInteger(LONG_RUN, FEW_FAULTS);
    try (FaultProxy proxy = new FaultProxy(port().getAsInt(), FaultTrial.TIMEOUT, faults, count);
        FaultTrial trial = new FaultTrial(name(proxy.port()), this::openHastily, proxy, count)) {
      trial.run(count);
      assertTrue(trial.outcomes().get("right") > 0, trial.outcomes().toString());
      if (count > FEW_FAULTS) {
        System.out.println(name() + " " + proxy.injected() + " " + trial.outcomes());
      }
    }
  }

  /** In the long run, with {@code -Dspinbench.faults=10000}, the figures are printed. */
  @Test
  @Timeout(600)
  void aClosedConnectionIsNoticedWhileAnAnswerIsWaitedFor() throws IOException {
    assumeTrue(faults().contains(LinkFault.CLOSED), "the link has no connection to be closed");
    boolean longRun = Integer.getInteger(LONG_RUN) != null;
    List<LinkFault> closed = List.of(LinkFault.CLOSED);
    try (FaultProxy proxy = new FaultProxy(port().getAsInt(), FaultTrial.TIMEOUT, closed, 1);
        FaultTrial trial = new FaultTrial(name(proxy.port()), this::openHastily, proxy, 1)) {
      double[] seconds = trial.noticeOfClosing(longRun ? MANY_CLOSINGS : 3);
      if (longRun) {
        System.out.printf(
            Locale.ROOT,
            "%s: %d closed connections noticed after %.3f ms in the median, %.3f ms at most%n",
            name(),
            seconds.length,
            1e3 * seconds[seconds.length / 2],
            1e3 * seconds[seconds.length - 1]);
      }
    }
  }

  /** The faults that can happen on this link. */
  private List<LinkFault> faults() {
    assumeTrue(port().isPresent(), "only TCP servers are reached by way of a proxy");
    boolean losses = !isPatient() || Integer.getInteger(LONG_RUN) != null;
    return Stream.of(LinkFault.values())
        .filter(this::canHappen)
        .filter(fault -> losses || !fault.losesTheAnswer())
        .toList();
  }

  // Status byte, trigger, service request.

  @Test
  void serialPollReadsTheStatusByteAndClearsRqs() {
    try (Transport link = open(name())) {
      if (!has(Service.SERIAL_POLL)) {
        assertEquals(OptionalInt.empty(), link.serialPoll(LONG));
        return;
      }
      assertEquals(0, poll(link));
      instrument.requestService(0x84);
      assertEquals(0xC4, poll(link));
      assertEquals(0x84, poll(link));
      assertEquals("in step", ask(link, "ECHO? in step"));
    }
  }

  /** Some links add MAV by themselves, from what they hold. */
  private static int poll(Transport link) {
    return link.serialPoll(LONG).orElseThrow() & ~MAV;
  }

  @Test
  void serialPollIsAnsweredWhileTheInstrumentWorks() {
    assumeTrue(has(Service.SERIAL_POLL) && has(Service.WAITS), "no serial poll while it works");
    try (Transport link = open(name())) {
      link.write(bytes("HOLD? done"), LONG);
      instrument.awaitHolding();
      instrument.requestService(0x01);
      assertEquals(0x41, poll(link));
      instrument.release();
      assertEquals("done", new String(link.read(LONG), StandardCharsets.ISO_8859_1));
    }
  }

  @Test
  void triggersArriveInTheOrderOfTheMessages() {
    try (Transport link = open(name())) {
      if (!has(Service.TRIGGER)) {
        assertFalse(link.trigger());
        return;
      }
      for (int k = 1; k <= 5; k++) {
        assertTrue(link.trigger());
        assertEquals("" + k, ask(link, "TRIG:COUN?"));
      }
    }
  }

  @Test
  void aServiceRequestIsWaitedForAndCountsOnce() {
    try (Transport link = open(name())) {
      if (!has(Service.SERVICE_REQUEST)) {
        assertEquals(ServiceRequest.UNAVAILABLE, link.awaitServiceRequest(LONG));
        return;
      }
      assertEquals(ServiceRequest.NOT_REQUESTED, link.awaitServiceRequest(SHORT));
      for (int k = 1; k <= 3; k++) {
        instrument.requestService(k);
        assertEquals(ServiceRequest.REQUESTED, link.awaitServiceRequest(LONG));
        assertEquals(0x40 | k, poll(link));
        assertEquals(ServiceRequest.NOT_REQUESTED, link.awaitServiceRequest(SHORT));
        assertEquals("k" + k, ask(link, "ECHO? k" + k));
      }
    }
  }

  @Test
  void aServiceRequestWakesTheOneWhoWaits() {
    assumeTrue(has(Service.SERVICE_REQUEST), "the link carries no service requests");
    try (Transport link = open(name())) {
      assertEquals(ServiceRequest.NOT_REQUESTED, link.awaitServiceRequest(SHORT));
      CompletableFuture<ServiceRequest> wait =
          CompletableFuture.supplyAsync(() -> link.awaitServiceRequest(LONG));
      instrument.requestService(0x20);
      assertEquals(ServiceRequest.REQUESTED, wait.join());
      assertEquals(0x60, poll(link));
    }
  }

  // Locks.

  @Test
  void aLinkWithoutLocksSaysSo() {
    assumeFalse(has(Service.LOCKS), "the link has locks");
    try (Transport link = open(name())) {
      assertFalse(link.lock(LONG));
      assertThrows(TransportException.class, link::unlock);
    }
  }

  @Test
  void aLockKeepsOtherLinksOut() {
    assumeTrue(has(Service.LOCKS), "the link has no locks");
    try (Transport holder = open(name());
        Transport other = open(name())) {
      assertTrue(holder.lock(LONG));
      assertEquals("held", ask(holder, "ECHO? held"));
      String message =
          assertThrows(TransportTimeoutException.class, () -> other.lock(SHORT)).getMessage();
      assertTrue(message.contains(name().toString()), message);
      assertThrows(TransportException.class, () -> holder.lock(SHORT));
      holder.unlock();
      assertTrue(other.lock(LONG));
      assertEquals("handed on", ask(other, "ECHO? handed on"));
      other.unlock();
      assertThrows(TransportException.class, other::unlock);
      assertEquals("free", ask(holder, "ECHO? free"));
    }
  }

  @Test
  void aLockKeepsOtherLinksFromAsking() {
    assumeTrue(has(Service.LOCKS), "the link has no locks");
    try (Transport holder = open(name());
        Transport other = open(name())) {
      assertTrue(holder.lock(LONG));
      assertThrows(
          TransportException.class,
          () -> {
            other.write(bytes("ECHO? stolen"), LONG);
            other.read(SHORT);
          });
      holder.unlock();
    }
    try (Transport next = open(name())) {
      assertEquals("next", ask(next, "ECHO? next"));
    }
  }

  @Test
  void aLockEndsWithItsLink() {
    assumeTrue(has(Service.LOCKS), "the link has no locks");
    try (Transport other = open(name())) {
      Transport holder = open(name());
      assertTrue(holder.lock(LONG));
      holder.close();
      assertTrue(other.lock(LONG));
      assertEquals("mine", ask(other, "ECHO? mine"));
    }
  }
}
