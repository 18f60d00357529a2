package org.spinbench.drivers.transport.hislip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.system.SystemTransports;

/**
 * The client byte by byte: what it must send is written down by hand from IVI-6.1, and what it is
 * answered is played by the test.
 */
@Timeout(120)
class HiSlipTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(80);
  private static final String NOTHING = "00 00 00 00 00 00 00 00";

  private ServerSocket listener;
  private Socket sync;
  private Socket async;
  private Transport link;

  @BeforeEach
  void listen() throws IOException {
    listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void hangUp() throws IOException {
    listener.close();
    if (link != null) {
      link.close();
    }
  }

  private ResourceName name() {
    return new ResourceName.HiSlip(0, "127.0.0.1", "hislip0", listener.getLocalPort());
  }

  private CompletableFuture<Transport> opening() {
    return CompletableFuture.supplyAsync(() -> new SystemTransports().open(name()));
  }

  /** Opens a link to a server of version 2.0 that takes messages of 48 bytes. */
  private void open() throws Exception {
    open("48 53 01 00 02 00 00 2A" + NOTHING);
  }

  private void open(String greeting) throws Exception {
    open(greeting, opening());
  }

  private void open(String greeting, CompletableFuture<Transport> opening) throws Exception {
    sync = listener.accept();
    sync.setTcpNoDelay(true);
    expect(sync, "48 53 00 00 02 00 53 42 00 00 00 00 00 00 00 07", "hislip0");
    say(sync, greeting);
    async = listener.accept();
    async.setTcpNoDelay(true);
    expect(async, "48 53 11 00 00 00 00 2A" + NOTHING);
    say(async, "48 53 12 00 00 00 58 58" + NOTHING);
    expect(async, "48 53 0F 00 00 00 00 00 00 00 00 00 00 00 00 08 00 00 00 00 10 00 00 00");
    say(async, "48 53 10 00 00 00 00 00 00 00 00 00 00 00 00 08 00 00 00 00 00 00 00 30");
    link = opening.get();
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static void say(Socket channel, String hex) throws IOException {
    say(channel, hex, "");
  }

  private static void say(Socket channel, String hex, String text) throws IOException {
    byte[] head = bytes(hex);
    byte[] tail = text.getBytes(StandardCharsets.ISO_8859_1);
    channel
        .getOutputStream()
        .write(ByteBuffer.allocate(head.length + tail.length).put(head).put(tail).array());
  }

  private static void expect(Socket channel, String hex) throws IOException {
    expect(channel, hex, "");
  }

  private static void expect(Socket channel, String hex, String text) throws IOException {
    InputStream in = channel.getInputStream();
    byte[] head = bytes(hex);
    assertEquals(
        HexFormat.of().formatHex(head), HexFormat.of().formatHex(in.readNBytes(head.length)));
    byte[] tail = in.readNBytes(text.length());
    assertEquals(text, new String(tail, StandardCharsets.ISO_8859_1));
  }

  private static void expectNothing(Socket channel) throws IOException {
    assertEquals(0, channel.getInputStream().available());
  }

  private void write(String message) {
    link.write(message.getBytes(StandardCharsets.ISO_8859_1), LONG);
  }

  private String read() {
    return new String(link.read(LONG), StandardCharsets.ISO_8859_1);
  }

  @Test
  void idsCountUpByTwoAndWrapAndEachDeliveryIsReportedOnce() throws Exception {
    open();
    write("*CLS");
    expect(sync, "48 53 07 00 FF FF FF 00 00 00 00 00 00 00 00 04", "*CLS");
    write("A?");
    expect(sync, "48 53 07 00 FF FF FF 02 00 00 00 00 00 00 00 02", "A?");
    say(sync, "48 53 07 00 FF FF FF 02 00 00 00 00 00 00 00 02", "1\n");
    assertEquals("1", read());
    link.trigger();
    expect(sync, "48 53 0C 01 FF FF FF 04" + NOTHING);
    for (int id = 0xFFFFFF06; id != 2; id += 2) {
      write("");
      String number = HexFormat.of().toHexDigits(id);
      expect(sync, "48 53 07 00" + number + NOTHING);
    }
  }

  @Test
  void aMessageLongerThanTheServerTakesIsSplit() throws Exception {
    open();
    String text = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
    write(text);
    expect(sync, "48 53 06 00 FF FF FF 00 00 00 00 00 00 00 00 20", text.substring(0, 32));
    expect(sync, "48 53 06 00 FF FF FF 02 00 00 00 00 00 00 00 20", text.substring(32, 64));
    expect(sync, "48 53 07 00 FF FF FF 04 00 00 00 00 00 00 00 04", text.substring(64));
    write(text.substring(0, 32));
    expect(sync, "48 53 07 00 FF FF FF 06 00 00 00 00 00 00 00 20", text.substring(0, 32));
  }

  @Test
  void aResponseIsPutTogetherFromItsParts() throws Exception {
    open();
    write("A?");
    say(sync, "48 53 06 00 FF FF FF FF 00 00 00 00 00 00 00 03", "#15");
    say(sync, "48 53 06 00 FF FF FF 00 00 00 00 00 00 00 00 04", "abc\n");
    say(sync, "48 53 07 00 FF FF FF 00 00 00 00 00 00 00 00 01", "\n");
    assertEquals("#15abc\n\n", read());
    write("B?");
    say(sync, "48 53 06 00 FF FF FF 02 00 00 00 00 00 00 00 02", "12");
    say(sync, "48 53 07 00 FF FF FF 02" + NOTHING);
    assertEquals("12", read());
  }

  @Test
  void answersToOtherMessagesAreDroppedWithTheirParts() throws Exception {
    open();
    write("OLD?");
    write("NEW?");
    say(sync, "48 53 06 00 FF FF FF FF 00 00 00 00 00 00 00 03", "old");
    say(sync, "48 53 07 00 FF FF FF 00 00 00 00 00 00 00 00 03", "er\n");
    say(sync, "48 53 07 00 FF FF FE FE 00 00 00 00 00 00 00 02", "x\n");
    say(sync, "48 53 07 00 FF FF FF 02 00 00 00 00 00 00 00 04", "new\n");
    assertEquals("new", read());
  }

  @Test
  void aResponseThatWasLateInTheMiddleIsReadOn() throws Exception {
    open();
    write("A?");
    say(sync, "48 53 07 00 FF FF FF 00 00 00 00 00 00 00 00 06", "lon");
    String late =
        assertThrows(TransportTimeoutException.class, () -> link.read(SHORT)).getMessage();
    assertTrue(late.contains("3 bytes of it came"), late);
    assertTrue(late.contains(name().toString()), late);
    say(sync, "", "ge\n");
    assertEquals("longe", read());
    write("B?");
    say(sync, "48 53 07 00 FF FF FF 02 00 00 00 00 00 00 00 06", "lo");
    assertThrows(TransportTimeoutException.class, () -> link.read(SHORT));
    write("C?");
    say(sync, "", "ng!\n");
    say(sync, "48 53 07 00 FF FF FF 04 00 00 00 00 00 00 00 02", "c\n");
    assertEquals("c", read());
  }

  @Test
  void afterInterruptedNothingIsSentUntilTheOtherChannelSaysSoToo() throws Exception {
    open();
    write("A?");
    write("B?");
    expect(sync, "48 53 07 00 FF FF FF 00 00 00 00 00 00 00 00 02", "A?");
    expect(sync, "48 53 07 00 FF FF FF 02 00 00 00 00 00 00 00 02", "B?");
    say(sync, "48 53 0D 00 FF FF FF 02" + NOTHING);
    assertThrows(TransportTimeoutException.class, () -> link.read(SHORT));
    CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write("C?"));
    new SystemClock().sleep(SHORT);
    assertFalse(writing.isDone());
    expectNothing(sync);
    say(async, "48 53 0E 00 FF FF FF 02" + NOTHING);
    writing.get();
    expect(sync, "48 53 07 00 FF FF FF 04 00 00 00 00 00 00 00 02", "C?");
  }

  @Test
  void afterAsyncInterruptedDataIsDroppedUntilTheOtherChannelSaysSoToo() throws Exception {
    open();
    write("A?");
    say(async, "48 53 0E 00 FF FF FF 02" + NOTHING);
    say(async, "48 53 14 40 00 00 00 00" + NOTHING);
    assertEquals(Transport.ServiceRequest.REQUESTED, link.awaitServiceRequest(LONG));
    say(sync, "48 53 07 00 FF FF FF 00 00 00 00 00 00 00 00 02", "a\n");
    say(sync, "48 53 0D 00 FF FF FF 02" + NOTHING);
    say(sync, "48 53 07 00 FF FF FF 00 00 00 00 00 00 00 00 02", "b\n");
    assertEquals("b", read());
  }

  @Test
  void statusQueriesNameTheLastMessageAndTellTheDelivery() throws Exception {
    open();
    CompletableFuture<Integer> poll = polling();
    expect(async, "48 53 15 00 FF FF FE FE" + NOTHING);
    say(async, "48 53 16 94 00 00 00 00" + NOTHING);
    assertEquals(0x94, poll.get());
    write("A?");
    say(sync, "48 53 07 00 FF FF FF 00 00 00 00 00 00 00 00 02", "a\n");
    assertEquals("a", read());
    for (String delivered : new String[] {"01", "00"}) {
      poll = polling();
      expect(async, "48 53 15" + delivered + "FF FF FF 00" + NOTHING);
      say(async, "48 53 16 00 00 00 00 00" + NOTHING);
      assertEquals(0, poll.get());
    }
  }

  private CompletableFuture<Integer> polling() {
    return CompletableFuture.supplyAsync(() -> link.serialPoll(LONG).orElseThrow());
  }

  @Test
  void aStatusThatComesTooLateIsNotTakenForTheNext() throws Exception {
    open();
    assertThrows(TransportTimeoutException.class, () -> link.serialPoll(SHORT));
    say(async, "48 53 16 11 00 00 00 00" + NOTHING);
    CompletableFuture<Integer> poll = polling();
    expect(async, "48 53 15 00 FF FF FE FE" + NOTHING);
    expect(async, "48 53 15 00 FF FF FE FE" + NOTHING);
    say(async, "48 53 16 22 00 00 00 00" + NOTHING);
    assertEquals(0x22, poll.get());
  }

  @Test
  void deviceClearHasFourStepsAndRestartsTheIds() throws Exception {
    open();
    write("A?");
    expect(sync, "48 53 07 00 FF FF FF 00 00 00 00 00 00 00 00 02", "A?");
    CompletableFuture<Boolean> clear = CompletableFuture.supplyAsync(link::clear);
    expect(async, "48 53 13 00 00 00 00 00" + NOTHING);
    expectNothing(sync);
    say(sync, "48 53 07 00 FF FF FF 00 00 00 00 00 00 00 00 02", "a\n");
    say(async, "48 53 17 00 00 00 00 00" + NOTHING);
    expect(sync, "48 53 08 00 00 00 00 00" + NOTHING);
    say(sync, "48 53 06 00 FF FF FF 00 00 00 00 00 00 00 00 02", "b\n");
    say(sync, "48 53 09 00 00 00 00 00" + NOTHING);
    assertTrue(clear.get());
    write("C?");
    expect(sync, "48 53 07 00 FF FF FF 00 00 00 00 00 00 00 00 02", "C?");
    say(sync, "48 53 07 00 FF FF FF 00 00 00 00 00 00 00 00 02", "c\n");
    assertEquals("c", read());
  }

  @Test
  void locksNameTheirTimeKeyAndLastMessage() throws Exception {
    open();
    HiSlip hiSlip = (HiSlip) link;
    CompletableFuture<Boolean> lock =
        CompletableFuture.supplyAsync(() -> link.lock(Duration.ofMillis(2500)));
    expect(async, "48 53 04 01 00 00 09 C4" + NOTHING);
    say(async, "48 53 05 01 00 00 00 00" + NOTHING);
    assertTrue(lock.get());
    CompletableFuture<Void> shared =
        CompletableFuture.runAsync(() -> hiSlip.lock("us", Duration.ZERO));
    expect(async, "48 53 04 01 00 00 00 00 00 00 00 00 00 00 00 02", "us");
    say(async, "48 53 05 00 00 00 00 00" + NOTHING);
    Throwable held = assertThrows(Exception.class, shared::get).getCause();
    assertInstanceOf(TransportTimeoutException.class, held);
    write("A");
    CompletableFuture<Void> unlock = CompletableFuture.runAsync(link::unlock);
    expect(async, "48 53 04 00 FF FF FF 00" + NOTHING);
    say(async, "48 53 05 01 00 00 00 00" + NOTHING);
    unlock.get();
  }

  @Test
  void errorsAreReportedInPlainWordsOnBothChannels() throws Exception {
    open();
    write("A?");
    say(sync, "48 53 03 04 00 00 00 00 00 00 00 00 00 00 00 07", "too big");
    String refused = assertThrows(TransportException.class, () -> link.read(LONG)).getMessage();
    assertTrue(refused.contains("larger than it can take (HiSLIP error 4: \"too big\")"), refused);
    CompletableFuture<Boolean> lock = CompletableFuture.supplyAsync(() -> link.lock(LONG));
    expect(async, "48 53 04 01 00 00 27 10" + NOTHING);
    say(async, "48 53 03 02 00 00 00 00" + NOTHING);
    String unknown = assertThrows(Exception.class, lock::get).getCause().getMessage();
    assertTrue(unknown.contains("control code (HiSLIP error 2)"), unknown);
    write("B?");
    say(sync, "48 53 07 00 FF FF FF 02 00 00 00 00 00 00 00 02", "b\n");
    assertEquals("b", read());
    say(async, "48 53 02 80 00 00 00 00 00 00 00 00 00 00 00 03", "hot");
    String fatal = assertThrows(TransportException.class, () -> link.read(LONG)).getMessage();
    assertTrue(fatal.contains("the maker defined (HiSLIP fatal error 128: \"hot\")"), fatal);
    assertThrows(TransportException.class, () -> write("C?"));
  }

  @Test
  void aResponseLongerThanTheLimitIsRefusedBeforeThereIsRoomForIt() throws Exception {
    open();
    write("A?");
    say(sync, "48 53 07 00 FF FF FF 00 FF FF FF FF FF FF FF FF");
    String refused = assertThrows(TransportException.class, () -> link.read(LONG)).getMessage();
    assertTrue(refused.contains("268435456 bytes"), refused);
  }

  @Test
  void aServerThatStopsReadingIsNotWaitedForForEver() throws Exception {
    ResourceName.HiSlip name = (ResourceName.HiSlip) name();
    open(
        "48 53 01 00 02 00 00 2A" + NOTHING,
        CompletableFuture.supplyAsync(
            () -> HiSlip.connect(name, LONG, LONG, SHORT, new SystemClock(), 1 << 28)));
    byte[] large = new byte[1 << 20];
    String late =
        assertThrows(
                TransportTimeoutException.class,
                () -> {
                  for (int k = 0; k < 100; k++) {
                    link.write(large, SHORT);
                  }
                })
            .getMessage();
    assertTrue(late.contains("0.08 s") && late.contains("locked"), late);
    assertThrows(TransportException.class, link::clear);
  }

  /** A key that no buffer holds stands for whatever else has filled the buffers. */
  @Test
  void aServerThatStopsReadingTheAsynchronousChannelIsNotWaitedForForEver() throws Exception {
    ResourceName.HiSlip name = (ResourceName.HiSlip) name();
    open(
        "48 53 01 00 02 00 00 2A" + NOTHING,
        CompletableFuture.supplyAsync(
            () -> HiSlip.connect(name, LONG, LONG, SHORT, new SystemClock(), 1 << 28)));
    String key = "k".repeat(16 << 20);
    String late =
        assertThrows(TransportTimeoutException.class, () -> ((HiSlip) link).lock(key, SHORT))
            .getMessage();
    assertTrue(late.contains("did not take a request on the asynchronous channel"), late);
    String ended = assertThrows(TransportException.class, () -> write("A")).getMessage();
    assertTrue(ended.contains("the link has ended in the middle of it"), ended);
  }

  @Test
  void deviceClearPassesOverMessagesThatWereRefusedBefore() throws Exception {
    open();
    write("A");
    expect(sync, "48 53 07 00 FF FF FF 00 00 00 00 00 00 00 00 01", "A");
    CompletableFuture<Boolean> clear = CompletableFuture.supplyAsync(link::clear);
    say(sync, "48 53 03 01 00 00 00 00" + NOTHING);
    expect(async, "48 53 13 00 00 00 00 00" + NOTHING);
    say(async, "48 53 17 00 00 00 00 00" + NOTHING);
    expect(sync, "48 53 08 00 00 00 00 00" + NOTHING);
    say(sync, "48 53 03 02 00 00 00 00" + NOTHING);
    say(sync, "48 53 09 00 00 00 00 00" + NOTHING);
    assertTrue(clear.get());
  }

  @Test
  void serversThatAreNoneOrDemandTooMuchAreRefused() throws Exception {
    assertTrue(refusal("48 53 01 02 02 00 00 01" + NOTHING).contains("encrypted"));
    assertTrue(refusal("48 53 01 04 02 00 00 01" + NOTHING).contains("encrypted"));
    assertTrue(refusal("48 53 01 00 03 00 00 01" + NOTHING).contains("HiSLIP 1.0 or 2.0"));
    assertTrue(refusal("48 53 01 00 00 09 00 01" + NOTHING).contains("HiSLIP 1.0 or 2.0"));
    assertTrue(refusal("48 53 02 04 00 00 00 00" + NOTHING).contains("as many clients as it can"));
    assertTrue(refusal("53 53 48 2D 32 2E 30 2D 4F 70 65 6E 53 53 48 0A").contains("4880"));
    assertTrue(refusal("").contains("closed it at once"));
  }

  private String refusal(String greeting) throws Exception {
    CompletableFuture<Transport> opening = opening();
    try (Socket first = listener.accept()) {
      first.getInputStream().readNBytes(23);
      say(first, greeting);
      first.shutdownOutput();
      Throwable refused = assertThrows(Exception.class, opening::get).getCause();
      assertInstanceOf(TransportException.class, refused);
      assertTrue(refused.getMessage().contains(name().toString()), refused.getMessage());
      return refused.getMessage();
    }
  }

  @Test
  void bitsThatMeanEncryptionInTwoMeanNothingInOne() throws Exception {
    open("48 53 01 06 01 00 00 2A" + NOTHING);
    write("A?");
    say(sync, "48 53 07 00 FF FF FF 00 00 00 00 00 00 00 00 02", "a\n");
    assertEquals("a", read());
  }

  @Test
  void inOverlapModeTheServerNumbersItsAnswers() throws Exception {
    open("48 53 01 01 02 00 00 2A" + NOTHING);
    write("A?");
    write("B?");
    say(sync, "48 53 07 00 FF FF FF 00 00 00 00 00 00 00 00 02", "a\n");
    say(sync, "48 53 07 00 FF FF FF 02 00 00 00 00 00 00 00 02", "b\n");
    assertEquals("a", read());
    assertEquals("b", read());
    CompletableFuture<Integer> poll = polling();
    expect(async, "48 53 15 01 FF FF FF 02" + NOTHING);
    say(async, "48 53 16 00 00 00 00 00" + NOTHING);
    assertEquals(0, poll.get());
  }
}
