package org.spinbench.simulator.scpi;

/**
 * What a front panel's messages are written in. The commands of a {@link CommandTree} are one; an
 * instrument that speaks another gives it to {@link FrontPanel#speak}, and keeps everything else of
 * the front panel.
 *
 * <p>It may throw {@link CommandException}, which ends the message and enters the queue, and wait
 * with {@link FrontPanel#await}, which a device clear ends with an exception that is not to be
 * caught.
 */
public interface ProgramLanguage {
  /**
   * Carries out one message, without terminator, and gives its response; null when it asks nothing.
   */
  byte[] carryOut(byte[] message);

  /** Forgets a message that a device clear has ended, and what was to go on in the next. */
  default void discard() {}

  /** Whether a part of the response to the message at work has been put together. */
  default boolean answered() {
    return false;
  }
}
