package org.spinbench.drivers.scpi;

import org.spinbench.drivers.scpi.ScpiExchange.SentQuestion;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportTimeoutException;

/**
 * The commands of a session, each confirmed by its check: at once, or in a {@link Batch} when the
 * next exchange begins, whichever thread begins it. Used under the lock of the session.
 */
final class CommandConfirmation {
  private final String name;
  private final Dialect dialect;
  private final SessionAccess access;
  private final SessionLink link;
  private final ScpiExchange exchange;
  private final Synchronisation synchronisation;
  private final InstrumentErrors errors;

  /** The thread whose batch is under way; null when there is none. */
  private Thread batch;

  /** What a batch has sent last and is not confirmed; null when there is nothing. */
  private Sent outstanding;

  /** What another thread found when it confirmed something of the batch. */
  private RuntimeException foundByOthers;

  /** A command that was sent, and the question that checks it; null where there is none. */
  private record Sent(String command, SentQuestion check, Runnable confirmed) {}

  CommandConfirmation(
      String name,
      Dialect dialect,
      SessionAccess access,
      SessionLink link,
      ScpiExchange exchange,
      Synchronisation synchronisation,
      InstrumentErrors errors) {
    this.name = name;
    this.dialect = dialect;
    this.access = access;
    this.link = link;
    this.exchange = exchange;
    this.synchronisation = synchronisation;
    this.errors = errors;
  }

  /** Makes the session ready for the next message: confirms the last command, and recovers. */
  void bringIntoStep(String what) {
    access.requireOpen(what);
    confirmOutstanding();
    synchronisation.require(what);
  }

  /** Sends a command, and confirms it unless this thread has begun a batch. */
  void command(String command, Runnable confirmed) {
    access.requireMayCommand(command);
    boolean together = dialect.errorCheck().inSameMessage();
    Question check = together ? ProgramMessage.checked(command, dialect) : errors.query();
    byte[] alone = together ? null : ProgramMessage.unchecked(command, dialect.language());
    bringIntoStep(command);
    SentQuestion asked = transmitAndCheck(command, alone, check);
    if (batch == Thread.currentThread()) {
      outstanding = new Sent(command, withWholeTime(asked, command), confirmed);
    } else {
      confirm(new Sent(command, asked, confirmed));
    }
  }

  /** Sends a command without a check. */
  void send(String command, byte[] message) {
    access.requireMayCommand(command);
    bringIntoStep(command);
    exchange.send(command, message);
  }

  /** Group execute trigger, or else {@code *TRG}. */
  void trigger() {
    access.requireMayCommand("trigger");
    bringIntoStep("trigger");
    if (!exchange.call("trigger", Transport::trigger)) {
      exchange.send("*TRG", ProgramMessage.unchecked("*TRG", dialect.language()));
    }
  }

  private SentQuestion transmitAndCheck(String command, byte[] alone, Question check) {
    try {
      if (alone != null) {
        exchange.send(command, alone);
      }
      return check == null ? null : exchange.ask(command, check);
    } catch (TransportTimeoutException unsent) {
      throw errors.unconfirmed(command, unsent);
    }
  }

  /** An answer that is read later has the time of a whole exchange again. */
  private SentQuestion withWholeTime(SentQuestion asked, String command) {
    return asked == null ? null : asked.withTime(link.exchangeTime(command.length()));
  }

  private void confirm(Sent sent) {
    if (sent.check != null) {
      try {
        errors.requireAccepted(sent.command, exchange.answer(sent.check));
      } catch (TransportTimeoutException late) {
        throw errors.unconfirmed(sent.command, late);
      }
    }
    sent.confirmed.run();
  }

  /** Begins a batch of this thread; false, and nothing begins, if one has begun already. */
  boolean beginBatch() {
    if (batch != null) {
      return false;
    }
    batch = Thread.currentThread();
    return true;
  }

  /** Ends the batch of this thread; throws what {@link #command} would have thrown. */
  void endBatch() {
    try {
      confirmSent();
    } finally {
      outstanding = null;
      batch = null;
    }
  }

  /** Confirms the command that was sent last, if it was sent in a batch. */
  void confirmSent() {
    if (access.isClosed() && outstanding != null) {
      throw new IllegalStateException(
          "the session with "
              + name
              + " was closed before the instrument could confirm \""
              + outstanding.command
              + "\"");
    }
    confirmOutstanding();
  }

  /** If another thread confirms a command, the failure is kept for the thread that sent it. */
  private void confirmOutstanding() {
    boolean own = batch == Thread.currentThread();
    Sent sent = outstanding;
    outstanding = null;
    try {
      if (sent != null) {
        confirm(sent);
      }
    } catch (RuntimeException refused) {
      if (own) {
        throw refused;
      }
      foundByOthers = refused;
    } catch (Error failure) {
      if (!own) {
        foundByOthers =
            new IllegalStateException(
                name + " could not confirm \"" + sent.command + "\": " + failure, failure);
      }
      throw failure;
    }
    if (own && foundByOthers != null) {
      RuntimeException found = foundByOthers;
      foundByOthers = null;
      throw found;
    }
  }
}
