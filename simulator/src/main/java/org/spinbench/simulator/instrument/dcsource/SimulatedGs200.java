package org.spinbench.simulator.instrument.dcsource;

import java.util.ArrayList;
import java.util.List;
import org.spinbench.simulator.circuit.DcLevel;
import org.spinbench.simulator.circuit.Terminals;
import org.spinbench.simulator.instrument.DcOutput;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.TerminalLoad;
import org.spinbench.simulator.instrument.part.Settling;
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
import org.spinbench.simulator.scpi.Wording;

/**
 * A Yokogawa GS200 (GS210) DC voltage and current source with the monitor option, {@link
 * Gs200Monitor}.
 *
 * <p>Commands, ranges, resolutions and level limits (±120 % of range; ±32 V in the 30 V range, ±200
 * mA in the 200 mA range) are the model's. No manual confirms the range after *RST, the event
 * register's bit for the end of a program, and the error numbers. A level settles within 5 ms. A
 * change of range with the output on opens a relay: the terminals are at zero for 10 ms. The
 * function cannot be changed while the output is on.
 */
public final class SimulatedGs200 implements SimulatedInstrument, DcOutput {
  private static final String IDENTITY = "YOKOGAWA,GS210,91X000001,2.01";
  private static final double SETTLING_TIME = 5e-3;
  private static final double RELAY_TIME = 10e-3;
  private static final int MOST_STEPS = 10_000;
  private static final int END_OF_PROGRAM = 1 << 7;

  /**
   * Bit of the condition register after a measurement of the monitor, as drivers of others read it.
   */
  private static final int END_OF_MEASUREMENT = 1;

  /** Smallest range of voltage in which the monitor measures the current, V. */
  private static final double MONITORED = 1;

  /** Bits of the condition register for an active limiter (section 13.3.4). */
  private static final int LOW_LIMITER = 1 << 10;

  private static final int HIGH_LIMITER = 1 << 11;

  /** One range: its name, its largest setpoint, and its resolution. */
  private record Range(double name, double limit, double resolution) {}

  private static final Range[] VOLTAGES = {
    new Range(10e-3, 12e-3, 100e-9),
    new Range(100e-3, 120e-3, 1e-6),
    new Range(1, 1.2, 10e-6),
    new Range(10, 12, 100e-6),
    new Range(30, 32, 1e-3)
  };
  private static final Range[] CURRENTS = {
    new Range(1e-3, 1.2e-3, 10e-9),
    new Range(10e-3, 12e-3, 100e-9),
    new Range(100e-3, 120e-3, 1e-6),
    new Range(200e-3, 200e-3, 1e-6)
  };
  private static final NumberRange VOLTAGE_PROTECTION =
      new NumberRange(Quantity.VOLTAGE, 1, 30, 30);
  private static final NumberRange CURRENT_PROTECTION =
      new NumberRange(Quantity.CURRENT, 1e-3, 200e-3, 200e-3);
  private static final NumberRange SLOPE = new NumberRange(Quantity.TIME, 0, 3600, 0);
  private static final NumberRange INTERVAL = new NumberRange(Quantity.TIME, 0.1, 3600, 1);

  private final Surroundings surroundings;
  private final TerminalLoad load;
  private final FrontPanel panel;
  private final Settling output;

  private boolean on;
  private boolean current;
  private int range;
  private double level;
  private double voltageProtection;
  private double currentProtection;
  private boolean editing;
  private final List<Double> program = new ArrayList<>();
  private boolean repeat;
  private double slope;
  private double interval;
  private final PresetSettings settings;
  private final Gs200Monitor monitor;
  private long programStart;
  private int next;
  private long programEnd = Long.MAX_VALUE;
  private int events;

  /** A GS200 that is off, with this load. */
  public SimulatedGs200(Surroundings surroundings, TerminalLoad load) {
    this.surroundings = surroundings;
    this.load = load;
    this.output = new Settling(0, surroundings.clock().nanos());
    setPresets();
    CommandTree tree = new CommandTree(SimulatedGs200::engineering);
    declareSource(tree);
    declareProgram(tree);
    tree.arbitraryText("*OPT", () -> "/MON");
    settings = new PresetSettings(tree);
    settings.table("gs200");
    monitor =
        new Gs200Monitor(tree, settings, this::requireMonitored, this::awaited, this::monitored);
    panel = surroundings.frontPanel(IDENTITY, Wording.STANDARD, 30, tree, this::reset);
  }

  private void declareSource(CommandTree tree) {
    tree.flag("OUTPut[:STATe]", () -> on, this::setOn);
    tree.choice(
        "SOURce:FUNCtion",
        Choice.of("VOLTage|CURRent"),
        () -> current ? "CURR" : "VOLT",
        this::setFunction);
    tree.command("SOURce:RANGe", 1, 1, this::setRange);
    tree.query("SOURce:RANGe", 0, 1, this::answerRange);
    tree.command("SOURce:LEVel[:FIXed]", 1, 1, call -> setLevel(call.number(limits(range))));
    tree.query(
        "SOURce:LEVel[:FIXed]",
        0,
        1,
        call -> Replies.scientific(call.more() ? call.limit(limits(range)) : level, 5, 1));
    tree.command("SOURce:LEVel:AUTO", 1, 1, this::setLevelAndRange);
    tree.number(
        "SOURce:PROTection:VOLTage",
        VOLTAGE_PROTECTION,
        () -> voltageProtection,
        volts -> protect(volts, currentProtection));
    tree.number(
        "SOURce:PROTection:CURRent",
        CURRENT_PROTECTION,
        () -> currentProtection,
        amperes -> protect(voltageProtection, amperes));
  }

  private void declareProgram(CommandTree tree) {
    tree.flag("PROGram:REPeat", () -> repeat, state -> repeat = state);
    tree.number("PROGram:SLOPe", SLOPE, () -> slope, seconds -> slope = seconds);
    tree.number("PROGram:INTerval", INTERVAL, () -> interval, seconds -> interval = seconds);
    tree.event("PROGram:EDIT:STARt", this::startEditing);
    tree.event("PROGram:EDIT:END", () -> editing = false);
    tree.event("PROGram:RUN", this::run);
    tree.event("PROGram:HALT", () -> hold(program.size()));
    tree.event("PROGram:PAUSe", () -> hold(step() + 1));
    tree.event("PROGram:CONTinue", this::goOn);
    tree.query("STATus:EVENt", this::takeEvents);
    tree.query("STATus:CONDition", () -> Integer.toString(condition()));
  }

  private void requireMonitored() {
    if (!on || !current && ranges()[range].name < MONITORED) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
  }

  /** Waits for so many nanoseconds, and gives the moment of their beginning. */
  private long awaited(long nanos) {
    long start = surroundings.clock().nanos();
    panel.await(start + nanos);
    return start;
  }

  /** The current from a voltage, A, or the voltage of a current, V. */
  private double monitored(long nanos) {
    Terminals terminals = load.at(nanos).under(level(nanos));
    return current ? terminals.voltage() : terminals.current();
  }

  private void setPresets() {
    on = false;
    current = false;
    range = 0;
    level = 0;
    voltageProtection = VOLTAGE_PROTECTION.preset();
    currentProtection = CURRENT_PROTECTION.preset();
    editing = false;
    program.clear();
    repeat = false;
    slope = SLOPE.preset();
    interval = INTERVAL.preset();
    next = 0;
    programEnd = Long.MAX_VALUE;
    events = 0;
  }

  private void reset() {
    surroundings.outputChanged().run();
    output.ramp(0, surroundings.clock().nanos(), 0);
    settings.preset();
    monitor.preset();
    setPresets();
    approach(surroundings.clock().nanos());
  }

  private Range[] ranges() {
    return current ? CURRENTS : VOLTAGES;
  }

  private NumberRange limits(int index) {
    double limit = ranges()[index].limit;
    return new NumberRange(current ? Quantity.CURRENT : Quantity.VOLTAGE, -limit, limit, 0);
  }

  private void setFunction(String word) {
    boolean wanted = word.equals("CURR");
    if (wanted == current) {
      return;
    }
    if (on) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
    surroundings.outputChanged().run();
    current = wanted;
    range = 0;
    level = 0;
    output.ramp(0, surroundings.clock().nanos(), 0);
  }

  private void setRange(Call call) {
    Range[] ranges = ranges();
    double smallest = ranges[0].name;
    double largest = ranges[ranges.length - 1].name;
    NumberRange names =
        new NumberRange(current ? Quantity.CURRENT : Quantity.VOLTAGE, 0, largest, smallest);
    double up = ranges[Math.min(range + 1, ranges.length - 1)].name;
    double down = ranges[Math.max(range - 1, 0)].name;
    changeRange(holding(call.stepped(names, up, down)));
  }

  private String answerRange(Call call) {
    Range[] ranges = ranges();
    NumberRange names =
        new NumberRange(
            Quantity.NUMBER, ranges[0].name, ranges[ranges.length - 1].name, ranges[0].name);
    return engineering(call.more() ? call.limit(names) : ranges[range].name);
  }

  /** The smallest range whose name is at least a value. */
  private int holding(double value) {
    int index = 0;
    while (ranges()[index].name < value * (1 - 1e-9)) {
      index++;
    }
    return index;
  }

  private void changeRange(int wanted) {
    if (wanted == range) {
      return;
    }
    range = wanted;
    if (Math.abs(level) > ranges()[range].limit) {
      level = 0;
    }
    level = resolved(level);
    switchRelay();
  }

  private double resolved(double value) {
    double resolution = ranges()[range].resolution;
    return StrictMath.rint(value / resolution) * resolution;
  }

  private void setLevel(double value) {
    if (editing) {
      if (program.size() == MOST_STEPS) {
        throw new CommandException(StandardError.TOO_MUCH_DATA);
      }
      program.add(resolved(value));
      return;
    }
    level = resolved(value);
    approach(surroundings.clock().nanos());
  }

  private void setLevelAndRange(Call call) {
    double value = call.number(limits(ranges().length - 1));
    int wanted = 0;
    while (Math.abs(value) > ranges()[wanted].limit) {
      wanted++;
    }
    boolean relay = wanted != range;
    range = wanted;
    level = resolved(value);
    if (relay) {
      switchRelay();
    } else {
      approach(surroundings.clock().nanos());
    }
  }

  private void protect(double volts, double amperes) {
    surroundings.outputChanged().run();
    voltageProtection = volts;
    currentProtection = amperes;
    surroundings.outputChanged().run();
  }

  private void setOn(boolean state) {
    on = state;
    approach(surroundings.clock().nanos());
  }

  private void switchRelay() {
    surroundings.outputChanged().run();
    long now = surroundings.clock().nanos();
    output.ramp(0, now, 0);
    approach(now + Math.round(RELAY_TIME * 1e9));
  }

  private void approach(long start) {
    output.approach(on ? level : 0, start, SETTLING_TIME);
    programEnd = Long.MAX_VALUE;
    panel.overlap(start + Math.round(SETTLING_TIME * 1e9));
    surroundings.outputChanged().run();
  }

  private void startEditing() {
    editing = true;
    program.clear();
  }

  /**
   * Runs the program once. Each step is a slope to its level, then a wait for the next interval.
   */
  private void run() {
    start(0);
  }

  /** Runs the program from a step on. */
  private void start(int first) {
    if (!on || editing || repeat || program.isEmpty() || slope > interval) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
    List<Double> levels = program.subList(first, program.size());
    if (levels.isEmpty()) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
    long start = surroundings.clock().nanos();
    long[] starts = new long[levels.size()];
    for (int k = 0; k < starts.length; k++) {
      starts[k] = start + k * Math.round(interval * 1e9);
    }
    output.followRamps(levels.stream().mapToDouble(x -> x).toArray(), starts, slope);
    programStart = start - first * Math.round(interval * 1e9);
    next = program.size();
    level = program.get(program.size() - 1);
    programEnd = start + starts.length * Math.round(interval * 1e9);
    panel.overlap(programEnd);
    surroundings.outputChanged().run();
  }

  /** The present step of the running program, from 0. */
  private int step() {
    long elapsed = surroundings.clock().nanos() - programStart;
    return programRuns() ? (int) (elapsed / Math.round(interval * 1e9)) : program.size();
  }

  /** Holds the present level; the program can go on from a step. */
  private void hold(int continuing) {
    if (!programRuns()) {
      return;
    }
    next = continuing;
    long now = surroundings.clock().nanos();
    level = output.at(now);
    output.ramp(level, now, 0);
    programEnd = now;
    panel.cancelPending();
    surroundings.outputChanged().run();
  }

  private void goOn() {
    if (programRuns() || next >= program.size()) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
    start(next);
  }

  /**
   * The condition register. An active limiter sets the level of the terminals, with the sign of the
   * setpoint.
   */
  private int condition() {
    long now = surroundings.clock().nanos();
    int program =
        (programRuns() ? 0 : END_OF_PROGRAM) | (monitor.hasMeasured() ? END_OF_MEASUREMENT : 0);
    if (!load.at(now).under(level(now)).limited()) {
      return program;
    }
    return program | (output.at(now) < 0 ? LOW_LIMITER : HIGH_LIMITER);
  }

  private boolean programRuns() {
    return programEnd != Long.MAX_VALUE && surroundings.clock().nanos() < programEnd;
  }

  private String takeEvents() {
    if (programEnd != Long.MAX_VALUE && !programRuns()) {
      events |= END_OF_PROGRAM;
      programEnd = Long.MAX_VALUE;
    }
    String taken = Integer.toString(events);
    events = 0;
    return taken;
  }

  /** NR3 with an exponent that is a multiple of three: +10E-3, +30E+0. */
  private static String engineering(double value) {
    int exponent = 0;
    double mantissa = value;
    while (mantissa != 0 && Math.abs(mantissa) < 1) {
      mantissa = value * StrictMath.pow(10, exponent + 3);
      exponent += 3;
    }
    String sign = value < 0 ? "" : "+";
    return sign + Replies.plain(mantissa) + (exponent == 0 ? "E+0" : "E-" + exponent);
  }

  @Override
  public DcLevel level(long nanos) {
    double value = output.at(nanos);
    if (!on && value == 0) {
      return DcLevel.OFF;
    }
    return current
        ? DcLevel.amperes(value, voltageProtection)
        : DcLevel.volts(value, currentProtection);
  }

  @Override
  public long turn(long after) {
    return output.turn(after);
  }

  @Override
  public List<DcOutput> dcOutputs() {
    return List.of(this);
  }

  @Override
  public FrontPanel panel() {
    return panel;
  }

  @Override
  public boolean energised() {
    return on && output.target() != 0;
  }
}
