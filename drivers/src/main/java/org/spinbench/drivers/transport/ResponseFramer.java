package org.spinbench.drivers.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * Finds the response messages in a stream of bytes on which one certain byte, mostly a line feed,
 * ends a message (IEEE 488.2 section 8.5 says what a response may hold).
 *
 * <p>A terminator inside a definite-length block or inside a quoted string is data. Blocks and
 * strings are recognised only where a response element begins: at the start of the message and
 * after {@code ;} or {@code ,}. A carriage return before the line feed belongs to the terminator,
 * and so do both before any other terminator. NUL bytes before a message, which some GPIB adapters
 * add, are dropped.
 */
public final class ResponseFramer {
  /**
   * For links that themselves say where a message ends; {@link #takeAll} then takes it. No byte is
   * this.
   */
  public static final int NO_TERMINATOR = 1 << 8;

  private static final int INITIAL_SIZE = 1 << 14;
  private static final int KEPT_SIZE = 1 << 20;

  /** For no longer block is all room made at once, on the word of its header alone. */
  private static final int LONGEST_RESERVED = 1 << 26;

  private enum State {
    /** Before the first byte of a message. */
    IDLE,
    /** Before the first byte of a response element. */
    ELEMENT,
    TEXT,
    STRING,
    /** Behind a quote that ends a string, unless it is doubled. */
    STRING_END,
    /** Behind the # that may begin a block. */
    HASH,
    LENGTH,
    PAYLOAD,
    /** Behind the last byte of a payload. */
    BLOCK_END
  }

  private final int limit;
  private final int terminator;
  private byte[] bytes = new byte[INITIAL_SIZE];
  private int start;
  private int scanned;
  private int end;

  private State state = State.IDLE;
  private byte quote;
  private int lengthDigits;
  private long payload;

  /** Length of the message so far up to the end of its last payload: no terminator lies in it. */
  private int dataLength;

  private boolean terminatorOwed;

  /** The terminator has come behind a block that fills the array to its last byte. */
  private boolean terminated;

  /** A framer for line feeds that refuses messages of more than {@code limit} bytes. */
  public ResponseFramer(int limit) {
    this(limit, '\n');
  }

  /** A framer for another terminator. */
  public ResponseFramer(int limit, int terminator) {
    this.limit = limit;
    this.terminator = terminator;
  }

  /** Takes what the stream has ready, waiting for at least one byte; -1 at the end of stream. */
  public int fill(InputStream in) throws IOException {
    if (fullToTheBlockEnd()) {
      return fillBehindBlock(in);
    }
    makeRoom();
    int count = in.read(bytes, end, bytes.length - end);
    end += Math.max(count, 0);
    return count;
  }

  /** Takes in bytes that have come. */
  public void add(byte[] come, int count) {
    ByteArrayInputStream in = new ByteArrayInputStream(come, 0, count);
    try {
      while (in.available() > 0) {
        fill(in);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException("an array cannot fail", impossible);
    }
  }

  /** True if the array holds one message that ends with a block, and no other byte. */
  private boolean fullToTheBlockEnd() {
    return atBlockEnd() && start == 0 && end == bytes.length;
  }

  /** Mostly a terminator follows, and then the array can be handed out as it is. */
  private int fillBehindBlock(InputStream in) throws IOException {
    byte[] following = new byte[1];
    int count = in.read(following, 0, 1);
    if (count > 0 && following[0] == terminator) {
      terminated = true;
    } else if (count > 0) {
      makeRoom();
      bytes[end++] = following[0];
    }
    return count;
  }

  /**
   * The next complete message without its terminator, or null if it is not all there.
   *
   * @throws TransportException if the message is longer than the limit, or continues one that was
   *     taken by {@link #takeBlock}
   */
  public byte[] next() {
    if (terminated) {
      return take(end, end);
    }
    if (state == State.IDLE) {
      skipLeading();
    }
    while (scanned < end) {
      if (state == State.PAYLOAD) {
        skipPayload();
      } else if (bytes[scanned] == terminator && state != State.STRING) {
        return take(contentEnd(), scanned + 1);
      } else {
        state = after(bytes[scanned]);
        scanned++;
      }
    }
    requireWithinLimit(scanned - start);
    return null;
  }

  /** True if the bytes so far end with a complete block, so that only a terminator may be due. */
  public boolean atBlockEnd() {
    return state == State.BLOCK_END && scanned == end;
  }

  /** Takes a message that ends with a block although no terminator has come. */
  public byte[] takeBlock() {
    byte[] message = take(end, end);
    terminatorOwed = true;
    return message;
  }

  /** Takes all there is as one message, because the link itself says that the message ends here. */
  public byte[] takeAll() {
    next();
    return take(contentEnd(), end);
  }

  /** True if the bytes so far end with a line feed that is no data. */
  public boolean atLineEnd() {
    boolean data = state == State.STRING || state == State.PAYLOAD || state == State.BLOCK_END;
    return scanned == end && scanned > start && bytes[scanned - 1] == '\n' && !data;
  }

  /** Bytes of an incomplete message, or of messages that were not taken yet. */
  public int unread() {
    if (state == State.IDLE) {
      skipLeading();
    }
    return end - start;
  }

  /** The first bytes of what {@link #unread} counts. */
  public byte[] peek(int most) {
    return Arrays.copyOfRange(bytes, start, Math.min(end, start + most));
  }

  private State after(byte b) {
    return switch (state) {
      case IDLE, ELEMENT -> afterElementStart(b);
      case STRING -> b == quote ? State.STRING_END : State.STRING;
      case STRING_END -> b == quote ? State.STRING : afterText(b);
      case HASH -> afterHash(b);
      case LENGTH -> afterLengthDigit(b);
      default -> afterText(b);
    };
  }

  private State afterElementStart(byte b) {
    if (b == '"' || b == '\'') {
      quote = b;
      return State.STRING;
    }
    if (b == '#') {
      return State.HASH;
    }
    return b == ' ' || b == '\t' ? State.ELEMENT : afterText(b);
  }

  private static State afterText(byte b) {
    return b == ';' || b == ',' ? State.ELEMENT : State.TEXT;
  }

  private State afterHash(byte b) {
    if (b < '1' || b > '9') {
      return afterText(b);
    }
    lengthDigits = b - '0';
    payload = 0;
    return State.LENGTH;
  }

  private State afterLengthDigit(byte b) {
    if (b < '0' || b > '9') {
      return afterText(b);
    }
    payload = 10 * payload + b - '0';
    lengthDigits--;
    if (lengthDigits > 0) {
      return State.LENGTH;
    }
    requireWithinLimit(scanned - start + payload);
    reserve(scanned + 1 - start + payload);
    return payload == 0 ? State.BLOCK_END : State.PAYLOAD;
  }

  private void skipPayload() {
    int count = (int) Math.min(payload, end - scanned);
    scanned += count;
    payload -= count;
    if (payload == 0) {
      state = State.BLOCK_END;
      dataLength = scanned - start;
    }
  }

  /** Line ends that are text belong to the terminator; those that end a payload are data. */
  private int contentEnd() {
    int least = state == State.PAYLOAD ? scanned : start + dataLength;
    int at = scanned;
    at -= terminator != '\n' && at > least && bytes[at - 1] == '\n' ? 1 : 0;
    at -= at > least && bytes[at - 1] == '\r' ? 1 : 0;
    return at;
  }

  private byte[] take(int contentEnd, int next) {
    requireWithinLimit(contentEnd - start);
    if (start == 0 && contentEnd == bytes.length) {
      return handOver();
    }
    byte[] message = Arrays.copyOfRange(bytes, start, contentEnd);
    start = next;
    scanned = next;
    dataLength = 0;
    state = State.IDLE;
    if (start == end) {
      start = 0;
      scanned = 0;
      end = 0;
      if (bytes.length > KEPT_SIZE) {
        bytes = new byte[INITIAL_SIZE];
      }
    }
    return message;
  }

  /** Hands over the array, which holds the message and nothing else. */
  private byte[] handOver() {
    byte[] message = bytes;
    bytes = new byte[INITIAL_SIZE];
    scanned = 0;
    end = 0;
    dataLength = 0;
    terminated = false;
    state = State.IDLE;
    return message;
  }

  private void skipLeading() {
    while (start < end && isLeading(bytes[start])) {
      start++;
    }
    scanned = start;
    if (start < end && terminatorOwed) {
      terminatorOwed = false;
      if (bytes[start] == ';' || bytes[start] == ',') {
        throw new TransportException("a message that ended with a block continued after a pause");
      }
    }
  }

  private boolean isLeading(byte b) {
    boolean owed = terminatorOwed && (b == '\r' || b == '\n');
    terminatorOwed &= b != terminator;
    return b == 0 || owed;
  }

  private void makeRoom() {
    if (end < bytes.length) {
      return;
    }
    boolean roomy = end - start <= bytes.length / 2;
    int larger = (int) Math.min(2L * bytes.length, (long) limit + INITIAL_SIZE);
    moveTo(roomy ? bytes : new byte[Math.max(larger, bytes.length)]);
  }

  /** Makes room for a message up to the end of its block, and for no byte more. */
  private void reserve(long length) {
    if (length > bytes.length && length <= LONGEST_RESERVED) {
      moveTo(new byte[(int) length]);
    }
  }

  private void moveTo(byte[] target) {
    int used = end - start;
    System.arraycopy(bytes, start, target, 0, used);
    bytes = target;
    scanned -= start;
    start = 0;
    end = used;
  }

  private void requireWithinLimit(long length) {
    if (length > limit) {
      throw new TransportException(
          "a response message of at least "
              + length
              + " bytes is longer than the limit of "
              + limit
              + " bytes; ask for fewer points at a time");
    }
  }
}
