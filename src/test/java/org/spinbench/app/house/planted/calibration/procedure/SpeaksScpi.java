package org.spinbench.app.house.planted.calibration.procedure;

import org.spinbench.app.house.planted.drivers.scpi.Session;

/** A calibration that goes round the roles. */
public final class SpeaksScpi {
  Session session;
}
