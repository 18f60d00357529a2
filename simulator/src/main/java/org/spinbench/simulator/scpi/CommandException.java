package org.spinbench.simulator.scpi;

/**
 * The reason why a message unit was refused. It ends the unit, enters the error queue, and never
 * leaves the front panel.
 */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient InstrumentError error;

  public CommandException(InstrumentError error) {
    super(error.text(), null, false, false);
    this.error = error;
  }

  public InstrumentError error() {
    return error;
  }
}
