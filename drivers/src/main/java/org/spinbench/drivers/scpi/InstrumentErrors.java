package org.spinbench.drivers.scpi;

import java.util.ArrayList;
import java.util.List;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;

/**
 * What an instrument refused, read from its error queue or status register as its {@link
 * ErrorCheck} says. Used under the lock of the session.
 */
final class InstrumentErrors {
  private static final int AT_MOST = 50;

  private final String name;
  private final ErrorCheck checks;
  private final Patience patience;
  private final ScpiExchange exchange;
  private final Synchronisation synchronisation;

  InstrumentErrors(
      String name,
      ErrorCheck checks,
      Patience patience,
      ScpiExchange exchange,
      Synchronisation synchronisation) {
    this.name = name;
    this.checks = checks;
    this.patience = patience;
    this.exchange = exchange;
    this.synchronisation = synchronisation;
  }

  /** The question that takes errors from the instrument; null for a model that reports none. */
  Question query() {
    return checks.exists() ? exchange.question(checks.query()) : null;
  }

  /**
   * Reads errors until there are none, at most 50.
   *
   * @param first those that were read before
   * @return all of them, oldest first
   */
  List<ScpiError> drain(List<ScpiError> first) {
    List<ScpiError> found = new ArrayList<>(first);
    while (checks.exists() && found.size() < AT_MOST) {
      List<ScpiError> errors = errors(synchronisation.exchange(checks.query(), query()));
      if (errors.isEmpty()) {
        break;
      }
      found.addAll(errors);
    }
    return found;
  }

  /**
   * Throws {@link InstrumentErrorException} if the answer to a command's check holds an error that
   * concerns the command.
   */
  void requireAccepted(String command, ResponseMessage answer) {
    List<ScpiError> errors = errors(answer);
    if (!errors.isEmpty()) {
      errors = ofCommand(drain(errors));
    }
    synchronisation.checked();
    if (!errors.isEmpty()) {
      throw new InstrumentErrorException(name, command, errors, null);
    }
  }

  /**
   * The errors that a command can have caused. A query error (-400 to -499) says that an answer was
   * not read, or was asked for in vain (SCPI-99 volume 2, 21.8.12). In the first check after the
   * session was opened or has recovered, that answer is one of before.
   */
  private List<ScpiError> ofCommand(List<ScpiError> errors) {
    return synchronisation.isUnchecked()
        ? errors.stream().filter(error -> !error.isQueryError()).toList()
        : errors;
  }

  /**
   * The reason why a command was not confirmed. It asks the instrument only briefly, because the
   * other instruments are not brought to rest before this returns.
   */
  RuntimeException unconfirmed(String command, TransportTimeoutException timeout) {
    List<ScpiError> found;
    boolean before = patience.haste(true);
    try {
      found = drain(List.of());
    } catch (TransportException | DesynchronisedException | ReplyFormatException failure) {
      timeout.addSuppressed(failure);
      return timeout;
    } finally {
      patience.haste(before);
    }
    List<ScpiError> errors = ofCommand(found);
    synchronisation.checked();
    if (!errors.isEmpty()) {
      return new InstrumentErrorException(name, command, errors, timeout);
    }
    return new TransportTimeoutException(
        timeout.getMessage()
            + (checks.exists() ? ". Its error queue " + contents(found) : "")
            + "; the command may or may not have been executed",
        timeout);
  }

  private static String contents(List<ScpiError> queryErrors) {
    return queryErrors.isEmpty()
        ? "is empty"
        : "holds only errors of exchanges before it, " + queryErrors;
  }

  private List<ScpiError> errors(ResponseMessage answer) {
    return exchange.parsed(
        checks.query(), answer, message -> checks.reader().apply(message.text()));
  }
}
