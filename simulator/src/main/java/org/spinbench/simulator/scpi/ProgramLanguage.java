package org.spinbench.simulator.scpi;

/**
 * The language of a front panel's messages. The commands of a {@link CommandTree} are one; an
 * instrument with another passes it to {@link FrontPanel#speak} and keeps the rest of the front
 * panel.
 *
 * <p>An implementation may throw {@link CommandException}, which ends the message and enters the
 * queue. It may wait with {@link FrontPanel#await}; a device clear ends that wait with an
 * exception, which must not be caught.
 */
public interface ProgramLanguage {
  /**
   * Executes one message, without terminator.
   *
   * @return the response; null if there is none
   */
  byte[] carryOut(byte[] message);

  /**
   * Whether a terminator follows a response; false for binary data that the END of the bus alone
   * ends.
   */
  default boolean terminates(byte[] response) {
    return true;
  }

  /** Discards a message that a device clear has ended, and any state for the next message. */
  default void discard() {}

  /**
   * Whether the language asks for the turn before each unit that needs it, and keeps nothing
   * between its units that the message of another client could change. Otherwise a message has the
   * turn from its beginning.
   */
  default boolean takesTurns() {
    return false;
  }

  /** Whether the message in progress already has a part of its response. */
  default boolean answered() {
    return false;
  }
}
