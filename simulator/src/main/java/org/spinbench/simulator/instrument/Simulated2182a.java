package org.spinbench.simulator.instrument;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.simulator.physics.FlickerNoise;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.ScpiError;
import org.spinbench.simulator.scpi.Wording;

/**
 * A Keithley 2182A nanovoltmeter, channel 1, on a line of 50 Hz.
 *
 * <p>Commands and ranges are those of the Model 2182/2182A; the presets of the digital filter and
 * the answers' digits are unconfirmed, as no manual page for them was at hand. INITiate starts the
 * conversions at the present moment; FETCh? waits until they are complete and gives the mean of the
 * input over each integration, so that several voltmeters integrate side by side. With autozero a
 * conversion takes three apertures (signal, zero, reference), of which the first integrates the
 * input.
 *
 * <p>Noise as remembered from the model's specification, "DC noise performance", row 60 ms, 1 PLC,
 * filter off, to be confirmed against the data sheet: 70 nV, 300 nV, 700 nV, 6.6 µV and 300 µV peak
 * to peak on the ranges 10 mV to 100 V. Peak to peak is taken as six rms values; the rms falls as
 * one over the root of the aperture, above a 1/f part of a tenth of the 1 PLC figure. The offset is
 * drawn within 4, 3, 2, 1 and 3 ppm of range, likewise to be confirmed (three sigma) and can be
 * taken off as a reference.
 */
public final class Simulated2182a implements SimulatedInstrument {
  private static final String IDENTITY =
      "KEITHLEY INSTRUMENTS INC.,MODEL 2182A,1234567,C01  /B01  ";
  private static final double LINE_PERIOD = 0.02;
  private static final double OVERLOAD = 9.9e37;
  private static final double OVER_RANGE = 1.2;
  private static final double ANALOG_FILTER_TIME = 0.125;
  private static final double FLICKER = 0.1;
  private static final double SLOWEST = 1e-3;
  private static final double FASTEST = 10;
  private static final double RMS_VALUES_PEAK_TO_PEAK = 6;
  private static final double[] OFFSET_PPM = {4, 3, 2, 1, 3};
  private static final double[] RANGES = {0.01, 0.1, 1, 10, 100};
  private static final double[] PEAK_TO_PEAK = {70e-9, 300e-9, 700e-9, 6.6e-6, 300e-6};
  private static final NumberRange RANGE = new NumberRange(Quantity.VOLTAGE, 0, 120, 120);
  private static final NumberRange CYCLES = new NumberRange(Quantity.NUMBER, 0.01, 60, 5);
  private static final NumberRange APERTURE =
      new NumberRange(Quantity.TIME, 0.01 * LINE_PERIOD, 60 * LINE_PERIOD, 5 * LINE_PERIOD);
  private static final NumberRange WINDOW = new NumberRange(Quantity.PERCENT, 0, 10, 0.01);
  private static final NumberRange TRIGGER_DELAY =
      new NumberRange(Quantity.TIME, 0, 999_999.999, 0);
  private static final int MOST_SAMPLES = 1024;
  private static final int MOST_REFILLS = 10;
  private static final int MEASURING = 1 << 4;
  private static final int WAITING_FOR_TRIGGER = 1 << 5;

  private final Surroundings surroundings;
  private final VoltageInput input;
  private final FrontPanel panel;

  /** The 1/f part, one unit rms. */
  private final FlickerNoise flicker;

  private final double offsetShare;
  private final Deque<Double> stack = new ArrayDeque<>();

  private int range;
  private boolean autoRange;
  private double cycles;
  private boolean autoZero;
  private boolean frontAutoZero;
  private boolean analogFilter;
  private boolean digitalFilter;
  private int filterCount;
  private double filterWindow;
  private String filterType;
  private boolean continuous;
  private String triggerSource;
  private int triggerCount;
  private double triggerDelay;
  private int sampleCount;
  private boolean relative;
  private double reference;

  private boolean armed;
  private boolean measuring;
  private long started;
  private long flickerTime;
  private double lastReading;
  private String latest = "";

  public Simulated2182a(Surroundings surroundings, VoltageInput input) {
    this.surroundings = surroundings;
    this.input = input;
    flicker = new FlickerNoise(1, SLOWEST, FASTEST, surroundings.noise());
    offsetShare = surroundings.gaussian() / 3;
    setPresets();
    CommandTree tree = new CommandTree(Replies::plain);
    declareFunction(tree);
    declareFilters(tree);
    declareTrigger(tree);
    declareReadings(tree);
    panel = new FrontPanel(IDENTITY, Wording.STANDARD, 10, surroundings.clock(), tree, this::reset);
    panel.onClear(this::abort);
    panel.addMemory(0, 0);
  }

  private void declareFunction(CommandTree tree) {
    tree.command("[:SENSe#]:FUNCtion", 1, 1, this::setFunction);
    tree.query("[:SENSe#]:FUNCtion", () -> Replies.quoted("VOLT:DC"));
    tree.integer("[:SENSe#]:CHANnel", 1, 1, () -> 1, channel -> {});
    String voltage = "[:SENSe#]:VOLTage[:DC]";
    String channel = voltage + "[:CHANnel#]";
    tree.number(channel + ":RANGe[:UPPer]", RANGE, () -> RANGES[range], this::setRange);
    tree.flag(channel + ":RANGe:AUTO", () -> autoRange, this::setAutoRange);
    tree.number(voltage + ":NPLCycles", CYCLES, () -> cycles, this::setCycles);
    tree.number(
        voltage + ":APERture",
        APERTURE,
        () -> cycles * LINE_PERIOD,
        seconds -> setCycles(seconds / LINE_PERIOD));
    NumberRange references = new NumberRange(Quantity.VOLTAGE, -120, 120, 0);
    tree.number(channel + ":REFerence", references, () -> reference, volts -> reference = volts);
    tree.flag(channel + ":REFerence:STATe", () -> relative, state -> relative = state);
    tree.event(channel + ":REFerence:ACQuire", () -> reference = lastReading);
    tree.flag("SYSTem:AZERo[:STATe]", () -> autoZero, state -> autoZero = state);
    tree.flag("SYSTem:FAZero[:STATe]", () -> frontAutoZero, state -> frontAutoZero = state);
    tree.query("SYSTem:LFRequency", () -> "50");
    tree.event("SYSTem:PRESet", this::preset);
    tree.event("STATus:QUEue:CLEar", this::clearErrors);
    tree.event("CONFigure:VOLTage[:DC]", this::configure);
    tree.query("CONFigure", () -> Replies.quoted("VOLT:DC"));
  }

  private void declareFilters(CommandTree tree) {
    String channel = "[:SENSe#]:VOLTage[:DC][:CHANnel#]";
    tree.flag(channel + ":LPASs[:STATe]", () -> analogFilter, state -> analogFilter = state);
    tree.flag(channel + ":DFILter[:STATe]", () -> digitalFilter, this::setDigitalFilter);
    tree.integer(
        channel + ":DFILter:COUNt",
        1,
        100,
        () -> filterCount,
        count -> setFilterCount((int) count));
    tree.number(
        channel + ":DFILter:WINDow", WINDOW, () -> filterWindow, share -> filterWindow = share);
    tree.choice(
        channel + ":DFILter:TCONtrol",
        Choice.of("MOVing|REPeat"),
        () -> filterType,
        this::setFilterType);
  }

  private void declareTrigger(CommandTree tree) {
    tree.choice(
        "TRIGger#[:SEQuence#]:SOURce",
        Choice.of("IMMediate|EXTernal|BUS|MANual"),
        () -> triggerSource,
        this::setTriggerSource);
    tree.integer(
        "TRIGger#[:SEQuence#]:COUNt",
        1,
        MOST_SAMPLES,
        () -> triggerCount,
        count -> triggerCount = (int) count);
    tree.integer(
        "SAMPle:COUNt", 1, MOST_SAMPLES, () -> sampleCount, count -> sampleCount = (int) count);
    tree.number(
        "TRIGger#[:SEQuence#]:DELay",
        TRIGGER_DELAY,
        () -> triggerDelay,
        seconds -> triggerDelay = seconds);
    tree.event("*TRG", this::trigger);
    tree.event("INITiate[:IMMediate]", this::initiate);
    tree.flag("INITiate:CONTinuous", () -> continuous, this::setContinuous);
    tree.event("ABORt", this::abort);
  }

  private void declareReadings(CommandTree tree) {
    tree.query("FETCh", this::fetch);
    tree.query("READ", this::read);
    tree.query(
        "MEASure[:VOLTage][:DC]",
        () -> {
          configure();
          return read();
        });
    tree.query("[:SENSe#]:DATA[:LATest]", this::fetch);
    tree.query("[:SENSe#]:DATA:FRESh", this::fetchFresh);
  }

  private void setPresets() {
    setFunctionPresets();
    autoZero = true;
    frontAutoZero = true;
    continuous = false;
    triggerSource = "IMM";
    triggerCount = 1;
    sampleCount = 1;
    triggerDelay = 0;
    armed = false;
    measuring = false;
    latest = "";
  }

  private void setFunctionPresets() {
    range = RANGES.length - 1;
    autoRange = true;
    cycles = CYCLES.preset();
    analogFilter = false;
    digitalFilter = true;
    filterCount = 10;
    filterWindow = WINDOW.preset();
    filterType = "MOV";
    relative = false;
    reference = 0;
    stack.clear();
  }

  private void reset() {
    setPresets();
    panel.operation().condition(0);
  }

  /** SYSTem:PRESet leaves the voltmeter free-running, *RST leaves it idle. */
  private void preset() {
    reset();
    panel.cancelPending();
    continuous = true;
  }

  private void clearErrors() {
    panel.clearErrors();
  }

  private void configure() {
    abort();
    setFunctionPresets();
    continuous = false;
    triggerCount = 1;
    sampleCount = 1;
  }

  private void setFunction(Call call) {
    call.suffix(0, 1);
    String function = call.quoted().toUpperCase(Locale.ROOT);
    if (!List.of("VOLT", "VOLTAGE", "VOLT:DC", "VOLTAGE:DC").contains(function)) {
      throw new CommandException(ScpiError.ILLEGAL_PARAMETER_VALUE);
    }
  }

  /** Chooses the smallest range that holds the value; the value may exceed its name by 20 %. */
  private void setRange(double volts) {
    range = holding(volts);
    autoRange = false;
    stack.clear();
  }

  private static int holding(double volts) {
    int index = 0;
    while (index < RANGES.length - 1 && volts > RANGES[index] * OVER_RANGE) {
      index++;
    }
    return index;
  }

  private void setAutoRange(boolean state) {
    autoRange = state;
    stack.clear();
  }

  private void setCycles(double powerLineCycles) {
    cycles = powerLineCycles;
    stack.clear();
  }

  private void setDigitalFilter(boolean state) {
    digitalFilter = state;
    stack.clear();
  }

  private void setFilterCount(int count) {
    filterCount = count;
    stack.clear();
  }

  private void setFilterType(String type) {
    filterType = type;
    stack.clear();
  }

  private void setTriggerSource(String source) {
    triggerSource = source;
  }

  private void setContinuous(boolean state) {
    abort();
    continuous = state;
  }

  private void abort() {
    armed = false;
    measuring = false;
    panel.cancelPending();
    panel.operation().condition(0);
  }

  private void initiate() {
    if (continuous || armed || measuring && surroundings.clock().nanos() < plannedEnd()) {
      throw new CommandException(ScpiError.INIT_IGNORED);
    }
    if (triggerCount * sampleCount > MOST_SAMPLES) {
      throw new CommandException(ScpiError.SETTINGS_CONFLICT);
    }
    armed = true;
    panel.operation().condition(WAITING_FOR_TRIGGER);
    if (triggerSource.equals("IMM")) {
      start();
    }
  }

  private void trigger() {
    if (!armed || !triggerSource.equals("BUS")) {
      throw new CommandException(ScpiError.TRIGGER_IGNORED);
    }
    start();
  }

  private void start() {
    armed = false;
    measuring = true;
    started = surroundings.clock().nanos() + nanos(triggerDelay);
    panel.operation().condition(0);
    panel.operate(MEASURING, plannedEnd());
  }

  private long plannedEnd() {
    long conversions = (long) triggerCount * sampleCount * conversions();
    return started + conversions * conversionNanos();
  }

  /** Conversions for one reading, unless the input leaves the filter's window. */
  private int conversions() {
    boolean filled = filterType.equals("MOV") && !stack.isEmpty();
    return digitalFilter && !filled ? filterCount : 1;
  }

  private long conversionNanos() {
    double apertures = 1 + (autoZero ? 1 : 0) + (frontAutoZero ? 1 : 0);
    double filter = analogFilter ? ANALOG_FILTER_TIME : 0;
    return nanos(apertures * cycles * LINE_PERIOD + filter);
  }

  private static long nanos(double seconds) {
    return Math.round(seconds * 1e9);
  }

  private String read() {
    if (continuous) {
      throw new CommandException(ScpiError.INIT_IGNORED);
    }
    abort();
    initiate();
    return fetch();
  }

  private String fetchFresh() {
    if (continuous) {
      return measure(surroundings.clock().nanos(), 1);
    }
    if (!measuring) {
      throw new CommandException(ScpiError.DATA_CORRUPT_OR_STALE);
    }
    return fetch();
  }

  /** The readings asked for, after waiting for them; the last ones again when nothing is new. */
  private String fetch() {
    if (continuous) {
      return measure(surroundings.clock().nanos() - conversions() * conversionNanos(), 1);
    }
    if (measuring) {
      latest = measure(started, triggerCount * sampleCount);
      measuring = false;
      panel.operation().condition(0);
    } else if (latest.isEmpty()) {
      throw new CommandException(ScpiError.DATA_CORRUPT_OR_STALE);
    }
    return latest;
  }

  private String measure(long start, int count) {
    StringJoiner readings = new StringJoiner(",");
    long at = start;
    for (int i = 0; i < count; i++) {
      at = takeReading(at);
      double shown = lastReading - (relative ? reference : 0);
      readings.add(Replies.scientific(lastReading == OVERLOAD ? OVERLOAD : shown, 8, 2));
    }
    return readings.toString();
  }

  /**
   * Takes one filtered reading from a moment on and returns the moment it was complete. An input
   * that never stays in the window gives what the stack holds after ten fillings.
   */
  private long takeReading(long start) {
    if (!digitalFilter) {
      lastReading = convert(start);
      return start + conversionNanos();
    }
    if (filterType.equals("REP")) {
      stack.clear();
    }
    long at = start;
    int conversions = 0;
    do {
      push(convert(at));
      at += conversionNanos();
      conversions++;
    } while (stack.size() < filterCount && conversions < MOST_REFILLS * filterCount);
    lastReading = average();
    return at;
  }

  /** Adds a conversion to the stack, which starts anew when the input has left the window. */
  private void push(double conversion) {
    double window = filterWindow / 100 * RANGES[range];
    if (filterWindow > 0 && !stack.isEmpty() && Math.abs(conversion - average()) > window) {
      stack.clear();
    }
    if (stack.size() >= filterCount) {
      stack.removeFirst();
    }
    stack.addLast(conversion);
  }

  private double average() {
    if (stack.contains(OVERLOAD)) {
      return OVERLOAD;
    }
    double sum = 0;
    for (double value : stack) {
      sum += value;
    }
    return sum / stack.size();
  }

  private double convert(long start) {
    long aperture = nanos(cycles * LINE_PERIOD);
    long end = start + conversionNanos();
    panel.await(end);
    double volts = input.mean(start, start + aperture);
    if (autoRange) {
      range = holding(Math.abs(volts));
    }
    double reading = volts + error(start + aperture);
    return Math.abs(reading) > OVER_RANGE * RANGES[range] ? OVERLOAD : reading;
  }

  private double error(long at) {
    double rms = PEAK_TO_PEAK[range] / RMS_VALUES_PEAK_TO_PEAK;
    double offset = OFFSET_PPM[range] * 1e-6 * RANGES[range] * offsetShare;
    double white = rms / Math.sqrt(cycles) * surroundings.gaussian();
    return offset + white + FLICKER * rms * flickerAt(at);
  }

  /** The 1/f part at a moment; a moment before the last one asked for counts as that one. */
  private double flickerAt(long nanos) {
    if (!surroundings.noisy()) {
      return 0;
    }
    double elapsed = Math.max(0, nanos - flickerTime) * 1e-9;
    flickerTime = Math.max(flickerTime, nanos);
    return flicker.advance(elapsed, surroundings.noise());
  }

  @Override
  public Endpoint endpoint() {
    return panel;
  }

  /** Never: a voltmeter puts nothing out. */
  @Override
  public boolean hasSerialPort() {
    return true;
  }

  @Override
  public boolean energised() {
    return false;
  }

  @Override
  public List<String> queuedErrors() {
    return panel.queuedErrors();
  }
}
