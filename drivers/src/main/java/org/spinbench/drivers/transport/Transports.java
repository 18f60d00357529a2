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
   * The same for whoever is in haste, because sources are live.
   *
   * @param longest that connecting, and each thing that is agreed upon then, may take
   */
  default Transport open(ResourceName name, Duration longest) {
    return open(name);
  }
}
