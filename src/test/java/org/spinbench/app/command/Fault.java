package org.spinbench.app.command;

import java.util.EnumSet;

/** What can befall an instrument in the middle of a run. */
enum Fault {
  /** Its connections are reset, and no other comes about. */
  CUT,

  /** It takes messages, and neither carries them out nor answers; nor does it heed a clear. */
  HUNG,

  /** Its connections swallow every byte; new ones work. */
  HALF_OPEN,

  /** Its connections swallow every byte, and nothing answers whoever wants to connect. */
  UNPLUGGED,

  /** Its answers are nonsense. */
  GARBAGE,

  /** Every byte that comes from it is another than was sent, of the link's protocol too. */
  NOISE,

  /** Its connections are reset; who comes back finds an instrument that gives another identity. */
  WRONG_IDENTITY,

  /** It is off for a moment, and comes back as after a reset. */
  POWER_CYCLED,

  /** It protects itself or its load: a source's output goes off, and a source meter says so. */
  COMPLIANCE,

  /** It carries out what it is sent, and answers nothing but a clear. */
  STUCK_BUSY,

  /** Every answer takes a fifth of a second, and soon afterwards the link to a meter is cut. */
  SLOW;

  /** Whether who opens a new link can bring it to rest all the same. */
  boolean leavesItReachable() {
    return EnumSet.of(HALF_OPEN, POWER_CYCLED, COMPLIANCE, SLOW).contains(this);
  }
}
