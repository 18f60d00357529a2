package org.spinbench.simulator.instrument.sourcemeter;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.spinbench.simulator.instrument.DcOutput;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.TerminalLoad;
import org.spinbench.simulator.instrument.part.ReadingBuffer;
import org.spinbench.simulator.instrument.part.Statistics;
import org.spinbench.simulator.instrument.sourcemeter.ReadingElements.Element;
import org.spinbench.simulator.instrument.sourcemeter.ReadingElements.Row;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Reading;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Side;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.DeviceError;
import org.spinbench.simulator.scpi.EventRegister;
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
 * A Keithley 2400, 2401, 2410 or 2420 SourceMeter on a line of 50 Hz (2400 Series user's manual
 * 2400S-900-01, section 18 and appendix B).
 *
 * <p>Compliance belongs to the measured quantity ({@code SENSe:...:PROTection}). A fixed range of
 * its meter limits it too (range compliance). The source's range is also the range of the meter of
 * the sourced quantity; setting that meter's range is error +823. READ? with the output off is
 * error +803, unless SOURce:CLEar:AUTO is on. MEASure? and CONFigure switch the output on. A change
 * of function or of terminals switches it off. The elements of answers always have the order V, I,
 * R, time, status.
 *
 * <p>These points are unconfirmed: noise of one count of the display at 1 PLC (5½ digits); three
 * integrations for a reading with autozero; settling times; that a new range discards a level
 * beyond it; that the output returns to its setpoint after a sweep. Auto ohms measures with the
 * source as it is set.
 */
public final class Simulated2400 implements SimulatedInstrument {
  private static final String FIRMWARE = ",1304207,C31   May 28 2010 10:34:39/A02  /R/J";
  private static final double NOT_A_NUMBER = 9.91e37;
  private static final int MOST_READINGS = 2500;
  private static final int BUFFER_FULL = 1 << 9;

  /** Bit of the status word for a measured voltage; current and resistance have the next two. */
  private static final int VOLTS_MEASURED = 11;

  private static final int FRONT_TERMINALS = 1 << 2;

  private static final DeviceError OUTPUT_OFF =
      DeviceError.device(803, "Not permitted with OUTPUT off");
  private static final DeviceError TOO_SMALL = DeviceError.device(822, "Too small for sense range");
  private static final DeviceError READ_BACK =
      DeviceError.device(823, "Invalid with source read-back on");
  private static final DeviceError COMPLIANCE_RANGE =
      DeviceError.device(824, "Cannot exceed compliance range");

  private static final NumberRange CYCLES = new NumberRange(Quantity.NUMBER, 0.01, 10, 1);
  private static final NumberRange DELAY = new NumberRange(Quantity.TIME, 0, 999.9999, 0);
  private static final double AUTOMATIC_DELAY = 1e-3;

  private final Surroundings surroundings;
  private final SourceMeasureUnit unit;
  private final SourceSweep sweep;
  private final CommandTree tree = new CommandTree(Simulated2400::number);
  private final PresetSettings settings = new PresetSettings(tree);
  private final FrontPanel panel;
  private final EventRegister measurement;
  private final SenseFunctions functions = new SenseFunctions();
  private final ReadingElements elements =
      new ReadingElements(EnumSet.range(Element.VOLT, Element.STAT));
  private final List<Row> latest = new ArrayList<>();
  private final ReadingBuffer<Row> buffer = new ReadingBuffer<>(100, () -> {}, this::filled);
  private final AveragingFilter filter = new AveragingFilter(tree, "[:SENSe#]:AVERage");
  private final ArmTriggerModel trigger =
      new ArmTriggerModel(tree, MOST_READINGS, this::start, () -> panel().cancelPending());

  private final Value<Boolean> clearAuto = settings.flag("SOURce#:CLEar:AUTO", false);
  private final Value<Boolean> delayAuto = settings.flag("SOURce#:DELay:AUTO", true);
  private final Value<Boolean> ohmsAuto = settings.flag("[:SENSe#]:RESistance:RANGe:AUTO", true);
  private final Value<String> statistic =
      settings.choice("CALC3|CALCULATE3:FORMat", "MEAN|SDEViation|MAXimum|MINimum|PKPK", "MEAN");
  private final StoredSettings stored = settings.table("2400");
  private final BinaryReadings block = new BinaryReadings(tree, stored);
  private final NumberRange ohms;
  private double ohmsRange;
  private double delay;
  private String terminals;
  private long timeZero;

  /** A 2400 that is off, with this load. */
  public Simulated2400(Surroundings surroundings, TerminalLoad load) {
    this(Limits2400.M2400, surroundings, load);
  }

  /** A model of the series that is off, with this load. */
  public Simulated2400(Limits2400 model, Surroundings surroundings, TerminalLoad load) {
    this.surroundings = surroundings;
    ohms = model.ohms();
    unit = new SourceMeasureUnit(surroundings.andThen(this::overlap), load, model.unit());
    SourceMeasureCommands common =
        new SourceMeasureCommands(tree, Simulated2400::number, List.of(unit), true);
    common.output("OUTPut#[:STATe]", "SOURce#:FUNCtion[:MODE]");
    common.source("SOURce#:VOLTage", SourceMeasureUnit::voltage);
    common.source("SOURce#:CURRent", SourceMeasureUnit::current);
    sweep = new SourceSweep(tree, unit, MOST_READINGS, Simulated2400::number);
    setPresets();
    declareOutput();
    tree.unsaved(() -> declareSense("VOLTage[:DC]", unit.voltage()));
    tree.unsaved(() -> declareSense("CURRent[:DC]", unit.current()));
    declareFunctions();
    declareReadings();
    declareBuffer();
    declareSystem();
    new LimitTests(tree, stored, () -> latest, latest::clear, Simulated2400::number);
    SourceMeasureCommands.memory(tree, unit);
    panel =
        surroundings.frontPanel(
            model.identity() + FIRMWARE, Wording.STANDARD, 10, tree, this::reset);
    panel.onClear(trigger::disarm);
    panel.addMemory(0, 4);
    panel.waitsUntilIdle(trigger::armed);
    measurement = panel.addMeasurementStatus();
  }

  private void overlap() {
    panel.overlap(unit.settled());
  }

  private void declareOutput() {
    tree.event("SOURce#:CLEar[:IMMediate]", () -> unit.setOn(false));
    tree.number("SOURce#:DELay", DELAY, () -> delay, this::setDelay);
    tree.choice("ROUTe:TERMinals", Choice.of("FRONt|REAR"), () -> terminals, this::setTerminals);
  }

  private void declareSense(String quantity, Side side) {
    String sense = "[:SENSe#]:" + quantity;
    tree.number(
        sense + ":PROTection[:LEVel]", side::limits, side::limit, limit -> setLimit(side, limit));
    tree.query(
        sense + ":PROTection:TRIPped",
        () -> Replies.flag(side == unit.limited() && unit.inCompliance()));
    tree.stepped(
        sense + ":RANGe[:UPPer]",
        side::ranges,
        () -> side.beside(side.meterRange(), 1),
        () -> side.beside(side.meterRange(), -1),
        side::meterRange,
        range -> setMeterRange(side, range));
    tree.flag(sense + ":RANGe:AUTO", side::meterAuto, auto -> setMeterAuto(side, auto));
    tree.number(sense + ":NPLCycles", CYCLES, side::cycles, this::setCycles);
  }

  private void declareFunctions() {
    functions.declare(tree);
    String header = "[:SENSe#]:RESistance";
    tree.number(header + ":NPLCycles", CYCLES, () -> unit.voltage().cycles(), this::setCycles);
    tree.stepped(
        header + ":RANGe[:UPPer]",
        () -> ohms,
        () -> Math.min(ohms.max(), 10 * ohmsRange),
        () -> ohmsRange / 10,
        () -> ohmsRange,
        this::setOhmsRange);
  }

  private void declareReadings() {
    elements.declare(tree, "FORMat:ELEMents[:SENSe#]", "VOLTage|CURRent|RESistance|TIME|STATus");
    tree.event("INITiate[:IMMediate]", this::initiate);
    tree.query("READ", this::read);
    tree.query("FETCh", this::fetch);
    tree.query("[:SENSe#]:DATA[:LATest]", this::fetchLatest);
    for (MeasureFunction function : MeasureFunction.values()) {
      tree.event("CONFigure:" + function.node(), () -> configure(function));
      tree.query(
          "MEASure:" + function.node(),
          () -> {
            configure(function);
            return read();
          });
    }
    tree.query(
        "MEASure",
        () -> {
          unit.setOn(true);
          return read();
        });
    tree.query("CONFigure", functions::answer);
  }

  private void declareBuffer() {
    buffer.declare(tree, 1, MOST_READINGS);
    tree.query("TRACe|DATA:POINts:ACTual", () -> Integer.toString(buffer.size()));
    tree.query("TRACe|DATA:FREE", this::free);
    tree.query("TRACe|DATA:DATA", () -> answer(buffer.readings()));
    tree.query("CALC3|CALCULATE3:DATA", this::answerStatistic);
  }

  private void declareSystem() {
    tree.command("SYSTem:AZERo[:STATe]", 1, 1, this::setAutoZero);
    tree.query("SYSTem:AZERo[:STATe]", () -> Replies.flag(unit.autoZero()));
    tree.event("SYSTem:TIME:RESet", () -> timeZero = surroundings.clock().nanos());
    tree.query("SYSTem:TIME", () -> number((surroundings.clock().nanos() - timeZero) * 1e-9));
    tree.urgent("SYSTem:PRESet", this::abortAndReset);
    tree.event("SYSTem:CLEar", () -> panel.clearErrors());
    tree.event("SYSTem:ERRor:CLEar", () -> panel.clearErrors());
    tree.event("STATus:QUEue:CLEar", () -> panel.clearErrors());
  }

  private static final int BYTES = 24;

  /** The number of free bytes of the buffer, and of used ones. */
  private String free() {
    int used = BYTES * buffer.capacity();
    return BYTES * MOST_READINGS - used + "," + used;
  }

  private void setPresets() {
    settings.preset();
    functions.preset();
    elements.preset();
    block.preset();
    ohmsRange = ohms.preset();
    filter.preset();
    sweep.preset();
    delay = 0;
    terminals = "FRON";
    trigger.preset();
    latest.clear();
    buffer.preset();
  }

  private void abortAndReset() {
    trigger.abort();
    reset();
  }

  private void reset() {
    setPresets();
    unit.reset();
    measurement.condition(0);
  }

  /** NR3 with seven digits, the format of this model. */
  private static String number(double value) {
    return Replies.scientific(value, 6, 2);
  }

  /** Sets a limit, which must be at least a thousandth of its meter's fixed range. */
  private void setLimit(Side side, double limit) {
    if (!side.meterAuto() && side != unit.sourced() && limit < 1e-3 * side.meterRange()) {
      throw new CommandException(TOO_SMALL);
    }
    unit.setLimit(side, limit);
  }

  private void setMeterRange(Side side, double range) {
    requireMeasured(side);
    if (side.named(range) > side.named(side.limit())) {
      throw new CommandException(COMPLIANCE_RANGE);
    }
    unit.setMeterRange(side, range);
  }

  private void setMeterAuto(Side side, boolean auto) {
    if (auto) {
      requireMeasured(side);
    }
    unit.setMeterAuto(side, auto);
  }

  private void requireMeasured(Side side) {
    if (side == unit.sourced()) {
      throw new CommandException(READ_BACK);
    }
  }

  /** Sets the integration time, which all functions share. */
  private void setCycles(double cycles) {
    unit.voltage().setCycles(cycles);
    unit.current().setCycles(cycles);
  }

  private void setDelay(double seconds) {
    delay = seconds;
    delayAuto.set(false);
  }

  private void setTerminals(String word) {
    if (!word.equals(terminals)) {
      unit.setOn(false);
      terminals = word;
    }
  }

  private void setOhmsRange(double ohms) {
    ohmsRange = ohms;
    ohmsAuto.set(false);
  }

  /** Accepts ON, OFF, a number, or ONCE, which has no effect. */
  private void setAutoZero(Call call) {
    if (!call.wordNext()) {
      unit.setAutoZero(call.flag());
      return;
    }
    String word = call.choice(Choice.of("ON|OFF|ONCE"));
    if (!word.equals("ONCE")) {
      unit.setAutoZero(word.equals("ON"));
    }
  }

  private void configure(MeasureFunction function) {
    trigger.configure();
    functions.only(function);
    unit.setOn(true);
  }

  private void initiate() {
    requireOutput();
    trigger.initiate();
  }

  private void requireOutput() {
    if (!unit.on() && !clearAuto.get()) {
      throw new CommandException(OUTPUT_OFF);
    }
  }

  private void start() {
    panel.start(this::acquire);
  }

  /** Takes all readings. */
  private void acquire() {
    latest.clear();
    Side side = unit.sourced();
    double resting = side.level();
    List<Double> levels = sweep.levels();
    unit.setOn(true);
    for (int k = 0; k < trigger.readings(); k++) {
      if (!levels.isEmpty()) {
        unit.setLevel(side, levels.get(k % levels.size()));
      }
      latest.add(row());
    }
    if (!levels.isEmpty()) {
      unit.setLevel(side, resting);
    }
    if (clearAuto.get()) {
      unit.setOn(false);
    }
    latest.forEach(buffer::offer);
  }

  private void filled(ReadingBuffer<Row> readings) {
    measurement.condition(readings.isFull() ? BUFFER_FULL : 0);
  }

  private Row row() {
    long start =
        surroundings.clock().nanos()
            + Math.round(1e9 * (trigger.delay() + (delayAuto.get() ? AUTOMATIC_DELAY : delay)));
    boolean resistance = functions.measures(MeasureFunction.RES);
    boolean volts = functions.measures(MeasureFunction.VOLT);
    boolean amperes = functions.measures(MeasureFunction.CURR);
    long time = unit.readingTime(volts, amperes);
    Reading reading =
        filter.read(
            start,
            from -> {
              panel.await(from + time);
              return unit.read(from, from + time);
            });
    double sourced = reading.level();
    return new Row(
        element(volts, reading.volts(), unit.sourcesCurrent() ? NOT_A_NUMBER : sourced),
        element(amperes, reading.amperes(), unit.sourcesCurrent() ? sourced : NOT_A_NUMBER),
        element(resistance, reading.volts() / reading.amperes(), NOT_A_NUMBER),
        (reading.nanos() - timeZero) * 1e-9,
        status(reading),
        sourced);
  }

  /** A measured value, or else a known one; not-a-number if it overflows or is missing. */
  private static double element(boolean measured, double value, double otherwise) {
    if (!measured) {
      return otherwise;
    }
    return Double.isFinite(value) ? value : NOT_A_NUMBER;
  }

  private int status(Reading reading) {
    int status = reading.over() ? 1 : 0;
    status |= filter.on() ? 1 << 1 : 0;
    status |= terminals.equals("FRON") ? FRONT_TERMINALS : 0;
    status |= reading.limited() ? 1 << 3 : 0;
    status |= functions.bits(VOLTS_MEASURED);
    status |= unit.sourcesCurrent() ? 1 << 15 : 1 << 14;
    return status | (reading.rangeLimited() ? 1 << 16 : 0);
  }

  private String read() {
    trigger.requireImmediate();
    trigger.disarm();
    requireOutput();
    trigger.initiate(this::acquire);
    return answer(latest);
  }

  private String fetch() {
    if (latest.isEmpty()) {
      throw new CommandException(StandardError.DATA_CORRUPT_OR_STALE);
    }
    return answer(latest);
  }

  private String fetchLatest() {
    fetch();
    return answer(latest.subList(latest.size() - 1, latest.size()));
  }

  private String answer(List<Row> rows) {
    return block.answer(elements.of(rows), Simulated2400::number);
  }

  private String answerStatistic() {
    return number(statistic(Row::volts))
        + ','
        + number(statistic(Row::amperes))
        + ','
        + number(statistic(Row::ohms));
  }

  /** A statistic; not-a-number if the element was not measured or the buffer is empty. */
  private double statistic(ToDoubleFunction<Row> element) {
    double[] values = buffer.readings().stream().mapToDouble(element).toArray();
    if (values.length == 0 || Statistics.most(values) == NOT_A_NUMBER) {
      return NOT_A_NUMBER;
    }
    return Statistics.named(statistic.get(), values);
  }

  @Override
  public FrontPanel panel() {
    return panel;
  }

  @Override
  public List<DcOutput> dcOutputs() {
    return List.of(unit);
  }

  @Override
  public boolean hasSerialPort() {
    return true;
  }

  @Override
  public boolean energised() {
    return unit.energised();
  }
}
