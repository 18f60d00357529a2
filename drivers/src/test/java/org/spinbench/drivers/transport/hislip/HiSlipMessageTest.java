package org.spinbench.drivers.transport.hislip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages against bytes written down by hand from IVI-6.1 sections 2.4 and 6. */
class HiSlipMessageTest {
  private static final String IDENTIFY =
      "48 53 07 01 FF FF FF 02 00 00 00 00 00 00 00 05 2A 49 44 4E 3F";

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static MessageInput input(String hex) {
    return new MessageInput(new ByteArrayInputStream(bytes(hex)));
  }

  /** Every message of version 1.0, with the number that table 4 gives it. */
  @ParameterizedTest
  @CsvSource({
    "0, INITIALIZE",
    "1, INITIALIZE_RESPONSE",
    "2, FATAL_ERROR",
    "3, ERROR",
    "4, ASYNC_LOCK",
    "5, ASYNC_LOCK_RESPONSE",
    "6, DATA",
    "7, DATA_END",
    "8, DEVICE_CLEAR_COMPLETE",
    "9, DEVICE_CLEAR_ACKNOWLEDGE",
    "10, ASYNC_REMOTE_LOCAL_CONTROL",
    "11, ASYNC_REMOTE_LOCAL_RESPONSE",
    "12, TRIGGER",
    "13, INTERRUPTED",
    "14, ASYNC_INTERRUPTED",
    "15, ASYNC_MAXIMUM_MESSAGE_SIZE",
    "16, ASYNC_MAXIMUM_MESSAGE_SIZE_RESPONSE",
    "17, ASYNC_INITIALIZE",
    "18, ASYNC_INITIALIZE_RESPONSE",
    "19, ASYNC_DEVICE_CLEAR",
    "20, ASYNC_SERVICE_REQUEST",
    "21, ASYNC_STATUS_QUERY",
    "22, ASYNC_STATUS_RESPONSE",
    "23, ASYNC_DEVICE_CLEAR_ACKNOWLEDGE",
    "24, ASYNC_LOCK_INFO",
    "25, ASYNC_LOCK_INFO_RESPONSE"
  })
  void typesHaveTheNumbersOfTheStandard(int code, MessageType type) {
    assertEquals(code, type.code());
    assertEquals(type, MessageType.of(code));
  }

  @Test
  void theOtherNumbersStandForNothingThatIsSpoken() {
    assertEquals(MessageType.UNKNOWN, MessageType.of(26));
    assertEquals(MessageType.UNKNOWN, MessageType.of(127));
    assertEquals(MessageType.VENDOR_DEFINED, MessageType.of(128));
    assertEquals(MessageType.VENDOR_DEFINED, MessageType.of(255));
    assertThrows(IllegalStateException.class, MessageType.UNKNOWN::code);
  }

  @Test
  void messagesAreWrittenAsTheStandardSays() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MessageOutput output = new MessageOutput(out);
    output.send(MessageType.DATA_END, 1, 0xFFFFFF02, "*IDN?".getBytes(StandardCharsets.US_ASCII));
    assertArrayEquals(bytes(IDENTIFY), out.toByteArray());

    out.reset();
    output.send(MessageType.ASYNC_LOCK, 1, 2500, new byte[0]);
    assertArrayEquals(bytes("48 53 04 01 00 00 09 C4 00 00 00 00 00 00 00 00"), out.toByteArray());

    out.reset();
    output.sendLine(MessageType.DATA_END, 0, 0x80000001, new byte[] {'x', '1', '.', '5'}, 1, 3);
    assertArrayEquals(
        bytes("48 53 07 00 80 00 00 01 00 00 00 00 00 00 00 04 31 2E 35 0A"), out.toByteArray());
  }

  @Test
  void longPayloadsAreWrittenWhole() throws IOException {
    byte[] payload = new byte[200_000];
    for (int i = 0; i < payload.length; i++) {
      payload[i] = (byte) (i * 31);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MessageOutput output = new MessageOutput(out);
    output.send(MessageType.DATA, 0, 5, payload, 7, 150_000);
    output.sendLine(MessageType.DATA_END, 0, 5, payload, 8, 150_000);
    MessageInput input = new MessageInput(new ByteArrayInputStream(out.toByteArray()));
    assertEquals(new Header(6, 0, 5, 150_000), input.header());
    byte[] first = input.payload(1 << 20);
    for (int i = 0; i < 150_000; i++) {
      assertEquals(payload[i + 7], first[i], i);
    }
    assertEquals(new Header(7, 0, 5, 150_001), input.header());
    byte[] second = input.payload(1 << 20);
    assertEquals(payload[150_007], second[149_999]);
    assertEquals('\n', second[150_000]);
    assertNull(input.header());
  }

  @Test
  void headersAreReadAsTheStandardSays() throws IOException {
    MessageInput input = input(IDENTIFY + " 48 53 FF FE 80 00 00 01 FF FF FF FF FF FF FF FF");
    Header header = input.header();
    assertEquals(new Header(MessageType.DATA_END, 1, 0xFFFFFF02, 5), header);
    assertEquals("*IDN?", new String(input.payload(100), StandardCharsets.US_ASCII));
    header = input.header();
    assertEquals(new Header(255, 254, 0x80000001, -1), header);
    assertEquals(MessageType.VENDOR_DEFINED, header.type());
    assertEquals(-1, input.left());
  }

  @Test
  void whatIsLeftOfAPayloadIsPassedOver() throws IOException {
    MessageInput input = input(IDENTIFY + IDENTIFY + IDENTIFY);
    input.header();
    assertEquals(2, input.payload(2).length);
    assertEquals(7, input.header().code());
    assertEquals(7, input.header().code());
    assertNull(input.header());
  }

  @Test
  void onlyAWholeHeaderIsSeenAheadAndNotBeforeThePayloadIsRead() throws IOException {
    MessageInput input = input(IDENTIFY + IDENTIFY + "48 53");
    input.header();
    assertNull(input.peek());
    input.payload(5);
    assertEquals(0xFFFFFF02, input.peek().parameter());
    assertEquals(0xFFFFFF02, input.header().parameter());
    input.payload(5);
    assertNull(input.peek());
    assertThrows(EOFException.class, input::header);
  }

  @Test
  void aStreamThatEndsInsideAMessageIsReported() {
    assertThrows(EOFException.class, () -> input(IDENTIFY.substring(0, 45)).header());
    MessageInput cut = input(IDENTIFY.substring(0, 57));
    assertThrows(
        EOFException.class,
        () -> {
          cut.header();
          cut.payload(5);
        });
  }

  @Test
  void bytesInPlaceOfAHeaderAreShown() {
    String message =
        assertThrows(
                MalformedHeaderException.class,
                () -> input("48 54 54 50 2F 31 2E 31 20 34 30 30 20 42 61 64").header())
            .getMessage();
    assertTrue(message.contains("48 54 54 50 2f 31"), message);
  }

  @Test
  void aReadThatTimedOutContinuesWhereItStopped() throws IOException {
    byte[] stream = bytes(IDENTIFY + IDENTIFY);
    MessageInput input =
        new MessageInput(
            new InputStream() {
              private int at;
              private boolean late;

              @Override
              public int read(byte[] target, int from, int most) throws IOException {
                late = !late;
                if (late) {
                  throw new SocketTimeoutException();
                }
                if (at == stream.length) {
                  return -1;
                }
                target[from] = stream[at++];
                return 1;
              }

              @Override
              public int read() {
                throw new UnsupportedOperationException();
              }
            });
    for (int message = 0; message < 2; message++) {
      assertEquals(5, patient(input::header).length());
      byte[] payload = new byte[5];
      for (int at = 0; at < 5; ) {
        int from = at;
        at += patient(() -> input.read(payload, from, 5 - from));
      }
      assertEquals("*IDN?", new String(payload, StandardCharsets.US_ASCII));
    }
    assertNull(patient(input::header));
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  private static <T> T patient(Reading<T> reading) throws IOException {
    while (true) {
      try {
        return reading.read();
      } catch (SocketTimeoutException again) {
        // As often as it takes.
      }
    }
  }

  @Test
  void errorsHaveWordsForEveryCode() {
    assertEquals(1, FatalErrorCode.BAD_HEADER.code());
    assertEquals(3, FatalErrorCode.BAD_INITIALIZATION.code());
    assertEquals(4, ErrorCode.TOO_LARGE.code());
    for (int code = 0; code < 256; code++) {
      assertTrue(FatalErrorCode.meaning(code).contains(" "));
      assertTrue(ErrorCode.meaning(code).contains(" "));
    }
  }
}
