package org.spinbench.app.house.planted.drivers.transport.system;

import org.spinbench.app.house.planted.drivers.transport.tcp.Socket;

/** The opener of links, which may see every medium. */
public final class OpensLinks {
  Socket socket;
}
