package org.spinbench.drivers.transport.hislip;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.spinbench.drivers.text.Durations;
import org.spinbench.drivers.transport.Deadline;
import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.resource.ResourceName;

/**
 * The first two messages on the synchronous channel, Initialize and InitializeResponse (IVI-6.1),
 * by which client and server agree on version and mode.
 */
final class HiSlipHandshake {
  private static final int VERSION = 0x0200;
  private static final int OLDEST_VERSION = 0x0100;

  /** The two letters of a vendor; none are registered for this program. */
  private static final int VENDOR = 'S' << 8 | 'B';

  private static final int OVERLAP = 1;
  private static final int ENCRYPTED = 2 | 4;

  private HiSlipHandshake() {}

  /**
   * Greets the server.
   *
   * @param patience the time that the deadline was given, for messages
   * @return its answer
   * @throws TransportException if it does not answer as a server of HiSLIP 1.0 or 2.0, or demands
   *     encryption; the message says what to check
   */
  static Header greet(
      ResourceName.HiSlip name, HiSlipSync sync, Duration patience, Deadline deadline)
      throws IOException {
    byte[] address = name.device().getBytes(StandardCharsets.US_ASCII);
    try {
      sync.send(MessageType.INITIALIZE, 0, VERSION << 16 | VENDOR, address, 0, address.length);
      Header greeting = sync.next();
      requireSpoken(name, greeting);
      return greeting;
    } catch (SocketTimeoutException silence) {
      throw deadline.over(
          name,
          name
              + " accepted the connection but did not answer within "
              + Durations.limit(patience)
              + "; check that HiSLIP is switched on and the port is right (4880 unless changed)",
          silence);
    } catch (EOFException hungUp) {
      throw new EndOfStreamException(
          name
              + " accepted the connection and closed it at once; check that HiSLIP is switched on"
              + " and whether other programs hold all of its connections",
          hungUp);
    } catch (MalformedHeaderException other) {
      throw new TransportException(
          name
              + " does not speak HiSLIP on this port: "
              + other.getMessage()
              + "; check the port (4880 unless changed)",
          other);
    }
  }

  private static void requireSpoken(ResourceName name, Header greeting) {
    int version = greeting.parameter() >>> 16;
    if (greeting.type() != MessageType.INITIALIZE_RESPONSE
        || version < OLDEST_VERSION
        || version > VERSION) {
      throw new TransportException(
          name + " answered with " + greeting + ", not as a server of HiSLIP 1.0 or 2.0");
    }
    if (version >= VERSION && (greeting.control() & ENCRYPTED) != 0) {
      throw new TransportException(
          name
              + " demands an encrypted connection, which is not spoken here; allow connections"
              + " without encryption in the instrument's LAN settings");
    }
  }

  /** Whether a server that answers like this numbers its answers by itself. */
  static boolean prefersOverlap(Header answer) {
    return (answer.control() & OVERLAP) != 0;
  }

  /** The number that the asynchronous channel has to name to belong to this link. */
  static int sessionId(Header greeting) {
    return greeting.parameter() & 0xFFFF;
  }
}
