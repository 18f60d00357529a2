package org.spinbench.simulator.instrument.meter;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.spinbench.simulator.instrument.Nanovoltmeter;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.TriggerInput;
import org.spinbench.simulator.instrument.VoltageInput;
import org.spinbench.simulator.instrument.part.ReadingBuffer;
import org.spinbench.simulator.instrument.part.Statistics;
import org.spinbench.simulator.instrument.part.TriggerSystem;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.EventRegister;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.PresetSettings;
import org.spinbench.simulator.scpi.PresetSettings.Value;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;
import org.spinbench.simulator.scpi.Wording;

/**
 * A Keithley 2182A nanovoltmeter on a line of 50 Hz. The input is on channel 1. Channel 2 is open,
 * reads 0 V and has no separate settings. Temperatures are those of a thermocouple of type K,
 * linear around a reference junction of 23 °C. Channel 0, the reference junction, reads 23 °C and
 * (not confirmed by a manual) 0 V.
 *
 * <p>Commands and ranges are those of the Model 2182/2182A. No manual page confirms the presets of
 * the digital filter and of the buffer, the bytes per reading and the digits of answers. Readings
 * have no mathematics, so SENSe and CALCulate feed the buffer with the same values. INITiate starts
 * the conversions at once; FETCh? waits for them and gives the mean of the input over each
 * integration. So several voltmeters can integrate in parallel. With autozero a conversion takes
 * three apertures (signal, zero, reference); the first one integrates the input.
 *
 * <p>Noise from memory of the model's specification ("DC noise performance", row 60 ms, 1 PLC,
 * filter off), to be confirmed with the data sheet: 70 nV, 300 nV, 700 nV, 6.6 µV and 300 µV peak
 * to peak on the ranges 10 mV to 100 V. Peak to peak is taken as six rms values. The rms is
 * proportional to one over the root of the aperture, plus a 1/f part of a tenth of the 1 PLC
 * figure. Three sigma of the offset are 4, 3, 2, 1 and 3 ppm of range (also to be confirmed); a
 * reference can subtract it.
 */
public final class Simulated2182a implements SimulatedInstrument {
  private static final String IDENTITY =
      "KEITHLEY INSTRUMENTS INC.,MODEL 2182A,1234567,C01  /B01  ";
  private static final double LINE_PERIOD = 0.02;
  private static final double OVERLOAD = DigitalFilter.OVERLOAD;
  private static final double OVER_RANGE = 1.2;
  private static final double ANALOG_FILTER_TIME = 0.125;
  private static final double LONGEST_DELAY = 999_999.999;
  private static final double RMS_VALUES_PEAK_TO_PEAK = 6;
  private static final List<VoltageConverter.Range> RANGES =
      List.of(
          range(0.01, 70e-9, 4),
          range(0.1, 300e-9, 3),
          range(1, 700e-9, 2),
          range(10, 6.6e-6, 1),
          range(100, 300e-6, 3));
  private static final NumberRange RANGE = new NumberRange(Quantity.VOLTAGE, 0, 120, 120);
  private static final NumberRange CYCLES = new NumberRange(Quantity.NUMBER, 0.01, 60, 5);
  private static final NumberRange APERTURE =
      new NumberRange(Quantity.TIME, 0.01 * LINE_PERIOD, 60 * LINE_PERIOD, 5 * LINE_PERIOD);
  private static final int MOST_SAMPLES = 1024;
  private static final int MOST_TRIGGERS = 9999;
  private static final String CHANNEL = "[:SENSe#]:VOLTage[:DC][:CHANnel#]";
  private static final String VOLTAGE = "VOLT:DC";
  private static final String TEMPERATURE = "TEMP";
  private static final double REFERENCE_JUNCTION = 23;

  /** Sensitivity of a thermocouple of type K at room temperature, V/K. */
  private static final double SEEBECK = 40.5e-6;

  /** Bytes of a reading in the buffer. */
  private static final int BYTES = 8;

  /** Bits of the measurement event register (2182A user's manual, figure 15-4). */
  private static final int READING_OVERFLOW = 1;

  private static final int READING_AVAILABLE = 1 << 5;
  private static final int BUFFER_AVAILABLE = 1 << 7;
  private static final int BUFFER_HALF_FULL = 1 << 8;
  private static final int BUFFER_FULL = 1 << 9;

  private final Surroundings surroundings;
  private NanovoltMath math;
  private final VoltageConverter converter;
  private final TriggerSystem trigger;
  private final FrontPanel panel;
  private final CommandTree tree = new CommandTree(Replies::plain);
  private final PresetSettings settings = new PresetSettings(tree);
  private final DigitalFilter filter;

  private String function;
  private int channel;
  private double cycles;
  private boolean autoZero;
  private boolean frontAutoZero;
  private Value<Boolean> analogFilter;
  private Value<Boolean> relative;
  private double reference;
  private double lastReading;

  private final EventRegister measurement;
  private final ReadingBuffer<Double> buffer =
      new ReadingBuffer<>(100, this::takeDue, this::filled);
  private Value<String> feed;
  private Value<String> statistic;
  private Value<Boolean> calculates;
  private double calculated;

  public Simulated2182a(Surroundings surroundings, VoltageInput input) {
    this.surroundings = surroundings;
    converter =
        new VoltageConverter(
            surroundings,
            (from, to) -> channel == 1 ? input.mean(from, to) : 0,
            OVER_RANGE,
            OVER_RANGE,
            RANGES);
    trigger =
        new TriggerSystem(surroundings.clock(), this::panel, new Filtered(), MOST_SAMPLES, true);
    declareFunction();
    analogFilter = settings.flag(CHANNEL + ":LPASs[:STATe]", false);
    filter = new DigitalFilter(tree, CHANNEL + ":DFILter", converter::range);
    declareTrigger();
    declareReadings();
    declareBuffer();
    setPresets();
    panel = surroundings.frontPanel(IDENTITY, Wording.STANDARD, 10, tree, this::reset);
    panel.onClear(trigger::abort);
    panel.addMemory(0, 0);
    measurement = panel.addMeasurementStatus();
    measurement.refreshedBy(trigger::points);
  }

  private static VoltageConverter.Range range(
      double fullScale, double peakToPeak, double offsetPpm) {
    return new VoltageConverter.Range(
        fullScale, peakToPeak / RMS_VALUES_PEAK_TO_PEAK, offsetPpm * 1e-6 * fullScale / 3);
  }

  private void declareFunction() {
    tree.command("[:SENSe#]:FUNCtion[:ON]", 1, 1, this::setFunction);
    tree.query("[:SENSe#]:FUNCtion[:ON]", () -> Replies.quoted(function));
    tree.stored(() -> function, this::function);
    tree.integer("[:SENSe#]:CHANnel", 0, 2, () -> channel, number -> channel((int) number));
    String voltage = "[:SENSe#]:VOLTage[:DC]";
    tree.number(CHANNEL + ":RANGe[:UPPer]", RANGE, converter::range, this::setRange);
    tree.flag(CHANNEL + ":RANGe:AUTO", converter::autoRange, this::setAutoRange);
    tree.number(voltage + ":NPLCycles", CYCLES, () -> cycles, this::setCycles);
    tree.number(
        voltage + ":APERture",
        APERTURE,
        () -> cycles * LINE_PERIOD,
        seconds -> setCycles(seconds / LINE_PERIOD));
    NumberRange references = new NumberRange(Quantity.VOLTAGE, -120, 120, 0);
    tree.number(CHANNEL + ":REFerence", references, () -> reference, volts -> reference = volts);
    relative = settings.flag(CHANNEL + ":REFerence:STATe", false);
    tree.event(CHANNEL + ":REFerence:ACQuire", () -> reference = lastReading);
    tree.flag("SYSTem:AZERo[:STATe]", () -> autoZero, state -> autoZero = state);
    tree.flag("SYSTem:FAZero[:STATe]", () -> frontAutoZero, state -> frontAutoZero = state);
    tree.query("SYSTem:LFRequency", () -> "50");
    tree.event("SYSTem:PRESet", this::preset);
    tree.event("SYSTem:CLEar", () -> panel.clearErrors());
    math = new NanovoltMath(tree, settings.table("2182a"), () -> lastReading);
    tree.event("STATus:QUEue:CLEar", () -> panel.clearErrors());
    tree.event("CONFigure:VOLTage[:DC]", this::configure);
    tree.query("CONFigure", () -> Replies.quoted(function));
  }

  private void declareTrigger() {
    trigger.declare(tree, "IMMediate|EXTernal|BUS|TIMer|MANual");
    trigger.declareTimer(tree, LONGEST_DELAY);
    trigger.declareContinuous(tree);
    tree.integer(
        "TRIGger#[:SEQuence#]:COUNt",
        1,
        MOST_TRIGGERS,
        trigger::triggers,
        count -> trigger.triggers((int) count));
    tree.integer(
        "SAMPle:COUNt", 1, MOST_SAMPLES, trigger::samples, count -> trigger.samples((int) count));
    trigger.declareDelay(tree, LONGEST_DELAY, () -> {});
  }

  private void declareReadings() {
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

  /** Declares the buffer. A reset does not affect it. */
  private void declareBuffer() {
    buffer.declare(tree, 2, MOST_SAMPLES);
    tree.query("TRACe|DATA:FREE", this::answerFree);
    PresetSettings kept = new PresetSettings(tree);
    feed =
        kept.choice(
            "TRACe|DATA:FEED",
            "SENSe|SENSe1|CALCulate|CALCulate1|NONE",
            "SENS",
            word -> word.replace("1", ""));
    tree.query("TRACe|DATA:DATA", this::answerBuffer);
    statistic =
        kept.choice("CALC2|CALCULATE2:FORMat", "NONE|MEAN|SDEViation|MAXimum|MINimum", "NONE");
    calculates = kept.flag("CALC2|CALCULATE2:STATe", false);
    tree.event("CALC2|CALCULATE2:IMMediate", this::calculate);
    tree.query(
        "CALC2|CALCULATE2:IMMediate",
        () -> {
          calculate();
          return shown(List.of(calculated));
        });
    tree.query("CALC2|CALCULATE2:DATA", () -> shown(List.of(calculated)));
  }

  private void takeDue() {
    trigger.points();
  }

  /** The number of free bytes, and of used ones. */
  private String answerFree() {
    int used = BYTES * buffer.capacity();
    return (BYTES * MOST_SAMPLES - used) + "," + used;
  }

  private String answerBuffer() {
    return shown(stored());
  }

  private List<Double> stored() {
    List<Double> readings = buffer.readings();
    if (readings.isEmpty()) {
      throw new CommandException(StandardError.DATA_CORRUPT_OR_STALE);
    }
    return readings;
  }

  private void calculate() {
    if (calculates.get() && !statistic.is("NONE")) {
      double[] values = stored().stream().mapToDouble(volts -> volts).toArray();
      calculated = Statistics.named(statistic.get(), values);
    }
  }

  /** Stores a reading if the buffer is fed and not full. */
  private void keep(double reading) {
    measurement.signal(READING_AVAILABLE | (reading == OVERLOAD ? READING_OVERFLOW : 0));
    if (!feed.is("NONE")) {
      buffer.offer(reading);
    }
  }

  private void filled(ReadingBuffer<Double> readings) {
    measurement.condition(
        (readings.size() >= 2 ? BUFFER_AVAILABLE : 0)
            | (2 * readings.size() >= readings.capacity() ? BUFFER_HALF_FULL : 0)
            | (readings.isFull() ? BUFFER_FULL : 0));
  }

  private void setPresets() {
    setFunctionPresets();
    autoZero = true;
    frontAutoZero = true;
    trigger.preset();
  }

  private void setFunctionPresets() {
    function(VOLTAGE);
    channel(1);
    converter.preset();
    setCycles(CYCLES.preset());
    settings.preset();
    filter.preset();
    reference = 0;
  }

  private void reset() {
    setPresets();
    panel.operation().condition(0);
  }

  /** Presets: SYSTem:PRESet makes the voltmeter measure continuously, *RST makes it idle. */
  private void preset() {
    reset();
    trigger.continuous(true);
  }

  private void configure() {
    trigger.continuous(false);
    setFunctionPresets();
    trigger.triggers(1);
    trigger.samples(1);
  }

  private void setFunction(Call call) {
    call.suffix(0, 1);
    String word = call.quoted().toUpperCase(Locale.ROOT);
    switch (word) {
      case "VOLT", "VOLTAGE", "VOLT:DC", "VOLTAGE:DC" -> function(VOLTAGE);
      case "TEMP", "TEMPERATURE" -> function(TEMPERATURE);
      default -> throw new CommandException(StandardError.ILLEGAL_PARAMETER_VALUE);
    }
  }

  private void function(String newFunction) {
    function = newFunction;
    filter.clear();
  }

  private void channel(int number) {
    channel = number;
    filter.clear();
  }

  /** Selects the smallest range for the value. A range reaches 20 % beyond its name. */
  private void setRange(double volts) {
    converter.range(volts);
    filter.clear();
  }

  private void setAutoRange(boolean state) {
    converter.autoRange(state);
    filter.clear();
  }

  private void setCycles(double powerLineCycles) {
    cycles = powerLineCycles;
    converter.aperture(cycles, cycles * LINE_PERIOD);
    filter.clear();
  }

  private long conversionNanos() {
    double apertures = 1 + (autoZero ? 1 : 0) + (frontAutoZero ? 1 : 0);
    return nanos(apertures * cycles * LINE_PERIOD) + filterNanos();
  }

  /** The settling between conversions that the analog filter adds. */
  private long filterNanos() {
    return analogFilter.get() ? nanos(ANALOG_FILTER_TIME) : 0;
  }

  private static long nanos(double seconds) {
    return Math.round(seconds * 1e9);
  }

  private String read() {
    return shown(trigger.read());
  }

  private String fetchFresh() {
    if (trigger.continuous()) {
      return shown(List.of(trigger.fresh()));
    }
    if (!trigger.measuring()) {
      throw new CommandException(StandardError.DATA_CORRUPT_OR_STALE);
    }
    return fetch();
  }

  private String fetch() {
    return shown(trigger.fetch());
  }

  private String shown(List<Double> readings) {
    return Replies.list(readings, reading -> Replies.scientific(reading, 8, 2));
  }

  /** Readings of the digital filter. */
  private final class Filtered implements TriggerSystem.Reader {
    @Override
    public long period() {
      return filter.conversions() * conversionNanos();
    }

    @Override
    public TriggerSystem.Taken take(long start) {
      DigitalFilter.Filtered filtered =
          filter.read(start, conversionNanos(), Simulated2182a.this::convert);
      lastReading = filtered.volts();
      double measured = lastReading - (relative.get() ? reference : 0);
      double shown = function.equals(VOLTAGE) ? measured : REFERENCE_JUNCTION + measured / SEEBECK;
      double reading = lastReading == OVERLOAD ? OVERLOAD : math.apply(shown);
      keep(reading);
      return new TriggerSystem.Taken(reading, filtered.end());
    }
  }

  /** A conversion, which starts after the analog filter has settled. */
  private double convert(long start) {
    panel.await(start + conversionNanos());
    long begin = start + filterNanos();
    converter.chooseRange(begin);
    double volts = converter.convert(begin);
    return Double.isInfinite(volts) ? OVERLOAD : volts;
  }

  @Override
  public FrontPanel panel() {
    return panel;
  }

  @Override
  public Optional<TriggerInput> triggerInput() {
    return Optional.of(trigger);
  }

  /** The meter at the serial port and the trigger link of a 6221, whose readings have no filter. */
  @Override
  public Optional<Nanovoltmeter> nanovoltmeter() {
    return Optional.of(
        new Nanovoltmeter() {
          @Override
          public long conversion() {
            return conversionNanos();
          }

          @Override
          public double convert(long start) {
            return Simulated2182a.this.convert(start);
          }

          @Override
          public void send(String message) {
            panel.write(message.getBytes(StandardCharsets.ISO_8859_1));
          }

          @Override
          public String enter() {
            byte[] response = panel.read();
            return response == null ? "" : new String(response, StandardCharsets.ISO_8859_1);
          }
        });
  }

  @Override
  public boolean hasSerialPort() {
    return true;
  }

  /** False: a voltmeter has no output. */
  @Override
  public boolean energised() {
    return false;
  }
}
