package org.spinbench.drivers.transport.hislip;

import java.io.IOException;
import java.util.Arrays;
import org.spinbench.drivers.transport.MessageEnd;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.resource.ResourceName;

/**
 * The response message that a HiSLIP client is taking in, however many messages it comes in. When a
 * read ends with an exception, the next one continues where it stopped.
 */
final class HiSlipResponse {
  /** Bytes that are allocated at once, even if a longer message is announced. */
  private static final int AT_ONCE = 1 << 24;

  private static final byte[] EMPTY = new byte[0];

  private final ResourceName name;
  private final int limit;
  private final byte[] last = new byte[1];
  private byte[] bytes = EMPTY;
  private int length;

  /** A response of no more than {@code limit} bytes. */
  HiSlipResponse(ResourceName name, int limit) {
    this.name = name;
    this.limit = limit;
  }

  /** Bytes that have come. */
  int length() {
    return length;
  }

  /** Discards the received part. */
  void forget() {
    bytes = EMPTY;
    length = 0;
  }

  /** Reads the payload of a message that is not the last. */
  void take(HiSlipSync sync) throws IOException {
    takeAllBut(0, sync);
  }

  /** Reads the payload of the last message, and gives the response without its terminator. */
  byte[] finish(HiSlipSync sync) throws IOException {
    takeAllBut(1, sync);
    byte[] response;
    if (sync.left() == 0) {
      response = MessageEnd.strip(bytes, length);
    } else {
      sync.read(last, 0, 1);
      response = withoutTerminator();
    }
    forget();
    return response;
  }

  /** The last byte is not put beside the others before it is known to belong there. */
  private byte[] withoutTerminator() {
    int end = length + 1;
    if (last[0] == '\n') {
      end = MessageEnd.endBeforeLineFeed(bytes, length);
    }
    byte[] response = end == bytes.length ? bytes : Arrays.copyOf(bytes, end);
    if (end > length) {
      response[length] = last[0];
    }
    return response;
  }

  private void takeAllBut(int kept, HiSlipSync sync) throws IOException {
    requireWithinLimit(sync.left());
    while (sync.left() > kept) {
      if (length == bytes.length) {
        int most = Math.max(AT_ONCE, length);
        bytes = Arrays.copyOf(bytes, length + (int) Math.min(sync.left() - kept, most));
      }
      length += sync.read(bytes, length, bytes.length - length);
    }
  }

  private void requireWithinLimit(long left) {
    if (left < 0 || left > limit - length) {
      forget();
      throw new TransportException(
          name
              + " sends a response message of more than "
              + limit
              + " bytes, which is the limit; ask for fewer points at a time");
    }
  }
}
