package org.spinbench.drivers.scpi;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.Transport.ServiceRequest;
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
 * first recovers: device clear, or else closing and opening again (and device clear where there is
 * one, because an instrument may keep an answer across links); then the instrument must prove
 * itself in step, by giving to {@code *IDN?} the identity known from opening and after that to
 * {@code *ESE?} an integer. Two different questions are needed because one late {@code *IDN?}
 * answer would pass for the first; {@code *ESE?} (not {@code *OPC?}) because it is answered while a
 * sweep still runs. On a link that does not tell answers apart {@code *ESE?} is asked several times
 * in one message, each time it comes to that another number of times, so that not even late answers
 * to earlier proofs pass. After three attempts it is a {@link DesynchronisedException}.
 *
 * <p><b>Other languages.</b> Where answers cannot be marked, a link without device clear is read
 * until it is quiet after it was opened again, and the proof is the one of the {@link Language}.
 *
 * <p><b>Marks.</b> On such a link in SCPI every question is moreover marked as {@link AnswerMarks}
 * says: two messages of three ask {@code *ESE?} once or twice besides, so that a stray reply (one
 * that came twice, for instance) is not taken for an answer. There a query must have as many
 * answers as it has question marks.
 *
 * <p><b>Threads.</b> One lock is held for each exchange, recovery included; {@link #exclusively}
 * holds it for several. Between the two halves of an exchange that a {@link Batch} has begun the
 * session is free: whoever uses it next reads the answer first.
 */
public final class ScpiSession implements AutoCloseable {
  /** For the transfer of one number of many over a slow link, s. */
  public static final double SLOWEST_NUMBER = 200e-6;

  /** The first answers may come later by this: nothing has been set yet. */
  private static final Duration OPENING = Duration.ofSeconds(1);

  private static final Duration RECOVERY_PAUSE = Duration.ofMillis(50);
  private static final int ERRORS_AT_MOST = 50;

  /** A link is quiet when nothing comes for so long. */
  private static final Duration QUIET = Duration.ofMillis(50);

  private static final int LATE_AT_MOST = 16;

  /** Bit 6 of the status byte: RQS or MSS. */
  private static final int REQUEST = 1 << 6;

  /** For how long a wait for a service request keeps the session to itself. */
  private static final Duration LOOK = Duration.ofMillis(50);

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(32);

  /** How long closing waits for an exchange of another thread. */
  private static final Duration CLOSING_PATIENCE = Duration.ofMillis(50);

  /** A proof asks at least twice, so that no ordinary answer passes for it. */
  private static final int FEWEST_PROOFS = 2;

  private static final int DIFFERENT_PROOFS = 14;

  private final String name;
  private final ResourceName resource;
  private final Transports transports;
  private final Clock clock;
  private final Dialect dialect;
  private final ErrorCheck checks;
  private final Identity identity;
  private final ReentrantLock lock = new ReentrantLock();

  private final AnswerMarks marks = new AnswerMarks();
  private final KnownQuestions questions;

  private final Patience patience;
  private volatile Transport transport;
  private boolean inStep;
  private boolean locked;
  private int proofs;
  private volatile boolean closed;
  private long messagesSent;
  private volatile long recoveries;
  private volatile long answers;

  /** Whether anything but questions was sent. */
  private volatile boolean commanded;

  /** What has to succeed before anything but a question is sent for the first time. */
  private volatile Runnable beforeCommands = () -> {};

  /** Whether this program sends questions only, since the instrument belongs to another. */
  private volatile boolean onlyLooking;

  /** The only thread whose messages are sent, which brings the instrument to rest; null if none. */
  private volatile Thread resting;

  /** The thread whose batch is under way; null when there is none. */
  private Thread batch;

  /** What a batch has sent last and is not confirmed; null when there is nothing. */
  private Sent outstanding;

  /** What another thread found when it confirmed something of the batch. */
  private RuntimeException foundByOthers;

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
    this.resource = resource;
    this.transports = transports;
    this.clock = clock;
    this.dialect = dialect;
    this.checks = dialect.errorCheck();
    this.questions = new KnownQuestions(dialect.language());
    this.patience = new Patience(dialect.timeout());
    try {
      transport = transports.open(resource);
    } catch (TransportException failure) {
      throw named(failure, name + " cannot be opened: " + failure.getMessage());
    }
    patience.work(OPENING);
    try {
      if (dialect.clearOnOpen()) {
        transport.clear();
      }
      identity = askIdentity();
      askForProof(1);
      inStep = true;
    } finally {
      patience.work(Duration.ZERO);
      if (!inStep) {
        transport.close();
      }
    }
  }

  /** Name on this bench. */
  public String name() {
    return name;
  }

  /** The deadline of one exchange, besides what {@link #lasting} gives it. */
  public Duration timeout() {
    return dialect.timeout();
  }

  /** The clock that this session's waits and time stamps use. */
  public Clock clock() {
    return clock;
  }

  /** The answer to {@code *IDN?}, asked once when the session was opened. */
  public Identity identity() {
    return identity;
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
      Question question = questions.of(query);
      return text(query, exchange(query, question));
    } finally {
      lock.unlock();
    }
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
      Question question = questions.of(query);
      String reply = text(query, exchange(query, question));
      double value = number(query, reply);
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
   * Sends queries whose answers are so many numbers together, with commas, semicolons or tabs
   * between them.
   *
   * @return the numbers; infinite for 9.9E37 and -9.9E37, NaN for 9.91E37
   * @throws TransportException if no complete answer arrives
   * @throws ReplyFormatException if the answer is not that many decimal numbers
   */
  public double[] queryNumbers(String query, int count) {
    lock.lock();
    try {
      Question question = questions.of(query);
      Answer answer = lasting(SLOWEST_NUMBER * count, () -> exchange(query, question));
      String[] fields = text(query, answer).split("[,;\t]", -1);
      try {
        double[] numbers = Arrays.stream(fields).mapToDouble(ScpiNumber::parse).toArray();
        if (numbers.length == count) {
          return numbers;
        }
      } catch (IllegalArgumentException wrong) {
        throw torn(query, answer.message, wrong.getMessage());
      }
      throw torn(query, answer.message, count + " numbers were expected");
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends a query whose answer is one definite-length block, and returns its payload: a view of the
   * message as it was received, because a block can be large.
   *
   * @throws TransportException if no complete answer arrives
   * @throws ReplyFormatException if the answer is not exactly one block
   */
  public ByteBuffer queryBlock(String query) {
    lock.lock();
    try {
      Question question = questions.of(query);
      Answer answer = exchange(query, question);
      try {
        return ScpiBlock.payload(answer.message, answer.begin);
      } catch (IllegalArgumentException wrong) {
        throw torn(query, answer.message, wrong.getMessage());
      }
    } finally {
      lock.unlock();
    }
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
   * As {@link #command(String)}, for a command that takes the instrument so long.
   *
   * @param seconds s, besides the timeout
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
    lock.lock();
    try {
      requireMayCommand(command);
      Question check =
          checks.inSameMessage() ? ProgramMessage.checked(command, dialect) : errorQueryOrNone();
      byte[] alone =
          checks.inSameMessage()
              ? new byte[0]
              : ProgramMessage.unchecked(command, dialect.language());
      bringIntoStep(command);
      Sent sent = new Sent(command, transmitAndCheck(command, alone, check), confirmed);
      if (batch == Thread.currentThread()) {
        outstanding = sent.withTime(exchangeTime(command.length()));
      } else {
        confirm(sent);
      }
    } finally {
      lock.unlock();
    }
  }

  private Asked transmitAndCheck(String command, byte[] alone, Question check) {
    try {
      if (!checks.inSameMessage()) {
        transmit(command, alone);
      }
      return check == null ? null : ask(command, check);
    } catch (TransportTimeoutException unsent) {
      throw unconfirmed(command, unsent);
    }
  }

  private Question errorQueryOrNone() {
    return checks.exists() ? errorQuery() : null;
  }

  private void confirm(Sent sent) {
    if (sent.check != null) {
      try {
        requireAccepted(sent.command, answer(sent.check));
      } catch (TransportTimeoutException late) {
        throw unconfirmed(sent.command, late);
      }
    }
    sent.confirmed.run();
  }

  /**
   * Begins a batch of this thread, in which commands are sent without waiting for the instrument.
   *
   * @return false, and nothing begins, if a batch is under way already
   */
  boolean beginBatch() {
    lock.lock();
    try {
      if (batch != null) {
        return false;
      }
      batch = Thread.currentThread();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the batch of this thread; throws what {@link #command} would have thrown. */
  void endBatch() {
    lock.lock();
    try {
      confirmSent();
    } finally {
      outstanding = null;
      batch = null;
      lock.unlock();
    }
  }

  /**
   * Waits until the command that was sent last is confirmed, if it was sent in a {@link Batch}.
   *
   * @throws InstrumentErrorException and others as {@link #command} does
   */
  public void confirmSent() {
    lock.lock();
    try {
      if (closed && outstanding != null) {
        throw new IllegalStateException(
            "the session with "
                + name
                + " was closed before the instrument could confirm \""
                + outstanding.command
                + "\"");
      }
      confirmOutstanding();
    } finally {
      lock.unlock();
    }
  }

  /** What another thread finds when it confirms a command waits for the thread that sent it. */
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

  private void requireAccepted(String command, Answer answer) {
    List<ScpiError> errors = errors(answer);
    if (!errors.isEmpty()) {
      throw new InstrumentErrorException(name, command, drain(errors), null);
    }
  }

  /** Whether the instrument has the common commands of IEEE 488.2, such as {@code *CLS}. */
  public boolean hasCommonCommands() {
    return dialect.language() != Language.LETTERS;
  }

  /**
   * Whether a text is one question of the instrument's language: nothing in it can be carried out
   * as a command, as letters in front of a question and calls in a script would be.
   *
   * @param declared whether the driver declares a setting with this header
   */
  public boolean onlyAsks(String text, Predicate<String> declared) {
    return dialect.onlyAsks(text, declared);
  }

  /**
   * Whether {@link #command} finds out what the instrument refuses; if not, only asking back does.
   */
  public boolean reportsErrors() {
    return checks.exists();
  }

  /**
   * Sends a command without asking whether the instrument accepted it. Errors stay in its queue
   * until {@link #errors} or the next {@link #command} finds them.
   */
  public void send(String command) {
    byte[] message = ProgramMessage.unchecked(command, dialect.language());
    lock.lock();
    try {
      requireMayCommand(command);
      transmit(command, message);
    } finally {
      lock.unlock();
    }
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
    lock.lock();
    try {
      bringIntoStep("status byte");
      OptionalInt polled =
          outOfStepUntilDone("serial poll", () -> transport.serialPoll(dialect.timeout()));
      return polled.isPresent() ? polled.getAsInt() : askStatusByte();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Triggers the instrument: with the group execute trigger where the link has it, else with {@code
   * *TRG}. What it says to that is in its error queue.
   *
   * @throws TransportException if the link is lost
   */
  public void trigger() {
    lock.lock();
    try {
      requireMayCommand("trigger");
      bringIntoStep("trigger");
      if (!outOfStepUntilDone("trigger", transport::trigger)) {
        transmit("*TRG", ProgramMessage.unchecked("*TRG", dialect.language()));
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the instrument requests service, and reads its status byte: once for each request
   * where the link carries requests, else again and again, less and less often, until bit 6 is set.
   * The session is free for other threads between two looks. A status query under way when the time
   * ends is still waited for.
   *
   * @return the status byte, in which bit 6 is set; empty when the time has run out
   * @throws TransportException if the link fails
   */
  public OptionalInt awaitServiceRequest(Duration timeout) {
    long deadline = clock.nanos() + timeout.toNanos();
    long left = Math.max(0, timeout.toNanos());
    long pause = SHORTEST_PAUSE.toNanos();
    while (true) {
      OptionalInt status = requestedWithin(Duration.ofNanos(Math.min(left, LOOK.toNanos())));
      if (status.isPresent() || left == 0) {
        return status;
      }
      left = Math.max(0, deadline - clock.nanos());
      clock.sleep(Duration.ofNanos(Math.min(left, pause)));
      left = Math.max(0, deadline - clock.nanos());
      pause = Math.min(2 * pause, LONGEST_PAUSE.toNanos());
    }
  }

  /** Looks once; the status byte if service is requested. */
  private OptionalInt requestedWithin(Duration look) {
    lock.lock();
    try {
      bringIntoStep("wait for a service request");
      ServiceRequest request =
          outOfStepUntilDone(
              "wait for a service request", () -> transport.awaitServiceRequest(look));
      if (request == ServiceRequest.NOT_REQUESTED) {
        return OptionalInt.empty();
      }
      int status = statusByte();
      return (status & REQUEST) != 0 ? OptionalInt.of(status) : OptionalInt.empty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Locks the instrument against all other links, until {@link #unlockInstrument} or the end of the
   * session. Recovery that opens the link again locks it again.
   *
   * @param timeout how long to wait for another holder
   * @return false when the link has no locks
   * @throws TransportTimeoutException if another link holds the lock all that time
   * @throws TransportException if the link is lost, or the session holds the lock already
   */
  public boolean lockInstrument(Duration timeout) {
    lock.lock();
    try {
      bringIntoStep("lock");
      locked |= named("lock", () -> transport.lock(timeout));
      return locked;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Gives the lock on the instrument back.
   *
   * @throws TransportException if the link is lost, or the session holds no lock
   */
  public void unlockInstrument() {
    lock.lock();
    try {
      bringIntoStep("unlock");
      locked = false;
      named(
          "unlock",
          () -> {
            transport.unlock();
            return null;
          });
    } finally {
      lock.unlock();
    }
  }

  /** Drains the instrument's error queue (at most 50 entries), oldest first. */
  public List<ScpiError> errors() {
    lock.lock();
    try {
      return drain(List.of());
    } finally {
      lock.unlock();
    }
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

  /**
   * Runs exchanges in which the instrument answers only when it has done what takes it so long: a
   * sweep, a long integration. Each has this time besides its timeout.
   *
   * @param seconds s; nothing below zero counts
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
   * Runs exchanges that put something right after a failure, while the sources of the bench are
   * live: nobody waits long for an instrument that does not answer. What fails is suppressed in
   * that failure.
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

  /** How often a failed exchange, or a link that was opened again, had to be recovered from. */
  public long recoveries() {
    return recoveries;
  }

  /** Program messages sent so far, those of opening and recovery included. */
  public long messagesSent() {
    lock.lock();
    try {
      return messagesSent;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends questions only from now on: the instrument belongs to another program. It is not cleared
   * either, as a device clear would break off what the other program is at.
   */
  public void onlyLook() {
    onlyLooking = true;
  }

  /**
   * Has something done before anything but a question is sent for the first time, unless that
   * brings the instrument to rest.
   *
   * @param action if it throws, nothing is sent, and it is tried again before the next command
   */
  public void beforeCommands(Runnable action) {
    beforeCommands = action;
  }

  /** Notes that something is about to be sent that may change the instrument. */
  public void noteCommand() {
    if (!commanded && resting == null) {
      beforeCommands.run();
    }
    commanded = true;
  }

  /** Whether anything was sent, as far as this program knows, that may have changed it. */
  public boolean hasCommanded() {
    return commanded;
  }

  /** Before anything but a question is sent. */
  private void requireMayCommand(String what) {
    if (onlyLooking) {
      throw new IllegalStateException(
          "\""
              + what
              + "\" was not sent: this program only looks at "
              + name
              + ", which may belong to another program");
    }
    noteCommand();
  }

  /** Answers so far, of whatever exchange; never waits for one. */
  public long answers() {
    return answers;
  }

  /**
   * Sends from now on only messages of this thread, which brings the instrument to rest, until
   * {@link #release}. Waits so long for an exchange under way; then it closes the link, so that the
   * exchange fails, and this thread's first message opens another.
   */
  public void reserve(Duration patience) {
    resting = Thread.currentThread();
    if (lockWithin(patience)) {
      lock.unlock();
    } else {
      transport.close();
    }
  }

  /** Sends messages of any thread again. */
  public void release() {
    resting = null;
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
   * Sends nothing of any thread from now on, closes the link and leaves the instrument as it is. An
   * exchange under way fails.
   */
  @Override
  public void close() {
    closed = true;
    boolean free = lockWithin(CLOSING_PATIENCE);
    try {
      transport.close();
    } finally {
      if (free) {
        lock.unlock();
      }
    }
  }

  /** A response message, and the index in it where the answer begins. */
  private record Answer(byte[] message, int begin) {}

  /**
   * A question that was sent.
   *
   * @param marks how many marks it bears; -1 where there are none
   * @param left of the time of the exchange
   */
  private record Asked(String what, int answers, int marks, Duration left) {
    Asked withTime(Duration time) {
      return new Asked(what, answers, marks, time);
    }
  }

  /** A command that was sent, and the question that checks it; null where there is none. */
  private record Sent(String command, Asked check, Runnable confirmed) {
    /** The same, for an answer that is read when others have taken the time that was left. */
    Sent withTime(Duration time) {
      return check == null ? this : new Sent(command, check.withTime(time), confirmed);
    }
  }

  private Answer exchange(String what, Question question) {
    bringIntoStep(what);
    return exchangeOutOfStep(what, question);
  }

  /** Sends and reads; the session is in step only when both have succeeded. */
  private Answer exchangeOutOfStep(String what, Question question) {
    return answer(ask(what, question));
  }

  private Asked ask(String what, Question question) {
    inStep = false;
    boolean marked = dialect.language() == Language.SCPI && !transport.tellsAnswersApart();
    int count = marked ? marks.choose(question.answers()) : 0;
    Duration left = write(what, question.bytes(count));
    return new Asked(what, question.answers(), marked ? count : -1, left);
  }

  private Answer answer(Asked asked) {
    byte[] reply;
    try {
      reply = transport.read(asked.left);
    } catch (TransportException failed) {
      throw named(
          failed, name + " gave no answer to \"" + asked.what + "\": " + failed.getMessage());
    }
    int begin = asked.marks < 0 ? 0 : behindMarks(asked, reply);
    inStep = true;
    answers++;
    return new Answer(reply, begin);
  }

  private int behindMarks(Asked asked, byte[] reply) {
    try {
      return AnswerMarks.skip(reply, asked.marks, asked.answers);
    } catch (IllegalArgumentException stray) {
      throw torn(asked.what, reply, stray.getMessage());
    }
  }

  /** Runs what leaves the link in an unknown state if it fails. */
  private <T> T outOfStepUntilDone(String what, Supplier<T> action) {
    inStep = false;
    T result = named(what, action);
    inStep = true;
    return result;
  }

  private <T> T named(String what, Supplier<T> action) {
    try {
      return action.get();
    } catch (TransportException failure) {
      throw named(failure, name + ": " + what + " failed: " + failure.getMessage());
    }
  }

  private void transmit(String command, byte[] message) {
    bringIntoStep(command);
    inStep = false;
    write(command, message);
    inStep = true;
  }

  private Duration write(String what, byte[] message) {
    messagesSent++;
    try {
      return transport.write(message, exchangeTime(message.length));
    } catch (TransportException failure) {
      throw named(failure, name + " was not sent \"" + what + "\": " + failure.getMessage());
    }
  }

  private void bringIntoStep(String what) {
    requireOpen(what);
    confirmOutstanding();
    if (!inStep) {
      recover(what);
    }
  }

  private void requireOpen(String what) {
    if (closed) {
      throw new IllegalStateException(
          "the session with " + name + " is closed; \"" + what + "\" was not sent");
    }
    if (restsFor(Thread.currentThread())) {
      throw new IllegalStateException(atRest("\"" + what + "\" was not sent"));
    }
  }

  private String atRest(String consequence) {
    return name + " is being brought to rest, or the bench is closed; " + consequence;
  }

  /** Whether the instrument is brought to rest by another thread than this one. */
  private boolean restsFor(Thread thread) {
    Thread only = resting;
    return only != null && only != thread;
  }

  private Duration exchangeTime(int length) {
    return patience.exchange(length, resting == Thread.currentThread());
  }

  /** For whatever has to do with the link itself. */
  private Optional<Duration> linkLimit() {
    return patience.limit(resting == Thread.currentThread());
  }

  private void recover(String what) {
    recoveries++;
    RuntimeException last = null;
    int attempts = patience.attempts();
    for (int attempt = 1; attempt <= attempts; attempt++) {
      requireOpen(what);
      try {
        if (attempt > 1) {
          clock.sleep(RECOVERY_PAUSE);
        }
        boolean cleared = attempt == 1 && clear();
        if (!cleared) {
          transport.close();
          transport =
              linkLimit()
                  .map(limit -> transports.open(resource, limit))
                  .orElseGet(() -> transports.open(resource));
          cleared = clear();
          if (locked) {
            transport.lock(dialect.timeout());
          }
        }
        if (!cleared && dialect.language() != Language.SCPI) {
          drainLink();
        }
        proveInStep();
        return;
      } catch (TransportException | ReplyFormatException failure) {
        last = failure;
      }
    }
    inStep = false;
    throw new DesynchronisedException(
        name
            + " ("
            + resource
            + ") is out of step after a failed exchange and did not come back in "
            + (attempts == 1 ? "one attempt" : attempts + " attempts")
            + "; \""
            + what
            + "\" was not sent. Last: "
            + last.getMessage()
            + ". Check the instrument and its cable, then open the session again",
        last);
  }

  private boolean clear() {
    if (onlyLooking) {
      return false;
    }
    return linkLimit().map(transport::clear).orElseGet(transport::clear);
  }

  /** Drops late answers until the link is quiet, where answers cannot be marked. */
  private void drainLink() {
    try {
      for (int late = 0; late < LATE_AT_MOST; late++) {
        transport.read(QUIET);
      }
    } catch (TransportTimeoutException quiet) {
      return;
    }
    throw new TransportException(
        name + " does not stop sending: " + LATE_AT_MOST + " messages came unasked");
  }

  private void proveInStep() {
    Identity now = askIdentity();
    if (!now.equals(identity)) {
      inStep = false;
      throw new ReplyFormatException(
          name,
          String.join(", ", dialect.identification().questions()),
          "\"" + now + "\"",
          "the instrument that was opened said \"" + identity + "\"");
    }
    boolean once = dialect.language() == Language.SCPI && transport.tellsAnswersApart();
    askForProof(once ? 1 : FEWEST_PROOFS + proofs++ % DIFFERENT_PROOFS);
  }

  private Identity askIdentity() {
    List<String> answers = new ArrayList<>();
    Answer answer = null;
    for (String question : dialect.identification().questions()) {
      answer = exchangeOutOfStep(question, questions.of(question));
      answers.add(text(question, answer));
    }
    try {
      return dialect.identification().reader().apply(answers);
    } catch (IllegalArgumentException wrong) {
      throw torn(
          String.join(", ", dialect.identification().questions()),
          answer.message,
          wrong.getMessage() + "; is " + resource + " the address of an instrument?");
    }
  }

  /** A question that has no side effect, waits for nothing, and whose answer is unlike others. */
  private void askForProof(int number) {
    String question = dialect.language().proof(number);
    if (question.isEmpty()) {
      return;
    }
    Answer answer = exchangeOutOfStep(question, questions.of(question));
    if (!dialect.language().proves(number, text(question, answer))) {
      throw torn(question, answer.message, dialect.language().expected(number));
    }
  }

  private int askStatusByte() {
    Answer answer = exchange("*STB?", questions.of("*STB?"));
    double status = number("*STB?", text("*STB?", answer));
    if (!(status >= 0 && status <= 255)) {
      throw torn("*STB?", answer.message, "a number from 0 to 255 was expected");
    }
    return (int) status;
  }

  private List<ScpiError> drain(List<ScpiError> first) {
    List<ScpiError> found = new ArrayList<>(first);
    while (checks.exists() && found.size() < ERRORS_AT_MOST) {
      List<ScpiError> errors = errors(exchange(checks.query(), errorQuery()));
      if (errors.isEmpty()) {
        break;
      }
      found.addAll(errors);
    }
    return found;
  }

  private Question errorQuery() {
    return questions.of(checks.query());
  }

  /**
   * Why a command was not confirmed, as far as the instrument says so at once: until this returns
   * nobody brings the other instruments to rest.
   */
  private RuntimeException unconfirmed(String command, TransportTimeoutException timeout) {
    List<ScpiError> errors;
    boolean before = patience.haste(true);
    try {
      errors = drain(List.of());
    } catch (TransportException | DesynchronisedException | ReplyFormatException failure) {
      timeout.addSuppressed(failure);
      return timeout;
    } finally {
      patience.haste(before);
    }
    if (!errors.isEmpty()) {
      return new InstrumentErrorException(name, command, errors, timeout);
    }
    return new TransportTimeoutException(
        timeout.getMessage()
            + (checks.exists() ? ". Its error queue is empty" : "")
            + "; the command may or may not have been executed",
        timeout);
  }

  private List<ScpiError> errors(Answer answer) {
    String query = checks.query();
    String text = text(query, answer);
    try {
      return checks.reader().apply(text);
    } catch (IllegalArgumentException wrong) {
      throw torn(query, answer.message, wrong.getMessage());
    }
  }

  private double number(String query, String reply) {
    try {
      return ScpiNumber.parse(reply);
    } catch (IllegalArgumentException wrong) {
      inStep = false;
      throw new ReplyFormatException(name, query, "\"" + reply + "\"", "one number was expected");
    }
  }

  private String text(String query, Answer answer) {
    byte[] reply = answer.message;
    if (reply.length == answer.begin) {
      throw torn(query, reply, "the answer is empty");
    }
    for (int i = answer.begin; i < reply.length; i++) {
      if (!isText(reply, i)) {
        throw torn(query, reply, "the answer is not ASCII text");
      }
    }
    return new String(reply, answer.begin, reply.length - answer.begin, StandardCharsets.US_ASCII);
  }

  /**
   * True for ASCII. Of control characters an answer may hold tabs and ends of lines; a carriage
   * return alone is where two replies have run together.
   */
  private static boolean isText(byte[] reply, int i) {
    byte b = reply[i];
    if (b == '\r') {
      return i + 1 < reply.length && reply[i + 1] == '\n';
    }
    return b >= ' ' && b < 0x7F || b == '\t' || b == '\n';
  }

  private ReplyFormatException torn(String query, byte[] reply, String expected) {
    inStep = false;
    return new ReplyFormatException(name, query, ProgramMessage.show(reply), expected);
  }

  /**
   * The same kind of failure with a message that names the instrument and the message; or that the
   * exchange was broken off to bring the instrument to rest.
   */
  private RuntimeException named(TransportException failure, String message) {
    if (restsFor(Thread.currentThread())) {
      return new IllegalStateException(atRest("an exchange was broken off"), failure);
    }
    if (failure instanceof TransportTimeoutException) {
      return new TransportTimeoutException(message, failure);
    }
    if (failure instanceof EndOfStreamException) {
      return new EndOfStreamException(message, failure);
    }
    return new TransportException(message, failure);
  }
}
