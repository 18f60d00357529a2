package org.spinbench.app.house.planted.drivers.bench;

import org.spinbench.app.house.planted.drivers.transport.tcp.Socket;

/** A bench that opens a link past the opener. */
public final class OpensALink {
  Socket socket;
}
