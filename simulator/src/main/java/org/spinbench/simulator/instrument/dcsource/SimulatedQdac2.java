package org.spinbench.simulator.instrument.dcsource;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.spinbench.simulator.instrument.DcOutput;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.TerminalLoad;
import org.spinbench.simulator.instrument.TriggerInput;
import org.spinbench.simulator.instrument.dcsource.Qdac2Generator.Shape;
import org.spinbench.simulator.instrument.part.Staircase;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.PresetSettings;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;
import org.spinbench.simulator.scpi.StoredSettings;
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
 * until a voltage is set. A channel in sweep mode does the same with equal steps. Generators of
 * sines, squares, triangles and arbitrary waveforms add to the DC voltage. The bus triggers what
 * waits for it; internal and external triggers start nothing here.
 *
 * <p>Its current sensors have ranges of 200 nA and 10 mA, and saturate slightly above. Their noise,
 * 30 pA and 1 nA at one power-line cycle of 50 Hz, is unconfirmed.
 */
public final class SimulatedQdac2 implements SimulatedInstrument {
  private static final String IDENTITY = "QDevil, QDAC-II, 159, 13-1.57";
  private static final int CHANNELS = 24;
  private static final int INTERNAL = 14;
  private static final int MOST_LISTED = 65_536;
  private static final int MOST_READINGS = 1_000_000;
  private static final NumberRange APERTURE = new NumberRange(Quantity.TIME, 3e-4, 1, 0.02);

  /** Sources of triggers for a list or an output trigger; internal triggers are INT1 to INT14. */
  private static final String STARTS =
      "IMMediate|HOLD|BUS|"
          + IntStream.rangeClosed(1, INTERNAL)
              .mapToObj(n -> "INT" + n)
              .collect(Collectors.joining("|"));

  private static final NumberRange HIGH = new NumberRange(Quantity.VOLTAGE, -10, 10, 0);
  private final Surroundings surroundings;
  private final FrontPanel panel;
  private final PresetSettings settings;
  private final StoredSettings stored;
  private final Qdac2Waveforms waveforms;
  private final Qdac2Output[] channels = new Qdac2Output[CHANNELS];
  private final Qdac2Sensors sensors;
  private final Qdac2Channels named;

  /**
   * A QDAC-II whose channels are at zero.
   *
   * @param loads the load of a channel, counted from 1
   */
  public SimulatedQdac2(Surroundings surroundings, IntFunction<TerminalLoad> loads) {
    this.surroundings = surroundings;
    for (int i = 0; i < CHANNELS; i++) {
      channels[i] =
          new Qdac2Output(i + 1, surroundings, this::panel, loads.apply(i + 1), this::leadsOut);
    }
    CommandTree tree = new CommandTree(SimulatedQdac2::shown);
    named = new Qdac2Channels(tree, channels, surroundings.outputChanged());
    settings = new PresetSettings(tree);
    stored = settings.table("qdac-ii");
    waveforms = new Qdac2Waveforms(tree, stored);
    declareVoltage(tree);
    declareRange(tree);
    declareList(tree);
    sensors = new Qdac2Sensors(surroundings, this::panel, named, channels, stored);
    for (Shape shape : Shape.values()) {
      declareGenerator(tree, shape);
    }
    declareSweep(tree);
    named.action("[:SOURce#]:ALL:ABORt", Qdac2Output::abortAll);
    tree.event("*TRG", () -> trigger("BUS"));
    tree.command("TINTernal[:SIGNal]", 1, 1, call -> trigger("INT" + call.integer(1, INTERNAL)));
    tree.event("ABORt", () -> List.of(channels).forEach(Qdac2Output::abortAll));
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
    named.each(voltage, channel -> Replies.plain(channel.voltage));
    named.each("[:SOURce#]:VOLTage:LAST", channel -> Replies.plain(output(channel)));
    tree.command("[:SOURce#]:VOLTage:MODE", 1, 2, this::setMode);
    named.each("[:SOURce#]:VOLTage:MODE", channel -> channel.mode);
    tree.command("[:SOURce#]:VOLTage:SLEW", 1, 2, this::setSlew);
    named.each("[:SOURce#]:VOLTage:SLEW", channel -> shown(channel.slew));
    tree.command("[:SOURce#]:VOLTage:TRIGger", 1, 2, this::setTriggered);
    named.each(
        "[:SOURce#]:VOLTage:TRIGger",
        c -> Replies.plain(Double.isNaN(c.triggered) ? c.voltage : c.triggered));
    tree.command("[:SOURce#]:FILTer", 1, 2, this::setFilter);
    named.each("[:SOURce#]:FILTer", channel -> channel.filter);
  }

  private void declareRange(CommandTree tree) {
    tree.command("[:SOURce#]:RANGe", 1, 2, this::setRange);
    named.each("[:SOURce#]:RANGe", channel -> channel.low ? "LOW" : "HIGH");
    named.each("[:SOURce#]:RANGe:LOW:MINimum", channel -> Replies.plain(-Qdac2Output.LOW_RANGE));
    named.each("[:SOURce#]:RANGe:LOW:MAXimum", channel -> Replies.plain(Qdac2Output.LOW_RANGE));
    named.each("[:SOURce#]:RANGe:HIGH:MINimum", channel -> Replies.plain(-Qdac2Output.HIGH_RANGE));
    named.each("[:SOURce#]:RANGe:HIGH:MAXimum", channel -> Replies.plain(Qdac2Output.HIGH_RANGE));
  }

  private void declareList(CommandTree tree) {
    String list = "[:SOURce#]:LIST";
    tree.command(list + ":VOLTage", 1, MOST_LISTED, call -> setList(call, false));
    tree.command(list + ":VOLTage:APPend", 1, MOST_LISTED, call -> setList(call, true));
    named.each(list + ":VOLTage", channel -> Qdac2Output.joined(channel.list));
    named.each(list + ":POINts", channel -> Integer.toString(channel.list.size()));
    named.each(list + ":VOLTage:POINts", channel -> Integer.toString(channel.list.size()));
    named.every(
        list + ":DWELl", call -> call.number(Qdac2Output.DWELL), (channel, s) -> channel.dwell = s);
    named.each(list + ":DWELl", channel -> Replies.plain(channel.dwell));
    Choice modes = Choice.of("AUTO|STEPped|STEP");
    named.every(
        list + ":TMODe",
        call -> !call.choice(modes).equals("AUTO"),
        (channel, steps) -> channel.stepped = steps);
    named.each(list + ":TMODe", channel -> channel.stepped ? "STEP" : "AUTO");
    Choice ways = Choice.of("UP|DOWN");
    named.every(
        list + ":DIRection",
        call -> call.choice(ways).equals("DOWN"),
        (channel, down) -> channel.down = down);
    named.each(list + ":DIRection", channel -> channel.down ? "DOWN" : "UP");
    named.every(list + ":COUNt", call -> call.integer(1, 1000), (channel, n) -> channel.count = n);
    named.each(list + ":COUNt", channel -> Integer.toString(channel.count));
    named.each(list + ":NCLeft", channel -> Integer.toString(channel.left()));
    declareDirect(tree, "[:SOURce#]:DC");
  }

  private void declareDirect(CommandTree tree, String direct) {
    Choice starts = Choice.of(STARTS);
    named.every(
        direct + ":TRIGger:SOURce",
        call -> call.choice(starts),
        (channel, word) -> channel.start = word);
    named.each(direct + ":TRIGger:SOURce", channel -> channel.start);
    named.every(
        direct + ":DELay",
        call -> call.number(Qdac2Output.DELAY),
        (channel, s) -> channel.delay = s);
    named.each(direct + ":DELay", channel -> Replies.plain(channel.delay));
    named.every(
        direct + ":INITiate:CONTinuous",
        Call::flag,
        (channel, state) -> channel.continuous = state);
    named.each(direct + ":INITiate:CONTinuous", channel -> channel.continuous ? "1" : "0");
    named.every(
        direct + ":MARKer:SSTart[:TNUMber]",
        call -> call.integer(0, INTERNAL),
        (channel, number) -> channel.stepStart = number);
    named.each(direct + ":MARKer:SSTart[:TNUMber]", c -> Integer.toString(c.stepStart));
    named.every(
        direct + ":MARKer:SEND[:TNUMber]",
        call -> call.integer(0, INTERNAL),
        (channel, number) -> channel.stepEnd = number);
    named.each(direct + ":MARKer:SEND[:TNUMber]", c -> Integer.toString(c.stepEnd));
    named.action(direct + ":INITiate[:IMMediate]", this::arm);
    named.action(direct + ":ABORt", Qdac2Output::abort);
  }

  /** Whether an internal trigger reaches the output trigger with the bench's cable. */
  private boolean leadsOut(int internal) {
    return internal > 0 && stored.text("OUTPut:TRIGger#:SOURce").equals("INT" + internal);
  }

  private void declareGenerator(CommandTree tree, Shape shape) {
    String header = "[:SOURce#]:" + shape.word;
    named.action(header + ":INITiate[:IMMediate]", c -> arm(c, shape));
    named.action(header + ":ABORt", c -> Qdac2Output.stop(c.generators.get(shape)));
    named.each(
        header + ":NCLeft",
        c -> Integer.toString(c.generators.get(shape).left(surroundings.clock().nanos())));
    if (shape != Shape.ARBITRARY) {
      named.every(
          header + ":FREQuency",
          call -> call.number(Qdac2Waveforms.FREQUENCY),
          (c, hertz) -> stored.set(header + ":PERiod", 1 / hertz, c.number));
      named.each(
          header + ":FREQuency",
          c -> Replies.plain(1 / stored.number(header + ":PERiod", c.number)));
    }
  }

  private void declareSweep(CommandTree tree) {
    named.each("[:SOURce#]:SWEep:NCLeft", channel -> Integer.toString(channel.left()));
    named.each(
        "[:SOURce#]:SWEep:TIME",
        channel -> {
          double seconds = 1;
          for (String factor : List.of("DWELl", "POINts", "COUNt")) {
            seconds *= stored.number("[:SOURce#]:SWEep:" + factor, channel.number);
          }
          return Replies.plain(seconds);
        });
  }

  private Qdac2Output.Plan sweep(Qdac2Output channel) {
    int number = channel.number;
    String header = "[:SOURce#]:SWEep:";
    int points = (int) stored.number(header + "POINts", number);
    Staircase stairs = new Staircase(points, LevelPass.MOST);
    stairs.setStart(stored.number(header + "STARt", number));
    stairs.setStop(stored.number(header + "STOP", number));
    return new Qdac2Output.Plan(
        stairs.levels(),
        stored.number(header + "DWELl", number),
        (int) stored.number(header + "COUNt", number),
        stored.text(header + "DIRection", number).equals("DOWN"),
        !stored.text(header + "GENeration", number).equals("STEP"));
  }

  /** Starts or arms the DC part of a channel. */
  private void arm(Qdac2Output channel) {
    prepare(channel);
    channel.arm();
  }

  private void prepare(Qdac2Output channel) {
    if (channel.mode.equals("SWE")) {
      channel.sweep = sweep(channel);
      for (double volts : channel.low ? channel.sweep.levels() : List.<Double>of()) {
        if (Math.abs(volts) > Qdac2Output.LOW_RANGE) {
          throw new CommandException(StandardError.SETTINGS_CONFLICT);
        }
      }
    }
  }

  /** Starts or arms a generator of a channel. */
  private void arm(Qdac2Output channel, Shape shape) {
    int number = channel.number;
    Qdac2Generator generator = channel.generators.get(shape);
    String source = waveforms.source(shape, number);
    generator.armed = source.equals("BUS") || source.startsWith("INT");
    if (source.equals("IMM")) {
      generator.run(waveforms.run(shape, number, surroundings.clock().nanos()));
    }
  }

  /** Starts whatever waits for a trigger: of the bus, or an internal one by its number. */
  private void trigger(String source) {
    for (int i = 0; i < CHANNELS; i++) {
      if (channels[i].waitsFor(source)) {
        prepare(channels[i]);
        channels[i].fire();
      }
      for (Shape shape : Shape.values()) {
        Qdac2Generator generator = channels[i].generators.get(shape);
        boolean waits = generator.armed || waveforms.continuous(shape, i + 1);
        if (waits && waveforms.source(shape, i + 1).equals(source)) {
          generator.run(waveforms.run(shape, i + 1, surroundings.clock().nanos()));
          generator.armed = waveforms.continuous(shape, i + 1);
        }
      }
    }
    sensors.trigger(source);
    surroundings.outputChanged().run();
  }

  private void setList(Call call, boolean append) {
    List<Double> levels = call.values(HIGH);
    Qdac2Output[] wanted = named.named(call);
    for (Qdac2Output channel : wanted) {
      if (channel.low
          && levels.stream().anyMatch(volts -> Math.abs(volts) > Qdac2Output.LOW_RANGE)) {
        throw new CommandException(StandardError.DATA_OUT_OF_RANGE);
      }
    }
    for (Qdac2Output channel : wanted) {
      List<Double> all = new ArrayList<>(append ? channel.list : List.of());
      all.addAll(levels);
      channel.list = List.copyOf(all);
    }
  }

  private void setVoltage(Call call) {
    double volts = call.number(HIGH);
    Qdac2Output[] wanted = named.named(call);
    requireInRange(wanted, volts);
    for (Qdac2Output channel : wanted) {
      channel.setVoltage(volts);
    }
    surroundings.outputChanged().run();
  }

  /** Selects fixed, sweep or list mode. */
  private void setMode(Call call) {
    String mode = call.choice(Choice.of("FIXed|SWEep|LIST"));
    Qdac2Output[] wanted = named.named(call);
    for (Qdac2Output channel : wanted) {
      channel.abort();
      channel.mode = mode;
    }
  }

  private void setTriggered(Call call) {
    double volts = call.number(HIGH);
    Qdac2Output[] wanted = named.named(call);
    requireInRange(wanted, volts);
    for (Qdac2Output channel : wanted) {
      channel.triggered = volts;
    }
  }

  private static void requireInRange(Qdac2Output[] wanted, double volts) {
    for (Qdac2Output channel : wanted) {
      if (channel.low && Math.abs(volts) > Qdac2Output.LOW_RANGE) {
        throw new CommandException(StandardError.DATA_OUT_OF_RANGE);
      }
    }
  }

  private void setSlew(Call call) {
    double slew = call.number(Qdac2Output.SLEW);
    for (Qdac2Output channel : named.named(call)) {
      channel.slew = slew;
    }
  }

  private void setFilter(Call call) {
    String filter = call.choice(Choice.of("DC|MEDium|HIGH"));
    for (Qdac2Output channel : named.named(call)) {
      channel.filter = filter;
    }
  }

  private void setRange(Call call) {
    boolean low = call.choice(Choice.of("LOW|HIGH")).equals("LOW");
    Qdac2Output[] wanted = named.named(call);
    for (Qdac2Output channel : wanted) {
      if (low && Math.abs(channel.voltage) > Qdac2Output.LOW_RANGE) {
        throw new CommandException(StandardError.SETTINGS_CONFLICT);
      }
    }
    for (Qdac2Output channel : wanted) {
      channel.low = low;
      channel.setVoltage(channel.voltage);
    }
    surroundings.outputChanged().run();
  }

  private double output(Qdac2Output channel) {
    return channel.output.at(surroundings.clock().nanos());
  }

  private static String shown(double value) {
    return Double.isInfinite(value) ? "INF" : Replies.plain(value);
  }

  private void reset() {
    settings.preset();
    sensors.preset();
    for (Qdac2Output channel : channels) {
      channel.reset();
    }
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
      if (channel.output.target() != 0 || channel.busy()) {
        return true;
      }
    }
    return false;
  }
}
