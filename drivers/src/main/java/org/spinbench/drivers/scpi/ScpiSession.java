package org.spinbench.drivers.scpi;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;

/**
 * A conversation with one instrument, in SCPI or another language that its {@link Dialect} names,
 * open as long as the object lives.
 *
 * <p><b>Opening.</b> The constructor opens the link, asks {@code *IDN?} and {@code *ESE?} (or what
 * the dialect has for them), and changes nothing: an instrument with which a session exists has
 * answered.
 *
 * <p><b>In step.</b> SCPI answers do not say which question they belong to. An exchange that ends
 * in any other way than with a complete answer of the expected form (timeout, lost link, torn
 * reply, exception) therefore leaves the session <em>desynchronised</em>, and the next exchange
 * first recovers: {@link Synchronisation} says how. After three attempts it is a {@link
 * DesynchronisedException}. On a link that does not distinguish answers, questions in SCPI are
 * marked as {@link AnswerMarks} says; there a query must have as many answers as it has question
 * marks.
 *
 * <p><b>Threads.</b> One lock is held for each exchange, recovery included; {@link #exclusively}
 * holds it for several. Between the two halves of an exchange that a {@link Batch} has begun the
 * session is free: the next user reads the answer first.
 */
public final class ScpiSession implements AutoCloseable {
  /** For the transfer of one number of many over a slow link, s. */
  public static final double SLOWEST_NUMBER = 200e-6;

  /** The first answers may take this much longer; nothing has been set yet. */
  private static final Duration OPENING = Duration.ofSeconds(1);

  /** How long closing waits for an exchange of another thread. */
  private static final Duration CLOSING_PATIENCE = Duration.ofMillis(50);

  private final String name;
  private final Clock clock;
  private final Dialect dialect;
  private final ReentrantLock lock = new ReentrantLock();
  private final Patience patience;
  private final SessionAccess access;
  private final SessionLink link;
  private final ScpiExchange exchange;
  private final Synchronisation synchronisation;
  private final InstrumentErrors errors;
  private final CommandConfirmation commands;
  private final InstrumentStatus status;

  /**
   * Opens a session.
   *
   * @param name name of the instrument on this bench, for messages
   * @throws TransportException if the instrument cannot be reached or does not answer
   * @throws ReplyFormatException if it answers, but not as IEEE 488.2 demands
   */
  public ScpiSession(
      String name, ResourceName resource, Transports transports, Clock clock, Dialect dialect) {
    this.name = name;
    this.clock = clock;
    this.dialect = dialect;
    patience = new Patience(dialect.timeout());
    access = new SessionAccess(name);
    link = new SessionLink(name, resource, transports, dialect.timeout(), patience, access);
    exchange = new ScpiExchange(name, dialect.language(), link);
    patience.work(OPENING);
    try {
      synchronisation = new Synchronisation(name, dialect, clock, patience, access, link, exchange);
    } finally {
      patience.work(Duration.ZERO);
      if (!exchange.isInStep()) {
        link.close();
      }
    }
    errors = new InstrumentErrors(name, dialect.errorCheck(), patience, exchange, synchronisation);
    commands =
        new CommandConfirmation(name, dialect, access, link, exchange, synchronisation, errors);
    status = new InstrumentStatus(clock, dialect.timeout(), lock, exchange, commands);
  }

  /** Name on this bench. */
  public String name() {
    return name;
  }

  /** The deadline of one exchange, without the time that {@link #lasting} adds. */
  public Duration timeout() {
    return dialect.timeout();
  }

  /** The clock that this session's waits and time stamps use. */
  public Clock clock() {
    return clock;
  }

  /** The answer to {@code *IDN?}, asked once when the session was opened. */
  public Identity identity() {
    return synchronisation.identity();
  }

  /**
   * Sends a query and returns the whole response text.
   *
   * @throws TransportException if no complete answer arrives
   * @throws ReplyFormatException if the answer is empty or not ASCII text
   */
  public String query(String query) {
    lock.lock();
    try {
      return ask(query, ResponseMessage::text);
    } finally {
      lock.unlock();
    }
  }

  /** Sends a query, once the session is in step, and takes what it expects from the answer. */
  private <T> T ask(String query, Function<ResponseMessage, T> form) {
    Question question = exchange.question(query);
    commands.bringIntoStep(query);
    return exchange.parsed(query, exchange.run(query, question), form);
  }

  /**
   * Sends a query whose answer is one number.
   *
   * @throws TransportException if no complete answer arrives
   * @throws ReplyFormatException if the answer is not one decimal number
   * @throws OverloadException if the instrument answers with 9.9E37, -9.9E37 or 9.91E37
   */
  public double queryNumber(String query) {
    lock.lock();
    try {
      String reply = ask(query, ResponseMessage::text);
      double value = exchange.number(query, reply);
      if (!Double.isFinite(value)) {
        String meaning = Double.isNaN(value) ? "no value" : "a value beyond its range";
        throw new OverloadException(
            name + " answered " + reply + " to \"" + query + "\", which stands for " + meaning);
      }
      return value;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends queries whose answers are this many numbers together, with commas, semicolons or tabs
   * between them.
   *
   * @return the numbers; infinite for 9.9E37 and -9.9E37, NaN for 9.91E37
   * @throws TransportException if no complete answer arrives
   * @throws ReplyFormatException if the answer is not that many decimal numbers
   */
  public double[] queryNumbers(String query, int count) {
    return lasting(SLOWEST_NUMBER * count, () -> ask(query, answer -> answer.numbers(count)));
  }

  /**
   * Sends a query whose answer is one definite-length block, and returns its payload: a view of the
   * message as it was received, because a block can be large.
   *
   * @throws TransportException if no complete answer arrives
   * @throws ReplyFormatException if the answer is not exactly one block
   */
  public ByteBuffer queryBlock(String query) {
    return exclusively(() -> ask(query, ResponseMessage::payload));
  }

  /**
   * Sends a command and checks the error queue, in the same message where the dialect allows it. In
   * a {@link Batch} the check is read later: by the next exchange of this session, or at the end.
   *
   * @throws InstrumentErrorException if the error queue holds anything
   * @throws TransportTimeoutException if the instrument does not confirm in time; the session has
   *     then been recovered if it could be, and the message says what the error queue held
   * @throws TransportException if the link is lost; whether the command was executed is unknown
   */
  public void command(String command) {
    command(command, () -> {});
  }

  /**
   * As {@link #command(String)}, for a command that keeps the instrument busy.
   *
   * @param seconds for how long, s; in addition to the timeout
   */
  public void command(String command, double seconds) {
    lasting(
        seconds,
        () -> {
          command(command);
          return null;
        });
  }

  /**
   * As {@link #command(String)}.
   *
   * @param confirmed is run when the instrument has accepted the command: before this returns, or
   *     in a {@link Batch} when the check is read
   */
  public void command(String command, Runnable confirmed) {
    exclusively(() -> commands.command(command, confirmed));
  }

  /**
   * Begins a batch of this thread, in which commands are sent without waiting for the instrument.
   *
   * @return false, and nothing begins, if a batch has begun already
   */
  boolean beginBatch() {
    return exclusively(commands::beginBatch);
  }

  /** Ends the batch of this thread; throws what {@link #command} would have thrown. */
  void endBatch() {
    exclusively(commands::endBatch);
  }

  /**
   * Waits until the command that was sent last is confirmed, if it was sent in a {@link Batch}.
   *
   * @throws InstrumentErrorException and others as {@link #command} does
   */
  public void confirmSent() {
    exclusively(commands::confirmSent);
  }

  /** Whether the instrument has the common commands of IEEE 488.2, such as {@code *CLS}. */
  public boolean hasCommonCommands() {
    return dialect.language() != Language.LETTERS;
  }

  /**
   * Whether a text is one question of the instrument's language. Nothing in it may act as a
   * command, as letters before a question or a call in a script would.
   *
   * @param declared whether the driver declares a setting with this header
   */
  public boolean onlyAsks(String text, Predicate<String> declared) {
    return dialect.onlyAsks(text, declared);
  }

  /**
   * Whether {@link #command} detects that the instrument refuses it. Otherwise only reading the
   * setting back does.
   */
  public boolean reportsErrors() {
    return dialect.errorCheck().exists();
  }

  /**
   * Sends a command without asking whether the instrument accepted it. Errors stay in its queue
   * until {@link #errors} or the next {@link #command} finds them.
   */
  public void send(String command) {
    byte[] message = ProgramMessage.unchecked(command, dialect.language());
    exclusively(() -> commands.send(command, message));
  }

  /**
   * Reads the status byte once: by serial poll where the link has it, else with {@code *STB?}.
   *
   * @return 0 to 255; bit 6 is RQS, which reading clears, after a serial poll, and MSS, which it
   *     does not clear, after {@code *STB?}
   * @throws TransportException if no answer arrives
   * @throws ReplyFormatException if the answer to {@code *STB?} is no number from 0 to 255
   */
  public int statusByte() {
    return status.read();
  }

  /**
   * Triggers the instrument: with the group execute trigger where the link has it, else with {@code
   * *TRG}. If the instrument refuses it, the error is in its error queue.
   *
   * @throws TransportException if the link is lost
   */
  public void trigger() {
    exclusively(commands::trigger);
  }

  /**
   * Waits until the instrument requests service, and reads its status byte: once for each request
   * where the link carries requests, else repeatedly and at growing intervals until bit 6 is set.
   * Other threads can use the session between two looks. A status query that is under way when the
   * time ends is completed.
   *
   * @return the status byte, in which bit 6 is set; empty when the time has run out
   * @throws TransportException if the link fails
   */
  public OptionalInt awaitServiceRequest(Duration timeout) {
    return status.awaitRequest(timeout);
  }

  /**
   * Locks the instrument against all other links, until {@link #unlockInstrument} or the end of the
   * session. A recovery that reopens the link locks the instrument again.
   *
   * @param timeout how long to wait for another holder
   * @return false when the link has no locks
   * @throws TransportTimeoutException if another link holds the lock all that time
   * @throws TransportException if the link is lost, or the session holds the lock already
   */
  public boolean lockInstrument(Duration timeout) {
    return exclusively(
        () -> {
          commands.bringIntoStep("lock");
          return link.lock(timeout);
        });
  }

  /**
   * Gives the lock on the instrument back.
   *
   * @throws TransportException if the link is lost, or the session holds no lock
   */
  public void unlockInstrument() {
    exclusively(
        () -> {
          commands.bringIntoStep("unlock");
          link.unlock();
        });
  }

  /** Reads the instrument's error queue until it is empty (at most 50 entries), oldest first. */
  public List<ScpiError> errors() {
    return exclusively(
        () -> {
          if (reportsErrors()) {
            commands.bringIntoStep(dialect.errorCheck().query());
          }
          return errors.drain(List.of());
        });
  }

  /** Runs several exchanges during which no other thread can use this session. */
  public <T> T exclusively(Supplier<T> exchanges) {
    lock.lock();
    try {
      return exchanges.get();
    } finally {
      lock.unlock();
    }
  }

  private void exclusively(Runnable exchanges) {
    lock.lock();
    try {
      exchanges.run();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs exchanges in which the instrument answers only after a long operation, such as a sweep or
   * an integration. Each exchange has this time in addition to its timeout.
   *
   * @param seconds s; a negative value counts as zero
   */
  public <T> T lasting(double seconds, Supplier<T> exchanges) {
    lock.lock();
    Duration before = patience.work(Duration.ofNanos(Math.round(Math.max(0, seconds) * 1e9)));
    try {
      return exchanges.get();
    } finally {
      patience.work(before);
      lock.unlock();
    }
  }

  /**
   * Runs exchanges that repair something after a failure, while the sources of the bench are live.
   * An instrument that does not answer is given up soon. Exceptions of these exchanges are
   * suppressed in the failure.
   */
  public void inHaste(RuntimeException failure, Runnable exchanges) {
    lock.lock();
    boolean before = patience.haste(true);
    try {
      exchanges.run();
    } catch (RuntimeException too) {
      failure.addSuppressed(too);
    } finally {
      patience.haste(before);
      lock.unlock();
    }
  }

  /** How often the session had to recover from a failed exchange. */
  public long recoveries() {
    return synchronisation.recoveries();
  }

  /** Program messages sent so far, including those of opening and recovery. */
  public long messagesSent() {
    return exclusively(link::messagesSent);
  }

  /**
   * Sends only questions from now on, because the instrument belongs to another program. There is
   * no device clear either, because it would abort what the other program is doing.
   */
  public void onlyLook() {
    access.onlyLook();
  }

  /**
   * Runs an action before the first message that is not a question, unless that message brings the
   * instrument to rest.
   *
   * @param action if it throws, nothing is sent, and it runs again before the next command
   */
  public void beforeCommands(Runnable action) {
    access.beforeCommands(action);
  }

  /** Notes that the next message may change the instrument. */
  public void noteCommand() {
    access.noteCommand();
  }

  /** Whether this program has sent anything that may have changed the instrument. */
  public boolean hasCommanded() {
    return access.hasCommanded();
  }

  /** Answers of all exchanges so far; returns at once. */
  public long answers() {
    return exchange.answers();
  }

  /** Whether the last exchange has failed, or has not ended yet; returns at once. */
  public boolean isLost() {
    return !exchange.isInStep();
  }

  /**
   * Sends only messages of this thread, which brings the instrument to rest, until {@link
   * #release}.
   *
   * @param patience how long to wait for an exchange under way; after that the link is closed, so
   *     that the exchange fails, and the first message of this thread opens the link again
   */
  public void reserve(Duration patience) {
    access.reserve();
    if (lockWithin(patience)) {
      lock.unlock();
    } else {
      link.close();
    }
  }

  /** Sends messages of any thread again. */
  public void release() {
    access.release();
  }

  private boolean lockWithin(Duration patience) {
    try {
      return lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return lock.tryLock();
    }
  }

  /**
   * Closes the link and leaves the instrument as it is. An exchange under way fails, and nothing is
   * sent after that.
   */
  @Override
  public void close() {
    access.close();
    boolean free = lockWithin(CLOSING_PATIENCE);
    try {
      link.close();
    } finally {
      if (free) {
        lock.unlock();
      }
    }
  }
}
