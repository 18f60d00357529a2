package org.spinbench.app.house.planted.drivers.transport.tcp;

import org.spinbench.app.house.planted.drivers.transport.Link;

/** Stands for a medium. */
public final class Socket {
  Link link;
}
