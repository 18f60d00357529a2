package org.spinbench.drivers.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
import org.junit.jupiter.params.provider.ValueSource;

class ResponseFramerTest {
  private static final int LIMIT = 1 << 20;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.5E9",
        "1;2;3",
        "\"a\nb\"",
        "-113,\"Undefined header;\nX\"",
        "'a\nb','c'",
        "\"he said \"\"no\n\"\" twice\"",
        "#15\n\n\n\n\n",
        "1;#13a\nb;\"x\n\"",
        "1, #13\n;\n,2",
        "#0 indefinite",
        "#H1F",
        "#",
        "#2",
        "O'Brien's,model,1,2",
        "5\" disk,x",
        "#10",
        "#13ab\r",
        "#205\r\n\r\n\r"
      })
  void messagesSurviveWhateverPiecesTheyComeIn(String text) throws IOException {
    byte[] message = text.getBytes(StandardCharsets.ISO_8859_1);
    for (String terminator : new String[] {"\n", "\r\n"}) {
      for (int piece = 1; piece <= message.length + 2; piece++) {
        byte[] stream =
            (text + terminator + text + terminator).getBytes(StandardCharsets.ISO_8859_1);
        List<byte[]> found = frame(stream, piece);
        assertEquals(2, found.size(), text);
        assertArrayEquals(message, found.get(0));
        assertArrayEquals(message, found.get(1));
      }
    }
  }

  @Test
  void blocksAndStringsBeginOnlyWhereAnElementBegins() throws IOException {
    assertEquals(List.of("a#13", "xyz"), texts(frame("a#13\nxyz\n".getBytes(), 3)));
    assertEquals(List.of("it's", "it's"), texts(frame("it's\nit's\n".getBytes(), 3)));
  }

  @Test
  void leadingNulBytesAreDropped() throws IOException {
    assertEquals(List.of("1", "2"), texts(frame("\0\0001\n\0002\r\n".getBytes(), 2)));
  }

  @Test
  void blockWithoutLineFeedIsTakenAndTheLateLineFeedBelongsToIt() throws IOException {
    ResponseFramer framer = new ResponseFramer(LIMIT);
    feed(framer, "#13\n\n\n");
    assertNull(framer.next());
    assertTrue(framer.atBlockEnd());
    assertArrayEquals("#13\n\n\n".getBytes(), framer.takeBlock());
    feed(framer, "\r\n");
    assertEquals(0, framer.unread());
    feed(framer, "7\n");
    assertArrayEquals("7".getBytes(), framer.next());
  }

  @Test
  void aBlockThatContinuesAfterItsEndIsRefused() throws IOException {
    ResponseFramer framer = new ResponseFramer(LIMIT);
    feed(framer, "#11x");
    assertNull(framer.next());
    framer.takeBlock();
    feed(framer, ";1\n");
    assertThrows(TransportException.class, framer::next);
  }

  @Test
  void incompleteBlockIsNotAtItsEnd() throws IOException {
    ResponseFramer framer = new ResponseFramer(LIMIT);
    feed(framer, "#13ab");
    assertNull(framer.next());
    assertFalse(framer.atBlockEnd());
    assertEquals(5, framer.unread());
  }

  @Test
  void longMessagesAreRefusedByTheirAnnouncementOrTheirLength() throws IOException {
    ResponseFramer announced = new ResponseFramer(100);
    feed(announced, "#9999999999");
    String message = assertThrows(TransportException.class, announced::next).getMessage();
    assertTrue(message.contains("100 bytes"), message);

    ResponseFramer endless = new ResponseFramer(100);
    feed(endless, "1".repeat(101));
    assertThrows(TransportException.class, endless::next);

    ResponseFramer longest = new ResponseFramer(100);
    feed(longest, "1".repeat(100) + "\n");
    assertEquals(100, longest.next().length);
  }

  @ParameterizedTest
  @ValueSource(ints = {8191, 16383, 16384, 16385, 32767, 32768, 32769, 65535, 65536, 65537})
  void blocksAroundTheSizesOfTheBuffer(int size) throws IOException {
    for (byte filling : new byte[] {'\n', '#', '"', 0}) {
      for (int around = size - 8; around <= size + 1; around++) {
        byte[] block = block(around, filling);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        stream.write(block);
        stream.write("\n1\n".getBytes());
        List<byte[]> found = frame(stream.toByteArray(), 1460);
        assertArrayEquals(block, found.get(0));
        assertArrayEquals("1".getBytes(), found.get(1));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1460, 100_000})
  void whateverFollowsALongBlock(int piece) throws IOException {
    String block = new String(block(70_000, (byte) '\n'), StandardCharsets.ISO_8859_1);
    List<String> messages =
        List.of(block, "0;" + block, block + ";2", block + "," + block, block + ";\"\n\"", "1");
    for (String terminator : List.of("\n", "\r\n")) {
      String stream = String.join(terminator, messages) + terminator;
      byte[] bytes = stream.getBytes(StandardCharsets.ISO_8859_1);
      assertEquals(messages, texts(frame(bytes, piece)));
    }
  }

  @Test
  void aLongBlockWithoutLineFeedIsTakenToo() throws IOException {
    byte[] block = block(70_000, (byte) '\n');
    ResponseFramer framer = new ResponseFramer(LIMIT);
    InputStream in = new ByteArrayInputStream(block);
    while (in.available() > 0) {
      framer.fill(in);
      assertNull(framer.next());
    }
    assertTrue(framer.atBlockEnd());
    assertArrayEquals(block, framer.takeBlock());
    feed(framer, "\n7\n");
    assertArrayEquals("7".getBytes(), framer.next());
  }

  @Test
  void randomMessagesRoundTripInRandomPieces() throws IOException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(88);
    for (int i = 0; i < 2_000; i++) {
      List<byte[]> sent = new ArrayList<>();
      ByteArrayOutputStream stream = new ByteArrayOutputStream();
      for (int n = 1 + random.nextInt(5); n > 0; n--) {
        byte[] message = randomMessage(random);
        sent.add(message);
        stream.write(message);
        stream.write(random.nextBoolean() ? "\n".getBytes() : "\r\n".getBytes());
      }
      List<byte[]> found = frame(stream.toByteArray(), 1 + random.nextInt(40));
      assertEquals(sent.size(), found.size());
      for (int m = 0; m < sent.size(); m++) {
        assertArrayEquals(sent.get(m), found.get(m));
      }
    }
  }

  private static byte[] randomMessage(RandomGenerator random) throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    for (int elements = 1 + random.nextInt(4); elements > 0; elements--) {
      switch (random.nextInt(3)) {
        case 0 -> message.write(Double.toString(random.nextGaussian()).getBytes());
        case 1 -> message.write(("\"\n" + random.nextInt() + "\"\"#;\"").getBytes());
        default -> {
          byte[] payload = new byte[random.nextInt(300)];
          random.nextBytes(payload);
          message.write(("#3" + (1000 + payload.length)).replaceFirst("#31", "#3").getBytes());
          message.write(payload);
        }
      }
      if (elements > 1) {
        message.write(random.nextBoolean() ? ';' : ',');
      }
    }
    return message.toByteArray();
  }

  private static byte[] block(int size, byte filling) {
    byte[] head = ("#6" + (1_000_000 + size)).replaceFirst("#61", "#6").getBytes();
    byte[] block = Arrays.copyOf(head, head.length + size);
    Arrays.fill(block, head.length, block.length, filling);
    return block;
  }

  private static List<String> texts(List<byte[]> messages) {
    return messages.stream().map(m -> new String(m, StandardCharsets.ISO_8859_1)).toList();
  }

  private static void feed(ResponseFramer framer, String text) throws IOException {
    InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    framer.fill(in);
  }

  /** Hands over at most {@code piece} bytes at a time. */
  private static List<byte[]> frame(byte[] stream, int piece) throws IOException {
    ResponseFramer framer = new ResponseFramer(LIMIT);
    List<byte[]> found = new ArrayList<>();
    for (int from = 0; from < stream.length; from += piece) {
      InputStream in =
          new ByteArrayInputStream(stream, from, Math.min(piece, stream.length - from));
      while (in.available() > 0) {
        framer.fill(in);
        for (byte[] m = framer.next(); m != null; m = framer.next()) {
          found.add(m);
        }
      }
    }
    return found;
  }
}
