package org.spinbench.simulator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.Transport.ServiceRequest;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.resource.GpibController;
import org.spinbench.drivers.transport.resource.GpibController.Firmware;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.system.LinkSettings;
import org.spinbench.drivers.transport.system.SystemTransports;

/**
 * A GPIB bus behind a controller at both ends, and line by line as the controller's manual has it.
 */
@Timeout(120)
class PrologixServerTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  private final Bystander nine = new Bystander();
  private final Bystander ten = new Bystander();
  private final List<AutoCloseable> open = new ArrayList<>();

  /** Answers {@code SAY x} with x, {@code WAIT} when it is let, and keeps quiet else. */
  private static final class Bystander implements Endpoint {
    private final List<String> log = new ArrayList<>();
    private final CountDownLatch go = new CountDownLatch(1);
    private volatile int status;
    private Runnable listener = () -> {};
    private String answer;

    @Override
    public void write(byte[] message) {
      String text = new String(message, StandardCharsets.ISO_8859_1);
      note(text);
      answer = text.startsWith("SAY ") ? text.substring(4) : null;
      if (text.equals("WAIT?")) {
        try {
          go.await();
        } catch (InterruptedException stop) {
          Thread.currentThread().interrupt();
        }
        answer = "waited";
      }
    }

    @Override
    public byte[] read() {
      return answer == null ? null : answer.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void clear() {
      note("<clear>");
    }

    @Override
    public void trigger() {
      note("<trigger>");
    }

    @Override
    public int serialPoll() {
      int polled = status;
      status &= ~0x40;
      return polled;
    }

    @Override
    public Subscription onServiceRequest(Runnable runnable) {
      listener = runnable;
      return () -> {};
    }

    @Override
    public void queryError(QueryError error) {
      note("<" + error + ">");
    }

    void request(int newStatus) {
      status = newStatus;
      listener.run();
    }

    private void note(String text) {
      synchronized (log) {
        log.add(text);
      }
    }

    List<String> log() {
      synchronized (log) {
        return List.copyOf(log);
      }
    }
  }

  private PrologixServer server() {
    PrologixServer server =
        new PrologixServer(Map.of(9, nine, 10, ten), InetAddress.getLoopbackAddress(), 0);
    open.add(server);
    return server;
  }

  private static SystemTransports transports(PrologixServer server) {
    return transports(
        new ResourceName.TcpipSocket(0, "127.0.0.1", server.port()), Firmware.PROLOGIX);
  }

  private static SystemTransports transports(ResourceName controller, Firmware firmware) {
    return new SystemTransports(
        new LinkSettings(
            Map.of(), Map.of(0, new GpibController(controller, firmware)), Optional.empty()));
  }

  private Transport link(SystemTransports transports, String name) {
    Transport link = transports.open(ResourceName.parse(name));
    open.add(0, link);
    return link;
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  private static String ask(Transport link, String message) {
    link.write(message.getBytes(StandardCharsets.ISO_8859_1), LONG);
    return new String(link.read(LONG), StandardCharsets.ISO_8859_1);
  }

  /** A client that sends and receives bytes. */
  private static final class Wire implements AutoCloseable {
    private final Socket socket;

    Wire(PrologixServer server) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(10_000);
    }

    void send(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends, and receives so many characters as are expected. */
    void expect(String sent, String received) throws IOException {
      send(sent);
      InputStream in = socket.getInputStream();
      assertEquals(
          received,
          new String(in.readNBytes(received.length()), StandardCharsets.ISO_8859_1),
          sent);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void settingsAreKeptAndAnswered() throws IOException {
    try (Wire wire = new Wire(server())) {
      wire.expect("++ver\n", "Prologix GPIB-ETHERNET Controller version 01.06.06.00\r\n");
      for (String[] setting :
          new String[][] {
            {"addr", "9"},
            {"addr", "9 96"},
            {"auto", "1"},
            {"eoi", "0"},
            {"eos", "3"},
            {"eot_char", "42"},
            {"eot_enable", "1"},
            {"mode", "0"},
            {"read_tmo_ms", "3000"},
            {"savecfg", "0"},
            {"status", "48"}
          }) {
        wire.expect(
            "++" + setting[0] + " " + setting[1] + "\n++" + setting[0] + "\r\n",
            setting[1] + "\r\n");
      }
      wire.expect("++read_tmo_ms 3001\n++read_tmo_ms\n", "3000\r\n");
      wire.expect("++addr 31\n++addr 5 4\n++addr x\n++addr\n", "9 96\r\n");
      wire.expect("++auto 2\n++auto\n", "1\r\n");
      for (String wrong : new String[] {"nonsense 1", "", ",", " , ", "eoi 1 1"}) {
        wire.expect("++" + wrong + "\n", "Unrecognized command\r\n");
      }
    }
  }

  /** What PyMeasure's PrologixAdapter sends. */
  @Test
  void commandsQueriesAndReads() throws IOException {
    try (Wire wire = new Wire(server())) {
      wire.send("++auto 0\n++eoi 1\n++eos 2\n");
      wire.expect("++addr 9\nSAY 1\n++read eoi\n", "1\n");
      wire.expect("++addr 10\nSAY two\r\n++read eoi\n", "two\n");
      wire.expect("++eot_enable 1\n++eot_char 36\nSAY 3\n++read eoi\n", "3\n$");
      wire.expect("++auto 1\nSAY 4\n", "4\n$");
      wire.expect("++auto 0\nSAY 5;6\n++read 59\n", "5;");
      wire.expect("++read eoi\n", "6\n$");
      assertEquals(List.of("SAY two", "SAY 3", "SAY 4", "SAY 5;6"), ten.log());
      assertEquals(List.of("SAY 1"), nine.log());
    }
  }

  @Test
  void escapesKeepWhatIsSpecial() throws IOException {
    try (Wire wire = new Wire(server())) {
      wire.expect(
          "++addr 9\nSAY \u001B\n\u001B\r\u001B\u001B\u001B+a\u001Bb\n++read eoi\n",
          "\n\r\u001B+ab\n");
      wire.expect("\u001B++addr 3\n+\u001B+x\n\n\r\n\nSAY 2\n++read eoi\n", "2\n");
      assertEquals(List.of("++addr 3", "++x", "SAY 2"), nine.log().subList(1, 4));
    }
  }

  @Test
  void messageExchangeProtocolIsKept() throws IOException {
    try (Wire wire = new Wire(server())) {
      wire.send("++read_tmo_ms 1\n++addr 9\n++read eoi\n");
      wire.expect("++read_tmo_ms 3000\nSAY 1\nSAY 2\n++read eoi\n", "2\n");
      wire.send("++read_tmo_ms 1\n++auto 1\nSET\n");
      wire.expect("++read_tmo_ms 3000\n++auto 0\nSAY 3\n++clr\nSAY 4\n++read eoi\n", "4\n");
      List<String> log = nine.log();
      assertEquals("<UNTERMINATED>", log.get(0));
      assertTrue(log.contains("<INTERRUPTED>"), log.toString());
      assertTrue(log.contains("<clear>"), log.toString());
      assertEquals(1, log.stream().filter("<INTERRUPTED>"::equals).count(), log.toString());
    }
  }

  @Test
  void pollsTriggersAndServiceRequests() throws IOException {
    try (Wire wire = new Wire(server())) {
      wire.expect("++addr 9\n++srq\n", "0\r\n");
      ten.request(0x44);
      wire.expect("++srq\n++spoll\n++spoll 10\n++srq\n", "1\r\n0\r\n68\r\n0\r\n");
      wire.expect("++trg\n++trg 9 10\nSAY 1\n++read eoi\n", "1\n");
      assertEquals(List.of("<trigger>", "<trigger>", "SAY 1"), nine.log());
    }
  }

  @Test
  void aSecondClientIsSentAwayUntilTheFirstIsGone() throws IOException {
    PrologixServer server = server();
    try (Wire first = new Wire(server)) {
      first.expect("++eos\n", "0\r\n");
      try (Wire second = new Wire(server)) {
        assertEquals(-1, second.socket.getInputStream().read());
      }
      first.expect("++eos\n", "0\r\n");
    }
    try (Wire third = new Wire(server)) {
      third.expect("++eos\n", "0\r\n");
    }
    String message =
        assertThrows(
                TransportException.class,
                () -> {
                  try (Wire holder = new Wire(server)) {
                    holder.expect("++eos\n", "0\r\n");
                    transports(server).open(ResourceName.parse("GPIB::9::INSTR"));
                  }
                })
            .getMessage();
    assertTrue(message.contains("one program at a time"), message);
  }

  @Test
  void clientAsksAndFindsAnswers() {
    SystemTransports transports = transports(server());
    Transport first = link(transports, "GPIB0::9::INSTR");
    Transport second = link(transports, "GPIB0::10::INSTR");
    for (int i = 0; i < 200; i++) {
      assertEquals("9-" + i, ask(first, "SAY 9-" + i));
      assertEquals("10+" + i, ask(second, "SAY 10+" + i));
    }
    assertEquals("", ask(first, "SAY "));
    assertEquals("++clr", ask(first, "SAY ++clr"));
    second.write("++clr".getBytes(StandardCharsets.US_ASCII), LONG);
    assertEquals("x", ask(second, "SAY x"));
    assertTrue(ten.log().contains("++clr") && !ten.log().contains("<clear>"));
  }

  @Test
  void blocksOfEveryByteComeWhole() {
    Transport link = link(transports(server()), "GPIB0::9::INSTR");
    for (String filler : new String[] {"\n", "\r", "+", "\u001B", "\u0004", "#", "\0"}) {
      String block = "#520000" + filler.repeat(20_000);
      assertEquals(block, ask(link, "SAY " + block));
      assertEquals("1;" + block + ",2", ask(link, "SAY 1;" + block + ",2"));
    }
    link.write("SAY #0abc".getBytes(StandardCharsets.US_ASCII), LONG);
    String message = assertThrows(TransportException.class, () -> link.read(LONG)).getMessage();
    assertTrue(message.contains("indefinite"), message);
    assertEquals("on", ask(link, "SAY on"));
  }

  @Test
  void anInstrumentThatIsSlowHoldsUpNeitherTheBusNorTheAnswersOfOthers() {
    SystemTransports transports = transports(server());
    Transport slow = link(transports, "GPIB0::9::INSTR");
    Transport other = link(transports, "GPIB0::10::INSTR");
    slow.write("WAIT?".getBytes(StandardCharsets.US_ASCII), LONG);
    assertThrows(TransportTimeoutException.class, () -> slow.read(Duration.ofMillis(20)));
    assertEquals("1", ask(other, "SAY 1"));
    nine.go.countDown();
    assertEquals("waited", new String(slow.read(LONG), StandardCharsets.US_ASCII));
    assertEquals("2", ask(other, "SAY 2"));
    assertEquals(List.of("WAIT?"), nine.log());
  }

  @Test
  void deviceClearDropsALateAnswer() {
    Transport link = link(transports(server()), "GPIB0::9::INSTR");
    link.write("SAY old".getBytes(StandardCharsets.US_ASCII), LONG);
    assertTrue(link.clear());
    assertEquals("new", ask(link, "SAY new"));
    assertTrue(nine.log().contains("<clear>"));
  }

  @Test
  void deviceClearReachesAMessageThatIsOnItsWayToTheInstrument() throws Exception {
    LateStarter late = new LateStarter();
    PrologixServer server =
        new PrologixServer(Map.of(9, late), InetAddress.getLoopbackAddress(), 0);
    open.add(server);
    Transport link = link(transports(server), "GPIB0::9::INSTR");
    link.write("LATE?".getBytes(StandardCharsets.US_ASCII), LONG);
    late.onItsWay.await();
    assertTrue(link.clear());
    assertEquals("next", ask(link, "next"));
  }

  @Test
  void statusTriggerAndServiceRequestOfOneInstrument() {
    SystemTransports transports = transports(server());
    Transport first = link(transports, "GPIB0::9::INSTR");
    Transport second = link(transports, "GPIB0::10::INSTR");
    assertEquals(ServiceRequest.NOT_REQUESTED, first.awaitServiceRequest(Duration.ofMillis(1)));
    ten.request(0x51);
    assertEquals(ServiceRequest.NOT_REQUESTED, first.awaitServiceRequest(Duration.ofMillis(1)));
    assertEquals(ServiceRequest.REQUESTED, second.awaitServiceRequest(LONG));
    assertEquals(OptionalInt.of(0x51), second.serialPoll(LONG));
    assertEquals(OptionalInt.of(0x11), second.serialPoll(LONG));
    assertTrue(first.trigger());
    assertEquals("1", ask(first, "SAY 1"));
    assertEquals("<trigger>", nine.log().get(0));
  }

  @Test
  void aLostControllerIsNoticedByAllAndCanBeOpenedAgain() {
    PrologixServer server = server();
    SystemTransports transports = transports(server);
    Transport first = link(transports, "GPIB0::9::INSTR");
    Transport second = link(transports, "GPIB0::10::INSTR");
    assertEquals("1", ask(first, "SAY 1"));
    server.close();
    assertThrows(TransportException.class, () -> ask(first, "SAY 1"));
    String message = assertThrows(EndOfStreamException.class, second::clear).getMessage();
    assertTrue(message.contains("controller TCPIP0::127.0.0.1::" + server.port()), message);
    first.close();
    PrologixServer again =
        new PrologixServer(
            Map.of(9, nine, 10, ten), InetAddress.getLoopbackAddress(), server.port());
    open.add(again);
    Transport reopened = link(transports, "GPIB0::9::INSTR");
    assertEquals("2", ask(reopened, "SAY 2"));
    assertThrows(EndOfStreamException.class, () -> ask(second, "SAY 3"));
    second.close();
    assertEquals("3", ask(reopened, "SAY 3"));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void controllersOnSerialPorts() {
    for (Firmware firmware : Firmware.values()) {
      PrologixTerminal terminal = new PrologixTerminal(Map.of(9, nine), firmware);
      open.add(terminal);
      Transport link =
          link(transports(new ResourceName.Serial(terminal.path()), firmware), "GPIB0::9::INSTR");
      String block = "#44000" + "\r\n\u001B+".repeat(1000);
      assertEquals(block, ask(link, "SAY " + block));
      assertTrue(link.clear());
      assertEquals(OptionalInt.of(0), link.serialPoll(LONG));
    }
  }

  @Test
  void missingInstrumentsAreReported() {
    Transport nobody = link(transports(server()), "GPIB0::7::INSTR");
    nobody.write("SAY 1".getBytes(StandardCharsets.US_ASCII), LONG);
    String silent =
        assertThrows(TransportTimeoutException.class, () -> nobody.read(Duration.ofMillis(20)))
            .getMessage();
    assertTrue(silent.contains("GPIB address"), silent);
    ResourceName unknown = ResourceName.parse("GPIB3::9::INSTR");
    String board =
        assertThrows(TransportException.class, () -> new SystemTransports().open(unknown))
            .getMessage();
    assertTrue(board.contains("[gpib.3]"), board);
    assertThrows(
        IllegalArgumentException.class,
        () -> new PrologixServer(Map.of(31, nine), InetAddress.getLoopbackAddress(), 0));
  }
}
