package org.spinbench.simulator.instrument.lockin;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.spinbench.simulator.circuit.Sine;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.VoltageInput;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.PresetSettings;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.ScpiVariant;

/**
 * A Stanford Research Systems SR860 lock-in amplifier (SR860 operation manual, chapter 4,
 * "Programming").
 *
 * <p>Commands are the manual's, checked against public clients (docs/manuals/sr860.md). Indices
 * count from 0; some have words too. To be confirmed on an instrument: the state after a reset;
 * nine digits in answers; overload of an output 9 % above full scale. Not simulated: dual and chop
 * reference, FFT, streaming, scans, and currents, which read zero.
 */
public final class SimulatedSr860 implements SimulatedInstrument {
  private static final String IDENTITY = "Stanford_Research_Systems,SR860,002765,v1.51";
  private static final ScpiVariant DIALECT = LockInLanguage.dialect();
  private static final int ERROR_QUEUE = 20;

  /** Resistance of the oscillator's output, Ω. */
  private static final double SINE_RESISTANCE = 50;

  private static final double NOISE = 2.5e-9;
  private static final double[] FALLING = {1, 0.5, 0.2};
  private static final double[] INPUT_RANGES = {1, 0.3, 0.1, 0.03, 0.01};
  private static final List<String> PARAMETERS =
      List.of(
          "X", "Y", "R", "THETA", "IN1", "IN2", "IN3", "IN4", "XNOISE", "YNOISE", "OUT1", "OUT2",
          "PHASE", "SAMP", "LEVEL", "FINT", "FEXT");

  private static final int FIRST_OUTPUT_OVERLOAD = 1;
  private static final int SECOND_OUTPUT_OVERLOAD = 1 << 1;
  private static final int UNLOCKED = 1 << 3;
  private static final int INPUT_OVERLOAD = 1 << 4;
  private static final NumberRange PHASE = new NumberRange(Quantity.NUMBER, -360_000, 360_000, 0);
  private static final NumberRange FREQUENCY =
      new NumberRange(Quantity.NUMBER, 1e-3, 500_000, 100_000);
  private static final NumberRange AMPLITUDE = new NumberRange(Quantity.NUMBER, 1e-9, 2, 1e-9);
  private static final NumberRange LEVEL = new NumberRange(Quantity.NUMBER, -5, 5, 0);
  private static final NumberRange AUXILIARY = new NumberRange(Quantity.NUMBER, -10.5, 10.5, 0);
  private static final NumberRange OFFSET = new NumberRange(Quantity.NUMBER, -999.99, 999.99, 0);

  private final Surroundings surroundings;
  private final Demodulator demodulator;
  private final LockInOutputs outputs;
  private final Sr860Capture capture;
  private final FrontPanel panel;

  private double frequency;
  private double amplitude;
  private double level;
  private int sensitivity;
  private int timeConstant;
  private int inputRange;
  private int reference;
  private final double[] auxiliary = new double[4];
  private final int[] shown = new int[4];
  private int lockInEnable;

  public SimulatedSr860(Surroundings surroundings, VoltageInput input) {
    this.surroundings = surroundings;
    demodulator = new Demodulator(surroundings, input, NOISE);
    outputs = new LockInOutputs(demodulator, this::fullScale);
    capture = new Sr860Capture(surroundings.clock(), demodulator, outputs);
    CommandTree tree = new CommandTree(SimulatedSr860::text);
    declareReference(tree);
    declarePresets(tree);
    declareInput(tree);
    declareOutputs(tree);
    capture.declare(tree);
    declareStatus(tree);
    new PresetSettings(tree).table("sr860");
    setPresets();
    panel = surroundings.frontPanel(IDENTITY, DIALECT, ERROR_QUEUE, tree, this::reset);
    panel.speak(commands -> new LockInLanguage(commands, this::catchUp, SimulatedSr860::isBlock));
    panel.onClearStatus(outputs::clearRegister);
  }

  /** A number with nine digits, as this model formats it. */
  static String text(double value) {
    return PrintedNumber.general(value, 9);
  }

  private void declareReference(CommandTree tree) {
    tree.number("PHAS", PHASE, () -> demodulator.phase, this::setPhase);
    tree.number("FREQ", FREQUENCY, () -> frequency, hertz -> frequency = hertz);
    tree.number("FREQINT", FREQUENCY, () -> frequency, hertz -> frequency = hertz);
    tree.query("FREQEXT", () -> "0");
    tree.query("FREQDET", () -> text(frequency * demodulator.harmonic));
    tree.integer("HARM", 1, 99, () -> demodulator.harmonic, n -> demodulator.harmonic = (int) n);
    one(tree, "HARMDUAL", List.of(), 99);
    tree.number("SLVL", AMPLITUDE, () -> amplitude, this::setAmplitude);
    tree.number("SOFF", LEVEL, () -> level, this::setLevel);
    one(tree, "REFM", List.of("COM", "DIF"), 1);
    one(tree, "RSRC", List.of("INT", "EXT", "DUAL", "CHOP"), 3, () -> reference, this::setSource);
    one(tree, "RTRG", List.of("SIN", "POSTTL", "NEGTTL"), 2);
    one(tree, "REFZ", List.of(), 1);
    one(tree, "TBMODE", List.of("AUTO", "INTERNAL"), 1);
    tree.query("TBSTAT", () -> "1");
    tree.event("APHS", () -> setPhase(demodulator.phase + outputs.value(3)));
  }

  /** Declares the four preset buttons each of frequency, amplitude and level. */
  private void declarePresets(CommandTree tree) {
    preset(tree, "PSTF", FREQUENCY);
    preset(tree, "PSTA", AMPLITUDE);
    preset(tree, "PSTL", LEVEL);
  }

  private static void preset(CommandTree tree, String header, NumberRange range) {
    double[] values = {range.preset(), range.preset(), range.preset(), range.preset()};
    tree.command(header, 2, 2, call -> values[call.integer(0, 3)] = call.number(range));
    tree.query(header, 1, 1, call -> text(values[call.integer(0, 3)]));
  }

  private void declareInput(CommandTree tree) {
    one(tree, "IVMD", List.of("VOLT", "CURR"), 1);
    one(tree, "ISRC", List.of("A"), 1);
    one(tree, "ICPL", List.of("AC", "DC"), 1);
    one(tree, "IGND", List.of("FLOAT", "GROUND"), 1);
    one(tree, "IRNG", List.of(), 4, () -> inputRange, i -> inputRange = i);
    one(tree, "ICUR", List.of(), 1);
    tree.query("ILVL", () -> Integer.toString(signalStrength()));
    one(tree, "SCAL", List.of(), 27, () -> sensitivity, i -> sensitivity = i);
    one(tree, "OFLT", List.of(), 21, () -> timeConstant, this::setTimeConstant);
    one(tree, "OFSL", List.of(), 3, () -> demodulator.stages - 1, i -> demodulator.stages = i + 1);
    one(tree, "SYNC", List.of("OFF", "ON"), 1);
    one(tree, "ADVFILT", List.of("OFF", "ON"), 1);
    tree.query("ENBW", () -> text(demodulator.bandwidth()));
    tree.event("ARNG", this::chooseInputRange);
    tree.event("ASCL", this::chooseSensitivity);
  }

  private void declareOutputs(CommandTree tree) {
    tree.command("COFP", 2, 2, this::setOffset);
    tree.query("COFP", 1, 1, call -> text(outputs.offsets[call.integer(0, 2)]));
    tree.command("CEXP", 2, 2, call -> outputs.expansions[call.integer(0, 2)] = call.integer(0, 2));
    tree.query("CEXP", 1, 1, call -> Integer.toString(outputs.expansions[call.integer(0, 2)]));
    tree.command("AUXV", 2, 2, call -> auxiliary[call.integer(0, 3)] = call.number(AUXILIARY));
    tree.query("AUXV", 1, 1, call -> text(auxiliary[call.integer(0, 3)]));
    tree.query("OAUX", 1, 1, call -> text(0 * call.integer(0, 3)));
    tree.query("OUTP", 1, 1, call -> text(parameter(chosen(PARAMETERS, 16, call))));
    tree.query("SNAP", 2, 3, this::snap);
    tree.query("SNAPD", this::snapDisplay);
    tree.command("CDSP", 2, 2, call -> shown[call.integer(0, 3)] = chosen(PARAMETERS, 16, call));
    tree.query("CDSP", 1, 1, call -> Integer.toString(shown[call.integer(0, 3)]));
    boolean[] graphs = new boolean[4];
    tree.command("CGRF", 2, 2, call -> graphs[call.integer(0, 3)] = call.flag());
    tree.query("CGRF", 1, 1, call -> Replies.flag(graphs[call.integer(0, 3)]));
    int[] outputs = new int[3];
    tree.command("COUT", 2, 2, call -> outputs[call.integer(0, 2)] = call.integer(0, 1));
    tree.query("COUT", 1, 1, call -> Integer.toString(outputs[call.integer(0, 2)]));
    one(tree, "DBLK", List.of("OFF", "ON"), 1);
    one(tree, "DLAY", List.of(), 5);
    one(tree, "GSPD", List.of(), 16);
  }

  private void declareStatus(CommandTree tree) {
    tree.query("CUROVLDSTAT", () -> Integer.toString(presentOverloads()));
    tree.query("LIAS", 0, 1, call -> outputs.take(call, 14));
    tree.integer("LIAE", 0, 32_767, () -> lockInEnable, bits -> lockInEnable = (int) bits);
    tree.query("ERRS", () -> "0");
    one(tree, "ERRE", List.of(), 255);
  }

  /** Declares a setting of several choices that affects nothing here. */
  private static void one(CommandTree tree, String header, List<String> words, int last) {
    int[] present = {0};
    one(tree, header, words, last, () -> present[0], i -> present[0] = i);
  }

  /** Declares a setting of several choices, by word or number; the answer is a number. */
  private static void one(
      CommandTree tree,
      String header,
      List<String> words,
      int last,
      IntSupplier get,
      IntConsumer set) {
    tree.command(header, 1, 1, call -> set.accept(chosen(words, last, call)));
    tree.query(header, () -> Integer.toString(get.getAsInt()));
    tree.stored(get::getAsInt, set::accept);
  }

  /** The choice that a parameter names by word, or by number up to the last. */
  static int chosen(List<String> words, int last, Call call) {
    for (int i = 0; i < words.size(); i++) {
      if (call.took(words.get(i))) {
        return i;
      }
    }
    return call.integer(0, last);
  }

  private void setPresets() {
    setSource(0);
    demodulator.phase = 0;
    demodulator.harmonic = 1;
    demodulator.stages = 2;
    frequency = FREQUENCY.preset();
    amplitude = AMPLITUDE.preset();
    level = 0;
    sensitivity = 0;
    inputRange = 0;
    setTimeConstant(10);
    outputs.preset();
    for (int i = 0; i < shown.length; i++) {
      shown[i] = i;
    }
    capture.preset();
  }

  private void reset() {
    surroundings.outputChanged().run();
    setPresets();
    surroundings.outputChanged().run();
  }

  private void catchUp() {
    long now = surroundings.clock().nanos();
    capture.advance(now);
    demodulator.advance(now);
    outputs.note(presentOverloads());
  }

  private void setSource(int index) {
    reference = index;
    demodulator.internal = index == 0;
  }

  private void setPhase(double degrees) {
    demodulator.phase = degrees - 360 * Math.rint(degrees / 360);
  }

  private void setAmplitude(double volts) {
    surroundings.outputChanged().run();
    amplitude = volts;
    surroundings.outputChanged().run();
  }

  private void setLevel(double volts) {
    surroundings.outputChanged().run();
    level = volts;
    surroundings.outputChanged().run();
  }

  /** Sets the time constant, 1 µs to 30 ks in steps of 1 and 3. */
  private void setTimeConstant(int index) {
    timeConstant = index;
    demodulator.timeConstant = (index % 2 == 0 ? 1 : 3) * StrictMath.pow(10, index / 2 - 6);
  }

  /** Full scale, 1 V to 1 nV in steps of 5, 2, 1. */
  private double fullScale() {
    return FALLING[sensitivity % 3] * StrictMath.pow(10, -(sensitivity / 3));
  }

  private double inputPeak() {
    return demodulator.amplitude() * Math.sqrt(2);
  }

  /** Signal strength, from 0 (weak) to 4 (overload). */
  private int signalStrength() {
    double part = inputPeak() / INPUT_RANGES[inputRange];
    return part > 1 ? 4 : (int) Math.ceil(Math.max(0, 3 + StrictMath.log10(part) / 0.5));
  }

  private void chooseInputRange() {
    inputRange = INPUT_RANGES.length - 1;
    while (inputRange > 0 && inputPeak() > INPUT_RANGES[inputRange]) {
      inputRange--;
    }
  }

  private void chooseSensitivity() {
    double magnitude = StrictMath.hypot(demodulator.x(), demodulator.y());
    sensitivity = 27;
    while (sensitivity > 0 && magnitude > fullScale()) {
      sensitivity--;
    }
  }

  private int presentOverloads() {
    int bits = outputs.overloaded(0, 1) ? FIRST_OUTPUT_OVERLOAD : 0;
    bits |= outputs.overloaded(1, 1) ? SECOND_OUTPUT_OVERLOAD : 0;
    bits |= inputPeak() > INPUT_RANGES[inputRange] ? INPUT_OVERLOAD : 0;
    return demodulator.internal ? bits : bits | UNLOCKED;
  }

  private void setOffset(Call call) {
    int output = call.integer(0, 2);
    outputs.offsets[output] = call.number(OFFSET);
  }

  /** A value by its number in the list; zero if it is not simulated. */
  private double parameter(int index) {
    return switch (index) {
      case 0, 1, 2, 3 -> outputs.value(index);
      case 8, 9 -> demodulator.noise();
      case 10, 11 -> auxiliary[index - 10];
      case 12 -> demodulator.phase;
      case 13 -> amplitude;
      case 14 -> level;
      case 15 -> frequency;
      default -> 0;
    };
  }

  private String snap(Call call) {
    StringJoiner values = new StringJoiner(",");
    while (call.more()) {
      values.add(text(parameter(chosen(PARAMETERS, 16, call))));
    }
    return values.toString();
  }

  private String snapDisplay() {
    StringJoiner values = new StringJoiner(",");
    for (int index : shown) {
      values.add(text(parameter(index)));
    }
    return values.toString();
  }

  /** Captured data, which the END of the bus alone ends (SR865A manual, page 139; QCoDeS). */
  private static boolean isBlock(byte[] response) {
    return response.length > 0 && response[0] == '#';
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
    return Optional.of(new Sine(level, Math.sqrt(2) * amplitude, SINE_RESISTANCE));
  }

  /** The oscillator cannot be switched off; its lowest amplitude counts as off. */
  @Override
  public boolean energised() {
    return amplitude > AMPLITUDE.min()
        || level != 0
        || Arrays.stream(auxiliary).anyMatch(volts -> volts != 0);
  }
}
