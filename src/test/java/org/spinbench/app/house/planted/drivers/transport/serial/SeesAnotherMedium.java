package org.spinbench.app.house.planted.drivers.transport.serial;

import org.spinbench.app.house.planted.drivers.transport.tcp.Socket;

/** A serial line that needs sockets. */
public final class SeesAnotherMedium {
  Socket socket;
}
