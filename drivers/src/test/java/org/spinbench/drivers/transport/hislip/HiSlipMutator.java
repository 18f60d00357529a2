package org.spinbench.drivers.transport.hislip;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Makes HiSLIP messages from a seed, most of them a little wrong: any type on any channel, control
 * codes, parameters and lengths that mean nothing, payloads of any bytes, messages that are cut
 * short or come twice, and sometimes bytes that are no message at all.
 */
public final class HiSlipMutator {
  private static final String[] TEXTS = {
    "*IDN?", "ECHO? 1\n", "DATA #13abc", "", "hislip0", "\r\n", "#9999999999", "key", "\0\0\0\0"
  };
  private static final int[] CODES = {6, 7, 7, 7, 8, 12, 0, 17, 3, 13, 26, 128};
  private static final int[] ASYNC_CODES = {4, 10, 15, 19, 21, 21, 24, 14, 20, 22, 5, 200};

  private final RandomGenerator random;
  private int id = Header.FIRST_ID;

  public HiSlipMutator(long seed) {
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** A number from 0 to one less than the bound. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /** Begins a new connection. */
  public void restart() {
    id = Header.FIRST_ID;
  }

  /** The next message for one of the channels. */
  public byte[] next(boolean async) {
    int[] likely = async ? ASYNC_CODES : CODES;
    int code = below(10) == 0 ? below(256) : likely[below(likely.length)];
    byte[] payload = payload();
    byte[] message = message(code, control(), parameter(), length(payload.length), payload);
    return switch (below(400)) {
      case 0 -> garbage();
      case 1 -> Arrays.copyOf(message, below(message.length));
      case 2, 3, 4 -> flipped(message);
      case 5 -> twice(message);
      default -> message;
    };
  }

  private int control() {
    return below(8) == 0 ? below(256) : below(2);
  }

  private int parameter() {
    return switch (below(8)) {
      case 0 -> random.nextInt();
      case 1 -> below(50);
      case 2 -> id;
      default -> {
        int next = id;
        id += Header.ID_STEP;
        yield next;
      }
    };
  }

  /** Mostly the truth; a length that is too large makes the messages behind it a payload. */
  private long length(int truth) {
    return switch (below(500)) {
      case 0 -> random.nextLong();
      case 1 -> truth + below(40);
      case 2 -> (1 << 20) + below(3);
      default -> truth;
    };
  }

  private byte[] payload() {
    if (below(3) > 0) {
      return TEXTS[below(TEXTS.length)].getBytes(StandardCharsets.ISO_8859_1);
    }
    byte[] bytes = new byte[below(40) == 0 ? below(600) : below(12)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] message(int code, int control, int parameter, long length, byte[] payload) {
    return ByteBuffer.allocate(Header.SIZE + payload.length)
        .put((byte) 'H')
        .put((byte) 'S')
        .put((byte) code)
        .put((byte) control)
        .putInt(parameter)
        .putLong(length)
        .put(payload)
        .array();
  }

  private byte[] garbage() {
    byte[] bytes = new byte[1 + below(40)];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] flipped(byte[] message) {
    message[below(message.length)] ^= (byte) (1 << below(8));
    return message;
  }

  private static byte[] twice(byte[] message) {
    return ByteBuffer.allocate(2 * message.length).put(message).put(message).array();
  }
}
