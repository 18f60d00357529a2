package org.spinbench.app.house.planted.drivers.scpi;

import org.spinbench.app.house.planted.drivers.transport.Link;

/** Stands for a session. */
public final class Session {
  Link link;
}
