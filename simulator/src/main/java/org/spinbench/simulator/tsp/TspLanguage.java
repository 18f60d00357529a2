package org.spinbench.simulator.tsp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.spinbench.simulator.scpi.BenchClock;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.DeviceError;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.InstrumentError;
import org.spinbench.simulator.scpi.ProgramLanguage;
import org.spinbench.simulator.scpi.StandardError;

/**
 * The language of a front panel that runs scripts. Each message is a script; the lines that it
 * prints are the response. Messages that begin with an asterisk are common commands, which the
 * front panel executes.
 *
 * <p>The language has {@code print}, {@code printnumber}, {@code printbuffer}, {@code format},
 * {@code errorqueue}, {@code delay}, {@code waitcomplete}, {@code opc}, {@code tostring}, {@code
 * tonumber}, {@code math} and what {@link TspLibrary} has; scripts define functions and make
 * tables; a model adds the rest to {@link #globals}. {@code loadscript NAME} to {@code endscript}
 * stores a script, which {@code NAME()} or {@code NAME.run()} runs; {@code loadandrunscript} runs
 * it as well (2651A reference manual, page 6-4).
 *
 * <p>A syntax error is error -285, a runtime error -286. No manual confirms their texts, their
 * severity (20) and the separator of printed buffers (comma and blank). Numbers have six digits
 * unless {@code format.asciiprecision} changes that.
 */
public final class TspLanguage implements ProgramLanguage {
  /** Maximum number of steps of one message. */
  private static final int BUDGET = 200_000;

  private static final int LONGEST_RESPONSE = 1 << 21;
  private static final int LONGEST_SCRIPT = 1 << 16;
  private static final int LONGEST_LOADED = 1 << 14;
  private static final int MOST_PRINTED = 200_000;
  static final double LONGEST_DELAY = 100_000;
  private static final double SEVERITY = 20;
  private static final String LOAD = "loadscript";
  private static final String LOAD_AND_RUN = "loadandrunscript";
  private static final int ASCII = 1;
  private static final int REAL32 = 2;
  private static final int REAL64 = 3;
  private static final Object[] NOTHING = {};

  private final FrontPanel panel;
  private final BenchClock clock;
  private final ProgramLanguage common;
  private final TspTable globals = new TspTable("");
  private final Variables variables = new Variables(globals);
  private final StringBuilder output = new StringBuilder();
  private int digits = 6;
  private int data = ASCII;
  private boolean swapped = true;

  /** Name of the script that is being loaded; empty for an unnamed script, null for none. */
  private String loading;

  private boolean runsAtOnce;

  private final StringBuilder loaded = new StringBuilder();
  private Run run;
  private Runnable afterEach = () -> {};

  /**
   * @param panel whose messages this language executes
   * @param common the panel's own language, which {@link FrontPanel#speak} passes
   */
  public TspLanguage(FrontPanel panel, BenchClock clock, ProgramLanguage common) {
    this.panel = panel;
    this.clock = clock;
    this.common = common;
    bindPrinting();
    bindFormat();
    bindErrors();
    bindTime();
    bindConversions();
    new TspLibrary(panel, clock).bind(globals);
  }

  /** The table to which a model adds its objects, attributes and functions. */
  public TspTable globals() {
    return globals;
  }

  /** The answer of the panel to a common command; null if it has none. */
  public byte[] common(String message) {
    return common.carryOut(message.getBytes(StandardCharsets.US_ASCII));
  }

  /** Runs an action after each script, such as a look at what it has changed. */
  public void afterEach(Runnable action) {
    afterEach = action;
  }

  /** The effect of {@code reset()} on the language: default format of numbers. */
  public void reset() {
    digits = 6;
    data = ASCII;
    swapped = true;
  }

  @Override
  public byte[] carryOut(byte[] message) {
    output.setLength(0);
    if (message.length > 0 && message[0] == '*' && loading == null) {
      return common.carryOut(message);
    }
    if (message.length > LONGEST_SCRIPT) {
      throw new CommandException(StandardError.OUT_OF_MEMORY);
    }
    String text = new String(message, StandardCharsets.ISO_8859_1);
    if (loading != null || loads(text.stripLeading())) {
      text.lines().forEach(this::load);
    } else {
      runScript(text);
    }
    if (output.length() == 0) {
      return null;
    }
    byte[] response =
        output.substring(0, output.length() - 1).getBytes(StandardCharsets.ISO_8859_1);
    output.setLength(0);
    output.trimToSize();
    return response;
  }

  @Override
  public void discard() {
    output.setLength(0);
    loading = null;
    loaded.setLength(0);
    run = null;
    common.discard();
  }

  @Override
  public boolean answered() {
    return output.length() > 0 || common.answered();
  }

  private static boolean loads(String text) {
    return text.startsWith(LOAD) || text.startsWith(LOAD_AND_RUN);
  }

  /** Adds one line to the script that is being loaded, and stores the script at its end. */
  private void load(String line) {
    String text = line.strip();
    if (loading == null && !loads(text)) {
      runScript(line);
    } else if (loading == null) {
      runsAtOnce = text.startsWith(LOAD_AND_RUN);
      loading = text.substring((runsAtOnce ? LOAD_AND_RUN : LOAD).length()).strip();
      loaded.setLength(0);
    } else if (text.equals("endscript")) {
      String name = loading;
      String script = loaded.toString();
      loading = null;
      loaded.setLength(0);
      if (keep(name, script) && runsAtOnce) {
        runScript(script);
      }
    } else if (loaded.length() + line.length() < LONGEST_LOADED) {
      loaded.append(line).append('\n');
    } else {
      loading = null;
      loaded.setLength(0);
      panel.error(StandardError.OUT_OF_MEMORY, "");
    }
  }

  /** Stores a script, unless it has an error. */
  private boolean keep(String name, String text) {
    if (parsed(text).isEmpty()) {
      return false;
    }
    if (!name.isEmpty() && !name.matches("[A-Za-z_][A-Za-z_0-9]{0,63}")) {
      panel.error(syntaxError(1, "unexpected symbol near " + Text.quoted(name)), "");
      return false;
    }
    TspTable table = new TspTable(name);
    TspFunction runs =
        arguments -> {
          run.call(Parser.parse(text));
          return NOTHING;
        };
    table.callable(runs);
    table.function("run", runs);
    guarded(() -> variables.set(name.isEmpty() ? "script" : name, table));
    return true;
  }

  private static DeviceError syntaxError(int line, String problem) {
    return DeviceError.command(-285, "TSP Syntax error at line " + line + ": " + problem);
  }

  private Optional<Statement> parsed(String text) {
    try {
      return Optional.of(Parser.parse(text));
    } catch (SyntaxException refused) {
      panel.error(syntaxError(refused.line(), refused.getMessage()), "");
      return Optional.empty();
    }
  }

  private void runScript(String text) {
    parsed(text).ifPresent(script -> guarded(() -> script.execute(run)));
  }

  /** Runs a script; a failure enters the error queue. */
  private void guarded(Runnable work) {
    run = new Run(variables, BUDGET);
    try {
      work.run();
    } catch (ScriptException failed) {
      String where = "TSP Runtime error at line " + run.line() + ": ";
      panel.error(DeviceError.execution(-286, where + failed.getMessage()), "");
    } catch (CommandException refused) {
      panel.error(refused.error(), "");
    } finally {
      run = null;
      if (variables.tooLarge()) {
        variables.forgetTables();
        panel.error(StandardError.OUT_OF_MEMORY, "");
      }
      afterEach.run();
    }
  }

  private void bindPrinting() {
    globals.function("print", this::print);
    globals.function("printnumber", this::printNumbers);
    globals.function("printbuffer", this::printBuffers);
  }

  private Object[] print(Arguments arguments) {
    for (int i = 1; i <= arguments.count(); i++) {
      put(i > 1 ? "\t" : "");
      put(Text.printed(arguments.value(i), digits));
    }
    put("\n");
    return NOTHING;
  }

  private void put(String text) {
    if (output.length() + text.length() > LONGEST_RESPONSE) {
      output.setLength(0);
      throw new CommandException(StandardError.QUERY_DEADLOCKED);
    }
    output.append(text);
  }

  private Object[] printNumbers(Arguments arguments) {
    double[] numbers = new double[arguments.count()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = arguments.number(i + 1);
    }
    putNumbers(numbers);
    return NOTHING;
  }

  /** Elements of one or several buffers side by side, over a range of indices. */
  private Object[] printBuffers(Arguments arguments) {
    int buffers = arguments.count() - 2;
    if (buffers < 1) {
      throw new CommandException(StandardError.MISSING_PARAMETER);
    }
    int longest = Integer.MAX_VALUE;
    for (int b = 0; b < buffers; b++) {
      int length = arguments.table(3 + b).length();
      if (length < 0) {
        throw new CommandException(StandardError.DATA_TYPE_ERROR);
      }
      longest = Math.min(longest, length);
    }
    int first = arguments.integer(1, 1, longest);
    int last = arguments.integer(2, first, longest);
    if ((long) (last - first + 1) * buffers > MOST_PRINTED) {
      throw new CommandException(StandardError.OUT_OF_MEMORY);
    }
    double[] numbers = new double[(last - first + 1) * buffers];
    for (int i = 0; i < numbers.length; i++) {
      run.step();
      numbers[i] = arguments.table(3 + i % buffers).element(first + i / buffers);
    }
    putNumbers(numbers);
    return NOTHING;
  }

  private void putNumbers(double[] numbers) {
    if (data != ASCII) {
      put("#0" + binary(numbers) + "\n");
      return;
    }
    for (int i = 0; i < numbers.length; i++) {
      put(i > 0 ? ", " : "");
      put(Text.scientific(numbers[i], digits));
    }
    put("\n");
  }

  /** Bytes as text, one character a byte. */
  private String binary(double[] numbers) {
    int size = data == REAL32 ? Float.BYTES : Double.BYTES;
    ByteBuffer bytes = ByteBuffer.allocate(numbers.length * size);
    bytes.order(swapped ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    for (double number : numbers) {
      if (data == REAL32) {
        bytes.putFloat((float) number);
      } else {
        bytes.putDouble(number);
      }
    }
    return new String(bytes.array(), StandardCharsets.ISO_8859_1);
  }

  private void bindFormat() {
    TspTable format = globals.table("format");
    format.attribute("asciiprecision", 1, 16, () -> digits, value -> digits = (int) value);
    format.attribute("data", ASCII, REAL64, () -> data, value -> data = (int) value);
    format.attribute("byteorder", 0, 1, () -> swapped ? 1 : 0, value -> swapped = value >= 1);
    format.constant("ASCII", ASCII);
    format.constant("SREAL", REAL32);
    format.constant("REAL32", REAL32);
    format.constant("REAL64", REAL64);
    format.constant("REAL", REAL64);
    format.constant("DREAL", REAL64);
    format.constant("NORMAL", 0);
    format.constant("NETWORK", 0);
    format.constant("BIGENDIAN", 0);
    format.constant("SWAPPED", 1);
    format.constant("LITTLEENDIAN", 1);
  }

  private void bindErrors() {
    TspTable queue = globals.table("errorqueue");
    queue.readOnly("count", () -> (double) panel.errorCount());
    queue.event("clear", panel::clearErrors);
    queue.function("next", arguments -> panel.takeError().map(this::entry).orElse(none()));
  }

  /** Number, text, severity and node of an error. */
  private Object[] entry(InstrumentError error) {
    return new Object[] {(double) error.code(), error.text(), SEVERITY, 1.0};
  }

  private static Object[] none() {
    return new Object[] {0.0, "Queue Is Empty", 0.0, 1.0};
  }

  private void bindTime() {
    globals.function("delay", this::delay);
    globals.event("waitcomplete", panel::await);
    globals.event("opc", () -> common("*OPC"));
  }

  private Object[] delay(Arguments arguments) {
    double seconds = arguments.number(1);
    if (!(seconds >= 0 && seconds <= LONGEST_DELAY)) {
      throw new CommandException(StandardError.DATA_OUT_OF_RANGE);
    }
    panel.await(clock.nanos() + Math.round(seconds * 1e9));
    return NOTHING;
  }

  private void bindConversions() {
    globals.function("tostring", arguments -> one(Text.plain(arguments.value(1))));
    globals.function("tonumber", arguments -> one(toNumber(arguments.value(1))));
    TspTable math = globals.table("math");
    math.constant("pi", Math.PI);
    bind(math, "abs", Math::abs);
    bind(math, "ceil", Math::ceil);
    bind(math, "floor", Math::floor);
    bind(math, "sqrt", Math::sqrt);
    bind(math, "exp", StrictMath::exp);
    bind(math, "log", StrictMath::log);
    bind(math, "log10", StrictMath::log10);
    bind(math, "sin", StrictMath::sin);
    bind(math, "cos", StrictMath::cos);
  }

  private static void bind(TspTable table, String name, DoubleUnaryOperator function) {
    table.function(name, arguments -> one(function.applyAsDouble(arguments.number(1))));
  }

  private static Object[] one(Object value) {
    return new Object[] {value};
  }

  private static Object toNumber(Object value) {
    return value instanceof String text ? Tokens.parse(text.strip()) : value;
  }
}
