package org.spinbench.simulator.instrument.sourcemeter;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.spinbench.simulator.instrument.DcOutput;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.TerminalLoad;
import org.spinbench.simulator.instrument.sourcemeter.ReadingElements.Element;
import org.spinbench.simulator.instrument.sourcemeter.ReadingElements.Row;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Power;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Range;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Scale;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.PresetSettings;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;
import org.spinbench.simulator.scpi.StoredSettings;
import org.spinbench.simulator.scpi.Wording;

/**
 * A Keysight B2901A (one channel) or B2912A (two channels, ten times finer) source-measure unit on
 * a line of 50 Hz (Agilent B2900 Series SCPI command reference B2910-90030, chapters 1, 2 and 4).
 *
 * <p>Compliance belongs to the measured quantity ({@code SENSe:...:PROTection}). A trigger switches
 * the channel on ({@code OUTPut:ON:AUTO}, on after *RST). A range has an effect only while its
 * auto-range is off. All quantities share the integration time; a value beyond its range is
 * replaced by the nearest one without an error. A suffix of the header names the channel;
 * measurements take a list. With OUTPut:PROTection, compliance switches the output off.
 *
 * <p>The status of a reading shows the sourced quantity, compliance (here always as 1), and
 * overrange (chapter 1, table 1-2). A sweep or list uses the range for all levels (SWEep:RANGing
 * BEST), the best one for each (AUTO) or the present one (FIXed), and returns to the setpoint.
 *
 * <p>These points are unconfirmed: noise of one count of the finest display at 1 PLC; settling
 * times; the functions after *RST; the error of too much power; that a change of function switches
 * the output off; that lists have the ranging of sweeps. INITiate ends after the whole trigger.
 */
public final class SimulatedB2900 implements SimulatedInstrument {

  private final Surroundings surroundings;
  private final FrontPanel panel;
  private final PresetSettings settings;
  private final List<B2900Channel> channels = new ArrayList<>();
  private final ReadingElements elements = new ReadingElements(EnumSet.allOf(Element.class));
  private String data = "ASC";
  private boolean swapped;
  private long timeZero;

  private SimulatedB2900(
      Surroundings surroundings,
      IntFunction<TerminalLoad> loads,
      String model,
      int count,
      double fine) {
    this.surroundings = surroundings;
    CommandTree tree = new CommandTree(SimulatedB2900::number);
    settings = new PresetSettings(tree);
    StoredSettings stored = settings.table("b2900", count);
    SourceMeasureUnit.Model limits = model(fine);
    for (int number = 1; number <= count; number++) {
      channels.add(
          new B2900Channel(
              surroundings,
              this::panel,
              () -> timeZero,
              number,
              stored,
              new SourceMeasureUnit(
                  surroundings.andThen(this::overlap), loads.apply(number), limits)));
    }
    declareCommon(tree);
    B2900Channel.declare(new PerChannel<>(tree, SimulatedB2900::number, channels));
    declareFunctions(tree);
    declareReadings(tree);
    declareSystem(tree);
    declareTrace(tree, stored);
    String identity = "Keysight Technologies," + model + ",MY51143745,3.4.2011.5100";
    panel = surroundings.frontPanel(identity, Wording.SIGNED, 30, tree, this::reset);
  }

  /** A B2901A that is off, with this load. */
  public static SimulatedB2900 b2901a(Surroundings surroundings, TerminalLoad load) {
    return new SimulatedB2900(surroundings, channel -> load, "B2901A", 1, 1);
  }

  /** A B2912A that is off, with loads at channels 1 and 2. */
  public static SimulatedB2900 b2912a(Surroundings surroundings, IntFunction<TerminalLoad> loads) {
    return new SimulatedB2900(surroundings, loads, "B2912A", 2, 0.1);
  }

  /**
   * Ranges and their finest steps.
   *
   * @param fine steps relative to those of a B2901A; the smallest current range scales with it
   */
  private static SourceMeasureUnit.Model model(double fine) {
    List<Range> voltages = new ArrayList<>();
    for (double range : new double[] {0.2, 2, 20, 200}) {
      voltages.add(new Range(range, 5e-6 * fine * range, 5e-6 * fine * range, 1e-4));
    }
    List<Range> currents = new ArrayList<>();
    for (double range : new double[] {10e-9, 100e-9, 1e-6, 10e-6, 100e-6, 1e-3, 10e-3, 0.1, 1, 3}) {
      if (range >= 100e-9 * fine) {
        double settling = range <= 1e-6 ? 5e-3 : 1e-4;
        currents.add(new Range(range, 1e-5 * fine * range, 1e-5 * fine * range, settling));
      }
    }
    return new SourceMeasureUnit.Model(
        new Scale(Quantity.VOLTAGE, voltages, 1.05, 210, 1.06, 5e-6 * fine, 2),
        new Scale(Quantity.CURRENT, currents, 1.05, 3.03, 1.06, 1e-9 * fine, 100e-6),
        List.of(new Power(6, 3.03), new Power(21, 1.515), new Power(210, 0.105)),
        StandardError.SETTINGS_CONFLICT,
        1,
        false);
  }

  private void overlap() {
    channels.forEach(channel -> panel.overlap(channel.unit().settled()));
  }

  private void declareCommon(CommandTree tree) {
    List<SourceMeasureUnit> units = channels.stream().map(B2900Channel::unit).toList();
    SourceMeasureCommands common =
        new SourceMeasureCommands(tree, SimulatedB2900::number, units, false);
    common.output("OUTPut#[:STATe]", "[:SOURce#]:FUNCtion:MODE");
    common.source("[:SOURce#]:VOLTage", SourceMeasureUnit::voltage);
    common.source("[:SOURce#]:CURRent", SourceMeasureUnit::current);
    common.meter("SENSe#:VOLTage[:DC]", SourceMeasureUnit::voltage);
    common.meter("SENSe#:CURRent[:DC]", SourceMeasureUnit::current);
    String volts = "[:SENSe#]:VOLTage[:DC]:PROTection";
    common.limit(volts + "[:LEVel][:BOTH]", volts + ":TRIPped", SourceMeasureUnit::voltage);
    String amperes = "[:SENSe#]:CURRent[:DC]:PROTection";
    common.limit(amperes + "[:LEVel][:BOTH]", amperes + ":TRIPped", SourceMeasureUnit::current);
  }

  private void declareFunctions(CommandTree tree) {
    tree.command(
        "[:SENSe#]:FUNCtion[:ON]",
        1,
        3,
        call -> named(call).functions().addAll(MeasureFunction.named(call)));
    tree.query("[:SENSe#]:FUNCtion[:ON]", 0, 0, call -> answerFunctions(named(call)));
    tree.command(
        "[:SENSe#]:FUNCtion[:ON]:ALL",
        0,
        0,
        call -> named(call).functions().addAll(EnumSet.allOf(MeasureFunction.class)));
    tree.command(
        "[:SENSe#]:FUNCtion:OFF",
        1,
        3,
        call -> named(call).functions().removeAll(MeasureFunction.named(call)));
    tree.query(
        "[:SENSe#]:FUNCtion:STATe",
        1,
        1,
        call ->
            Replies.flag(named(call).functions().contains(MeasureFunction.named(call.quoted()))));
    tree.command("[:SENSe#]:FUNCtion:OFF:ALL", 0, 0, call -> named(call).functions().clear());
    for (String quantity : List.of("VOLTage", "CURRent")) {
      boolean voltage = quantity.equals("VOLTage");
      String list = "[:SOURce#]:LIST:" + quantity;
      tree.command(
          list, 1, B2900Channel.MOST_POINTS, call -> named(call).setList(call, voltage, List.of()));
      tree.command(
          list + ":APPend",
          1,
          B2900Channel.MOST_POINTS,
          call -> named(call).setList(call, voltage, named(call).staircase(voltage).list()));
      tree.query(
          list,
          0,
          0,
          call -> Replies.list(named(call).staircase(voltage).list(), SimulatedB2900::number));
      tree.query(
          list + ":POINts",
          0,
          0,
          call -> Integer.toString(named(call).staircase(voltage).list().size()));
    }
  }

  private void declareReadings(CommandTree tree) {
    for (String initiate : List.of("[:ALL]", ":ACQuire")) {
      tree.command("INITiate[:IMMediate]" + initiate, 0, 1, call -> initiate(listed(call)));
    }
    tree.command("ABORt[:ALL]", 0, 1, this::abort);
    tree.query("READ[:SCALar]", 0, 1, call -> read(listed(call), false));
    tree.query("READ:ARRay", 0, 1, call -> read(listed(call), true));
    tree.query("FETCh[:SCALar]", 0, 1, call -> fetch(listed(call), false));
    tree.query("FETCh:ARRay", 0, 1, call -> fetch(listed(call), true));
    tree.query(
        "MEASure",
        0,
        1,
        call -> spot(listed(call), EnumSet.allOf(MeasureFunction.class), elements.chosen()));
    for (MeasureFunction function : MeasureFunction.values()) {
      Element element = Element.valueOf(function.name());
      tree.query(
          "MEASure:" + function.node(),
          0,
          1,
          call -> spot(listed(call), EnumSet.of(function), EnumSet.of(element)));
    }
    elements.declare(
        tree, "FORMat:ELEMents:SENSe", "VOLTage|CURRent|RESistance|TIME|STATus|SOURce");
    tree.command("FORMat[:DATA]", 1, 2, this::setData);
    tree.query("FORMat[:DATA]", () -> data);
    tree.choice(
        "FORMat:BORDer",
        Choice.of("NORMal|SWAPped"),
        () -> swapped ? "SWAP" : "NORM",
        word -> swapped = word.equals("SWAP"));
  }

  private void declareTrace(CommandTree tree, StoredSettings stored) {
    List<B2900Trace> traces = channels.stream().map(B2900Channel::trace).toList();
    B2900Trace.declare(
        new PerChannel<>(tree, SimulatedB2900::number, traces),
        elements::chosen,
        this::formatted,
        SimulatedB2900::number);
    for (Element element : List.of(Element.VOLT, Element.CURR, Element.RES)) {
      String node = MeasureFunction.valueOf(element.name()).node();
      tree.query(
          "FETCh:ARRay:" + node, 0, 1, call -> answer(listed(call), EnumSet.of(element), true));
    }
    tree.query("CALCulate#:DATA:LATest", 0, 0, call -> number(fed(stored, call)));
    tree.query("CALCulate#:LIMit#:FAIL", 0, 0, call -> Replies.flag(fails(stored, call)));
    tree.command("TRIGger#[:ALL][:IMMediate]", 0, 1, call -> {});
    tree.query(
        "SYSTem:TIME:TIMer:COUNt", () -> number((surroundings.clock().nanos() - timeZero) * 1e-9));
  }

  /** The newest reading of the element that feeds the limits of a channel. */
  private double fed(StoredSettings stored, Call call) {
    List<Row> rows = named(call).rows();
    if (rows.isEmpty()) {
      throw new CommandException(StandardError.DATA_CORRUPT_OR_STALE);
    }
    String feed = stored.text("CALCulate#:FEED", call.suffix(0, channels.size()));
    return rows.get(rows.size() - 1).of(Element.valueOf(feed.equals("MATH") ? "VOLT" : feed));
  }

  private boolean fails(StoredSettings stored, Call call) {
    int channel = call.suffix(0, channels.size());
    call.suffix(1, 1);
    if (!stored.flag("CALCulate#:LIMit#:STATe", channel)) {
      return false;
    }
    double value = fed(stored, call);
    return value < stored.number("CALCulate#:LIMit#:LOWer[:DATA]", channel)
        || value > stored.number("CALCulate#:LIMit#:UPPer[:DATA]", channel);
  }

  private void declareSystem(CommandTree tree) {
    tree.event("SYSTem:TIME:TIMer:COUNt:RESet", () -> timeZero = surroundings.clock().nanos());
    tree.flag("SYSTem:BEEPer:STATe", () -> true, state -> {});
    tree.event("*TRG", () -> {});
  }

  private void reset() {
    for (B2900Channel channel : channels) {
      channel.unit().reset();
      channel.setPresets();
    }
    settings.preset();
    elements.preset();
    data = "ASC";
    swapped = false;
  }

  /** NR3 with seven digits. */
  private static String number(double value) {
    return Replies.scientific(value, 6, 2);
  }

  private B2900Channel named(Call call) {
    return channels.get(call.suffix(0, channels.size()) - 1);
  }

  /** The channels of a list; channel 1 without a list. */
  private List<B2900Channel> listed(Call call) {
    if (!call.more()) {
      return List.of(channels.get(0));
    }
    List<B2900Channel> listed = new ArrayList<>();
    for (int number : call.channels(channels.size())) {
      listed.add(channels.get(number - 1));
    }
    return listed;
  }

  private static String answerFunctions(B2900Channel channel) {
    return MeasureFunction.list(channel.functions(), MeasureFunction::name);
  }

  private void setData(Call call) {
    String form = call.choice(Choice.of("ASCii|REAL"));
    int bits = call.more() ? call.integer(32, 64) : 32;
    if (bits != 32 && bits != 64) {
      throw new CommandException(StandardError.ILLEGAL_PARAMETER_VALUE);
    }
    data = form.equals("REAL") ? "REAL," + bits : form;
  }

  /** One reading of each channel at once, without the trigger system. */
  private String spot(
      List<B2900Channel> listed, Set<MeasureFunction> functions, Set<Element> answered) {
    requireIdle();
    listed.forEach(channel -> channel.spot(functions));
    return answer(listed, answered, false);
  }

  /** Begins a measurement, for whose end *OPC? and FETCh? wait. */
  private void initiate(List<B2900Channel> listed) {
    requireIdle();
    listed.forEach(B2900Channel::requireTrigger);
    panel.start(() -> listed.forEach(B2900Channel::initiate));
  }

  private void requireIdle() {
    if (panel.operates()) {
      throw new CommandException(StandardError.INIT_IGNORED);
    }
  }

  private void abort(Call call) {
    listed(call);
    panel.cancelPending();
  }

  private String fetch(List<B2900Channel> listed, boolean all) {
    if (panel.operates()) {
      panel.await();
    }
    return answer(listed, elements.chosen(), all);
  }

  private String read(List<B2900Channel> listed, boolean all) {
    requireIdle();
    listed.forEach(B2900Channel::initiate);
    return answer(listed, elements.chosen(), all);
  }

  /** Readings in order, each with all channels; the last reading only, or all. */
  private String answer(List<B2900Channel> listed, Set<Element> answered, boolean all) {
    int most = listed.stream().mapToInt(channel -> channel.rows().size()).max().orElse(0);
    if (most == 0) {
      throw new CommandException(StandardError.DATA_CORRUPT_OR_STALE);
    }
    List<Double> values = new ArrayList<>();
    for (int k = all ? 0 : most - 1; k < most; k++) {
      for (B2900Channel channel : listed) {
        for (Element element : answered) {
          boolean there = k < channel.rows().size();
          values.add(there ? channel.rows().get(k).of(element) : B2900Channel.NOT_A_NUMBER);
        }
      }
    }
    return formatted(values);
  }

  private String formatted(List<Double> values) {
    return data.equals("ASC") ? Replies.list(values, SimulatedB2900::number) : block(values);
  }

  /** A block of IEEE 754 numbers, most significant byte first unless swapped. */
  private String block(List<Double> values) {
    int width = data.equals("REAL,32") ? Float.BYTES : Double.BYTES;
    ByteOrder order = swapped ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    double[] numbers = values.stream().mapToDouble(value -> value).toArray();
    return Replies.block(Replies.reals(numbers, width, order));
  }

  @Override
  public FrontPanel panel() {
    return panel;
  }

  @Override
  public List<DcOutput> dcOutputs() {
    return channels.stream().<DcOutput>map(channel -> channel.unit()).toList();
  }

  @Override
  public boolean energised() {
    return channels.stream().anyMatch(channel -> channel.unit().energised());
  }
}
