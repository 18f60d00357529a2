package org.spinbench.simulator.server;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.function.Consumer;
import org.spinbench.simulator.scpi.FrontPanel;

/**
 * Joins program messages from pieces, for a link that marks the end of a message (END). A line feed
 * ends a message too, alone or before END, unless it belongs to a definite-length block (IEEE 488.2
 * section 7.5); a carriage return before it is dropped. Empty messages are ignored. Of a message
 * that is too long, one byte more than the limit is kept, so that the instrument notices.
 */
final class ProgramMessages {
  private static final int KEPT = FrontPanel.LONGEST_MESSAGE + 1;

  private enum State {
    TEXT,
    STRING,
    /** After the # that may begin a block. */
    HASH,
    LENGTH,
    PAYLOAD
  }

  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private State state = State.TEXT;
  private byte quote;
  private int digits;
  private long payload;
  private boolean ownCarriageReturn;

  /**
   * Takes the next piece.
   *
   * @param end whether its last byte ends a message
   * @param complete receives each complete message, without its terminator
   */
  void put(byte[] piece, boolean end, Consumer<byte[]> complete) {
    int at = 0;
    while (at < piece.length) {
      if (state == State.PAYLOAD) {
        int count = (int) Math.min(payload, piece.length - at);
        keep(piece, at, count);
        payload -= count;
        at += count;
        leavePayload();
      } else {
        step(piece, at, complete);
        at++;
      }
    }
    if (end) {
      finish(complete);
    }
  }

  /** Whether there is an incomplete message. */
  boolean begun() {
    return message.size() > 0;
  }

  /** Discards an incomplete message. */
  void reset() {
    message.reset();
    state = State.TEXT;
    ownCarriageReturn = false;
  }

  private void step(byte[] piece, int at, Consumer<byte[]> complete) {
    byte b = piece[at];
    if (b == '\n') {
      finish(complete);
      return;
    }
    keep(piece, at, 1);
    ownCarriageReturn = b == '\r';
    switch (state) {
      case STRING -> state = b == quote ? State.TEXT : State.STRING;
      case HASH -> afterHash(b);
      case LENGTH -> afterDigit(b);
      default -> text(b);
    }
  }

  private void text(byte b) {
    state = b == '#' ? State.HASH : State.TEXT;
    if (b == '"' || b == '\'') {
      quote = b;
      state = State.STRING;
    }
  }

  private void afterHash(byte b) {
    if (b < '1' || b > '9') {
      text(b);
      return;
    }
    digits = b - '0';
    payload = 0;
    state = State.LENGTH;
  }

  private void afterDigit(byte b) {
    if (b < '0' || b > '9') {
      text(b);
      return;
    }
    payload = 10 * payload + b - '0';
    digits--;
    if (digits == 0) {
      state = State.PAYLOAD;
      leavePayload();
    }
  }

  private void leavePayload() {
    if (payload == 0) {
      state = State.TEXT;
      ownCarriageReturn = false;
    }
  }

  private void keep(byte[] piece, int from, int count) {
    message.write(piece, from, Math.min(count, KEPT - message.size()));
  }

  private void finish(Consumer<byte[]> complete) {
    byte[] bytes = message.toByteArray();
    boolean drop = ownCarriageReturn && bytes.length < KEPT;
    reset();
    byte[] content = drop ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
    if (content.length > 0) {
      complete.accept(content);
    }
  }
}
