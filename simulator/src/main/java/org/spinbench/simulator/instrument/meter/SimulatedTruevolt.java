package org.spinbench.simulator.instrument.meter;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.TriggerInput;
import org.spinbench.simulator.instrument.VoltageInput;
import org.spinbench.simulator.instrument.part.TriggerSystem;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.PresetSettings;
import org.spinbench.simulator.scpi.PresetSettings.Value;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;
import org.spinbench.simulator.scpi.StoredSettings;
import org.spinbench.simulator.scpi.Wording;

/**
 * A Keysight 34461A or 34465A multimeter without options as a DC voltmeter, on a line of 50 Hz
 * (Truevolt Series Operating and Service Guide, 34460-90901).
 *
 * <p>Commands, answers and presets are the guide's (docs/manuals/34461a.md). To be confirmed on an
 * instrument: the resolution by integration time (3 ppm of range at 0.02 PLC to 0.03 ppm at 100
 * PLC), the noise (assumed: the resolution at 1 PLC plus 0.1 µV rms), the offsets (3.5 µV on the
 * ranges up to 1 V, 5 ppm of range above, three sigma), the automatic trigger delay, 30 ms for a
 * change of range, and the time between conversions. The commands include those of the 34401A that
 * these models accept.
 *
 * <p>A conversion with autozero takes a second aperture after the one that integrates the input. A
 * full memory (10 000 or 50 000 readings) keeps the newest readings; {@code READ?} gives only
 * these. The twin takes no readings before a trigger. Pulses at the trigger input are so short that
 * the slope does not matter.
 */
public final class SimulatedTruevolt implements SimulatedInstrument {
  private static final double LINE_PERIOD = 0.02;
  private static final double OVERLOAD = 9.9e37;
  private static final double OVER_RANGE = 1.2;
  private static final double LONGEST_DELAY = 3600;
  private static final double SETTLED = 1.5e-3;
  private static final long RELAY_NANOS = 30_000_000;
  private static final int LARGEST_COUNT = 1_000_000;
  private static final int OVERLOADED = 1;
  private static final int ERROR_QUEUE = 20;
  private static final List<VoltageConverter.Range> RANGES =
      List.of(range(0.1), range(1), range(10), range(100), range(1000));
  private static final NumberRange RANGE = new NumberRange(Quantity.VOLTAGE, 0, 1000, 1000);

  /** A range; its default, which is no voltage, selects autorange. */
  private static final NumberRange RANGE_OR_DEFAULT =
      new NumberRange(Quantity.VOLTAGE, 0, 1000, Double.MIN_VALUE);

  private static final NumberRange RESOLUTION = new NumberRange(Quantity.VOLTAGE, 0, 1000, 0);
  private static final NumberRange DELAY = new NumberRange(Quantity.TIME, 0, LONGEST_DELAY, 1);
  private static final NumberRange TRIGGERS = new NumberRange(Quantity.NUMBER, 1, LARGEST_COUNT, 1);

  /** Integration times in power-line cycles, each with its resolution relative to the range. */
  private static final double[] RESOLUTIONS_CYCLES = {0.02, 0.06, 0.2, 1, 10, 100};

  private static final double[] RESOLUTIONS = {3e-6, 1.5e-6, 0.7e-6, 0.3e-6, 0.1e-6, 0.03e-6};

  /** The differences between the two models. */
  public enum Variant {
    M34461A(
        "Keysight Technologies,34461A,MY53200001,A.02.14-02.40-02.14-00.49-01-01",
        List.of(0.02, 0.2, 1.0, 10.0, 100.0),
        10_000,
        600_000,
        "IMMediate|EXTernal|BUS"),
    M34465A(
        "Keysight Technologies,34465A,MY54500001,A.02.16-02.40-02.16-00.51-03-01",
        List.of(0.02, 0.06, 0.2, 1.0, 10.0, 100.0),
        50_000,
        20_000,
        "IMMediate|EXTernal|BUS|INTernal");

    private final String identity;
    private final List<Double> cycles;
    private final int memory;
    private final long overhead;
    private final String triggers;

    Variant(String identity, List<Double> cycles, int memory, long overhead, String triggers) {
      this.identity = identity;
      this.cycles = cycles;
      this.memory = memory;
      this.overhead = overhead;
      this.triggers = triggers;
    }
  }

  private final Variant variant;
  private final Surroundings surroundings;
  private final VoltageConverter converter;
  private final TriggerSystem trigger;
  private final FrontPanel panel;

  private double cycles;
  private double aperture;
  private boolean timed;
  private boolean autoZero;
  private final PresetSettings settings;
  private final TruevoltFunctions functions;
  private final TruevoltMath math;
  private boolean autoImpedance;
  private boolean endless;
  private double delay;
  private boolean autoDelay;
  private String sampleSource = "IMM";
  private double sampleTimer = 1;
  private String format = "ASC,9";
  private Value<String> byteOrder;
  private String message = "";
  private double sensed;

  public SimulatedTruevolt(Variant variant, Surroundings surroundings, VoltageInput input) {
    this.variant = variant;
    this.surroundings = surroundings;
    converter = new VoltageConverter(surroundings, input, OVER_RANGE, 1, RANGES);
    trigger =
        new TriggerSystem(
            surroundings.clock(), this::panel, new Triggered(), variant.memory, false);
    CommandTree tree = new CommandTree(SimulatedTruevolt::number);
    settings = new PresetSettings(tree);
    declareFunction(tree);
    declareIntegration(tree);
    declareTrigger(tree);
    declareReadings(tree);
    declareFrontPanel(tree);
    StoredSettings stored = settings.table("truevolt");
    if (variant == Variant.M34465A) {
      settings.table("34465a");
    }
    math = new TruevoltMath(tree, stored);
    functions =
        new TruevoltFunctions(
            tree, surroundings, input, stored, this::configure, this::configured, this::read);
    tree.event("SYSTem:PRESet", this::setPresets);
    tree.query("[:SENSe]:DATA2", () -> number(sensed));
    setPresets();
    Wording wording = Wording.SIGNED.withoutDetail();
    panel = surroundings.frontPanel(variant.identity, wording, ERROR_QUEUE, tree, this::setPresets);
    panel.onClear(trigger::abort);
    panel.addMemory(0, 4);
  }

  /** A factory of instruments of one of the two models; each uses the first available input. */
  public static BiFunction<Surroundings, IntFunction<VoltageInput>, SimulatedInstrument> maker(
      Variant variant) {
    return (around, inputs) -> new SimulatedTruevolt(variant, around, inputs.apply(1));
  }

  private static VoltageConverter.Range range(double fullScale) {
    double offset = fullScale > 1 ? 5e-6 * fullScale : 3.5e-6;
    return new VoltageConverter.Range(fullScale, 0.3e-6 * fullScale + 0.1e-6, offset / 3);
  }

  private static String number(double value) {
    return Replies.scientific(value, 8, 2);
  }

  private void declareFunction(CommandTree tree) {
    tree.query("CONFigure", this::configuration);
    String voltage = "[:SENSe]:VOLTage[:DC]";
    tree.number(voltage + ":RANGe[:UPPer]", RANGE, converter::range, this::setRange);
    tree.command(voltage + ":RANGe:AUTO", 1, 1, this::setAutoRange);
    tree.query(voltage + ":RANGe:AUTO", () -> Replies.flag(converter.autoRange()));
    tree.stored(converter::autoRange, converter::autoRange);
    tree.flag(voltage + ":IMPedance:AUTO", () -> autoImpedance, on -> autoImpedance = on);
    tree.flag("INPut:IMPedance:AUTO", () -> autoImpedance, on -> autoImpedance = on);
  }

  private void declareIntegration(CommandTree tree) {
    String voltage = "[:SENSe]:VOLTage[:DC]";
    NumberRange range = new NumberRange(Quantity.NUMBER, variant.cycles.get(0), 100, 10);
    tree.number(voltage + ":NPLCycles", range, () -> cycles, this::setCycles);
    tree.command(voltage + ":RESolution", 1, 1, call -> setResolution(call.number(RESOLUTION)));
    tree.query(
        voltage + ":RESolution",
        0,
        1,
        call -> number(call.more() ? call.limit(RESOLUTION) : resolution()));
    for (String zero : List.of(voltage + ":ZERO:AUTO", "[:SENSe]:ZERO:AUTO")) {
      tree.command(zero, 1, 1, call -> autoZero = !call.took("ONCE") && call.flag());
      tree.query(zero, () -> Replies.flag(autoZero));
    }
    tree.stored(() -> autoZero, on -> autoZero = on);
    if (variant == Variant.M34465A) {
      NumberRange times = new NumberRange(Quantity.TIME, 200e-6, 1, 0.2);
      tree.number(voltage + ":APERture", times, () -> aperture, this::setAperture);
      tree.flag(voltage + ":APERture:ENABled", () -> timed, this::enableAperture);
    }
  }

  private void declareTrigger(CommandTree tree) {
    trigger.declare(tree, variant.triggers);
    tree.command("TRIGger#[:SEQuence#]:COUNt", 1, 1, this::setTriggers);
    tree.query(
        "TRIGger#[:SEQuence#]:COUNt",
        () -> shown(endless ? Double.POSITIVE_INFINITY : trigger.triggers()));
    tree.stored(trigger::triggers, trigger::triggers);
    tree.number("TRIGger#[:SEQuence#]:DELay", DELAY, this::delay, this::setDelay);
    tree.flag("TRIGger#[:SEQuence#]:DELay:AUTO", () -> autoDelay, on -> autoDelay = on);
    tree.command("SAMPle:COUNt", 1, 1, call -> trigger.samples((int) call.number(TRIGGERS)));
    tree.query("SAMPle:COUNt", () -> count(trigger.samples()));
    tree.stored(trigger::samples, trigger::samples);
    if (variant == Variant.M34465A) {
      tree.choice(
          "SAMPle:SOURce",
          Choice.of("IMMediate|TIMer"),
          () -> sampleSource,
          word -> sampleSource = word);
      tree.number("SAMPle:TIMer", this::timer, () -> sampleTimer, time -> sampleTimer = time);
    }
  }

  private void declareReadings(CommandTree tree) {
    tree.query("READ", this::read);
    tree.query("FETCh", () -> listed(trigger.fetch()));
    tree.query("R", 0, 1, this::removeInBlock);
    tree.query("DATA:REMove", 1, 2, this::remove);
    tree.query("DATA:POINts", () -> count(trigger.points()));
    tree.query("DATA:LAST", () -> shown(trigger.latest()) + " VDC");
    tree.command("FORMat[:DATA]", 1, 2, this::setFormat);
    tree.query("FORMat[:DATA]", () -> format);
    byteOrder = settings.choice("FORMat:BORDer", "NORMal|SWAPped", "NORM");
  }

  private void declareFrontPanel(CommandTree tree) {
    tree.command("DISPlay:TEXT[:DATA]", 1, 1, call -> message = call.quoted());
    tree.query("DISPlay:TEXT[:DATA]", () -> Replies.quoted(message));
    tree.event("DISPlay:TEXT:CLEar", () -> message = "");
  }

  private void setPresets() {
    converter.preset();
    setCycles(10);
    autoZero = true;
    settings.preset();
    functions.preset();
    math.clear();
    autoImpedance = false;
    endless = false;
    autoDelay = true;
    delay = 0;
    sampleSource = "IMM";
    sampleTimer = 1;
    format = "ASC,9";
    trigger.preset();
  }

  /** Sets range and resolution, each with its default, and presets the rest of the measurement. */
  private void configure(Call call) {
    boolean automatic = !call.more() || call.took("AUTO");
    double range = automatic ? Double.MIN_VALUE : call.number(RANGE_OR_DEFAULT);
    double resolution = call.more() ? call.number(RESOLUTION) : 0;
    configured();
    if (range != Double.MIN_VALUE) {
      setRange(range);
    }
    if (resolution > 0) {
      double fullScale = converter.autoRange() ? RANGE.max() : converter.range();
      setCycles(cyclesFor(resolution / fullScale));
    }
    autoZero = cycles >= 1;
  }

  /** What every configuration presets. */
  private void configured() {
    trigger.abort();
    String kept = format;
    setPresets();
    format = kept;
  }

  private String configuration() {
    double range = functions.range(converter.range());
    double resolution = resolution() / converter.range() * range;
    return Replies.quoted(
        functions.present().word + " " + number(range) + "," + number(resolution));
  }

  /** Selects the range for a voltage. */
  private void setRange(double volts) {
    converter.range(volts * OVER_RANGE);
  }

  private void setAutoRange(Call call) {
    if (call.took("ONCE")) {
      converter.autoRange(true);
      converter.chooseRange(surroundings.clock().nanos() - converter.apertureNanos());
      converter.autoRange(false);
    } else {
      converter.autoRange(call.flag());
    }
  }

  /** Sets the next integration time that the model has. */
  private void setCycles(double powerLineCycles) {
    int index = 0;
    while (variant.cycles.get(index) < powerLineCycles) {
      index++;
    }
    cycles = variant.cycles.get(index);
    setAperture(cycles * LINE_PERIOD);
    timed = false;
  }

  private void setAperture(double seconds) {
    aperture = seconds;
    timed = true;
    converter.aperture(seconds / LINE_PERIOD, seconds);
  }

  private void enableAperture(boolean on) {
    if (on) {
      setAperture(aperture);
    } else {
      setCycles(cycles);
    }
  }

  private double resolution() {
    int index = 0;
    while (RESOLUTIONS_CYCLES[index] < cycles) {
      index++;
    }
    return RESOLUTIONS[index] * converter.range();
  }

  private void setResolution(double volts) {
    if (converter.autoRange()) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
    setCycles(cyclesFor(volts / converter.range()));
  }

  /** The shortest integration time with this resolution, relative to the range. */
  private static double cyclesFor(double parts) {
    int index = 0;
    while (index < RESOLUTIONS.length - 1 && RESOLUTIONS[index] > parts) {
      index++;
    }
    return RESOLUTIONS_CYCLES[index];
  }

  private void setTriggers(Call call) {
    endless = call.took("INF") || call.took("INFINITY");
    trigger.triggers(endless ? LARGEST_COUNT : (int) call.number(TRIGGERS));
  }

  private double delay() {
    return autoDelay ? cycles >= 1 ? SETTLED : 0 : delay;
  }

  private void setDelay(double seconds) {
    delay = seconds;
    autoDelay = false;
  }

  private NumberRange timer() {
    return new NumberRange(Quantity.TIME, conversionNanos() * 1e-9, LONGEST_DELAY, 1);
  }

  private long conversionNanos() {
    return (autoZero ? 2 : 1) * converter.apertureNanos() + variant.overhead;
  }

  private static String count(int number) {
    return "+" + number;
  }

  private String read() {
    if (endless) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
    return listed(trigger.read());
  }

  private String listed(List<Double> readings) {
    return binary() ? block(readings) : text(readings);
  }

  private boolean binary() {
    return format.startsWith("REAL");
  }

  private static double finite(double reading) {
    return Double.isInfinite(reading) ? Math.copySign(OVERLOAD, reading) : reading;
  }

  private static String shown(double reading) {
    return number(finite(reading));
  }

  private static String text(List<Double> readings) {
    return Replies.list(readings, SimulatedTruevolt::shown);
  }

  private String block(List<Double> readings) {
    int width = format.endsWith("64") ? Double.BYTES : Float.BYTES;
    ByteOrder order = byteOrder.is("NORM") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    double[] values = readings.stream().mapToDouble(SimulatedTruevolt::finite).toArray();
    return Replies.block(Replies.reals(values, width, order));
  }

  /** The answer to {@code R?}, which is a block of text too. */
  private String removeInBlock(Call call) {
    int most = call.more() ? call.integer(1, LARGEST_COUNT) : variant.memory;
    List<Double> readings = trigger.remove(most);
    return binary()
        ? block(readings)
        : Replies.block(text(readings).getBytes(StandardCharsets.US_ASCII));
  }

  private String remove(Call call) {
    int count = call.integer(1, LARGEST_COUNT);
    boolean wait = call.took("WAIT");
    if (!wait && count > trigger.points()) {
      throw new CommandException(StandardError.DATA_CORRUPT_OR_STALE);
    }
    return listed(trigger.removeAll(count));
  }

  private void setFormat(Call call) {
    String word = call.choice(Choice.of("ASCii|REAL"));
    int length = call.more() ? call.integer(0, 64) : word.equals("REAL") ? 64 : 9;
    if (word.equals("REAL") && length != 32 && length != 64) {
      throw new CommandException(StandardError.ILLEGAL_PARAMETER_VALUE);
    }
    format = word.equals("REAL") ? "REAL," + length : "ASC,9";
  }

  /** Readings with the delay before each one; autorange measures before it converts. */
  private final class Triggered implements TriggerSystem.Reader {
    @Override
    public long period() {
      long shortest = Math.round(delay() * 1e9) + conversionNanos();
      return sampleSource.equals("TIM")
          ? Math.max(shortest, Math.round(sampleTimer * 1e9))
          : shortest;
    }

    @Override
    public TriggerSystem.Taken take(long start) {
      long begin = start + Math.round(delay() * 1e9);
      panel.await(begin + converter.apertureNanos());
      boolean direct = functions.present() == TruevoltFunctions.Function.VOLT;
      if (direct && converter.chooseRange(begin)) {
        begin += converter.apertureNanos() + RELAY_NANOS;
      }
      long end = begin + conversionNanos();
      panel.await(end);
      sensed =
          direct ? converter.convert(begin) : functions.measure(begin, converter.apertureNanos());
      double reading = math.apply(functions.nulled(sensed));
      panel.questionable().condition(math.failed() | (Double.isInfinite(sensed) ? OVERLOADED : 0));
      return new TriggerSystem.Taken(reading, Math.max(end, start + period()));
    }
  }

  @Override
  public FrontPanel panel() {
    return panel;
  }

  @Override
  public Optional<TriggerInput> triggerInput() {
    return Optional.of(trigger);
  }

  @Override
  public boolean energised() {
    return false;
  }
}
