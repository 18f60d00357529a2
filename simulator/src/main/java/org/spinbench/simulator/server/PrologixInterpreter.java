package org.spinbench.simulator.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.spinbench.drivers.transport.resource.GpibController.Firmware;
import org.spinbench.simulator.scpi.FrontPanel;

/**
 * The command language of a Prologix controller (Prologix GPIB-ETHERNET Controller User Manual,
 * sections 7 and 8), with the additions of the AR488. Lines end with CR or LF; ESC quotes the next
 * byte. A line that begins with {@code ++} is for the controller; any other goes to the addressed
 * instrument. Settings last as long as the interpreter, as in a controller that stays switched on.
 */
final class PrologixInterpreter {
  private static final int ESC = 0x1B;
  private static final int LONGEST_LINE = FrontPanel.LONGEST_MESSAGE + 1;
  private static final int LONGEST_COMMAND = 256;
  private static final int FIRST_SECONDARY = 96;
  private static final int LAST_SECONDARY = 126;
  private static final int LAST_PRIMARY = 30;
  private static final String[] EOS = {"\r\n", "\r", "\n", ""};

  private final Map<Integer, GpibDevice> devices;
  private final Firmware firmware;

  private int address = 1;
  private int secondary;
  private int auto;
  private int eoi = 1;
  private int eos;
  private int eotEnable;
  private int eotChar;
  private int mode = 1;
  private int readTimeout = 1200;
  private int savecfg = 1;
  private int status;

  /** The rest of an answer that was read up to a character, and its device. */
  private byte[] rest;

  private GpibDevice restOf;

  /** The part of a message that has not ended yet. */
  private final ByteArrayOutputStream unended = new ByteArrayOutputStream();

  PrologixInterpreter(Map<Integer, GpibDevice> devices, Firmware firmware) {
    this.devices = devices;
    this.firmware = firmware;
  }

  /** One line: its bytes without escapes, and whether it is for the controller. */
  private record Line(byte[] bytes, boolean command) {}

  /** Executes the lines of a client until the stream ends. */
  void serve(InputStream in, OutputStream out) throws IOException, InterruptedException {
    InputStream buffered = new BufferedInputStream(in);
    for (Line line = line(buffered); line != null; line = line(buffered)) {
      if (line.command()) {
        command(new String(line.bytes(), StandardCharsets.ISO_8859_1), out);
      } else {
        data(line.bytes(), out);
      }
    }
  }

  /** The next line that is not empty; null at the end. The end of an overlong line is dropped. */
  private static Line line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int pluses = 0;
    int c = in.read();
    while (c >= 0) {
      boolean escaped = c == ESC;
      if (escaped) {
        c = in.read();
      }
      if (c < 0) {
        return null;
      }
      if (!escaped && (c == '\r' || c == '\n')) {
        if (line.size() > 0) {
          return new Line(line.toByteArray(), pluses == 2);
        }
      } else if (line.size() < LONGEST_LINE) {
        pluses += !escaped && c == '+' && line.size() < 2 ? 1 : 0;
        line.write(c);
      }
      c = in.read();
    }
    return null;
  }

  private void data(byte[] bytes, OutputStream out) throws IOException, InterruptedException {
    GpibDevice device = device();
    if (device == null || mode == 0) {
      return;
    }
    byte[] message = ended(bytes);
    if (message != null) {
      device.listen(message);
      boolean query = bytes[bytes.length - 1] == '?';
      if (auto == 1 || auto == 3 || auto == 2 && query) {
        read("eoi", out);
      }
    }
  }

  /**
   * The message if EOI or a line feed ends it here, else null. Of a message that is too long, one
   * byte more than the limit is kept, so that the instrument notices.
   */
  private byte[] ended(byte[] bytes) {
    boolean ends = eoi == 1 || EOS[eos].endsWith("\n");
    unended.write(bytes, 0, Math.min(bytes.length, LONGEST_LINE - unended.size()));
    if (!ends) {
      return null;
    }
    byte[] message = unended.toByteArray();
    unended.reset();
    return message;
  }

  /** The addressed instrument; secondary addresses do not exist here. */
  private GpibDevice device() {
    return secondary == 0 ? devices.get(address) : null;
  }

  private void command(String line, OutputStream out) throws IOException, InterruptedException {
    String text = line.length() > LONGEST_COMMAND ? "++" : line;
    String[] words = words(text.substring(2));
    int[] numbers = numbers(words);
    switch (words[0]) {
      case "read" -> read(words.length > 1 ? words[1] : "", out);
      case "clr" -> clear();
      case "trg" -> trigger(numbers);
      case "spoll" -> poll(numbers, out);
      case "srq" -> say(out, anyRequestsService() ? "1" : "0");
      case "ver" -> say(out, version());
      case "addr" -> address(words, numbers, out);
      case "ifc", "llo", "loc", "lon", "rst" -> unended.reset();
      case "help" -> say(out, "The following commands are available: see the manual");
      default -> setting(words, numbers, out);
    }
  }

  /** The command and its arguments; an empty command if there is none. */
  private static String[] words(String text) {
    String[] words = text.strip().split("[ \t,]+");
    return words.length == 0 ? new String[] {""} : words;
  }

  /** The words after the first as numbers; -1 for a word that is not a number. */
  private static int[] numbers(String[] words) {
    int[] numbers = new int[words.length - 1];
    for (int i = 1; i < words.length; i++) {
      numbers[i - 1] = words[i].matches("[0-9]{1,5}") ? Integer.parseInt(words[i]) : -1;
    }
    return numbers;
  }

  private void setting(String[] words, int[] numbers, OutputStream out) throws IOException {
    boolean ar488 = firmware == Firmware.AR488;
    int most =
        switch (words[0]) {
          case "auto" -> ar488 ? 3 : 1;
          case "eoi", "eot_enable", "mode", "savecfg" -> 1;
          case "eos" -> 3;
          case "eot_char", "status" -> 255;
          case "read_tmo_ms" -> ar488 ? 32_000 : 3000;
          default -> -1;
        };
    if (most < 0 || numbers.length > 1) {
      say(out, "Unrecognized command");
    } else if (numbers.length == 0) {
      say(out, Integer.toString(get(words[0])));
    } else if (numbers[0] >= 0 && numbers[0] <= most) {
      set(words[0], numbers[0]);
    }
  }

  private int get(String setting) {
    return switch (setting) {
      case "auto" -> auto;
      case "eoi" -> eoi;
      case "eot_enable" -> eotEnable;
      case "mode" -> mode;
      case "savecfg" -> savecfg;
      case "eos" -> eos;
      case "eot_char" -> eotChar;
      case "status" -> status;
      default -> readTimeout;
    };
  }

  private void set(String setting, int value) {
    switch (setting) {
      case "auto" -> auto = value;
      case "eoi" -> eoi = value;
      case "eot_enable" -> eotEnable = value;
      case "mode" -> mode = value;
      case "savecfg" -> savecfg = value;
      case "eos" -> eos = value;
      case "eot_char" -> eotChar = value;
      case "status" -> status = value;
      default -> readTimeout = Math.max(1, value);
    }
  }

  private void address(String[] words, int[] numbers, OutputStream out) throws IOException {
    if (words.length == 1) {
      say(out, secondary == 0 ? "" + address : address + " " + secondary);
      return;
    }
    boolean second = numbers.length == 2 && isSecondary(numbers[1]);
    boolean right = numbers.length == 1 || second;
    if (right && numbers[0] >= 0 && numbers[0] <= LAST_PRIMARY) {
      address = numbers[0];
      secondary = second ? numbers[1] : 0;
      unended.reset();
    }
  }

  private static boolean isSecondary(int number) {
    return number >= FIRST_SECONDARY && number <= LAST_SECONDARY;
  }

  private String version() {
    return firmware == Firmware.AR488
        ? "AR488 GPIB controller, ver. 0.53.03, 08/04/2025"
        : "Prologix GPIB-ETHERNET Controller version 01.06.06.00";
  }

  private void clear() throws InterruptedException {
    unended.reset();
    GpibDevice device = device();
    if (device != null) {
      forgetRest(device);
      device.clear();
    }
  }

  private void forgetRest(GpibDevice device) {
    rest = restOf == device ? null : rest;
  }

  /** Triggers the addressed instrument, or those with the given addresses. */
  private void trigger(int[] numbers) throws InterruptedException {
    if (numbers.length == 0 && device() != null) {
      device().trigger();
    }
    for (int number : numbers) {
      if (devices.containsKey(number)) {
        devices.get(number).trigger();
      }
    }
  }

  private void poll(int[] numbers, OutputStream out) throws IOException {
    GpibDevice device = numbers.length == 0 ? device() : devices.get(numbers[0]);
    if (numbers.length > 1 && isSecondary(numbers[1])) {
      device = null;
    }
    if (device != null) {
      say(out, Integer.toString(device.serialPoll()));
    }
  }

  private boolean anyRequestsService() {
    return devices.values().stream().anyMatch(GpibDevice::requestsService);
  }

  /**
   * Reads from the instrument.
   *
   * @param until {@code eoi}, or the number of a character; otherwise until the time passes
   */
  private void read(String until, OutputStream out) throws IOException, InterruptedException {
    GpibDevice device = device();
    if (device == null || mode == 0) {
      return;
    }
    byte[] answer = restOf == device ? rest : null;
    rest = null;
    if (answer == null) {
      byte[] response = device.talk(readTimeout);
      if (response == null) {
        return;
      }
      answer = device.terminated(response);
    }
    int end = until.matches("[0-9]{1,3}") ? end(answer, Integer.parseInt(until)) : answer.length;
    out.write(withEnd(answer, end));
    if (end < answer.length) {
      rest = Arrays.copyOfRange(answer, end, answer.length);
      restOf = device;
    }
  }

  private static int end(byte[] answer, int character) {
    for (int i = 0; i < answer.length; i++) {
      if ((answer[i] & 0xFF) == character) {
        return i + 1;
      }
    }
    return answer.length;
  }

  /** The part of an answer to send, with the character that marks EOI. */
  private byte[] withEnd(byte[] answer, int end) {
    boolean marked = end == answer.length && eotEnable == 1;
    byte[] part = Arrays.copyOf(answer, marked ? end + 1 : end);
    if (marked) {
      part[end] = (byte) eotChar;
    }
    return part;
  }

  private static void say(OutputStream out, String text) throws IOException {
    out.write((text + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }
}
