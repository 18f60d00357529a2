package org.spinbench.drivers.transport.rpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Byte strings by the rules of RFC 4506, written down by hand. */
class XdrTest {
  private static final HexFormat HEX = HexFormat.of();

  private static byte[] hex(String text) {
    return HEX.parseHex(text.replace(" ", ""));
  }

  private static void assertBytes(String expected, XdrWriter writer) {
    assertEquals(expected.replace(" ", ""), HEX.formatHex(writer.toByteArray()));
  }

  @Test
  void integersAreBigEndianAndOfFourBytes() throws IOException {
    assertBytes(
        "00000000 00000001 ffffffff 80000000 0607af00",
        new XdrWriter().int32(0).int32(1).int32(-1).int32(1 << 31).int32(0x0607AF00));
    XdrReader in = new XdrReader(hex("00000001 ffffffff ffffffff 0607af00"));
    assertEquals(1, in.int32());
    assertEquals(-1, in.int32());
    assertEquals(4294967295L, in.unsigned32());
    assertEquals(0x0607AF00, in.int32());
    assertEquals(0, in.remaining());
  }

  @Test
  void truthIsOneOfTwoNumbersAndAnyButZeroIsTaken() throws IOException {
    assertBytes("00000001 00000000", new XdrWriter().bool(true).bool(false));
    XdrReader in = new XdrReader(hex("00000001 00000000 ffffffff"));
    assertTrue(in.bool());
    assertFalse(in.bool());
    assertTrue(in.bool());
  }

  @Test
  void opaqueDataHaveALengthAndArePaddedToFour() throws IOException {
    assertBytes("00000000", new XdrWriter().opaque(new byte[0]));
    assertBytes("00000001 aa000000", new XdrWriter().opaque(hex("aa")));
    assertBytes("00000003 aabbcc00", new XdrWriter().opaque(hex("aabbcc")));
    assertBytes("00000004 aabbccdd", new XdrWriter().opaque(hex("aabbccdd")));
    assertBytes("00000005 aabbccdd ee000000", new XdrWriter().opaque(hex("aabbccddee")));
    assertBytes("00000002 bbcc0000", new XdrWriter().opaque(hex("aabbccdd"), 1, 2));
    assertBytes("00000005 696e7374 30000000", new XdrWriter().string("inst0"));

    XdrReader in = new XdrReader(hex("00000005 696e7374 30000000 00000000 00000001 aa000000"));
    assertEquals("inst0", in.string(5));
    assertArrayEquals(new byte[0], in.opaque(0));
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    assertEquals(1, in.opaque(10, target));
    assertArrayEquals(hex("aa"), target.toByteArray());
    assertEquals(0, in.remaining());
  }

  @Test
  void writerGrowsWithWhatItHolds() throws IOException {
    byte[] data = new byte[100_001];
    data[100_000] = 7;
    byte[] bytes = new XdrWriter().int32(9).opaque(data).int32(8).toByteArray();
    assertEquals(4 + 4 + 100_004 + 4, bytes.length);
    XdrReader in = new XdrReader(bytes);
    assertEquals(9, in.int32());
    assertArrayEquals(data, in.opaque(100_001));
    assertEquals(8, in.int32());
  }

  @Test
  void missingPaddingAtTheVeryEndIsForgiven() throws IOException {
    XdrReader in = new XdrReader(hex("00000003 aabbcc"));
    assertArrayEquals(hex("aabbcc"), in.opaque(3));
    assertEquals(0, in.remaining());
  }

  @Test
  void missingDataAreRefusedBeforeMemoryIsAllocated() {
    assertThrows(RpcFormatException.class, () -> new XdrReader(hex("000000")).int32());
    for (String wrong :
        new String[] {"00000004 aabbcc", "00000001", "7fffffff aa", "ffffffff aabbccdd"}) {
      XdrReader in = new XdrReader(hex(wrong));
      assertThrows(RpcFormatException.class, () -> in.opaque(Integer.MAX_VALUE), wrong);
    }
    String message =
        assertThrows(
                RpcFormatException.class, () -> new XdrReader(hex("00000003 aabbcc00")).opaque(2))
            .getMessage();
    assertTrue(message.contains("at most 2"), message);
  }

  @Test
  void aRecordOfOneFragmentIsSentBehindItsMark() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new XdrWriter().int32(0x0102).sendRecord(out);
    new XdrWriter().sendRecord(out);
    assertArrayEquals(hex("80000004 00000102 80000000"), out.toByteArray());
  }
}
