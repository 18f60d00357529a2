package org.spinbench.simulator.instrument.meter;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.spinbench.simulator.instrument.PowerInput;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.Surroundings;
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
 * A Rohde &amp; Schwarz NRP50SN power sensor in its function continuous average (NRPxxS(N) power
 * sensors user manual, 1177.5079.02, chapter 9, "Remote control commands").
 *
 * <p>Answers are in watts and can be negative. A measurement takes two windows for each average,
 * and 1.6 ms more. A window takes one aperture and 145 µs. With the moving filter, an answer takes
 * one new average. {@code TRIG:DEL:AUTO} has no effect, because a diode sensor has settled by then.
 * To be confirmed on an instrument: the presets of the averaging filter, ten seconds for zeroing
 * and its error if there is power, the digits of answers, 9.91E37 for a negative power in dBm.
 * Noise of 30 pW in 20 ms and an offset of 200 pW (one standard deviation) are assumptions instead
 * of the data sheet's values. Not simulated: burst, time slot, gate and statistics; a trace is not
 * averaged.
 */
public final class SimulatedNrp implements SimulatedInstrument {
  private static final String IDENTITY = "ROHDE&SCHWARZ,NRP50SN,101636,02.40.22081101";
  private static final int ERROR_QUEUE = 30;
  private static final double PREPARING = 145e-6;
  private static final double OVERHEAD = 1.6e-3;
  private static final int CAPACITY = 8192;
  private static final PowerSensor.Model MODEL =
      new PowerSensor.Model(30e-12 * Math.sqrt(0.02), 200e-12, 0.2, 10, 65_536);
  private static final NumberRange FREQUENCIES = PowerSensor.frequencies(0, 50e9);
  private static final NumberRange APERTURE = new NumberRange(Quantity.TIME, 8e-6, 2, 0.02);
  private static final NumberRange LEVEL = new NumberRange(Quantity.POWER_DBM, -200, 23, -30);
  private static final NumberRange OFFSET = new NumberRange(Quantity.DECIBELS, -200, 200, 0);
  private static final Set<String> FUNCTIONS =
      Set.of("POW:AVG", "POWER:AVG", "POW:AVG:ON", "POWER:AVERAGE");

  private static final Set<String> TRACES = Set.of("XTIM:POW", "XTIME:POWER");

  private final PowerSensor sensor;
  private final TriggerSystem trigger;
  private final FrontPanel panel;
  private final PresetSettings settings;
  private Value<String> ending;
  private Value<Double> offset;
  private Value<Boolean> corrected;
  private StoredSettings table;
  private String format = "ASC,0";
  private boolean traces;
  private List<Double> trace = List.of();

  public SimulatedNrp(Surroundings surroundings, PowerInput input) {
    sensor = new PowerSensor(surroundings, input, MODEL, SimulatedNrp::number);
    trigger = new TriggerSystem(surroundings.clock(), this::panel, new Averaged(), CAPACITY, true);
    CommandTree tree = new CommandTree(Replies::plain);
    settings = new PresetSettings(tree);
    sensor.declare(tree, FREQUENCIES, "DBM|W|DBUV");
    sensor.declareZeroing(tree, this::zero);
    declareFunction(tree);
    declareTrigger(tree);
    setPresets();
    tree.query("FETCh#[:SCALar][:POWer][:AVG]", () -> answer(trigger.fetch()));
    tree.query("READ#[:SCALar][:POWer][:AVG]", () -> answer(trigger.read()));
    tree.event("TRIGger#:IMMediate", trigger::force);
    tree.query("SYSTem:INFO", () -> Replies.quoted("Manufacturer:Rohde & Schwarz,Type:NRP50SN"));
    panel = surroundings.frontPanel(IDENTITY, Wording.STANDARD, ERROR_QUEUE, tree, this::reset);
    panel.onClear(trigger::abort);
    panel.addMemory(0, 9);
  }

  private static String number(double value) {
    return Replies.scientific(value, 6, 2);
  }

  private void declareFunction(CommandTree tree) {
    tree.command("[:SENSe#]:FUNCtion", 1, 1, this::setFunction);
    tree.query("[:SENSe#]:FUNCtion", () -> Replies.quoted(traces ? "XTIM:POW" : "POW:AVG"));
    String average = "[:SENSe#][:POWer][:AVG]";
    tree.number(
        average + ":APERture", APERTURE, () -> sensor.aperture, time -> sensor.aperture = time);
    settings.flag(average + ":SMOothing:STATe", false);
    ending = settings.choice("[:SENSe#]:AVERage:TCONtrol", "MOVing|REPeat", "REP");
    tree.event("[:SENSe#]:AVERage:RESet", sensor::resetFilter);
    offset = settings.number("[:SENSe#]:CORRection:OFFSet", OFFSET);
    corrected = settings.flag("[:SENSe#]:CORRection:OFFSet:STATe", false);
    tree.command("FORMat[:DATA]", 1, 2, this::setFormat);
    tree.query("FORMat[:DATA]", () -> format);
    tree.stored(() -> format, kind -> format = kind);
    table = settings.table("nrp");
  }

  private void declareTrigger(CommandTree tree) {
    trigger.declare(tree, "IMMediate|INTernal|EXTernal|EXTernal1|EXTernal2|BUS|HOLD");
    trigger.declareContinuous(tree);
    trigger.declareDelay(tree, 10, () -> {});
    settings.flag("TRIGger#[:SEQuence#]:DELay:AUTO", true);
    tree.integer(
        "TRIGger#[:SEQuence#]:COUNt",
        1,
        CAPACITY,
        trigger::triggers,
        count -> trigger.triggers((int) count));
    settings.number("TRIGger#[:SEQuence#]:LEVel", LEVEL);
    tree.choice("TRIGger#[:SEQuence#]:LEVel:UNIT", Choice.of("DBM|W|DBUV"), () -> "DBM", w -> {});
  }

  private void setPresets() {
    sensor.preset(FREQUENCIES.preset(), APERTURE.preset(), false);
    trigger.preset();
    settings.preset();
    format = "ASC,0";
    traces = false;
    trace = List.of();
  }

  private void reset() {
    setPresets();
    panel.operation().condition(0);
  }

  private void setFunction(Call call) {
    String function = call.quoted().toUpperCase(Locale.ROOT);
    boolean trace = TRACES.contains(function);
    if (!trace && !FUNCTIONS.contains(function)) {
      throw new CommandException(StandardError.ILLEGAL_PARAMETER_VALUE);
    }
    trigger.abort();
    traces = trace;
  }

  private void setFormat(Call call) {
    boolean real = call.choice(Choice.of("ASCii|REAL")).equals("REAL");
    int length = call.more() ? call.integer(0, 64) : 0;
    if (real && length != 0 && length != 32 && length != 64) {
      throw new CommandException(StandardError.ILLEGAL_PARAMETER_VALUE);
    }
    format = real ? "REAL," + (length == 64 ? 64 : 32) : "ASC,0";
  }

  private void zero() {
    trigger.abort();
    sensor.zero(panel);
  }

  private String answer(List<Double> readings) {
    double factor = corrected.get() ? StrictMath.pow(10, offset.get() / 10) : 1;
    List<Double> watts = (traces ? trace : readings).stream().map(each -> each * factor).toList();
    if (format.equals("ASC,0")) {
      return sensor.text(watts);
    }
    boolean swapped = table.text("FORMat:BORDer").equals("SWAP");
    return Replies.block(
        Replies.reals(
            sensor.shown(watts),
            format.equals("REAL,64") ? Double.BYTES : Float.BYTES,
            swapped ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN));
  }

  /** The mean power in each of the points of a trace, which begins at an offset to its trigger. */
  private TriggerSystem.Taken trace(long triggered) {
    double seconds = table.number("[:SENSe#]:TRACe:TIME");
    int points = (int) table.number("[:SENSe#]:TRACe:POINts");
    long begin = triggered + Math.round(1e9 * table.number("[:SENSe#]:TRACe:OFFSet:TIME"));
    double slot = 1e9 * seconds / points;
    long end = Math.max(triggered, begin + Math.round(1e9 * seconds));
    panel.await(end);
    trace = new ArrayList<>();
    for (int k = 0; k < points; k++) {
      long from = begin + Math.round(k * slot);
      trace.add(sensor.point(from, Math.max(from + 1, begin + Math.round((k + 1) * slot)), panel));
    }
    return new TriggerSystem.Taken(trace.get(points - 1), end);
  }

  /** Two windows of one aperture for each averaged measurement. */
  private final class Averaged implements TriggerSystem.Reader {
    private boolean moving() {
      return ending.is("MOV");
    }

    @Override
    public long period() {
      if (traces) {
        return Math.round(1e9 * table.number("[:SENSe#]:TRACe:TIME"));
      }
      int measurements = moving() ? 1 : sensor.measurements();
      double seconds = measurements * 2 * (sensor.aperture + PREPARING) + OVERHEAD;
      return Math.round(seconds * 1e9);
    }

    @Override
    public TriggerSystem.Taken take(long start) {
      if (traces) {
        return trace(start);
      }
      long end = start + period();
      panel.await(end);
      double watts = moving() ? sensor.move(start, end, panel) : sensor.measure(start, end, panel);
      return new TriggerSystem.Taken(watts, end);
    }
  }

  @Override
  public FrontPanel panel() {
    return panel;
  }

  @Override
  public boolean energised() {
    return false;
  }
}
