package org.spinbench.drivers.transport;

import java.time.Duration;
import org.spinbench.drivers.transport.resource.ResourceName;

/**
 * Opens transports. Real links, a simulated bench, a recording around either, and a replay of a
 * recording differ here and nowhere else.
 */
public interface Transports {
  /**
   * Opens a conversation with the instrument of that name.
   *
   * @throws TransportException if the instrument cannot be reached; the message says whether the
   *     name is unknown, the connection was refused, or the time ran out
   */
  Transport open(ResourceName name);

  /**
   * The same within a time limit, for a caller who cannot wait because sources are live.
   *
   * @param longest time for the connection, and for each step of the handshake after it
   */
  default Transport open(ResourceName name, Duration longest) {
    return open(name);
  }
}
