package org.spinbench.simulator.instrument.dcsource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.spinbench.simulator.instrument.DcOutput;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.TerminalLoad;
import org.spinbench.simulator.instrument.TriggerInput;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;
import org.spinbench.simulator.scpi.Wording;

/**
 * A QDevil QDAC-II voltage source with 24 channels, each of ±2 V or ±10 V.
 *
 * <p>No manual confirms presets and settling times. A numeric suffix ({@code sour3:volt 0.1}) or a
 * channel list after the parameters ({@code sour:volt 0.1,(@3)}) names a channel; a list overrides
 * a suffix. Outputs are always on. They have 25 bits and settle within the time of their filter:
 * 110 ms (dc, 10 Hz), 2 ms (medium), 0.1 ms (high). Their current limits are not simulated.
 *
 * <p>After INITiate, a channel in list mode runs through its list as often as its count says, with
 * each level for the dwell, and stays at the last. Its step-start and step-end markers fire an
 * internal trigger, which an output trigger passes on; the bench's cable is at output trigger 1. It
 * is unconfirmed that the level stays after an aborted list, and after the return to fixed mode
 * until a voltage is set. Sweep generator, lists stepped by triggers and external triggers are not
 * simulated.
 *
 * <p>Its current sensors have ranges of 200 nA and 10 mA, and saturate slightly above. Their noise,
 * 30 pA and 1 nA at one power-line cycle of 50 Hz, is unconfirmed.
 */
public final class SimulatedQdac2 implements SimulatedInstrument {
  private static final String IDENTITY = "QDevil, QDAC-II, 159, 13-1.57";
  private static final int CHANNELS = 24;
  private static final int INTERNAL = 14;
  private static final int OUTPUT_TRIGGERS = 5;
  private static final int MOST_LISTED = 65_536;
  private static final NumberRange WIDTH = new NumberRange(Quantity.TIME, 1e-6, 1, 1e-5);

  /** Sources of triggers for a list or an output trigger; internal triggers are INT1 to INT14. */
  private static final String STARTS =
      "IMMediate|HOLD|BUS|"
          + IntStream.rangeClosed(1, INTERNAL)
              .mapToObj(n -> "INT" + n)
              .collect(Collectors.joining("|"));

  private static final NumberRange HIGH = new NumberRange(Quantity.VOLTAGE, -10, 10, 0);
  private final Surroundings surroundings;
  private final FrontPanel panel;
  private final Qdac2Output[] channels = new Qdac2Output[CHANNELS];
  private final String[] outputSources = new String[OUTPUT_TRIGGERS];
  private final double[] outputWidths = new double[OUTPUT_TRIGGERS];
  private final boolean[] outputInverted = new boolean[OUTPUT_TRIGGERS];

  /**
   * A QDAC-II whose channels are at zero.
   *
   * @param loads the load of a channel, counted from 1
   */
  public SimulatedQdac2(Surroundings surroundings, IntFunction<TerminalLoad> loads) {
    this.surroundings = surroundings;
    for (int i = 0; i < CHANNELS; i++) {
      channels[i] = new Qdac2Output(surroundings, this::panel, loads.apply(i + 1), this::leadsOut);
    }
    presetTriggers();
    CommandTree tree = new CommandTree(Replies::plain);
    declareVoltage(tree);
    declareRange(tree);
    declareList(tree);
    declareTriggers(tree);
    declareSensor(tree);
    tree.event("ABORt", () -> List.of(channels).forEach(Qdac2Output::abort));
    panel =
        new FrontPanel(
            surroundings.identity(IDENTITY),
            new Wording("0, \"No error\"", ", "),
            30,
            surroundings.clock(),
            tree,
            this::reset);
  }

  private void declareVoltage(CommandTree tree) {
    String voltage = "[:SOURce#]:VOLTage[:LEVel][:IMMediate][:AMPLitude]";
    tree.command(voltage, 1, 2, this::setVoltage);
    each(tree, voltage, channel -> Replies.plain(channel.voltage));
    each(tree, "[:SOURce#]:VOLTage:LAST", channel -> Replies.plain(output(channel)));
    tree.command("[:SOURce#]:VOLTage:MODE", 1, 2, this::setMode);
    each(tree, "[:SOURce#]:VOLTage:MODE", channel -> channel.listed ? "LIST" : "FIX");
    tree.command("[:SOURce#]:VOLTage:SLEW", 1, 2, this::setSlew);
    each(tree, "[:SOURce#]:VOLTage:SLEW", channel -> slew(channel.slew));
    tree.command("[:SOURce#]:FILTer", 1, 2, this::setFilter);
    each(tree, "[:SOURce#]:FILTer", channel -> channel.filter);
  }

  private void declareRange(CommandTree tree) {
    tree.command("[:SOURce#]:RANGe", 1, 2, this::setRange);
    each(tree, "[:SOURce#]:RANGe", channel -> channel.low ? "LOW" : "HIGH");
    each(tree, "[:SOURce#]:RANGe:LOW:MINimum", channel -> Replies.plain(-Qdac2Output.LOW_RANGE));
    each(tree, "[:SOURce#]:RANGe:LOW:MAXimum", channel -> Replies.plain(Qdac2Output.LOW_RANGE));
    each(tree, "[:SOURce#]:RANGe:HIGH:MINimum", channel -> Replies.plain(-Qdac2Output.HIGH_RANGE));
    each(tree, "[:SOURce#]:RANGe:HIGH:MAXimum", channel -> Replies.plain(Qdac2Output.HIGH_RANGE));
  }

  private void declareList(CommandTree tree) {
    String list = "[:SOURce#]:LIST";
    tree.command(list + ":VOLTage", 1, MOST_LISTED, call -> setList(call, false));
    tree.command(list + ":VOLTage:APPend", 1, MOST_LISTED, call -> setList(call, true));
    each(tree, list + ":VOLTage", channel -> joined(channel.list));
    each(tree, list + ":POINts", channel -> Integer.toString(channel.list.size()));
    each(tree, list + ":VOLTage:POINts", channel -> Integer.toString(channel.list.size()));
    every(
        tree,
        list + ":DWELl",
        call -> call.number(Qdac2Output.DWELL),
        (channel, s) -> channel.dwell = s);
    each(tree, list + ":DWELl", channel -> Replies.plain(channel.dwell));
    every(tree, list + ":TMODe", call -> only(call, "AUTO|STEPped", "AUTO"), (channel, word) -> {});
    each(tree, list + ":TMODe", channel -> "AUTO");
    Choice ways = Choice.of("UP|DOWN");
    every(
        tree,
        list + ":DIRection",
        call -> call.choice(ways).equals("DOWN"),
        (channel, down) -> channel.down = down);
    each(tree, list + ":DIRection", channel -> channel.down ? "DOWN" : "UP");
    every(tree, list + ":COUNt", call -> call.integer(1, 1000), (channel, n) -> channel.count = n);
    each(tree, list + ":COUNt", channel -> Integer.toString(channel.count));
    each(tree, list + ":NCLeft", channel -> Integer.toString(channel.left()));
    declareDirect(tree, "[:SOURce#]:DC");
  }

  private void declareDirect(CommandTree tree, String direct) {
    Choice starts = Choice.of(STARTS);
    every(
        tree,
        direct + ":TRIGger:SOURce",
        call -> call.choice(starts),
        (channel, word) -> channel.start = word);
    each(tree, direct + ":TRIGger:SOURce", channel -> channel.start);
    every(
        tree,
        direct + ":DELay",
        call -> call.number(Qdac2Output.DELAY),
        (channel, s) -> channel.delay = s);
    each(tree, direct + ":DELay", channel -> Replies.plain(channel.delay));
    every(
        tree,
        direct + ":INITiate:CONTinuous",
        Call::flag,
        (channel, state) -> channel.continuous = state);
    each(tree, direct + ":INITiate:CONTinuous", channel -> channel.continuous ? "1" : "0");
    every(
        tree,
        direct + ":MARKer:SSTart[:TNUMber]",
        call -> call.integer(0, INTERNAL),
        (channel, number) -> channel.stepStart = number);
    each(tree, direct + ":MARKer:SSTart[:TNUMber]", c -> Integer.toString(c.stepStart));
    every(
        tree,
        direct + ":MARKer:SEND[:TNUMber]",
        call -> call.integer(0, INTERNAL),
        (channel, number) -> channel.stepEnd = number);
    each(tree, direct + ":MARKer:SEND[:TNUMber]", c -> Integer.toString(c.stepEnd));
    tree.command(direct + ":INITiate[:IMMediate]", 0, 1, call -> act(call, Qdac2Output::initiate));
    tree.command(direct + ":ABORt", 0, 1, call -> act(call, Qdac2Output::abort));
  }

  private void declareTriggers(CommandTree tree) {
    String trigger = "OUTPut:TRIGger#";
    Choice sources = Choice.of(STARTS.replace("IMMediate|", ""));
    tree.command(
        trigger + ":SOURce",
        1,
        1,
        call -> outputSources[call.suffix(0, OUTPUT_TRIGGERS) - 1] = call.choice(sources));
    tree.query(
        trigger + ":SOURce", 0, 0, call -> outputSources[call.suffix(0, OUTPUT_TRIGGERS) - 1]);
    tree.command(
        trigger + ":WIDTh",
        1,
        1,
        call -> outputWidths[call.suffix(0, OUTPUT_TRIGGERS) - 1] = call.number(WIDTH));
    tree.query(
        trigger + ":WIDTh",
        0,
        0,
        call -> Replies.plain(outputWidths[call.suffix(0, OUTPUT_TRIGGERS) - 1]));
    Choice polarities = Choice.of("NORMal|INVerted");
    tree.command(
        trigger + ":POLarity",
        1,
        1,
        call ->
            outputInverted[call.suffix(0, OUTPUT_TRIGGERS) - 1] =
                call.choice(polarities).equals("INV"));
    tree.query(
        trigger + ":POLarity",
        0,
        0,
        call -> outputInverted[call.suffix(0, OUTPUT_TRIGGERS) - 1] ? "INV" : "NORM");
  }

  private void presetTriggers() {
    Arrays.fill(outputSources, "HOLD");
    Arrays.fill(outputWidths, WIDTH.preset());
    Arrays.fill(outputInverted, false);
  }

  /** Whether an internal trigger reaches the output trigger with the bench's cable. */
  private boolean leadsOut(int internal) {
    return internal > 0 && outputSources[0].equals("INT" + internal);
  }

  private void declareSensor(CommandTree tree) {
    every(
        tree,
        "SENSe#:RANGe",
        call -> call.choice(Choice.of("LOW|HIGH")).equals("LOW"),
        (channel, low) -> channel.lowCurrent = low);
    each(tree, "SENSe#:RANGe", channel -> channel.lowCurrent ? "LOW" : "HIGH");
    every(
        tree,
        "SENSe#:NPLCycles",
        call -> call.integer(1, 100),
        (channel, cycles) -> channel.cycles = cycles);
    each(tree, "SENSe#:NPLCycles", channel -> Integer.toString(channel.cycles));
    each(tree, "READ#", channel -> Replies.plain(channel.current()));
  }

  private static String joined(List<Double> values) {
    return values.stream().map(Replies::plain).collect(Collectors.joining(","));
  }

  private static String only(Call call, String words, String has) {
    String word = call.choice(Choice.of(words));
    if (!word.equals(has)) {
      throw new CommandException(StandardError.ILLEGAL_PARAMETER_VALUE);
    }
    return word;
  }

  private void setList(Call call, boolean append) {
    List<Double> levels = new ArrayList<>();
    while (call.more() && !call.listNext()) {
      levels.add(call.number(HIGH));
    }
    Qdac2Output[] named = named(call);
    for (Qdac2Output channel : named) {
      if (channel.low
          && levels.stream().anyMatch(volts -> Math.abs(volts) > Qdac2Output.LOW_RANGE)) {
        throw new CommandException(StandardError.DATA_OUT_OF_RANGE);
      }
    }
    for (Qdac2Output channel : named) {
      List<Double> all = new ArrayList<>(append ? channel.list : List.of());
      all.addAll(levels);
      channel.list = List.copyOf(all);
    }
  }

  /** Runs an action of the named channels that changes their outputs. */
  private void act(Call call, Consumer<Qdac2Output> action) {
    for (Qdac2Output channel : named(call)) {
      action.accept(channel);
    }
    surroundings.outputChanged().run();
  }

  /** Declares a command that sets a value of each named channel. */
  private <T> void every(
      CommandTree tree, String pattern, Function<Call, T> value, BiConsumer<Qdac2Output, T> set) {
    tree.command(
        pattern,
        1,
        2,
        call -> {
          T wanted = value.apply(call);
          for (Qdac2Output channel : named(call)) {
            set.accept(channel, wanted);
          }
        });
  }

  /** Declares a query with one answer for each named channel, in the order of the list. */
  private void each(CommandTree tree, String pattern, Function<Qdac2Output, String> answer) {
    tree.query(
        pattern,
        0,
        1,
        call -> {
          StringJoiner answers = new StringJoiner(",");
          for (Qdac2Output channel : named(call)) {
            answers.add(answer.apply(channel));
          }
          return answers.toString();
        });
  }

  /** The channels that the remaining parameters name. */
  private Qdac2Output[] named(Call call) {
    if (!call.more()) {
      return new Qdac2Output[] {channels[call.suffix(0, CHANNELS) - 1]};
    }
    int[] numbers = call.channels(CHANNELS);
    Qdac2Output[] named = new Qdac2Output[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      named[i] = channels[numbers[i] - 1];
    }
    return named;
  }

  private void setVoltage(Call call) {
    double volts = call.number(HIGH);
    Qdac2Output[] named = named(call);
    for (Qdac2Output channel : named) {
      if (channel.low && Math.abs(volts) > Qdac2Output.LOW_RANGE) {
        throw new CommandException(StandardError.DATA_OUT_OF_RANGE);
      }
    }
    for (Qdac2Output channel : named) {
      channel.setVoltage(volts);
    }
    surroundings.outputChanged().run();
  }

  /** Selects fixed or list mode; this twin has no sweep generator. */
  private void setMode(Call call) {
    String mode = call.choice(Choice.of("FIXed|SWEep|LIST"));
    Qdac2Output[] named = named(call);
    if (mode.equals("SWE")) {
      throw new CommandException(StandardError.ILLEGAL_PARAMETER_VALUE);
    }
    for (Qdac2Output channel : named) {
      channel.abort();
      channel.listed = mode.equals("LIST");
    }
  }

  private void setSlew(Call call) {
    double slew = call.number(Qdac2Output.SLEW);
    for (Qdac2Output channel : named(call)) {
      channel.slew = slew;
    }
  }

  private void setFilter(Call call) {
    String filter = call.choice(Choice.of("DC|MEDium|HIGH"));
    for (Qdac2Output channel : named(call)) {
      channel.filter = filter;
    }
  }

  private void setRange(Call call) {
    boolean low = call.choice(Choice.of("LOW|HIGH")).equals("LOW");
    Qdac2Output[] named = named(call);
    for (Qdac2Output channel : named) {
      if (low && Math.abs(channel.voltage) > Qdac2Output.LOW_RANGE) {
        throw new CommandException(StandardError.SETTINGS_CONFLICT);
      }
    }
    for (Qdac2Output channel : named) {
      channel.low = low;
      channel.setVoltage(channel.voltage);
    }
    surroundings.outputChanged().run();
  }

  private double output(Qdac2Output channel) {
    return channel.output.at(surroundings.clock().nanos());
  }

  private static String slew(double slew) {
    return Double.isInfinite(slew) ? "INF" : Replies.plain(slew);
  }

  private void reset() {
    for (Qdac2Output channel : channels) {
      channel.reset();
    }
    presetTriggers();
    surroundings.outputChanged().run();
  }

  @Override
  public List<DcOutput> dcOutputs() {
    return List.of(channels);
  }

  @Override
  public FrontPanel panel() {
    return panel;
  }

  @Override
  public boolean triggers(TriggerInput input) {
    List.of(channels).forEach(channel -> channel.pass.triggers(input));
    return true;
  }

  @Override
  public boolean hasSerialPort() {
    return true;
  }

  @Override
  public boolean energised() {
    for (Qdac2Output channel : channels) {
      if (channel.output.target() != 0 || channel.pass.running(surroundings.clock().nanos())) {
        return true;
      }
    }
    return false;
  }
}
