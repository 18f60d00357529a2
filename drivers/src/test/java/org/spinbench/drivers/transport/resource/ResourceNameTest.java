package org.spinbench.drivers.transport.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceNameTest {
  @Test
  void readsEveryFormOfTheGrammar() {
    assertEquals(
        new ResourceName.TcpipSocket(0, "192.168.0.21", 5025),
        ResourceName.parse("TCPIP::192.168.0.21::5025::SOCKET"));
    assertEquals(
        new ResourceName.Vxi11(1, "scope.lab", OptionalInt.empty(), "inst0"),
        ResourceName.parse("tcpip1::scope.lab::instr"));
    assertEquals(
        new ResourceName.Vxi11(0, "gateway", OptionalInt.of(1024), "gpib0,9"),
        ResourceName.parse("TCPIP::gateway,1024::gpib0,9::INSTR"));
    assertEquals(
        new ResourceName.HiSlip(0, "127.0.0.1", "hislip0", 4880),
        ResourceName.parse("TCPIP::127.0.0.1::hislip0::INSTR"));
    assertEquals(
        new ResourceName.HiSlip(0, "127.0.0.1", "hislip0", 5000),
        ResourceName.parse("TCPIP::127.0.0.1::hislip0,5000::INSTR"));
    assertEquals(new ResourceName.Serial("1"), ResourceName.parse("ASRL1::INSTR"));
    assertEquals(
        new ResourceName.Serial("/dev/ttyUSB0"), ResourceName.parse("asrl/dev/ttyUSB0::INSTR"));
    assertEquals(
        new ResourceName.Usb(0, 0x0957, 0x1755, "MY48230123", 0),
        ResourceName.parse("USB::0x0957::5973::MY48230123::INSTR"));
    assertEquals(
        new ResourceName.Usb(2, 0x0AAD, 0x54, "100001", 3),
        ResourceName.parse("USB2::0xaad::0x54::100001::3::INSTR"));
    assertEquals(
        new ResourceName.Gpib(0, 9, OptionalInt.empty()), ResourceName.parse("GPIB::9::INSTR"));
    assertEquals(
        new ResourceName.Gpib(1, 9, OptionalInt.of(2)), ResourceName.parse("GPIB1::9::2::INSTR"));
    assertEquals(new ResourceName.InProcess("rf_1"), ResourceName.parse("INPROC::rf_1::INSTR"));
  }

  @ParameterizedTest
  @CsvSource({
    "GPIB::9, GPIB0::9::INSTR",
    "USB::1::2::A1, USB0::0x0001::0x0002::A1::0::INSTR",
    "ASRL3, ASRL3::INSTR",
    "TCPIP::host, TCPIP0::host::inst0::INSTR",
    "tcpip::[fe80::1]::5025::socket, TCPIP0::[fe80::1]::5025::SOCKET",
    "inproc::field::instr, INPROC::field::INSTR",
  })
  void fillsInDefaultsInTheCanonicalForm(String text, String canonical) {
    assertEquals(canonical, ResourceName.parse(text).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "TCPIP::h::99999::SOCKET, port 99999 is not between 1 and 65535",
    "TCPIP::h::50x::SOCKET, port \"50x\" is not a number",
    "TCPIP::h::SOCKET, 1 parts where 2 are needed",
    "TCPIP::a b::1::SOCKET, host \"a b\"",
    "TCPIPx::h::1::SOCKET, board \"x\" is not a number",
    "GPIB::31::INSTR, primary address 31 is not between 0 and 30",
    "GPIB::1::SOCKET, only TCPIP has the resource class SOCKET",
    "USB::0x10000::1::S::INSTR, vendor id 65536 is not between 0 and 65535",
    "USB::1::2::INSTR, 2 parts where 3 to 4 are needed",
    "ASRL::INSTR, serial port \"\" is empty",
    "INPROC::INSTR, 0 parts where 1 are needed",
    "VXI::1::INSTR, interface \"VXI\" is unknown",
    "'', interface \"\" is unknown",
  })
  void errorsNameTextPartAndAcceptedForm(String text, String part) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> ResourceName.parse(text)).getMessage();
    assertTrue(message.startsWith("\"" + text + "\""), message);
    assertTrue(message.contains(part), message);
    assertTrue(message.contains("such as "), message);
  }

  @Test
  void randomNamesRoundTripAndMutatedOnesThrowOnlyTheOneException() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(4711);
    for (int i = 0; i < 20_000; i++) {
      ResourceName name = randomName(random);
      String text = name.toString();
      assertEquals(name, ResourceName.parse(text));
      assertEquals(name, ResourceName.parse(randomKeywordCase(random, text)));
      String mutated = mutate(random, text);
      try {
        ResourceName other = ResourceName.parse(mutated);
        assertEquals(other, ResourceName.parse(other.toString()), mutated);
      } catch (RuntimeException refused) {
        assertSame(IllegalArgumentException.class, refused.getClass(), mutated);
      }
    }
  }

  private static ResourceName randomName(RandomGenerator random) {
    int board = random.nextInt(4);
    return switch (random.nextInt(7)) {
      case 0 -> new ResourceName.TcpipSocket(board, host(random), 1 + random.nextInt(65535));
      case 1 -> new ResourceName.Vxi11(board, host(random), port(random), "inst" + board);
      case 2 -> new ResourceName.HiSlip(board, host(random), "hislip" + board, 4880 + board);
      case 3 -> new ResourceName.Serial(board == 0 ? "/dev/ttyUSB1" : "COM" + board);
      case 4 ->
          new ResourceName.Usb(
              board, random.nextInt(65536), random.nextInt(65536), word(random), board);
      case 5 -> new ResourceName.Gpib(board, random.nextInt(31), secondary(random));
      default -> new ResourceName.InProcess(word(random));
    };
  }

  private static OptionalInt port(RandomGenerator random) {
    return random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(1 + random.nextInt(65535));
  }

  private static OptionalInt secondary(RandomGenerator random) {
    return random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(31));
  }

  private static String host(RandomGenerator random) {
    return switch (random.nextInt(3)) {
      case 0 -> "10.0." + random.nextInt(256) + "." + random.nextInt(256);
      case 1 -> "[fe80::" + Integer.toHexString(random.nextInt(65536)) + "]";
      default -> "bench-" + random.nextInt(100) + ".lab";
    };
  }

  private static String word(RandomGenerator random) {
    String allowed = "abcXYZ0189_-./,#";
    StringBuilder word = new StringBuilder();
    for (int length = 1 + random.nextInt(8); length > 0; length--) {
      word.append(allowed.charAt(random.nextInt(allowed.length())));
    }
    return word.toString();
  }

  /** Upper or lower case in the first keyword and the resource class only. */
  private static String randomKeywordCase(RandomGenerator random, String text) {
    if (random.nextBoolean()) {
      return text;
    }
    int classAt = text.lastIndexOf("::");
    int keyword = text.startsWith("ASRL") ? 4 : text.indexOf("::");
    return text.substring(0, keyword).toLowerCase(Locale.ROOT)
        + text.substring(keyword, classAt)
        + text.substring(classAt).toLowerCase(Locale.ROOT);
  }

  private static String mutate(RandomGenerator random, String text) {
    StringBuilder mutated = new StringBuilder(text);
    for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
      int at = random.nextInt(mutated.length() + 1);
      char c = "::::[]09xX, \t\n\u0130\u0131\u00e9INSTR\0".charAt(random.nextInt(22));
      if (random.nextBoolean() || at == mutated.length()) {
        mutated.insert(at, c);
      } else if (random.nextBoolean()) {
        mutated.setCharAt(at, c);
      } else {
        mutated.deleteCharAt(at);
      }
    }
    return mutated.toString();
  }
}
