package org.spinbench.drivers.transport.rpc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** Byte strings by the rules of RFC 5531 section 11, written down by hand. */
class RecordReaderTest {
  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  private static RecordReader reader(String text, int limit) {
    return new RecordReader(new ByteArrayInputStream(hex(text)), limit);
  }

  @Test
  void recordsOfOneAndOfSeveralFragments() throws IOException {
    RecordReader in =
        reader("80000003 010203  00000001 04 00000000 80000002 0506  80000000  8000000107", 8);
    assertArrayEquals(hex("010203"), in.next());
    assertArrayEquals(hex("040506"), in.next());
    assertArrayEquals(hex(""), in.next());
    assertArrayEquals(hex("07"), in.next());
    assertNull(in.next());
    assertNull(in.next());
  }

  @Test
  void theEndWithinARecordIsAnError() {
    for (String torn :
        new String[] {"80", "800000", "80000001", "80000002 01", "00000001 01", "00000001 01 80"}) {
      RecordReader in = reader(torn, 100);
      assertThrows(EOFException.class, in::next, torn);
    }
  }

  @Test
  void aRecordBeyondTheLimitIsRefusedBeforeItComes() throws IOException {
    assertEquals(4, reader("80000004 01020304", 4).next().length);
    assertThrows(RpcFormatException.class, () -> reader("80000005", 4).next());
    assertThrows(RpcFormatException.class, () -> reader("ffffffff", 1 << 20).next());
    assertThrows(RpcFormatException.class, () -> reader("00000003 010203 80000002", 4).next());
    String text =
        assertThrows(RpcFormatException.class, () -> reader("47455420 2f20", 1 << 20).next())
            .getMessage();
    assertTrue(text.contains("at most 1048576"), text);
  }

  /** Gives what is due byte by byte, and breaks off before each. */
  private static InputStream hesitant(byte[] bytes) {
    return new InputStream() {
      private int at;
      private boolean ready;

      @Override
      public int read() {
        throw new IllegalStateException("whole arrays are read");
      }

      @Override
      public int read(byte[] target, int from, int length) throws IOException {
        ready = !ready;
        if (ready) {
          throw new SocketTimeoutException();
        }
        if (at == bytes.length) {
          return -1;
        }
        target[from] = bytes[at];
        at++;
        return 1;
      }
    };
  }

  @Test
  void continuesWhereADeadlineInterruptedIt() throws IOException {
    byte[] stream = hex("00000003 010203 80000002 0405  80000001 06");
    RecordReader in = new RecordReader(hesitant(stream), 10);
    int pauses = 0;
    byte[] first = null;
    while (first == null) {
      try {
        first = in.next();
      } catch (SocketTimeoutException pause) {
        pauses++;
      }
    }
    assertArrayEquals(hex("0102030405"), first);
    assertEquals(13, pauses);
  }

  @Test
  void anIncompleteRecordCanBeLookedAtAndForgotten() throws IOException {
    byte[] stream = hex("80000006 01020304");
    RecordReader in = new RecordReader(hesitant(stream), 10);
    for (int i = 0; i < stream.length; i++) {
      assertThrows(SocketTimeoutException.class, in::next);
    }
    assertArrayEquals(hex("010203"), in.incomplete());
    in.discardIncomplete();
    assertEquals(0, in.incomplete().length);
  }

  @Test
  void anyCutIntoFragmentsGivesTheSameRecord() throws IOException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
    for (int trial = 0; trial < 200; trial++) {
      byte[] record = new byte[random.nextInt(200_000)];
      random.nextBytes(record);
      ByteArrayOutputStream stream = new ByteArrayOutputStream();
      int at = 0;
      while (at < record.length) {
        int length = 1 + random.nextInt(record.length - at);
        boolean last = at + length == record.length;
        new DataOutputStream(stream).writeInt(last ? length | 1 << 31 : length);
        stream.write(record, at, length);
        at += length;
      }
      if (record.length == 0) {
        new DataOutputStream(stream).writeInt(1 << 31);
      }
      RecordReader in = new RecordReader(new ByteArrayInputStream(stream.toByteArray()), 200_000);
      assertArrayEquals(record, in.next());
      assertNull(in.next());
    }
  }
}
