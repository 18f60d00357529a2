package org.spinbench.app.house.planted.drivers.transport;

import org.spinbench.app.house.planted.drivers.scpi.Session;

/** A transport that knows SCPI. */
public final class SeesScpi {
  Session session;
}
