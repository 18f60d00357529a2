package org.spinbench.drivers.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableBytesTest {
  @ParameterizedTest
  @CsvSource({
    "616263, abc",
    "317E0D0A, 1~\\x0D\\x0A",
    "5C7830, \\\\x0",
    "007F80FF, \\x00\\x7F\\x80\\xFF",
  })
  void everyByteIsPrinted(String hex, String shown) {
    assertEquals(shown, PrintableBytes.of(HexFormat.of().parseHex(hex)));
  }

  @Test
  void theTextBeginsWhereItIsWrittenAndHasRoom() {
    byte[] out = "....................".getBytes(StandardCharsets.US_ASCII);
    int end = PrintableBytes.write(new byte[] {'a', 0, '\\'}, out, 2);
    assertEquals("..a\\x00\\\\", new String(out, 0, end, StandardCharsets.US_ASCII));
    assertEquals(8, PrintableBytes.write(new byte[2], out, 0));
    assertEquals(8, PrintableBytes.longest(2));
  }

  @Test
  void hexadecimalNumbersDistinguishTerminatorsAndAnEllipsisStandsForTheRest() {
    byte[] bytes = {'1', '\r', '\n'};
    assertEquals("3 bytes, \"1\\x0D\\x0A\" (hex 31 0D 0A)", PrintableBytes.withHex(bytes, 3));
    assertEquals(
        "9 bytes, \"1\\x0D\\x0A\" ... (hex 31 0D 0A ...)", PrintableBytes.withHex(bytes, 9));
  }
}
