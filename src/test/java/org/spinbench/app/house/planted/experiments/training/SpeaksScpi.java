package org.spinbench.app.house.planted.experiments.training;

import org.spinbench.app.house.planted.drivers.scpi.Session;

/** Training that goes round the roles. */
public final class SpeaksScpi {
  Session session;
}
