package org.spinbench.app.house.planted.drivers.transport.hislip;

import org.spinbench.app.house.planted.drivers.transport.tcp.Socket;

/** A medium that runs over TCP. */
public final class OverTcp {
  Socket socket;
}
