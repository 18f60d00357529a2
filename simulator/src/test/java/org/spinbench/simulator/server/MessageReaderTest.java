package org.spinbench.simulator.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.simulator.scpi.FrontPanel;

/** Where messages end on a stream. In these texts ↵ stands for LF and ← for CR. */
class MessageReaderTest {
  private static final int LIMIT = FrontPanel.LONGEST_MESSAGE;

  private final RandomGenerator random =
      RandomGeneratorFactory.of("L64X128MixRandom").create(488_363);

  /** A stream that gives as many bytes at a time as it likes. */
  private final class Drops extends InputStream {
    private final InputStream bytes;

    Drops(byte[] bytes) {
      this.bytes = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read() throws IOException {
      return bytes.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return bytes.read(buffer, offset, Math.min(length, 1 + random.nextInt(12)));
    }
  }

  private static byte[] bytes(String text) {
    return text.replace('↵', '\n').replace('←', '\r').getBytes(StandardCharsets.ISO_8859_1);
  }

  private List<byte[]> messages(byte[] stream, int terminator) throws IOException {
    InputStream bytes =
        stream.length < 200_000 ? new Drops(stream) : new ByteArrayInputStream(stream);
    MessageReader reader = new MessageReader(bytes, terminator);
    List<byte[]> messages = new ArrayList<>();
    for (byte[] message = reader.next(); message != null; message = reader.next()) {
      messages.add(message);
    }
    return messages;
  }

  private String shown(String stream, int terminator) throws IOException {
    List<String> texts = new ArrayList<>();
    for (byte[] message : messages(bytes(stream), terminator)) {
      String text = new String(message, StandardCharsets.ISO_8859_1);
      texts.add("[" + text.replace('\n', '↵').replace('\r', '←') + "]");
    }
    return String.join("", texts);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "A↵B↵ | [A][B]",
        "A←↵B←↵ | [A][B]",
        "A←←↵ | [A←]",
        "←↵↵ | [][]",
        "A←B↵ | [A←B]",
        "A↵B | [A]",
        "A #15↵←;\"'↵B↵ | [A #15↵←;\"'][B]",
        "A #12←←←↵B↵ | [A #12←←][B]",
        "A #11←↵B↵ | [A #11←][B]",
        "A #11←←↵B↵ | [A #11←][B]",
        "A #11↵↵B↵ | [A #11↵][B]",
        "A #15↵↵↵↵↵,#12↵↵;C↵B↵ | [A #15↵↵↵↵↵,#12↵↵;C][B]",
        "A #10↵B↵ | [A #10][B]",
        "A #10←↵B↵ | [A #10][B]",
        "A #3003#1↵;C↵B↵ | [A #3003#1↵;C][B]",
        "A #0it's #15;\"↵B↵ | [A #0it's #15;\"][B]",
        "A #0←↵B↵ | [A #0][B]",
        "A #H1F↵B↵ | [A #H1F][B]",
        "A #↵B↵ | [A #][B]",
        "A #2x5↵B↵ | [A #2x5][B]",
        "A #21↵B↵ | [A #21][B]",
        "A \"#19\"↵B↵ | [A \"#19\"][B]",
        "A '#19'↵B↵ | [A '#19'][B]",
        "A '\"#19'↵B↵ | [A '\"#19'][B]",
        "A \"it''s #19\";#11↵↵B↵ | [A \"it''s #19\";#11↵][B]",
        "A \"open #15↵B↵ | [A \"open #15][B]",
        "##15↵↵↵↵↵↵B↵ | [##15↵↵↵↵↵][B]"
      })
  void messagesEndWithALineFeed(String stream, String expected) throws IOException {
    assertEquals(expected, shown(stream, '\n'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "A←B← | [A][B]",
        "A←↵B←↵ | [A][B]",
        "A #12←↵←B← | [A #12←↵][B]",
        "A #0x#15←B← | [A #0x#15][B]"
      })
  void orWithACarriageReturn(String stream, String expected) throws IOException {
    assertEquals(expected, shown(stream, '\r'));
  }

  private static byte[] block(int length, int filling) {
    byte[] payload = new byte[length];
    Arrays.fill(payload, (byte) filling);
    String digits = Integer.toString(length);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(bytes("A #" + digits.length() + digits));
    message.writeBytes(payload);
    return message.toByteArray();
  }

  private static byte[] lines(byte[]... messages) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (byte[] message : messages) {
      stream.writeBytes(message);
      stream.write('\n');
    }
    return stream.toByteArray();
  }

  /** Around the sizes of buffers, and with payloads that look like terminators and like blocks. */
  @ParameterizedTest
  @ValueSource(ints = {1, 8181, 8182, 8183, 8184, 8191, 8192, 8193, 16_384, 100_000})
  void blocksOfAnySizeHoldWhateverTheyHold(int length) throws IOException {
    for (int filling : new int[] {'\n', '\r', '#', '"', ';', 0, 255}) {
      byte[] block = block(length, filling);
      List<byte[]> messages = messages(lines(block, bytes("B")), '\n');
      assertEquals(2, messages.size());
      assertArrayEquals(block, messages.get(0));
      assertArrayEquals(bytes("B"), messages.get(1));
    }
  }

  @Test
  void whatIsTooLongIsCutOneByteBeyondTheLimit() throws IOException {
    byte[] longest = bytes("x".repeat(LIMIT));
    byte[] longer = bytes("x".repeat(LIMIT + 1000));
    List<byte[]> messages = messages(lines(longest, longer, bytes("B")), '\n');
    assertArrayEquals(longest, messages.get(0));
    assertEquals(LIMIT + 1, messages.get(1).length);
    assertArrayEquals(bytes("B"), messages.get(2));
  }

  /** Or its lines would be carried out. */
  @Test
  void theRestOfABlockThatIsTooLongIsDropped() throws IOException {
    List<byte[]> messages = messages(lines(block(2 * LIMIT, '\n'), bytes("B")), '\n');
    assertEquals(2, messages.size());
    assertEquals(LIMIT + 1, messages.get(0).length);
    assertArrayEquals(bytes("B"), messages.get(1));
  }

  @Test
  void aLengthThatNobodyCanMeanEndsWithItsLine() throws IOException {
    List<byte[]> messages = messages(bytes("A #9999999999abc\"↵B↵"), '\n');
    assertEquals(2, messages.size());
    assertEquals(LIMIT + 1, messages.get(0).length);
    assertArrayEquals(bytes("B"), messages.get(1));
  }

  /** However a stream is cut, its messages are the same; and none is longer than allowed. */
  @Test
  void anyBytesAreCutTheSameWay() throws IOException {
    String[] parts = {"#", "0", "1", "15", "23", "\n", "\r", "\"", "'", ";", "A", "#9", "#H", "\0"};
    for (int i = 0; i < 3_000; i++) {
      StringBuilder stream = new StringBuilder();
      for (int n = random.nextInt(40); n > 0; n--) {
        stream.append(parts[random.nextInt(parts.length)]);
      }
      stream.append("\n".repeat(100));
      byte[] bytes = stream.toString().getBytes(StandardCharsets.ISO_8859_1);
      int terminator = random.nextBoolean() ? '\n' : '\r';
      List<byte[]> once = messages(bytes, terminator);
      List<byte[]> again = messages(bytes, terminator);
      assertArrayEquals(once.toArray(), again.toArray(), () -> stream.toString());
      assertTrue(once.stream().allMatch(message -> message.length <= LIMIT + 1));
    }
  }
}
