package org.spinbench.simulator.scpi;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Endpoint;

/**
 * The front panel of a simulated instrument as a remote controller sees it: it reads IEEE 488.2
 * program messages, does what the instrument's command tree says, and holds the status registers,
 * the error queue and the response.
 *
 * <p>A message unit that is refused enters its error in the queue; the units after it are carried
 * out. Whatever bytes come in, nothing is thrown. One lock serves all controllers of an instrument.
 */
public final class FrontPanel implements Endpoint {
  /** Bytes of the longest program message taken; a longer one is refused with -363. */
  public static final int LONGEST_MESSAGE = 1 << 20;

  private static final int LONGEST_RESPONSE = 1 << 24;
  private static final int MOST_PARAMETERS = 4096;

  private final CommandTree tree;
  private final Clock clock;
  private final Status status = new Status();
  private final ErrorQueue errors;
  private final StringBuilder response = new StringBuilder();
  private String path = "";
  private boolean answered;
  private boolean indefinite;
  private byte[] output;
  private long pendingUntil;
  private boolean completionAwaited;

  /**
   * A front panel that answers the common commands and the STATus and SYSTem subsystems of itself.
   *
   * @param identity what {@code *IDN?} answers
   * @param wording how this maker answers {@code SYSTem:ERRor?}
   * @param queueDepth errors that the queue holds
   * @param clock the bench's clock, on which overlapped operations end
   * @param tree the instrument's own commands, to which the standard ones are added
   * @param reset what {@code *RST} does to the instrument
   */
  public FrontPanel(
      String identity,
      Wording wording,
      int queueDepth,
      Clock clock,
      CommandTree tree,
      Runnable reset) {
    this.tree = tree;
    this.clock = clock;
    this.errors = new ErrorQueue(queueDepth, wording);
    this.pendingUntil = clock.nanos();
    declareCommon(identity, reset);
    declareStatusGroup("STATus:OPERation", status.operation);
    declareStatusGroup("STATus:QUEStionable", status.questionable);
    tree.event("STATus:PRESet", status::preset);
    tree.query("SYSTem:ERRor[:NEXT]", errors::next);
    tree.query("SYSTem:ERRor:ALL", errors::all);
    tree.query("SYSTem:ERRor:COUNt", () -> Integer.toString(errors.size()));
    tree.query("SYSTem:VERSion", () -> "1999.0");
  }

  private void declareCommon(String identity, Runnable reset) {
    tree.event("*CLS", this::clearStatus);
    tree.command("*ESE", 1, 1, call -> status.eventEnable(call.integer(0, 255)));
    tree.query("*ESE", () -> Integer.toString(status.eventEnable()));
    tree.query("*ESR", () -> Integer.toString(status.takeEvents()));
    tree.query(
        "*IDN",
        () -> {
          indefinite = true;
          return identity;
        });
    tree.event("*OPC", () -> completionAwaited = true);
    tree.query(
        "*OPC",
        () -> {
          await();
          return "1";
        });
    tree.event(
        "*RST",
        () -> {
          cancelPending();
          reset.run();
        });
    tree.command("*SRE", 1, 1, call -> status.serviceEnable(call.integer(0, 255)));
    tree.query("*SRE", () -> Integer.toString(status.serviceEnable()));
    tree.query("*STB", () -> Integer.toString(statusByte()));
    tree.query("*TST", () -> "0");
    tree.event("*WAI", this::await);
  }

  private void declareStatusGroup(String prefix, EventRegister register) {
    tree.query(prefix + "[:EVENt]", () -> Integer.toString(register.takeEvents()));
    tree.query(prefix + ":CONDition", () -> Integer.toString(register.condition()));
    tree.integer(prefix + ":ENABle", 0, 65535, register::enable, b -> register.enable((int) b));
    tree.integer(
        prefix + ":PTRansition", 0, 65535, register::positive, b -> register.positive((int) b));
    tree.integer(
        prefix + ":NTRansition", 0, 65535, register::negative, b -> register.negative((int) b));
  }

  @Override
  public synchronized void write(byte[] message) {
    if (output != null) {
      output = null;
      error(ScpiError.QUERY_INTERRUPTED, "");
    }
    if (message.length > LONGEST_MESSAGE) {
      error(ScpiError.INPUT_BUFFER_OVERRUN, "");
      return;
    }
    response.setLength(0);
    answered = false;
    indefinite = false;
    execute(new Lexer(new String(message, StandardCharsets.ISO_8859_1)));
    if (answered) {
      output = response.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  @Override
  public synchronized byte[] read() {
    byte[] message = output;
    output = null;
    return message;
  }

  /** Device clear: buffers and pending operations go, settings, events and errors stay. */
  @Override
  public synchronized void clear() {
    output = null;
    cancelPending();
  }

  /** Errors waiting in the queue, oldest first, which this does not take out. */
  public synchronized List<String> queuedErrors() {
    return errors.entries();
  }

  /** The operation status group. */
  public EventRegister operation() {
    return status.operation;
  }

  /** The questionable status group. */
  public EventRegister questionable() {
    return status.questionable;
  }

  /** Reports that an operation goes on until a moment of the clock after its command is done. */
  public void overlap(long untilNanos) {
    pendingUntil = Math.max(pendingUntil, untilNanos);
  }

  /** Waits until every overlapped operation has ended. */
  public void await() {
    clock.sleep(Duration.ofNanos(pendingUntil - clock.nanos()));
  }

  /** Forgets overlapped operations, as {@code *RST} and device clear do. */
  public void cancelPending() {
    pendingUntil = clock.nanos();
    completionAwaited = false;
  }

  private void clearStatus() {
    status.clear();
    errors.clear();
    completionAwaited = false;
  }

  private int statusByte() {
    return status.statusByte(errors.size() > 0, answered);
  }

  private void error(ScpiError error, String detail) {
    status.signal(error.eventBit());
    errors.add(error, detail);
  }

  private void execute(Lexer lexer) {
    path = "";
    do {
      lexer.skipSpace();
      int start = lexer.position();
      String header = "";
      try {
        header = lexer.header();
        if (!header.isEmpty() || lexer.peek() != ';') {
          unit(lexer, header);
        }
      } catch (CommandException refused) {
        lexer.skipUnit(start);
        boolean undefined = refused.error() == ScpiError.UNDEFINED_HEADER;
        error(refused.error(), undefined ? header : lexer.since(start));
      }
      lexer.advance();
    } while (!lexer.ended());
  }

  /** Carries out one message unit; a header that was found sets the path whatever follows it. */
  private void unit(Lexer lexer, String header) {
    if (header.isEmpty()) {
      throw new CommandException(ScpiError.INVALID_CHARACTER);
    }
    CommandTree.Resolved found = tree.resolve(path, header);
    path = found.path();
    if (lexer.peek() != ';' && !Lexer.isSpace(lexer.peek())) {
      throw new CommandException(ScpiError.HEADER_SEPARATOR_ERROR);
    }
    List<Parameter> parameters = parameters(lexer);
    CommandTree.Entry entry = found.entry();
    if (parameters.size() > entry.most()) {
      throw new CommandException(ScpiError.PARAMETER_NOT_ALLOWED);
    }
    if (parameters.size() < entry.least()) {
      throw new CommandException(ScpiError.MISSING_PARAMETER);
    }
    noteCompletion();
    if (indefinite && header.endsWith("?")) {
      throw new CommandException(ScpiError.QUERY_UNTERMINATED_AFTER_INDEFINITE_RESPONSE);
    }
    reply(entry.action().answer(new Call(found.suffixes(), parameters)));
  }

  private static List<Parameter> parameters(Lexer lexer) {
    lexer.skipSpace();
    if (lexer.peek() == ';') {
      return List.of();
    }
    List<Parameter> parameters = new ArrayList<>(2);
    while (true) {
      lexer.skipSpace();
      parameters.add(lexer.parameter());
      lexer.skipSpace();
      if (lexer.peek() == ';') {
        return parameters;
      }
      if (lexer.peek() != ',') {
        throw new CommandException(ScpiError.INVALID_SEPARATOR);
      }
      if (parameters.size() == MOST_PARAMETERS) {
        throw new CommandException(ScpiError.TOO_MUCH_DATA);
      }
      lexer.advance();
    }
  }

  private void reply(String answer) {
    if (answer == null) {
      return;
    }
    if (response.length() + answer.length() > LONGEST_RESPONSE) {
      response.setLength(0);
      answered = false;
      throw new CommandException(ScpiError.QUERY_DEADLOCKED);
    }
    if (answered) {
      response.append(';');
    }
    response.append(answer);
    answered = true;
  }

  /** Sets the operation complete bit that an earlier *OPC asked for, once its time has come. */
  private void noteCompletion() {
    if (completionAwaited && clock.nanos() - pendingUntil >= 0) {
      completionAwaited = false;
      status.signal(Status.OPERATION_COMPLETE);
    }
  }
}
