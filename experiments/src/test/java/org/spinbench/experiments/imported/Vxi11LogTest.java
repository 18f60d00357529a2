package org.spinbench.experiments.imported;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.experiments.imported.Vxi11Log.Message;

class Vxi11LogTest {
  private static final String ONE = "<socket.socket fd=4, laddr=('127.0.0.1', 1)>";
  private static final String OTHER = "<socket.socket fd=5, laddr=('127.0.0.1', 2)>";

  private final Vxi11Log log = new Vxi11Log();
  private final List<Message> messages = new ArrayList<>();

  private void line(String text) {
    log.line(text).ifPresent(messages::add);
  }

  private static String python(ByteBuffer bytes) {
    StringBuilder text = new StringBuilder("b'");
    for (int i = 0; i < bytes.position(); i++) {
      text.append(String.format("\\x%02x", bytes.get(i)));
    }
    return text.append('\'').toString();
  }

  /** A call as RFC 5531 has it, without credentials. */
  private static ByteBuffer call(int number, int program, int procedure) {
    ByteBuffer record = ByteBuffer.allocate(200);
    for (int word : new int[] {number, 0, 2, program, 1, procedure, 0, 0, 0, 0}) {
      record.putInt(word);
    }
    return record;
  }

  private void create(String socket, String resource) {
    line(resource + " - opening ...");
    line("Sending record through " + socket + ": " + python(call(1, 0x0607AF, 10)));
    ByteBuffer reply = ByteBuffer.allocate(100);
    for (int word : new int[] {1, 1, 0, 0, 0, 0, 0, 7, 0, 1024}) {
      reply.putInt(word);
    }
    line("Received record through " + socket + ": bytearray(" + python(reply) + ")");
    line(resource + " - is open with session 12");
  }

  private static void data(ByteBuffer record, String text) {
    record.putInt(text.length());
    record.put(text.getBytes(StandardCharsets.ISO_8859_1));
    record.position(record.position() + (-text.length() & 3));
  }

  private void write(String socket, int number, int flags, String text) {
    ByteBuffer record = call(number, 0x0607AF, 11);
    for (int word : new int[] {7, 2000, 1000, flags}) {
      record.putInt(word);
    }
    data(record, text);
    line("Sending record through " + socket + ": " + python(record));
  }

  private void read(String socket, int number, int error, int reason, String text) {
    line("Sending record through " + socket + ": " + python(call(number, 0x0607AF, 12)));
    reply(socket, number, error, reason, text);
  }

  private void reply(String socket, int number, int error, int reason, String text) {
    ByteBuffer record = ByteBuffer.allocate(200);
    for (int word : new int[] {number, 1, 0, 0, 0, 0, error, reason}) {
      record.putInt(word);
    }
    data(record, text);
    line("Received record through " + socket + ": bytearray(" + python(record) + ")");
  }

  @Test
  void messagesAreThoseOfTheInstrumentThatTheConnectionWasMadeFor() {
    create(ONE, "TCPIP0::a::inst0::INSTR");
    create(OTHER, "TCPIP0::b::inst0::INSTR");
    write(ONE, 2, 8, "READ?\n");
    write(OTHER, 2, 8, "it's 'quoted'");
    read(ONE, 3, 0, 4, "+1.0E-3\n");
    assertEquals(
        List.of(
            new Message("TCPIP0::a::inst0::INSTR", true, "READ?"),
            new Message("TCPIP0::b::inst0::INSTR", true, "it's 'quoted'"),
            new Message("TCPIP0::a::inst0::INSTR", false, "+1.0E-3")),
        messages);
  }

  @Test
  void aMessageInPartsIsOne() {
    create(ONE, "a");
    write(ONE, 2, 0, ":SOUR:");
    write(ONE, 3, 8, "POW -1\n");
    read(ONE, 4, 0, 1, "12");
    read(ONE, 5, 0, 4, "345\n");
    assertEquals(
        List.of(new Message("a", true, ":SOUR:POW -1"), new Message("a", false, "12345")),
        messages);
  }

  @Test
  void onlyAnswersToReadsAreMessages() {
    create(ONE, "a");
    read(ONE, 2, 15, 0, "");
    reply(ONE, 9, 0, 4, "of another call");
    line("Sending record through " + ONE + ": " + python(call(3, 100000, 12)));
    line("Make call 11, (7, 2000, 1000, 8, b'READ?'), <bound method>");
    line("received b'\\x80\\x00\\x00('");
    assertEquals(List.of(), messages);
  }

  @ParameterizedTest
  @ValueSource(strings = {"b'\\x00\\x00'", "b''", "b'\\x00\\x00\\x00\\x01\\x00\\x00\\x00\\x00'"})
  void aRecordThatIsCutOffIsRefused(String bytes) {
    String line = "Sending record through " + ONE + ": " + bytes;
    String message =
        assertThrows(IllegalArgumentException.class, () -> log.line(line)).getMessage();
    assertEquals("a record of a remote procedure call is cut off", message);
  }

  @Test
  void aLengthBeyondTheRecordIsRefused() {
    ByteBuffer record = call(2, 0x0607AF, 11);
    for (int word : new int[] {7, 2000, 1000, 8, 1 << 30}) {
      record.putInt(word);
    }
    String line = "Sending record through " + ONE + ": " + python(record);
    assertThrows(IllegalArgumentException.class, () -> log.line(line));
  }

  @Test
  void bytesAreReadAsPythonWritesThem() {
    assertArrayEquals(
        new byte[] {0, 'A', '\r', '\n', '\t', '\\', '\'', '"', (byte) 0xFF},
        PythonBytes.of("b'\\x00A\\r\\n\\t\\\\\\'\"\\xff'"));
    assertArrayEquals("it's".getBytes(StandardCharsets.US_ASCII), PythonBytes.of("b\"it's\""));
    assertEquals(0, PythonBytes.of("b''").length);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {"'A'", "b'A", "b'A\"", "b'\\x0'", "b'\\q'", "b'a'b'", "b'\\xZZ'", "b'µ'", "b", "``"})
  void whatAreNoBytesIsRefused(String literal) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> PythonBytes.of(literal)).getMessage();
    assertTrue(message.endsWith(literal + " is not a bytes literal of Python"), message);
  }
}
