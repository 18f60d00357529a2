package org.spinbench.drivers.scpi;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** An instrument put errors into its error queue on account of a command. */
public final class InstrumentErrorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String command;
  private final ArrayList<ScpiError> errors;

  InstrumentErrorException(
      String instrument, String command, List<ScpiError> errors, Throwable cause) {
    super(instrument + " refused \"" + command + "\": " + list(errors), cause);
    this.command = command;
    this.errors = new ArrayList<>(errors);
  }

  private static String list(List<ScpiError> errors) {
    return errors.stream().map(ScpiError::toString).collect(Collectors.joining("; "));
  }

  /** The command that was refused. */
  public String command() {
    return command;
  }

  /** What the error queue held, oldest first; never empty. */
  public List<ScpiError> errors() {
    return List.copyOf(errors);
  }
}
