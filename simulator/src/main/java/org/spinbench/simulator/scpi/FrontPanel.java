package org.spinbench.simulator.scpi;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.spinbench.drivers.transport.Endpoint;

/**
 * The remote interface of a simulated instrument. It reads IEEE 488.2 program messages, executes
 * them by the instrument's command tree or another {@link ProgramLanguage}, and holds the status
 * registers, the error queue and the response. No input makes it throw.
 *
 * <p>It serves several clients ({@link #exchange}). A unit that measures or changes a setting waits
 * until the message of another client has ended. Queries of settings, identity, status and errors,
 * {@code ABORt} and {@code *RST} do not wait. The panel releases the bench's lock while the
 * instrument waits for time to pass. A device clear ends the wait and the message.
 */
public final class FrontPanel implements Endpoint {
  /** Bytes of the longest program message; a longer one causes error -363. */
  public static final int LONGEST_MESSAGE = 1 << 20;

  private static final byte[] TRIGGER = "*TRG".getBytes(StandardCharsets.US_ASCII);

  private final CommandTree tree;
  private final BenchClock clock;
  private final Lock lock;
  private final Turns turns;
  private final Status status = new Status();
  private final ScpiVariant dialect;
  private final InstrumentError overflow;
  private final ErrorQueue errors;
  private final StandardCommands standard;
  private final CommandTree.State settings;
  private final List<Runnable> serviceListeners = new CopyOnWriteArrayList<>();
  private ProgramLanguage language;
  private Runnable abort = () -> {};
  private Runnable statusCleared = () -> {};
  private byte[] output;
  private boolean writing;
  private BooleanSupplier deaf = () -> false;
  private long pendingUntil;
  private boolean completionAwaited;
  private int operationBits;
  private long operationUntil;
  private long alarm = Long.MAX_VALUE;

  /**
   * A front panel like {@link #FrontPanel(String, ScpiVariant, int, BenchClock, CommandTree,
   * Runnable)}, in standard SCPI with that wording of errors.
   */
  public FrontPanel(
      String identity,
      Wording wording,
      int queueDepth,
      BenchClock clock,
      CommandTree tree,
      Runnable reset) {
    this(identity, ScpiVariant.of(wording), queueDepth, clock, tree, reset);
  }

  /**
   * A front panel with the common commands and the subsystems STATus and SYSTem.
   *
   * @param identity the answer to {@code *IDN?}
   * @param dialect how this model departs from the standard
   * @param queueDepth number of errors that the queue holds
   * @param clock the bench's clock, on which overlapped operations end
   * @param tree the instrument's own commands; the standard ones are added to it
   * @param reset the effect of {@code *RST} on the instrument
   */
  public FrontPanel(
      String identity,
      ScpiVariant dialect,
      int queueDepth,
      BenchClock clock,
      CommandTree tree,
      Runnable reset) {
    this.dialect = dialect;
    overflow = dialect.numbering().apply(StandardError.QUEUE_OVERFLOW);
    this.tree = tree;
    this.clock = clock;
    lock = clock.lock();
    turns = new Turns(clock);
    errors = new ErrorQueue(queueDepth, dialect.wording(), overflow);
    pendingUntil = clock.nanos();
    language = new Interpreter(tree, dialect, this);
    settings = tree.state();
    standard = new StandardCommands(tree, this, status, errors);
    standard.declare(identity, dialect.standard(), reset);
  }

  /**
   * Adds {@code *SAV} and {@code *RCL} for every declared setting, with registers of these numbers.
   */
  public void addMemory(int first, int last) {
    standard.declareMemory(first, last, settings);
  }

  /**
   * Adds the status group STATus:MEASurement, which Keithley's instruments summarise in bit 0 of
   * the status byte.
   */
  public EventRegister addMeasurementStatus() {
    standard.declareMeasurementStatus();
    return status.measurement;
  }

  /**
   * Replaces the language of the messages.
   *
   * @param other makes the new language from that of the command tree, which it may use for some
   *     messages
   */
  public void speak(UnaryOperator<ProgramLanguage> other) {
    language = other.apply(language);
  }

  /** Sets a further effect of device clear, such as ending a measurement in the background. */
  public void onClear(Runnable abort) {
    this.abort = abort;
  }

  /** Sets a further effect of {@code *CLS}, such as clearing a model's own status registers. */
  public void onClearStatus(Runnable cleared) {
    statusCleared = cleared;
  }

  /**
   * Makes the instrument ignore everything but {@code ABORt}, {@code *RST}, {@code *RCL}, {@code
   * *TRG} and the device clear while an operation or a message is in progress: all other units wait
   * for its end.
   *
   * @param armed whether it also waits for a trigger
   */
  public void waitsUntilIdle(BooleanSupplier armed) {
    deaf =
        () -> turns.operates() || turns.taken() || clock.passesByItself() && armed.getAsBoolean();
  }

  /** Waits until a unit may be executed. */
  void takeTurn(Turns.Urgency urgency) {
    if (urgency == Turns.Urgency.URGENT) {
      return;
    }
    while (deaf.getAsBoolean()) {
      turns.pause(Long.MAX_VALUE);
    }
    if (urgency == Turns.Urgency.IN_TURN) {
      turns.take();
    }
  }

  @Override
  public void write(byte[] message) {
    lock.lock();
    awaitWriter();
    writing = true;
    try {
      if (output != null) {
        output = null;
        error(StandardError.QUERY_INTERRUPTED, "");
      }
      output = carryOut(message, Client.LASTING);
      review();
      setAlarm();
    } finally {
      writing = false;
      clock.wake();
      lock.unlock();
    }
  }

  /** Waits until the message of another controller on the bus has ended. */
  private void awaitWriter() {
    while (writing) {
      clock.await(clock.soon(1_000_000_000));
    }
  }

  @Override
  public byte[] exchange(byte[] message, Client client) {
    lock.lock();
    try {
      byte[] response = carryOut(message, client);
      byte[] unread = output;
      output = response == null ? unread : response;
      review();
      setAlarm();
      output = unread;
      status.responseTaken();
      return response;
    } finally {
      lock.unlock();
    }
  }

  private byte[] carryOut(byte[] message, Client client) {
    if (message.length > LONGEST_MESSAGE) {
      error(StandardError.INPUT_BUFFER_OVERRUN, "");
      return null;
    }
    Turns.Message mine = turns.begin(client);
    try {
      noteTime();
      if (!language.takesTurns()) {
        turns.take();
      }
      return language.carryOut(message);
    } catch (CommandException refused) {
      error(refused.error(), "");
    } catch (Turns.Stopped stopped) {
      language.discard();
    } finally {
      turns.end(mine);
    }
    return null;
  }

  @Override
  public byte[] read() {
    lock.lock();
    try {
      awaitWriter();
      byte[] message = output;
      output = null;
      status.responseTaken();
      return message;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public byte[] terminated(byte[] response) {
    return language.terminates(response) ? Endpoint.super.terminated(response) : response;
  }

  /**
   * Device clear: discards the message in progress, the response and pending operations; keeps
   * settings, events and errors.
   */
  @Override
  public void clear() {
    lock.lock();
    try {
      output = null;
      cancelPending();
      abort.run();
      if (turns.busy()) {
        turns.stopAll();
      } else {
        language.discard();
      }
      review();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void breakOff(Client client) {
    lock.lock();
    try {
      turns.stop(client);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int serialPoll() {
    lock.lock();
    try {
      noteTime();
      review();
      return status.poll(errorAvailable(), output != null);
    } finally {
      lock.unlock();
    }
  }

  /** The same as {@code *TRG}; an instrument without that command ignores the trigger. */
  @Override
  public void trigger() {
    if (tree.hasCommand("*TRG")) {
      write(TRIGGER);
    }
  }

  @Override
  public Subscription onServiceRequest(Runnable listener) {
    Runnable place = listener::run;
    serviceListeners.add(place);
    return () -> serviceListeners.remove(place);
  }

  @Override
  public void queryError(QueryError error) {
    lock.lock();
    try {
      error(
          switch (error) {
            case INTERRUPTED -> StandardError.QUERY_INTERRUPTED;
            case UNTERMINATED -> StandardError.QUERY_UNTERMINATED;
            case DEADLOCKED -> StandardError.QUERY_DEADLOCKED;
          },
          "");
      review();
    } finally {
      lock.unlock();
    }
  }

  /** The errors in the queue, oldest first; they stay there. */
  public List<String> queuedErrors() {
    lock.lock();
    try {
      return errors.entries();
    } finally {
      lock.unlock();
    }
  }

  /** Removes the oldest error from the queue; empty if there is none. */
  public Optional<InstrumentError> takeError() {
    return errors.take();
  }

  /** The number of errors in the queue. */
  public int errorCount() {
    return errors.size();
  }

  /** Empties the error queue. */
  public void clearErrors() {
    errors.clear();
  }

  /** The commands of its tree, for a reader. */
  public CommandCatalogue catalogue() {
    return tree.catalogue();
  }

  /** The operation status group. */
  public EventRegister operation() {
    return status.operation;
  }

  /** The questionable status group. */
  public EventRegister questionable() {
    return status.questionable;
  }

  /** Reports that an operation continues until a moment after its command has ended. */
  public void overlap(long untilNanos) {
    pendingUntil = Math.max(pendingUntil, untilNanos);
  }

  /** Like {@link #overlap}, with bits that are set in the operation condition meanwhile. */
  public void operate(int conditionBits, long untilNanos) {
    overlap(untilNanos);
    operationBits = conditionBits;
    operationUntil = untilNanos;
    status.operation.condition(status.operation.condition() | conditionBits);
  }

  /**
   * Starts an operation that runs beside the messages, such as the sweep of a source meter. It may
   * wait with {@link #await(long)}. An abort, a reset and a device clear stop it there.
   */
  public void start(Runnable work) {
    turns.operate(work, refused -> error(refused.error(), ""), this::update);
  }

  /** Whether an operation runs that {@link #start} has started. */
  public boolean operates() {
    return turns.operates();
  }

  /** Waits until every overlapped operation has ended. Others have their turn meanwhile. */
  public void await() {
    turns.release();
    while (turns.operates() || clock.nanos() < pendingUntil) {
      pause(turns.operates() ? Long.MAX_VALUE : pendingUntil);
    }
    noteTime();
  }

  /** Waits until a moment of the clock; a device clear or an abort ends the message. */
  public void await(long nanos) {
    while (clock.nanos() < nanos) {
      pause(nanos);
    }
    noteTime();
  }

  private void pause(long nanos) {
    review();
    setAlarm();
    turns.pause(nanos);
  }

  /**
   * Ends overlapped operations and the measurement of another client, as {@code ABORt}, {@code
   * *RST} and device clear do.
   */
  public void cancelPending() {
    pendingUntil = clock.nanos();
    completionAwaited = false;
    turns.abort();
    endOperation();
  }

  private void endOperation() {
    status.operation.condition(status.operation.condition() & ~operationBits);
    operationBits = 0;
  }

  void announceCompletion() {
    completionAwaited = true;
    noteTime();
  }

  void clearStatus() {
    status.clear();
    errors.clear();
    statusCleared.run();
    completionAwaited = false;
  }

  /** The status byte as {@code *STB?} reports it. */
  public int statusByte() {
    return status.statusByte(errorAvailable(), language.answered());
  }

  private boolean errorAvailable() {
    return dialect.standard().contains(ScpiVariant.Part.ERRORS) && errors.size() > 0;
  }

  /**
   * Adds an error to the queue and to the status.
   *
   * @param error an error of the model or of the standard, which the dialect may renumber
   * @param detail the cause; may be empty
   */
  public void error(InstrumentError error, String detail) {
    InstrumentError own = dialect.numbering().apply(error);
    status.signal(own.eventBit());
    if (!errors.add(own, detail)) {
      status.signal(overflow.eventBit());
    }
  }

  /** Updates the status with the operations that have ended. */
  void noteTime() {
    if (operationBits != 0 && clock.nanos() >= operationUntil) {
      endOperation();
    }
    if (completionAwaited && !turns.operates() && clock.nanos() >= pendingUntil) {
      completionAwaited = false;
      status.signal(Status.OPERATION_COMPLETE);
    }
  }

  /** Notifies the listeners of a new reason to request service. */
  void review() {
    if (!status.isIdle() && status.review(errorAvailable(), output != null)) {
      serviceListeners.forEach(Runnable::run);
    }
  }

  /** Schedules a review at the end of an operation if a controller waits for service. */
  private void setAlarm() {
    if (status.isIdle()) {
      return;
    }
    long moment = completionAwaited && !turns.operates() ? pendingUntil : Long.MAX_VALUE;
    moment = operationBits != 0 ? Math.min(moment, operationUntil) : moment;
    if (moment < alarm) {
      alarm = moment;
      clock.at(moment, this::ring);
    }
  }

  private void ring() {
    alarm = Long.MAX_VALUE;
    update();
  }

  private void update() {
    noteTime();
    review();
    setAlarm();
  }
}
