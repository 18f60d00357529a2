package org.spinbench.simulator.instrument.rfsource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.DoubleConsumer;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.DeviceError;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.InstrumentError;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.Stanford;

/**
 * A Stanford Research Systems SG382, SG384 or SG386 signal generator; its RF output is the type-N
 * connector. Only the SG386 has an option: IQ modulation.
 *
 * <p>Mnemonics, ranges, modulation types and error numbers are the model's. No manual confirms the
 * reset values except the carrier of 10 MHz, that the outputs are off after a reset, that the
 * type-N output is silent below 950 kHz, and the reset values of the pulse generator. Of the
 * modulations only pulse and blank change the mean power.
 *
 * <p>A list consists of states; each sets some fields. In an enabled list, a trigger selects the
 * next state, and after the last the first. Fields for display, enables and the outputs of options
 * have no effect. The capacity of the list, and that a trigger without an enabled list is ignored,
 * are unconfirmed.
 */
public final class SimulatedSg380 implements SingleRfSource {
  private static final double SETTLING_TIME = 8e-3;
  private static final double LOWEST_RF = 950e3;
  private static final double LOWEST_IQ = 400e6;
  private static final double MOST_WITH_IQ = 10;
  private static final NumberRange LEVEL = new NumberRange(Quantity.POWER_DBM, -110, 16.5, 0);
  private static final NumberRange LF_LEVEL = new NumberRange(Quantity.POWER_DBM, -47, 13, 0);
  private static final NumberRange LF_OFFSET = new NumberRange(Quantity.VOLTAGE, -1.5, 1.5, 0);
  private static final NumberRange REAR_OFFSET = new NumberRange(Quantity.VOLTAGE, -10, 10, 0);
  private static final NumberRange PHASE = new NumberRange(Quantity.ANGLE, -360, 360, 0);
  private static final NumberRange RATE = new NumberRange(Quantity.FREQUENCY, 1e-6, 500e3, 1e3);
  private static final NumberRange DEVIATION = new NumberRange(Quantity.FREQUENCY, 0, 64e6, 1e3);
  private static final NumberRange DEPTH = new NumberRange(Quantity.NUMBER, 0, 100, 100);
  private static final NumberRange PULSE_PERIOD = new NumberRange(Quantity.TIME, 1e-6, 10, 1e-3);
  private static final NumberRange PULSE_WIDTH = new NumberRange(Quantity.TIME, 100e-9, 9.99, 1e-6);
  private static final DeviceError NO_CLOCK = DeviceError.execution(14, "Option 1 missing");
  private static final DeviceError NO_DOUBLER = DeviceError.execution(15, "Option 2 missing");
  private static final DeviceError NO_QUADRATURE = DeviceError.execution(16, "Option 3 missing");
  private static final NumberRange ANY = new NumberRange(Quantity.NUMBER, -255, 255, 0);

  /**
   * Number of fields of a state: carrier, phase, level and offset of the BNC, level of the type N,
   * display, enables, type of modulation, its function, rate and deviation, clock level and offset,
   * doubler level, rear offset.
   */
  private static final int FIELDS = 15;

  private static final int MOST_STATES = 2000;
  private static final int PULSE = 4;
  private static final int BLANK = 5;
  private static final int IQ = 6;
  private static final int EXTERNAL = 5;

  /** The models. */
  public enum Kind {
    SG382(2.025e9, false),
    SG384(4.05e9, false),
    SG386(6.075e9, true);

    private final NumberRange frequency;
    private final boolean quadrature;

    Kind(double highest, boolean quadrature) {
      frequency = new NumberRange(Quantity.FREQUENCY, 0, highest, 10e6);
      this.quadrature = quadrature;
    }

    private String identity() {
      return "Stanford Research Systems," + name() + ",s/n001671,ver1.21.26";
    }
  }

  private final Kind kind;
  private final Carrier carrier;
  private final FrontPanel panel;

  private double frequency;
  private boolean enabled;
  private double lfLevel;
  private boolean lfOutput;
  private double lfOffset;
  private double rearOffset;
  private double phase;
  private int noiseMode;
  private boolean modulation;
  private int type;
  private int function;
  private int pulseFunction;
  private int quadratureFunction;
  private boolean directCoupling;
  private double rate;
  private double deviation;
  private double depth;
  private double pulsePeriod;
  private double pulseWidth;

  private final List<double[]> states = new ArrayList<>();
  private final List<NumberRange> ranges;
  private int listIndex;
  private boolean listing;

  public SimulatedSg380(Surroundings surroundings, Kind kind) {
    this.kind = kind;
    carrier = new Carrier(surroundings, SETTLING_TIME, kind.frequency.preset(), LEVEL.preset());
    ranges =
        List.of(
            kind.frequency,
            PHASE,
            LF_LEVEL,
            LF_OFFSET,
            LEVEL,
            ANY,
            ANY,
            new NumberRange(Quantity.NUMBER, 0, IQ, 0),
            new NumberRange(Quantity.NUMBER, 0, EXTERNAL, 0),
            RATE,
            DEVIATION,
            ANY,
            ANY,
            ANY,
            REAR_OFFSET);
    setPresets();
    CommandTree tree = new CommandTree(Replies::plain);
    declareOutputs(tree);
    declareModulation(tree);
    declareOptions(tree);
    declareList(tree);
    tree.query("LERR", () -> Integer.toString(takeError()));
    panel = surroundings.frontPanel(kind.identity(), Stanford.DIALECT, 20, tree, this::reset);
    panel.addMemory(0, 9);
    carrier.overlapping(panel);
  }

  private int takeError() {
    return panel.takeError().map(InstrumentError::code).orElse(0);
  }

  private void declareOutputs(CommandTree tree) {
    tree.number("FREQ", kind.frequency, () -> frequency, this::tune);
    tree.number("PHAS", PHASE, () -> phase, degrees -> phase = degrees);
    tree.number("AMPR", this::levelRange, carrier::level, dbm -> carrier.level(hundredths(dbm)));
    tree.flag("ENBR", () -> enabled, this::enable);
    tree.number("AMPL", LF_LEVEL, () -> lfLevel, dbm -> lfLevel = hundredths(dbm));
    tree.flag("ENBL", () -> lfOutput, state -> lfOutput = state);
    tree.number("OFSL", LF_OFFSET, () -> lfOffset, volts -> lfOffset = hundredths(volts));
    tree.number("OFSD", REAR_OFFSET, () -> rearOffset, volts -> rearOffset = hundredths(volts));
    chosen(tree, "NOIS", 1, () -> noiseMode, mode -> noiseMode = mode);
  }

  private void declareModulation(CommandTree tree) {
    tree.flag("MODL", () -> modulation, state -> modulating(() -> modulation = state));
    chosen(tree, "TYPE", IQ, () -> type, this::setType);
    chosen(tree, "MFNC", EXTERNAL, () -> function, chosen -> function = chosen);
    chosen(tree, "PFNC", EXTERNAL, () -> pulseFunction, this::setPulseFunction);
    tree.flag("COUP", () -> directCoupling, state -> directCoupling = state);
    tree.number("RATE", RATE, () -> rate, hertz -> rate = hertz);
    tree.number("FDEV", DEVIATION, () -> deviation, hertz -> deviation = hertz);
    tree.number("ADEP", DEPTH, () -> depth, percent -> depth = percent);
    tree.number("PPER", PULSE_PERIOD, () -> pulsePeriod, t -> modulating(() -> pulsePeriod = t));
    tree.number("PWID", PULSE_WIDTH, () -> pulseWidth, t -> modulating(() -> pulseWidth = t));
    tree.query("OPTN", 1, 1, call -> Replies.flag(call.integer(1, 4) == 3 && kind.quadrature));
  }

  /** Declares the commands of options. */
  private void declareOptions(CommandTree tree) {
    List.of("AMPC", "OFSC", "ENBC").forEach(mnemonic -> missing(tree, mnemonic, NO_CLOCK));
    List.of("AMPH", "ENBH").forEach(mnemonic -> missing(tree, mnemonic, NO_DOUBLER));
    if (kind.quadrature) {
      chosen(tree, "QFNC", EXTERNAL, () -> quadratureFunction, set -> quadratureFunction = set);
    } else {
      missing(tree, "QFNC", NO_QUADRATURE);
    }
  }

  private static void missing(CommandTree tree, String mnemonic, DeviceError error) {
    tree.command(mnemonic, 1, 1, call -> fail(error));
    tree.query(
        mnemonic,
        () -> {
          fail(error);
          return "";
        });
  }

  private static void fail(DeviceError error) {
    throw new CommandException(error);
  }

  /** Declares a choice by number. */
  private static void chosen(
      CommandTree tree, String mnemonic, int most, IntSupplier get, IntConsumer set) {
    tree.command(mnemonic, 1, 1, (Call call) -> set.accept(call.integer(0, most)));
    tree.query(mnemonic, () -> Integer.toString(get.getAsInt()));
    tree.stored(get::getAsInt, set::accept);
  }

  private void declareList(CommandTree tree) {
    tree.query("LSTC", 1, 1, call -> Replies.flag(create(call.integer(1, 9999))));
    tree.event("LSTD", this::destroy);
    tree.flag("LSTE", () -> listing, this::list);
    tree.command("LSTI", 1, 1, call -> listIndex = call.integer(0, states.size() - 1));
    tree.query("LSTI", () -> Integer.toString(listIndex));
    tree.command("LSTP", 1 + FIELDS, 1 + FIELDS, this::setState);
    tree.query("LSTP", 1, 1, call -> shown(states.get(call.integer(0, states.size() - 1))));
    tree.event("LSTR", () -> listIndex = 0);
    tree.query("LSTS", () -> Integer.toString(states.size()));
    tree.event("*TRG", this::trigger);
  }

  private boolean create(int size) {
    destroy();
    if (size > MOST_STATES) {
      return false;
    }
    for (int k = 0; k < size; k++) {
      states.add(unchanged());
    }
    return true;
  }

  private static double[] unchanged() {
    double[] state = new double[FIELDS];
    Arrays.fill(state, Double.NaN);
    return state;
  }

  private void destroy() {
    states.clear();
    listIndex = 0;
    listing = false;
  }

  private void list(boolean state) {
    if (state && states.isEmpty()) {
      fail(DeviceError.execution(12, "Not allowed"));
    }
    listing = state;
  }

  /**
   * Sets a state: its number, then its fields in order, with N for those that it does not change.
   */
  private void setState(Call call) {
    int index = call.integer(0, states.size() - 1);
    double[] state = unchanged();
    for (int field = 0; field < FIELDS; field++) {
      if (!call.took("N")) {
        state[field] = call.number(ranges.get(field));
      }
    }
    states.set(index, state);
  }

  private static String shown(double... state) {
    StringJoiner fields = new StringJoiner(",");
    for (double value : state) {
      fields.add(Double.isNaN(value) ? "N" : Replies.plain(value));
    }
    return fields.toString();
  }

  private void trigger() {
    if (!listing) {
      return;
    }
    double[] state = states.get(listIndex);
    listIndex = (listIndex + 1) % states.size();
    apply(state[0], this::tune);
    apply(state[1], degrees -> phase = degrees);
    apply(state[2], dbm -> lfLevel = hundredths(dbm));
    apply(state[3], volts -> lfOffset = hundredths(volts));
    apply(state[4], dbm -> carrier.level(hundredths(dbm)));
    apply(state[7], number -> setType((int) number));
    apply(state[8], number -> function = (int) number);
    apply(state[9], hertz -> rate = hertz);
    apply(state[10], hertz -> deviation = hertz);
    apply(state[14], volts -> rearOffset = hundredths(volts));
  }

  private static void apply(double value, DoubleConsumer change) {
    if (!Double.isNaN(value)) {
      change.accept(value);
    }
  }

  private void setPresets() {
    destroy();
    frequency = kind.frequency.preset();
    enabled = false;
    lfLevel = LF_LEVEL.preset();
    lfOutput = false;
    lfOffset = 0;
    rearOffset = 0;
    phase = 0;
    noiseMode = 0;
    modulation = false;
    type = 1;
    function = 0;
    pulseFunction = 3;
    quadratureFunction = EXTERNAL;
    directCoupling = false;
    rate = RATE.preset();
    deviation = DEVIATION.preset();
    depth = DEPTH.preset();
    pulsePeriod = PULSE_PERIOD.preset();
    pulseWidth = PULSE_WIDTH.preset();
  }

  private void reset() {
    setPresets();
    carrier.preset(frequency, LEVEL.preset());
  }

  private static double hundredths(double value) {
    return StrictMath.rint(value * 100) / 100;
  }

  private NumberRange levelRange() {
    boolean quadrature = modulation && type == IQ;
    return quadrature
        ? new NumberRange(Quantity.POWER_DBM, LEVEL.min(), MOST_WITH_IQ, LEVEL.preset())
        : LEVEL;
  }

  private void tune(double hertz) {
    frequency = StrictMath.rint(hertz * 1e6) / 1e6;
    carrier.frequency(frequency);
    enable(enabled);
  }

  private void enable(boolean state) {
    enabled = state;
    carrier.on(state && frequency >= LOWEST_RF);
  }

  /** Sets the modulation type. IQ needs its option and a carrier above 400 MHz. */
  private void setType(int number) {
    if (number == IQ) {
      if (!kind.quadrature) {
        fail(NO_QUADRATURE);
      }
      if (frequency <= LOWEST_IQ) {
        fail(DeviceError.execution(12, "Not allowed"));
      }
    }
    modulating(() -> type = number);
  }

  /**
   * Sets the pulse function: square, noise or external; other numbers belong to other modulations.
   */
  private void setPulseFunction(int number) {
    if (number < 3) {
      fail(DeviceError.execution(10, "Illegal value"));
    }
    modulating(() -> pulseFunction = number);
  }

  private void modulating(Runnable change) {
    change.run();
    boolean pulsed = modulation && (type == PULSE || type == BLANK);
    boolean external = pulseFunction == EXTERNAL;
    double own = pulseFunction == 3 ? Math.min(1, pulseWidth / pulsePeriod) : 0.5;
    carrier.pulses(
        pulsed ? passed(external ? 0 : own) : 1, pulsed ? passed(external ? 1 : own) : 1);
  }

  private double passed(double pulse) {
    return type == BLANK ? 1 - pulse : pulse;
  }

  @Override
  public boolean hasSerialPort() {
    return true;
  }

  @Override
  public boolean energised() {
    return carrier.on() || lfOutput || rearOffset != 0;
  }

  @Override
  public FrontPanel panel() {
    return panel;
  }

  @Override
  public Carrier carrier() {
    return carrier;
  }
}
