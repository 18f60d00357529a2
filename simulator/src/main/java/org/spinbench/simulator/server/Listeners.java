package org.spinbench.simulator.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;

/** Opens the ports of the servers, and says what to do if that fails. */
final class Listeners {
  private static final int WAITING_CLIENTS = 64;
  private static final int LAST_PRIVILEGED = 1023;

  private Listeners() {}

  /**
   * Listens.
   *
   * @param what name of the service, for messages
   * @param address of this computer
   * @param port to listen on; 0 for any free one
   * @throws UncheckedIOException if the port is taken or needs a privileged user, or this computer
   *     does not have the address
   */
  static ServerSocket open(String what, InetAddress address, int port) {
    try {
      return new ServerSocket(port, WAITING_CLIENTS, address);
    } catch (IOException refused) {
      throw cannotListen(what, address, port, refused);
    }
  }

  /** The same error for a socket that does not accept connections. */
  static UncheckedIOException cannotListen(
      String what, InetAddress address, int port, IOException refused) {
    String where = (port == 0 ? "any port" : "port " + port) + " of " + address.getHostAddress();
    return new UncheckedIOException(
        "cannot listen on "
            + where
            + " for "
            + what
            + " ("
            + refused.getMessage()
            + "): "
            + remedy(address, port),
        refused);
  }

  private static String remedy(InetAddress address, int port) {
    if (!isOfThisComputer(address)) {
      return "give an address of this computer, such as 127.0.0.1";
    }
    return port > 0 && port <= LAST_PRIVILEGED
        ? "choose a free port; those up to " + LAST_PRIVILEGED + " need a privileged user"
        : "another program listens there; choose a free port";
  }

  private static boolean isOfThisComputer(InetAddress address) {
    try {
      return address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (IOException unknown) {
      return true;
    }
  }
}
