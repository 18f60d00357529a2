package org.spinbench.app.dashboard;

/** The rights of a client. */
public enum Role {
  /** May read. */
  LOOK,
  /** May also start, pause, stop and set. */
  DRIVE
}
