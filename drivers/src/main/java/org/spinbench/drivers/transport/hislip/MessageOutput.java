package org.spinbench.drivers.transport.hislip;

import java.io.IOException;
import java.io.OutputStream;

/** Writes HiSLIP messages to one channel. Only one thread at a time may use it. */
public final class MessageOutput {
  /** Bytes of payload that go out in one write with the header. */
  private static final int TOGETHER = 1 << 16;

  private final OutputStream out;

  /** Writes to a stream that nobody else writes to. */
  public MessageOutput(OutputStream out) {
    this.out = out;
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
    out.write(new Header(type, control, parameter, count).with(payload, from, together, 0));
    if (count > together) {
      out.write(payload, from + together, count - together);
    }
  }

  /** Sends a message whose payload is a part of an array and a line feed behind it. */
  public void sendLine(
      MessageType type, int control, int parameter, byte[] payload, int from, int count)
      throws IOException {
    Header header = new Header(type, control, parameter, count + 1L);
    if (count <= TOGETHER) {
      byte[] message = header.with(payload, from, count, 1);
      message[message.length - 1] = '\n';
      out.write(message);
    } else {
      out.write(header.with(payload, from, TOGETHER, 0));
      out.write(payload, from + TOGETHER, count - TOGETHER);
      out.write('\n');
    }
  }
}
