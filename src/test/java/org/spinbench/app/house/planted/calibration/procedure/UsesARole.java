package org.spinbench.app.house.planted.calibration.procedure;

import org.spinbench.app.house.planted.drivers.instrument.Role;

/** Innocent: calibration through a role. */
public final class UsesARole {
  Role role;
}
