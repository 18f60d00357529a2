package org.spinbench.drivers.transport.gpib;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.transport.Deadline;
import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.TimedLink;
import org.spinbench.drivers.transport.TimedLink.Script;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.Transport.ServiceRequest;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.resource.GpibController;
import org.spinbench.drivers.transport.resource.GpibController.Firmware;
import org.spinbench.drivers.transport.resource.ResourceName;

/** Prologix controllers line by line, in simulated time. */
class PrologixControllerTest {
  private static final String VERSION = "Prologix GPIB-USB Controller version 6.107\r\n";
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final String END = "\u0004";

  private TimedLink link;

  /** A controller that knows its version, and for the rest follows a script. */
  private PrologixController start(Firmware firmware, Script script) {
    link =
        new TimedLink(
            (line, wire) -> {
              if (line.equals("++ver")) {
                wire.say(VERSION);
              }
              script.line(line, wire);
            });
    ResourceName name = new ResourceName.Serial("/dev/ttyUSB0");
    PrologixController controller =
        PrologixController.start(new GpibController(name, firmware), link, link, 1 << 20);
    controller.configure();
    link.lines.clear();
    return controller;
  }

  private Transport open(PrologixController controller, String name) {
    ResourceName.Gpib gpib = (ResourceName.Gpib) ResourceName.parse(name);
    return new Prologix(gpib, controller, link, () -> {});
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String read(Transport link, Duration timeout) {
    return new String(link.read(timeout), StandardCharsets.ISO_8859_1);
  }

  @Test
  void controllersAreSetUpWithoutWearingTheirMemory() {
    List<String> common =
        List.of("++mode 1", "++auto 0", "++eoi 1", "++eos 2", "++eot_char 4", "++eot_enable 1");
    for (Firmware firmware : Firmware.values()) {
      PrologixController controller = start(firmware, (line, wire) -> {});
      controller.configure();
      boolean first = firmware == Firmware.PROLOGIX;
      assertEquals(first ? "++savecfg 0" : "++mode 1", link.lines.get(0));
      assertEquals(common, link.lines.subList(first ? 1 : 0, link.lines.size()));
    }
  }

  @Test
  void addressAndTimeoutAreSentOnlyWhenTheyChange() {
    PrologixController controller =
        start(
            Firmware.PROLOGIX,
            (line, wire) -> {
              if (line.equals("++read eoi")) {
                wire.say("1.5\n" + END);
              }
            });
    Transport nine = open(controller, "GPIB::9::INSTR");
    Transport second = open(controller, "GPIB::9::2::INSTR");
    nine.write(bytes("A?"), Duration.ofSeconds(10));
    assertEquals("1.5", read(nine, SECOND));
    nine.write(bytes("B?"), Duration.ofSeconds(10));
    assertEquals("1.5", read(nine, Duration.ofSeconds(20)));
    second.write(bytes("C?"), Duration.ofSeconds(10));
    assertEquals("1.5", read(second, Duration.ofMillis(900)));
    assertEquals(
        List.of(
            "++addr 9",
            "A?",
            "++read_tmo_ms 1000",
            "++read eoi",
            "B?",
            "++read eoi",
            "++addr 9 98",
            "C?",
            "++read_tmo_ms 900",
            "++read eoi"),
        link.lines);
  }

  @Test
  void whatIsSpecialIsEscapedAndNothingElse() {
    assertArrayEquals(
        bytes("\u001B+\u001B+clr\u001B\r\u001B\n\u001B\u001B\0\u00FF\n"),
        PrologixController.escaped(bytes("++clr\r\n\u001B\0\u00FF")));
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(488);
    byte[] special = bytes("\r\n\u001B+");
    for (int i = 0; i < 2000; i++) {
      byte[] message = new byte[random.nextInt(1, 40)];
      for (int k = 0; k < message.length; k++) {
        boolean any = random.nextInt(3) == 0;
        message[k] = any ? (byte) random.nextInt() : special[random.nextInt(special.length)];
      }
      assertArrayEquals(message, received(PrologixController.escaped(message)));
    }
  }

  /** A line as the controller's manual says that it is read (section 7): up to a bare CR or LF. */
  private static byte[] received(byte[] line) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    int i = 0;
    assertTrue(line[0] != '+', "the line would be a command");
    while (line[i] != '\n') {
      assertTrue(line[i] != '\r', "the line ends early");
      i += line[i] == 0x1B ? 1 : 0;
      text.write(line[i]);
      i++;
    }
    assertEquals(line.length - 1, i, "the line ends early");
    return text.toByteArray();
  }

  @Test
  void answersEndWhereTheControllerSaysSo() {
    String block = "#18\u0004\n\r\n\u0004\u0004\r\n";
    String[][] cases = {
      {"1\n" + END, "1"},
      {"1\r\n" + END, "1"},
      {"1" + END, "1"},
      {"\0\0" + "1\n" + END, "1"},
      {END, ""},
      {block + "\n" + END, block},
      {block + END, block},
      {"\"a\nb\"\n" + END, "\"a\nb\""},
      {"\"\u0004\"\n" + END, "\"\u0004\""},
    };
    for (String[] one : cases) {
      PrologixController controller =
          start(
              Firmware.AR488,
              (line, wire) -> {
                if (line.equals("++read eoi")) {
                  for (int i = 0; i < one[0].length(); i++) {
                    wire.say(Duration.ofMillis(i), one[0].substring(i, i + 1));
                  }
                }
              });
      assertEquals(one[1], read(open(controller, "GPIB::9::INSTR"), SECOND));
    }
  }

  @Test
  void aReadThatTheControllerGaveUpIsRepeatedUntilTheDeadline() {
    int[] reads = {0};
    PrologixController controller =
        start(
            Firmware.PROLOGIX,
            (line, wire) -> {
              reads[0] += line.equals("++read eoi") ? 1 : 0;
              if (line.equals("++read eoi") && reads[0] == 4) {
                wire.say(Duration.ofMillis(900), "done\n" + END);
              }
            });
    Transport nine = open(controller, "GPIB::9::INSTR");
    assertEquals("done", read(nine, Duration.ofSeconds(30)));
    assertEquals(4, reads[0]);
    long begin = link.nanos();
    String message =
        assertThrows(TransportTimeoutException.class, () -> nine.read(Duration.ofSeconds(5)))
            .getMessage();
    assertEquals(5_000_000_000L, link.nanos() - begin);
    assertTrue(message.startsWith("GPIB0::9::INSTR: ") && message.contains("5.0 s"), message);
  }

  @Test
  void anAnswerInTwoReadsIsOne() {
    int[] reads = {0};
    PrologixController controller =
        start(
            Firmware.PROLOGIX,
            (line, wire) -> {
              reads[0] += line.equals("++read eoi") ? 1 : 0;
              if (line.equals("++read eoi")) {
                wire.say(reads[0] == 1 ? "1;" : "2\n" + END);
              }
            });
    assertEquals("1;2", read(open(controller, "GPIB::9::INSTR"), Duration.ofSeconds(5)));
  }

  /** The controller is silent when asked for its version, until it has ended the read before. */
  @Test
  void aLateAnswerIsNeverGivenToAnother() {
    String[] asked = {""};
    PrologixController controller =
        start(
            Firmware.PROLOGIX,
            (line, wire) -> {
              asked[0] = line.endsWith("?") ? line : asked[0];
              if (line.equals("++read eoi")) {
                Duration delay = Duration.ofMillis(asked[0].equals("SLOW?") ? 700 : 1);
                wire.say(delay, "answer to " + asked[0] + "\n" + END);
              }
            });
    Transport nine = open(controller, "GPIB::9::INSTR");
    Transport ten = open(controller, "GPIB::10::INSTR");
    nine.write(bytes("SLOW?"), Duration.ofSeconds(10));
    assertThrows(TransportTimeoutException.class, () -> nine.read(Duration.ofMillis(400)));
    link.sleep(Duration.ofMillis(500));
    ten.write(bytes("QUICK?"), Duration.ofSeconds(10));
    assertEquals("answer to QUICK?", read(ten, SECOND));
    assertTrue(nine.clear());
    nine.write(bytes("AGAIN?"), Duration.ofSeconds(10));
    assertEquals("answer to AGAIN?", read(nine, SECOND));
  }

  @Test
  void bytesThatNobodyAskedForAreDiscarded() {
    PrologixController controller =
        start(
            Firmware.AR488,
            (line, wire) -> {
              if (line.equals("++read eoi")) {
                wire.say("1\n" + END);
              }
            });
    Transport nine = open(controller, "GPIB::9::INSTR");
    nine.write(bytes("A?"), Duration.ofSeconds(10));
    link.say("Unrecognized command\r\n");
    assertEquals("1", read(nine, SECOND));
  }

  @Test
  void dataBehindItsEndIsRefused() {
    PrologixController controller =
        start(
            Firmware.PROLOGIX,
            (line, wire) -> {
              if (line.equals("++read eoi")) {
                wire.say("bin\u0004ary\n" + END);
              }
            });
    Transport nine = open(controller, "GPIB::9::INSTR");
    String message = assertThrows(TransportException.class, () -> nine.read(SECOND)).getMessage();
    assertTrue(message.contains("definite length"), message);
  }

  @Test
  void linesBeforeTheAnswerAreNoneOfIt() {
    for (String answer : new String[] {VERSION + "1\n" + END, "0\r\n1\n" + END, "\n1" + END}) {
      PrologixController controller =
          start(
              Firmware.PROLOGIX,
              (line, wire) -> {
                if (line.equals("++read eoi")) {
                  wire.say(answer);
                }
              });
      Transport nine = open(controller, "GPIB::9::INSTR");
      String message = assertThrows(TransportException.class, () -> nine.read(SECOND)).getMessage();
      assertTrue(message.contains("more than one line"), message);
    }
  }

  @Test
  void pollsAndServiceRequests() {
    int[] status = {0x40 | 4};
    PrologixController controller =
        start(
            Firmware.PROLOGIX,
            (line, wire) -> {
              if (line.equals("++srq")) {
                wire.say((status[0] & 0x40) == 0 ? "0\r\n" : "1\r\n");
              } else if (line.equals("++spoll")) {
                wire.say(status[0] + "\r\n");
                status[0] &= ~0x40;
              }
            });
    Transport nine = open(controller, "GPIB::9::INSTR");
    assertEquals(ServiceRequest.REQUESTED, nine.awaitServiceRequest(SECOND));
    assertEquals(OptionalInt.of(0x44), nine.serialPoll(SECOND));
    assertEquals(OptionalInt.of(4), nine.serialPoll(SECOND));
    assertEquals(ServiceRequest.NOT_REQUESTED, nine.awaitServiceRequest(SECOND));
    status[0] = 999;
    String message =
        assertThrows(TransportException.class, () -> nine.serialPoll(SECOND)).getMessage();
    assertTrue(message.contains("39 39 39"), message);
  }

  @Test
  void anotherInstrumentIsNotTakenForAController() {
    TimedLink silent = new TimedLink((line, wire) -> {});
    GpibController controller =
        new GpibController(new ResourceName.Serial("/dev/ttyUSB0"), Firmware.AR488);
    String message =
        assertThrows(
                TransportTimeoutException.class,
                () -> PrologixController.start(controller, silent, silent, 1 << 20))
            .getMessage();
    assertTrue(message.contains("++ver") && message.contains("baud rate"), message);
    assertTrue(silent.closed);
    TimedLink refusing = new TimedLink((line, wire) -> wire.hangUp());
    String refused =
        assertThrows(
                EndOfStreamException.class,
                () -> PrologixController.start(controller, refusing, refusing, 1 << 20))
            .getMessage();
    assertTrue(refused.contains("one program at a time"), refused);
    assertTrue(refusing.closed);
  }

  /** An AR488 restarts when its port is opened: what comes first is lost, then it is late. */
  @Test
  void aControllerThatStartsSlowlyIsWaitedFor() {
    int[] asked = {0};
    TimedLink slow =
        new TimedLink(
            (line, wire) -> {
              asked[0] += line.equals("++ver") ? 1 : 0;
              if (line.equals("++ver") && asked[0] > 2) {
                wire.say(Duration.ofMillis(asked[0] == 3 ? 1020 : 10), "AR488 GPIB controller\r\n");
              }
              if (line.equals("++read eoi")) {
                wire.say("1\n" + END);
              }
            });
    GpibController settings =
        new GpibController(new ResourceName.Serial("/dev/ttyUSB0"), Firmware.AR488);
    PrologixController controller = PrologixController.start(settings, slow, slow, 1 << 20);
    controller.configure();
    assertEquals(
        "1",
        new String(
            controller.read("9", SECOND, Deadline.in(SECOND, slow), () -> {}),
            StandardCharsets.US_ASCII));
  }

  /** Whenever the time runs out, the connection stays in step for the other instruments. */
  @Test
  void timeThatRunsOutWhileACommandIsSentCostsNoConnection() {
    PrologixController controller = start(Firmware.PROLOGIX, (line, wire) -> {});
    Transport nine = open(controller, "GPIB::9::INSTR");
    link.taking = Duration.ofMillis(2);
    for (int millis = 0; millis <= 20; millis++) {
      Duration timeout = Duration.ofMillis(millis);
      assertThrows(TransportTimeoutException.class, () -> nine.read(timeout), () -> "" + timeout);
      assertFalse(controller.isLost(), () -> "after " + timeout);
    }
    assertTrue(nine.clear());
  }

  @Test
  void aLostControllerSaysSoToEverybody() {
    PrologixController controller =
        start(
            Firmware.PROLOGIX,
            (line, wire) -> {
              if (line.equals("A?")) {
                wire.hangUp();
              }
            });
    Transport nine = open(controller, "GPIB::9::INSTR");
    Transport ten = open(controller, "GPIB::10::INSTR");
    nine.write(bytes("A?"), Duration.ofSeconds(10));
    assertThrows(EndOfStreamException.class, () -> nine.read(SECOND));
    assertTrue(controller.isLost() && link.closed);
    String message =
        assertThrows(
                EndOfStreamException.class, () -> ten.write(bytes("B?"), Duration.ofSeconds(10)))
            .getMessage();
    assertTrue(message.startsWith("GPIB0::10::INSTR: "), message);
    assertTrue(message.contains("hung up"), message);
  }

  @Test
  void anInterruptedThreadCanStillBringThingsToRest() {
    PrologixController controller =
        start(
            Firmware.PROLOGIX,
            (line, wire) -> {
              if (line.equals("++read eoi")) {
                wire.say("0\n" + END);
              }
            });
    Transport nine = open(controller, "GPIB::9::INSTR");
    Thread.currentThread().interrupt();
    nine.write(bytes("OUTP OFF;OUTP?"), Duration.ofSeconds(10));
    assertEquals("0", read(nine, SECOND));
    assertTrue(Thread.interrupted());
  }

  @Test
  void aControllerThatFallsSilentIsLost() {
    boolean[] dead = {false};
    link =
        new TimedLink(
            (line, wire) -> {
              if (!dead[0]) {
                wire.say(VERSION);
              }
            });
    PrologixController controller =
        PrologixController.start(
            new GpibController(new ResourceName.Serial("/dev/ttyUSB0"), Firmware.AR488),
            link,
            link,
            1 << 20);
    dead[0] = true;
    Transport nine = open(controller, "GPIB::9::INSTR");
    assertThrows(TransportTimeoutException.class, () -> nine.read(Duration.ofMillis(100)));
    assertThrows(
        TransportTimeoutException.class, () -> nine.write(bytes("A?"), Duration.ofSeconds(10)));
    assertThrows(EndOfStreamException.class, () -> nine.write(bytes("A?"), Duration.ofSeconds(10)));
  }
}
