package org.spinbench.app.house.planted.calibration.procedure;

import org.spinbench.app.house.planted.drivers.transport.Clock;

/** Innocent: a calibration has a time. */
public final class NotesTheTime {
  Clock clock;
}
