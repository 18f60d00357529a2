package org.spinbench.simulator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.resource.GpibController.Firmware;
import org.spinbench.simulator.scpi.FrontPanel;

/**
 * Whatever bytes come to a Prologix controller, it goes on to serve, and keeps no more of them than
 * its limits allow. How many inputs are tried is the system property {@code
 * spinbench.fuzz.packets}.
 */
@Timeout(1200)
class PrologixFuzzTest {
  private static final int INPUTS = Integer.getInteger("spinbench.fuzz.packets", 5_000);
  private static final int INPUTS_A_STREAM = 100;

  /** Lines that mutations begin with: every command, data, and what once went wrong. */
  private static final List<String> SEEDS =
      List.of(
          "++addr 9\n",
          "++addr 9 96\n",
          "++addr 31 3\n",
          "++auto 0\n",
          "++auto 1\n",
          "++auto 2\n",
          "++clr\n",
          "++eoi 1\n",
          "++eoi 0\n",
          "++eos 0\n",
          "++eos 3\n",
          "++eot_enable 1\n",
          "++eot_char 4\n",
          "++ifc\n",
          "++llo\n",
          "++loc\n",
          "++lon 1\n",
          "++mode 1\n",
          "++mode 0\n",
          "++read\n",
          "++read eoi\n",
          "++read 10\n",
          "++read 999\n",
          "++read_tmo_ms 1\n",
          "++rst\n",
          "++savecfg 0\n",
          "++spoll\n",
          "++spoll 9 96\n",
          "++srq\n",
          "++status 48\n",
          "++trg 9 10\n",
          "++ver\n",
          "++help\n",
          "++\n",
          "++ \n",
          "++,\n",
          "++, ,\n",
          "+\u001B+ver\n",
          "\u001B++ver\n",
          "\u001B\n\n",
          "*IDN?\r\n",
          "SAY 1\n",
          "SAY #15\u001B\n\u001B\r\u001B\u001B\u001B+x\n",
          "\n\r\n",
          "++eos -1\n",
          "++eos 99999999999\n",
          "++eot_char \u00FF\n",
          "++addr\t9,\n",
          "\u001B");

  /** Says back what it is told, at once. */
  private static final class Echo implements Endpoint {
    private final Queue<byte[]> answers = new ArrayDeque<>();
    private int longest;

    @Override
    public void write(byte[] message) {
      longest = Math.max(longest, message.length);
      answers.clear();
      if (message.length > 0 && message[0] == 'S') {
        answers.add(message);
      }
    }

    @Override
    public byte[] read() {
      return answers.poll();
    }

    @Override
    public void clear() {}
  }

  private final RandomGenerator random =
      RandomGeneratorFactory.of("L64X128MixRandom").create(488_2);
  private final Echo echo = new Echo();

  @Test
  void mutatedLinesLeaveTheControllerServing() throws Exception {
    Map<Integer, GpibDevice> devices = PrologixServer.devices(Map.of(9, echo));
    for (int i = 0; i < INPUTS; i += INPUTS_A_STREAM) {
      Firmware firmware = random.nextBoolean() ? Firmware.PROLOGIX : Firmware.AR488;
      PrologixInterpreter interpreter = new PrologixInterpreter(devices, firmware);
      ByteArrayOutputStream stream = new ByteArrayOutputStream();
      for (int k = 0; k < INPUTS_A_STREAM; k++) {
        stream.writeBytes(mutated());
      }
      serve(interpreter, stream.toByteArray());
      stream.reset();
      stream.writeBytes(bytes("\n\n++mode 1\n++auto 0\n++eoi 1\n++eot_enable 0\n"));
      stream.writeBytes(bytes("++addr 9\n++clr\n++read_tmo_ms 3000\nSAY in step\n++read eoi\n"));
      assertEquals("SAY in step\n", serve(interpreter, stream.toByteArray()));
    }
    devices.values().forEach(GpibDevice::close);
    assertTrue(echo.longest <= FrontPanel.LONGEST_MESSAGE + 1, "" + echo.longest);
  }

  @Test
  void endlessLinesAreCut() throws Exception {
    Map<Integer, GpibDevice> devices = PrologixServer.devices(Map.of(9, echo));
    PrologixInterpreter interpreter = new PrologixInterpreter(devices, Firmware.PROLOGIX);
    byte[] endless = new byte[3 * FrontPanel.LONGEST_MESSAGE];
    Arrays.fill(endless, (byte) 'x');
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    stream.writeBytes(bytes("++addr 9\n++eoi 0\n++eos 3\n"));
    for (int i = 0; i < 3; i++) {
      stream.writeBytes(endless);
      stream.write('\n');
    }
    stream.writeBytes(bytes("++"));
    stream.writeBytes(endless);
    stream.writeBytes(bytes("\n++eoi 1\nx\n++read_tmo_ms 3000\n++read eoi\n++ver\n"));
    String answer = serve(interpreter, stream.toByteArray());
    assertTrue(
        answer.endsWith("Prologix GPIB-ETHERNET Controller version 01.06.06.00\r\n"), answer);
    devices.values().forEach(GpibDevice::close);
    assertEquals(FrontPanel.LONGEST_MESSAGE + 1, echo.longest);
  }

  private static String serve(PrologixInterpreter interpreter, byte[] input) throws Exception {
    Kept out = new Kept();
    interpreter.serve(new ByteArrayInputStream(input), out);
    return out.end.toString(StandardCharsets.ISO_8859_1);
  }

  /** What was sent last. */
  private static final class Kept extends OutputStream {
    private final ByteArrayOutputStream end = new ByteArrayOutputStream();

    @Override
    public void write(int b) {
      end.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      end.reset();
      end.write(bytes, offset, length);
    }
  }

  private byte[] mutated() {
    byte[] line = bytes(SEEDS.get(random.nextInt(SEEDS.size())));
    int changes = random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      line = changed(line);
    }
    return withoutLongWaits(line);
  }

  private byte[] changed(byte[] line) {
    int at = random.nextInt(line.length + 1);
    return switch (random.nextInt(4)) {
      case 0 -> join(Arrays.copyOf(line, at), bytes(SEEDS.get(random.nextInt(SEEDS.size()))));
      case 1 ->
          join(
              Arrays.copyOf(line, at),
              Arrays.copyOfRange(line, Math.min(line.length, at + 1), line.length));
      case 2 ->
          join(
              join(Arrays.copyOf(line, at), new byte[] {(byte) random.nextInt()}),
              Arrays.copyOfRange(line, at, line.length));
      default -> flipped(line, at);
    };
  }

  private byte[] flipped(byte[] line, int at) {
    if (at < line.length) {
      line[at] = (byte) random.nextInt();
    }
    return line;
  }

  /** A read waits as long as it was told to, which is right, but would take the test hours. */
  private static byte[] withoutLongWaits(byte[] line) {
    return join(line, bytes("\n++read_tmo_ms 1\n"));
  }

  private static byte[] join(byte[] head, byte[] tail) {
    byte[] both = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, both, head.length, tail.length);
    return both;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
