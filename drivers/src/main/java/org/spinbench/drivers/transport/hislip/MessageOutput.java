package org.spinbench.drivers.transport.hislip;

import java.io.IOException;
import java.io.OutputStream;

/** Writes HiSLIP messages to one channel. Only one thread at a time may use it. */
public final class MessageOutput {
  /** Bytes of payload that go out in one write with the header. */
  private static final int TOGETHER = 1 << 16;

  private static final byte[] EMPTY = new byte[0];

  private final OutputStream out;

  /** Writes to a stream that nobody else writes to. */
  public MessageOutput(OutputStream out) {
    this.out = out;
  }

  /** Sends a message without payload. */
  public void send(MessageType type, int control, int parameter) throws IOException {
    send(type, control, parameter, EMPTY);
  }

  /** Sends a message. */
  public void send(MessageType type, int control, int parameter, byte[] payload)
      throws IOException {
    send(type, control, parameter, payload, 0, payload.length);
  }

  /** Sends a message whose payload is a part of an array. */
  public void send(
      MessageType type, int control, int parameter, byte[] payload, int from, int count)
      throws IOException {
    int together = Math.min(count, TOGETHER);
    out.write(new Header(type, control, parameter, count).with(payload, from, together));
    if (count > together) {
      out.write(payload, from + together, count - together);
    }
  }
}
