package org.spinbench.simulator.instrument.meter;

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
 * of the data sheet's values. Not simulated: burst, time slot, gate, trace and statistics.
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

  private final PowerSensor sensor;
  private final TriggerSystem trigger;
  private final FrontPanel panel;
  private final PresetSettings settings;
  private Value<String> ending;
  private Value<Double> offset;
  private Value<Boolean> corrected;

  public SimulatedNrp(Surroundings surroundings, PowerInput input) {
    sensor = new PowerSensor(surroundings, input, MODEL, SimulatedNrp::number);
    trigger = new TriggerSystem(surroundings.clock(), this::panel, new Averaged(), CAPACITY, true);
    CommandTree tree = new CommandTree(Replies::plain);
    settings = new PresetSettings(tree);
    sensor.declare(tree, FREQUENCIES);
    sensor.declareZeroing(tree, this::zero);
    declareFunction(tree);
    declareTrigger(tree);
    setPresets();
    tree.query("FETCh#[:SCALar][:POWer][:AVG]", () -> corrected(trigger.fetch()));
    tree.query("READ#[:SCALar][:POWer][:AVG]", () -> corrected(trigger.read()));
    tree.query("SYSTem:INFO", () -> Replies.quoted("Manufacturer:Rohde & Schwarz,Type:NRP50SN"));
    panel = surroundings.frontPanel(IDENTITY, Wording.STANDARD, ERROR_QUEUE, tree, this::reset);
    panel.onClear(trigger::abort);
  }

  private static String number(double value) {
    return Replies.scientific(value, 6, 2);
  }

  private void declareFunction(CommandTree tree) {
    tree.command("[:SENSe#]:FUNCtion", 1, 1, this::setFunction);
    tree.query("[:SENSe#]:FUNCtion", () -> Replies.quoted("POW:AVG"));
    String average = "[:SENSe#]:POWer[:AVG]";
    tree.number(
        average + ":APERture", APERTURE, () -> sensor.aperture, time -> sensor.aperture = time);
    settings.flag(average + ":SMOothing:STATe", false);
    ending = settings.choice("[:SENSe#]:AVERage:TCONtrol", "MOVing|REPeat", "REP");
    tree.event("[:SENSe#]:AVERage:RESet", sensor::resetFilter);
    offset = settings.number("[:SENSe#]:CORRection:OFFSet", OFFSET);
    corrected = settings.flag("[:SENSe#]:CORRection:OFFSet:STATe", false);
    tree.command("FORMat[:DATA]", 1, 2, call -> call.choice(Choice.of("ASCii")));
    tree.query("FORMat[:DATA]", () -> "ASC,0");
  }

  private void declareTrigger(CommandTree tree) {
    trigger.declare(tree, "IMMediate|INTernal|EXT1|EXT2|BUS|HOLD");
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
  }

  private void reset() {
    setPresets();
    panel.operation().condition(0);
  }

  private void setFunction(Call call) {
    if (!FUNCTIONS.contains(call.quoted().toUpperCase(Locale.ROOT))) {
      throw new CommandException(StandardError.ILLEGAL_PARAMETER_VALUE);
    }
  }

  private void zero() {
    trigger.abort();
    sensor.zero(panel);
  }

  private String corrected(List<Double> readings) {
    double factor = corrected.get() ? StrictMath.pow(10, offset.get() / 10) : 1;
    return sensor.text(readings.stream().map(watts -> watts * factor).toList());
  }

  /** Two windows of one aperture for each averaged measurement. */
  private final class Averaged implements TriggerSystem.Reader {
    private boolean moving() {
      return ending.is("MOV");
    }

    @Override
    public long period() {
      int measurements = moving() ? 1 : sensor.measurements();
      double seconds = measurements * 2 * (sensor.aperture + PREPARING) + OVERHEAD;
      return Math.round(seconds * 1e9);
    }

    @Override
    public TriggerSystem.Taken take(long start) {
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
