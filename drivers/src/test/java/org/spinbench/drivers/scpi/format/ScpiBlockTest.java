package org.spinbench.drivers.scpi.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScpiBlockTest {
  @ParameterizedTest
  @CsvSource({
    "#13abc, abc",
    "#3003abc, abc",
    "#9000000003abc, abc",
    "#19abcdefghi, abcdefghi",
    "#10, ''",
    "#15#1234, #1234"
  })
  void payloadOfOneBlock(String reply, String payload) {
    ByteBuffer expected = ByteBuffer.wrap(payload.getBytes());
    assertEquals(expected, ScpiBlock.payload(reply.getBytes(), 0));
    byte[] second = ("0;" + reply).getBytes();
    assertEquals(expected, ScpiBlock.payload(second, 2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "#", "#1", "#0abc", "#13ab", "#13abcd", "#1xabc", "#2 3abc", "13abc", "#:3abc"
      })
  void everythingElseIsRefused(String reply) {
    byte[] bytes = reply.getBytes(StandardCharsets.US_ASCII);
    assertThrows(IllegalArgumentException.class, () -> ScpiBlock.payload(bytes, 0));
  }

  @Test
  void numbersInBothByteOrders() {
    byte[] big = {0x3F, (byte) 0xF8, 0, 0, 0, 0, 0, 0, (byte) 0xC0, 0, 0, 0, 0, 0, 0, 0};
    assertArrayEquals(
        new double[] {1.5, -2}, ScpiBlock.real64(ByteBuffer.wrap(big), ByteOrder.BIG_ENDIAN));
    byte[] little = {0, 0, 0, 0, 0, 0, (byte) 0xF8, 0x3F};
    assertArrayEquals(
        new double[] {1.5}, ScpiBlock.real64(ByteBuffer.wrap(little), ByteOrder.LITTLE_ENDIAN));
    byte[] single = {0x3F, (byte) 0xC0, 0, 0};
    assertArrayEquals(
        new double[] {1.5}, ScpiBlock.real32(ByteBuffer.wrap(single), ByteOrder.BIG_ENDIAN));
    byte[] reversed = {0, 0, (byte) 0xC0, 0x3F};
    assertArrayEquals(
        new double[] {1.5}, ScpiBlock.real32(ByteBuffer.wrap(reversed), ByteOrder.LITTLE_ENDIAN));
  }

  @Test
  void integersInBothByteOrders() {
    byte[] big = {0, 0, 1, 2, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFE};
    assertArrayEquals(
        new double[] {258, -2}, ScpiBlock.int32(ByteBuffer.wrap(big), ByteOrder.BIG_ENDIAN));
    byte[] little = {2, 1, 0, 0};
    assertArrayEquals(
        new double[] {258}, ScpiBlock.int32(ByteBuffer.wrap(little), ByteOrder.LITTLE_ENDIAN));
    IllegalArgumentException broken =
        assertThrows(
            IllegalArgumentException.class,
            () -> ScpiBlock.int32(ByteBuffer.wrap(new byte[6]), ByteOrder.BIG_ENDIAN));
    assertEquals("a block of 6 bytes does not hold numbers of 4 bytes", broken.getMessage());
  }

  @Test
  void aBrokenNumberIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> ScpiBlock.real64(ByteBuffer.wrap(new byte[12]), ByteOrder.BIG_ENDIAN));
    assertThrows(
        IllegalArgumentException.class,
        () -> ScpiBlock.real32(ByteBuffer.wrap(new byte[6]), ByteOrder.BIG_ENDIAN));
  }
}
