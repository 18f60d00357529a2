package org.spinbench.simulator.instrument.lockin;

import java.util.Arrays;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.spinbench.simulator.circuit.Sine;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.VoltageInput;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.PresetSettings;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.ScpiVariant;
import org.spinbench.simulator.scpi.StandardError;

/**
 * A Stanford Research Systems SR830 lock-in amplifier (SR830 operation and service manual, chapter
 * 5, "Remote programming").
 *
 * <p>Commands and indices are the manual's (docs/manuals/sr830.md). Answers have six digits. To be
 * confirmed on an instrument: the state after a reset, including 1 V at the oscillator's output;
 * the overload limits by reserve (10, 100 and 1000 times full scale, at most 1.4 V); that readings
 * have the offsets subtracted.
 *
 * <p>A refused command sets a bit of the standard event register; there is no error queue. Replies
 * go to the port of the query; {@code OUTX} has no effect, because a front panel does not know its
 * ports. Not simulated: {@code FAST}, the key click, the display, and currents, which read zero.
 */
public final class SimulatedSr830 implements SimulatedInstrument {
  private static final String IDENTITY = "Stanford_Research_Systems,SR830,s/n12345,ver1.07";
  private static final ScpiVariant DIALECT = LockInLanguage.dialect();
  private static final int ERROR_QUEUE = 20;

  /** Resistance of the oscillator's output, Ω. */
  private static final double SINE_RESISTANCE = 50;

  private static final double NOISE = 6e-9;
  private static final double HIGHEST_FREQUENCY = 102_000;
  private static final double LARGEST_INPUT = 1.4;
  private static final int SETUPS = 9;

  private static final double[] STEPS = {1, 2, 5};
  private static final int[] EXPANSIONS = {1, 10, 100};

  private static final int INPUT_OVERLOAD = 1;
  private static final int FILTER_OVERLOAD = 1 << 1;
  private static final int OUTPUT_OVERLOAD = 1 << 2;
  private static final int UNLOCKED = 1 << 3;
  private static final int NO_SCAN = 1;
  private static final int NO_COMMAND = 1 << 1;
  private static final int LOCK_IN_SUMMARY = 1 << 3;
  private static final int SUMMARIES_OF_ITS_OWN = NO_SCAN | NO_COMMAND | 1 << 2 | LOCK_IN_SUMMARY;

  private static final NumberRange PHASE = new NumberRange(Quantity.NUMBER, -360, 729.99, 0);
  private static final NumberRange FREQUENCY =
      new NumberRange(Quantity.NUMBER, 0.001, HIGHEST_FREQUENCY, 1000);
  private static final NumberRange AMPLITUDE = new NumberRange(Quantity.NUMBER, 0.004, 5, 1);
  private static final NumberRange OFFSET = new NumberRange(Quantity.NUMBER, -105, 105, 0);
  private static final NumberRange AUXILIARY = new NumberRange(Quantity.NUMBER, -10.5, 10.5, 0);

  private final Surroundings surroundings;
  private final Demodulator demodulator;
  private final LockInOutputs outputs;
  private final Sr830Buffer buffer;
  private final FrontPanel panel;

  private double frequency;
  private double amplitude;
  private int sensitivity;
  private int timeConstant;
  private int reserve;
  private final double[] auxiliary = new double[4];
  private final int[] displays = new int[2];
  private final int[] ratios = new int[2];
  private int lockInEnable;
  private int errorEnable;
  private int port = 1;

  public SimulatedSr830(Surroundings surroundings, VoltageInput input) {
    this.surroundings = surroundings;
    demodulator = new Demodulator(surroundings, input, NOISE);
    outputs = new LockInOutputs(demodulator, this::fullScale);
    buffer = new Sr830Buffer(surroundings.clock(), this::displayed);
    CommandTree tree = new CommandTree(value -> PrintedNumber.general(value, 6));
    declareReference(tree);
    declareInput(tree);
    declareOutputs(tree);
    buffer.declare(tree);
    declareReadings(tree);
    declareStatus(tree);
    new PresetSettings(tree).table("sr830");
    setPresets();
    panel = surroundings.frontPanel(IDENTITY, DIALECT, ERROR_QUEUE, tree, this::reset);
    panel.speak(commands -> new LockInLanguage(commands, this::catchUp, buffer::wasBinary));
    panel.onClearStatus(outputs::clearRegister);
    panel.addMemory(1, SETUPS);
  }

  private void declareReference(CommandTree tree) {
    tree.number("PHAS", PHASE, () -> demodulator.phase, this::setPhase);
    index(tree, "FMOD", 1, () -> demodulator.internal ? 1 : 0, i -> demodulator.internal = i == 1);
    tree.number("FREQ", FREQUENCY, () -> frequency, this::setFrequency);
    index(tree, "RSLP", 2, 0);
    tree.integer("HARM", 1, 19_999, () -> demodulator.harmonic, n -> setHarmonic((int) n));
    tree.number("SLVL", AMPLITUDE, () -> amplitude, this::setAmplitude);
  }

  private void declareInput(CommandTree tree) {
    index(tree, "ISRC", 3, 0);
    index(tree, "IGND", 1, 0);
    index(tree, "ICPL", 1, 0);
    index(tree, "ILIN", 3, 0);
    index(tree, "SENS", 26, () -> sensitivity, i -> sensitivity = i);
    index(tree, "RMOD", 2, () -> reserve, i -> reserve = i);
    index(tree, "OFLT", 19, () -> timeConstant, this::setTimeConstant);
    index(tree, "OFSL", 3, () -> demodulator.stages - 1, i -> demodulator.stages = i + 1);
    index(tree, "SYNC", 1, 0);
  }

  private void declareOutputs(CommandTree tree) {
    tree.command("DDEF", 3, 3, this::setDisplay);
    tree.query(
        "DDEF",
        1,
        1,
        call -> {
          int channel = call.integer(1, 2) - 1;
          return displays[channel] + "," + ratios[channel];
        });
    tree.command("OEXP", 3, 3, this::setOffset);
    tree.query(
        "OEXP",
        1,
        1,
        call -> {
          int output = call.integer(1, 3) - 1;
          return text(outputs.offsets[output]) + "," + outputs.expansions[output];
        });
    tree.command("AOFF", 1, 1, call -> offsetAway(call.integer(1, 3) - 1));
    tree.command("AUXV", 2, 2, call -> auxiliary[call.integer(1, 4) - 1] = call.number(AUXILIARY));
    tree.query("AUXV", 1, 1, call -> text(auxiliary[call.integer(1, 4) - 1]));
    tree.query("OAUX", 1, 1, call -> text(0 * call.integer(1, 4)));
    tree.event("APHS", () -> setPhase(demodulator.phase + value(4)));
    tree.event("AGAN", this::setGain);
    tree.event("ARSV", () -> reserve = 2);
    index(tree, "OUTX", 1, () -> port, i -> port = i);
    index(tree, "OVRM", 1, 1);
    tree.command("LOCL", 1, 1, call -> call.integer(0, 2));
    tree.command("FPOP", 2, 2, call -> call.integer(1, 2));
  }

  private void declareReadings(CommandTree tree) {
    tree.query("OUTP", 1, 1, call -> text(value(call.integer(1, 4))));
    tree.query("OUTR", 1, 1, call -> text(displayed(0)[call.integer(1, 2) - 1]));
    tree.query("SNAP", 2, 6, this::snap);
  }

  private void declareStatus(CommandTree tree) {
    tree.query("LIAS", 0, 1, call -> outputs.take(call, 7));
    tree.query("ERRS", 0, 1, call -> Integer.toString(0 * (call.more() ? call.integer(0, 7) : 0)));
    mask(tree, "LIAE", () -> lockInEnable, bits -> lockInEnable = bits);
    mask(tree, "ERRE", () -> errorEnable, bits -> errorEnable = bits);
    tree.query("*STB", 0, 1, call -> chosen(statusByte(), call));
  }

  /** Declares a setting by index that affects nothing here. */
  private static void index(CommandTree tree, String header, int last, int preset) {
    int[] present = {preset};
    index(tree, header, last, () -> present[0], i -> present[0] = i);
  }

  private static void index(
      CommandTree tree, String header, int last, IntSupplier get, IntConsumer set) {
    tree.integer(header, 0, last, get::getAsInt, i -> set.accept((int) i));
  }

  /** Declares a mask, set as a whole ({@code LIAE 8}) or by bit ({@code LIAE 3,1}). */
  private static void mask(CommandTree tree, String header, IntSupplier get, IntConsumer set) {
    tree.command(
        header,
        1,
        2,
        call -> {
          int first = call.integer(0, 255);
          if (call.more()) {
            int bit = 1 << Math.min(first, 7);
            boolean on = call.integer(0, 1) == 1;
            set.accept(on ? get.getAsInt() | bit : get.getAsInt() & ~bit);
          } else {
            set.accept(first);
          }
        });
    tree.query(header, 0, 1, call -> chosen(get.getAsInt(), call));
  }

  /** All bits, or the requested one. */
  private static String chosen(int bits, Call call) {
    return Integer.toString(call.more() ? bits >> call.integer(0, 7) & 1 : bits);
  }

  private static String text(double value) {
    return PrintedNumber.general(value, 6);
  }

  private void setPresets() {
    demodulator.internal = true;
    demodulator.phase = 0;
    demodulator.harmonic = 1;
    demodulator.stages = 2;
    frequency = FREQUENCY.preset();
    amplitude = AMPLITUDE.preset();
    sensitivity = 26;
    reserve = 2;
    setTimeConstant(8);
    outputs.preset();
    for (int i = 0; i < displays.length; i++) {
      displays[i] = 0;
      ratios[i] = 0;
    }
    buffer.preset();
  }

  private void reset() {
    surroundings.outputChanged().run();
    setPresets();
    surroundings.outputChanged().run();
  }

  /** Advances buffer and filter to the present. */
  private void catchUp() {
    long now = surroundings.clock().nanos();
    buffer.advance(now);
    demodulator.advance(now);
    outputs.note(presentOverloads());
  }

  private int presentOverloads() {
    double most = fullScale() * StrictMath.pow(10, 3 - reserve);
    double peak = demodulator.amplitude() * Math.sqrt(2);
    int bits = peak > LARGEST_INPUT ? INPUT_OVERLOAD : 0;
    bits |= demodulator.amplitude() > most ? FILTER_OVERLOAD : 0;
    for (int output = 0; output < outputs.expansions.length; output++) {
      int expansion = EXPANSIONS[outputs.expansions[output]];
      bits |= outputs.overloaded(output, expansion) ? OUTPUT_OVERLOAD : 0;
    }
    return demodulator.internal ? bits : bits | UNLOCKED;
  }

  /** Full scale, 2 nV to 1 V in steps of 1, 2, 5. */
  private double fullScale() {
    int step = sensitivity + 1;
    return STEPS[step % 3] * StrictMath.pow(10, step / 3 - 9);
  }

  /** Sets the time constant, 10 µs to 30 ks in steps of 1 and 3. */
  private void setTimeConstant(int index) {
    timeConstant = index;
    demodulator.timeConstant = (index % 2 == 0 ? 1 : 3) * StrictMath.pow(10, index / 2 - 5);
  }

  /** Sets the phase, rounded to 0.01 degrees, from -180 to 180. */
  private void setPhase(double degrees) {
    double turned = degrees - 360 * Math.rint(degrees / 360);
    demodulator.phase = StrictMath.rint(turned * 100) / 100;
  }

  /** Sets the frequency, rounded to five digits or 0.1 mHz; refused with an external reference. */
  private void setFrequency(double hertz) {
    if (!demodulator.internal || hertz * demodulator.harmonic > HIGHEST_FREQUENCY) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
    double digit = StrictMath.pow(10, Math.floor(StrictMath.log10(hertz)) - 4);
    double step = Math.max(digit, 1e-4);
    frequency = StrictMath.rint(hertz / step) * step;
  }

  /** Sets the harmonic, at most the largest that stays below the highest frequency. */
  private void setHarmonic(int number) {
    demodulator.harmonic =
        (int) Math.max(1, Math.min(number, Math.floor(HIGHEST_FREQUENCY / frequency)));
  }

  /** Sets the amplitude, rounded to 2 mV. */
  private void setAmplitude(double volts) {
    surroundings.outputChanged().run();
    amplitude = StrictMath.rint(volts * 500) / 500;
    surroundings.outputChanged().run();
  }

  private void setDisplay(Call call) {
    int channel = call.integer(1, 2) - 1;
    int display = call.integer(0, 4);
    int ratio = call.integer(0, 2);
    displays[channel] = display;
    ratios[channel] = ratio;
  }

  private void setOffset(Call call) {
    int output = call.integer(1, 3) - 1;
    double percent = call.number(OFFSET);
    outputs.expansions[output] = call.integer(0, 2);
    outputs.offsets[output] = StrictMath.rint(percent * 100) / 100;
  }

  /** Sets the offset that brings an output to zero, if there is one. */
  private void offsetAway(int output) {
    double percent = outputs.offsets[output] + 100 * value(output + 1) / fullScale();
    if (Math.abs(percent) > OFFSET.max()) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
    outputs.offsets[output] = StrictMath.rint(percent * 100) / 100;
  }

  private void setGain() {
    double magnitude = StrictMath.hypot(demodulator.x(), demodulator.y());
    sensitivity = 0;
    while (sensitivity < 26 && magnitude > fullScale()) {
      sensitivity++;
    }
  }

  /** X, Y, R and θ, counted from 1. */
  private double value(int output) {
    return outputs.value(output - 1);
  }

  /** The values of both displays at a moment: X or R, and Y or θ; others are zero. */
  private double[] displayed(long moment) {
    demodulator.advance(moment);
    double first = displays[0] == 0 ? value(1) : displays[0] == 1 ? value(3) : 0;
    double second = displays[1] == 0 ? value(2) : displays[1] == 1 ? value(4) : 0;
    return new double[] {first, second};
  }

  private String snap(Call call) {
    StringJoiner values = new StringJoiner(",");
    while (call.more()) {
      int parameter = call.integer(1, 11);
      values.add(
          text(
              switch (parameter) {
                case 1, 2, 3, 4 -> value(parameter);
                case 9 -> frequency;
                case 10, 11 -> displayed(0)[parameter - 10];
                default -> 0;
              }));
    }
    return values.toString();
  }

  private int statusByte() {
    int bits = panel.statusByte() & ~SUMMARIES_OF_ITS_OWN | NO_COMMAND;
    bits |= buffer.running() ? 0 : NO_SCAN;
    return (outputs.register() & lockInEnable) == 0 ? bits : bits | LOCK_IN_SUMMARY;
  }

  @Override
  public FrontPanel panel() {
    return panel;
  }

  @Override
  public boolean hasSerialPort() {
    return true;
  }

  @Override
  public Optional<Sine> sine() {
    return Optional.of(new Sine(0, Math.sqrt(2) * amplitude, SINE_RESISTANCE));
  }

  /** The oscillator cannot be switched off; its lowest amplitude counts as off. */
  @Override
  public boolean energised() {
    return amplitude > AMPLITUDE.min() || Arrays.stream(auxiliary).anyMatch(volts -> volts != 0);
  }
}
