package org.spinbench.drivers.transport.tcp;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.time.Duration;
import org.spinbench.drivers.text.Durations;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.resource.ResourceName;

/** What TCP connections to instruments have in common, and what to check where they fail. */
final class TcpConnection {
  private TcpConnection() {}

  /**
   * Looks the address up.
   *
   * @throws TransportException if there is no such host
   */
  static InetSocketAddress address(ResourceName name, String host, int port) {
    InetSocketAddress address = new InetSocketAddress(bare(host), port);
    if (address.isUnresolved()) {
      throw new TransportException(
          name + ": the host " + host + " is unknown; check its name, or use its IP address");
    }
    return address;
  }

  /** The message if the other end does not answer in time. */
  static String notAccepted(ResourceName name, Duration timeout) {
    return name
        + " did not accept a connection within "
        + Durations.limit(timeout)
        + "; check that it is switched on, its cable, its address and the subnet";
  }

  /** Why there is no connection, and what to check. */
  static TransportException unreachable(ResourceName name, int port, IOException failure) {
    if (failure instanceof NoRouteToHostException) {
      return new TransportException(
          name + " cannot be reached from this network; check address and subnet", failure);
    }
    if (failure instanceof ConnectException) {
      return new TransportException(
          name
              + " refused the connection to port "
              + port
              + " ("
              + failure.getMessage()
              + "); check the port, whether this protocol is switched on at the instrument, and"
              + " whether other programs hold all of its connections",
          failure);
    }
    return new TransportException(name + " cannot be opened: " + failure.getMessage(), failure);
  }

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
