package org.spinbench.app.house.planted.drivers.transport;

import org.spinbench.app.house.planted.drivers.transport.tcp.Socket;

/** An interface of links that knows one of them. */
public final class SeesAMedium {
  Socket socket;
}
