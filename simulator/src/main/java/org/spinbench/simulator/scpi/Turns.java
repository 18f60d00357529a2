package org.spinbench.simulator.scpi;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.spinbench.drivers.transport.Endpoint.Client;

/**
 * The messages that several clients have in progress at one instrument. One of them has the turn:
 * its units measure and change settings. A prompt unit needs no turn, so an identity or a status is
 * answered while another client waits for a measurement. An overlapped operation needs no turn
 * either; it runs beside the messages.
 *
 * <p>A wait releases the bench's lock. A device clear ends every wait, an abort that of the message
 * which has the turn, and a client that goes away those of its own messages.
 *
 * <p>Every method is called under the bench's lock.
 */
final class Turns {
  /** Whether a unit waits for the messages of other clients. */
  enum Urgency {
    /** It measures or changes something: it waits. */
    IN_TURN,
    /** It reads a setting or a status, or resets: it does not wait. */
    PROMPT,
    /** It does not wait even where everything else does. */
    URGENT;

    private static final Pattern ENDS = Pattern.compile("\\*RST|\\*RCL|\\*TRG|ABORt(\\[?:.*)?");

    /** Queries that may have to wait for a measurement. */
    private static final Pattern MEASURES =
        Pattern.compile("(\\[:?\\w+#?]:?)?(READ|FETC|MEAS|DATA|TRAC|CALC|R$)");

    /**
     * Of a command.
     *
     * @param usual unless it ends operations
     */
    static Urgency ofCommand(String pattern, Urgency usual) {
      return ENDS.matcher(pattern).matches() ? URGENT : usual;
    }

    /**
     * Of a query.
     *
     * @param usual if it may have to wait for a measurement
     */
    static Urgency ofQuery(String pattern, Urgency usual) {
      return MEASURES.matcher(pattern).lookingAt() ? usual : PROMPT;
    }
  }

  /** Ends a message that is not wanted any more. */
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stopped() {
      super("stopped", null, false, false);
    }
  }

  /** A message of a client, or an overlapped operation, in progress. */
  static final class Message {
    private final Client client;
    private boolean stopped;

    private Message(Client client) {
      this.client = client;
    }
  }

  private static final long LOOK_FOR_CLIENT_NANOS = 20_000_000;

  private final BenchClock clock;
  private final Lock lock;
  private final List<Message> messages = new ArrayList<>();
  private Message present;
  private Message holder;
  private Message operation;
  private int waiting;

  Turns(BenchClock clock) {
    this.clock = clock;
    lock = clock.lock();
  }

  /** Begins a message of this client. */
  Message begin(Client client) {
    Message message = new Message(client);
    messages.add(message);
    present = message;
    return message;
  }

  /** Ends a message, and gives its turn to another. */
  void end(Message message) {
    messages.remove(message);
    present = message;
    release();
    present = null;
  }

  /** Whether a message is in progress. */
  boolean busy() {
    return !messages.isEmpty();
  }

  /** Gives the present message the turn, which it keeps until it ends or releases it. */
  void take() {
    while (holder != null && holder != present) {
      pause(Long.MAX_VALUE);
    }
    holder = present;
  }

  /** Whether another message has the turn. */
  boolean taken() {
    return holder != null && holder != present;
  }

  /** Gives the present message's turn to another. */
  void release() {
    if (holder == present) {
      holder = null;
      wake();
    }
  }

  /**
   * Waits until a moment at the latest; returns earlier whenever something has changed.
   *
   * @throws Stopped if the message is not wanted any more
   */
  void pause(long moment) {
    Message mine = present;
    present = null;
    waiting++;
    try {
      clock.await(Math.min(moment, clock.soon(LOOK_FOR_CLIENT_NANOS)));
      present = mine;
      boolean look = mine != null && clock.nanos() < moment && clock.passesByItself();
      if (look && !mine.stopped && gone(mine)) {
        mine.stopped = true;
      }
      present = mine;
    } finally {
      waiting--;
    }
    if (mine != null && mine.stopped) {
      throw new Stopped();
    }
  }

  /** Looks for the client without the lock, because that may take a millisecond. */
  private boolean gone(Message mine) {
    present = null;
    lock.unlock();
    try {
      return mine.client.hasGone();
    } finally {
      lock.lock();
    }
  }

  private void wake() {
    if (waiting > 0) {
      clock.wake();
    }
  }

  /** Stops every message and the operation. */
  void stopAll() {
    messages.forEach(message -> message.stopped = true);
    stopOperation();
    wake();
  }

  /** Stops the messages of a client. */
  void stop(Client client) {
    messages.stream().filter(m -> m.client == client).forEach(m -> m.stopped = true);
    wake();
  }

  /** Stops the operation, and another message that has the turn. */
  void abort() {
    if (holder != null && holder != present) {
      holder.stopped = true;
    }
    stopOperation();
    wake();
  }

  private void stopOperation() {
    if (operation != null && operation != present) {
      operation.stopped = true;
      operation = null;
    }
  }

  /** Whether an operation runs beside the messages. */
  boolean operates() {
    return operation != null;
  }

  /**
   * Runs an overlapped operation. In virtual time, which passes at once, it ends before this
   * returns.
   *
   * @param failed receives its error
   * @param ended called at its end
   */
  void operate(Runnable work, Consumer<CommandException> failed, Runnable ended) {
    if (!clock.passesByItself()) {
      work.run();
      return;
    }
    Message run = new Message(() -> false);
    operation = run;
    Thread thread = new Thread(() -> operate(run, work, failed, ended), "simulated operation");
    thread.setDaemon(true);
    thread.start();
  }

  private void operate(
      Message run, Runnable work, Consumer<CommandException> failed, Runnable ended) {
    lock.lock();
    try {
      present = run;
      if (!run.stopped) {
        work.run();
      }
    } catch (CommandException refused) {
      failed.accept(refused);
    } catch (Stopped stopped) {
      // Whoever stopped it has seen to the state of the instrument.
    } finally {
      if (operation == run) {
        operation = null;
      }
      present = null;
      ended.run();
      wake();
      lock.unlock();
    }
  }
}
