package org.spinbench.simulator.instrument.meter;

import java.util.List;
import org.spinbench.simulator.instrument.PowerInput;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.part.TriggerSystem;
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
 * A Keysight U2049XA power sensor, 10 MHz to 33 GHz, as a meter of average power (U2040 X-Series
 * programming guide, U2041-90003).
 *
 * <p>Answers are in dBm until {@code UNIT:POW W}. To be confirmed on an instrument: that a reset
 * makes it idle, and {@code SYST:PRES} makes it measure continuously; 50 ms and 25 ms for a
 * measurement at the normal and the double rate; six seconds for zeroing and its error if there is
 * power; the limits of the averaging count; that after a reset a triggered measurement waits until
 * its filter is full ({@code TRIG:DEL:AUTO}). Without that wait, the answer is the mean of the last
 * measurements, one of them new. Noise of 60 pW in 50 ms and an offset of 500 pW (one standard
 * deviation) are assumptions instead of the data sheet's values. Not simulated: peak power, traces
 * and gates.
 */
public final class SimulatedU2040x implements SimulatedInstrument {
  private static final String IDENTITY = "Keysight Technologies,U2049XA,MY57000123,A.02.10";
  private static final int ERROR_QUEUE = 30;
  private static final int MOST_TRIGGERS = 200;
  private static final PowerSensor.Model MODEL =
      new PowerSensor.Model(60e-12 * Math.sqrt(0.05), 500e-12, 0.398, 6, 1024);
  private static final NumberRange FREQUENCIES = PowerSensor.frequencies(10e6, 33e9);
  private static final NumberRange APERTURE = new NumberRange(Quantity.TIME, 20e-6, 0.2, 0.05);
  private static final NumberRange TRIGGERS = new NumberRange(Quantity.NUMBER, 1, MOST_TRIGGERS, 1);
  private static final NumberRange OFFSET = new NumberRange(Quantity.DECIBELS, -100, 100, 0);

  private final PowerSensor sensor;
  private final TriggerSystem trigger;
  private final FrontPanel panel;
  private final PresetSettings stored;
  private String rate;
  private String detector;
  private double aperture;
  private double offset;
  private boolean corrected;

  /** Whether a triggered measurement waits until its filter is full. */
  private boolean settles;

  public SimulatedU2040x(Surroundings surroundings, PowerInput input) {
    sensor = new PowerSensor(surroundings, input, MODEL, SimulatedU2040x::number);
    trigger =
        new TriggerSystem(surroundings.clock(), this::panel, new Averaged(), MOST_TRIGGERS, true);
    CommandTree tree = new CommandTree(SimulatedU2040x::number);
    stored = new PresetSettings(tree);
    stored.table("u2040x");
    setPresets();
    sensor.declare(tree, FREQUENCIES, "DBM|W");
    sensor.declareZeroing(tree, this::zero);
    declareMeasurement(tree);
    declareTrigger(tree);
    declareReadings(tree);
    panel =
        surroundings.frontPanel(
            IDENTITY, Wording.SIGNED.withoutDetail(), ERROR_QUEUE, tree, this::reset);
    panel.onClear(trigger::abort);
    panel.addMemory(1, 10);
  }

  private static String number(double value) {
    return Replies.scientific(value, 8, 2);
  }

  private void declareMeasurement(CommandTree tree) {
    tree.choice("[:SENSe#]:MRATe", Choice.of("NORMal|DOUBle|FAST"), () -> rate, this::setRate);
    tree.choice(
        "[:SENSe#]:DETector:FUNCtion",
        Choice.of("AVERage|NORMal"),
        () -> detector,
        word -> detector = word);
    tree.number("[:SENSe#]:SWEep#:APERture", APERTURE, () -> aperture, this::setAperture);
    tree.number("[:SENSe#]:CORRection:GAIN2", OFFSET, () -> offset, value -> offset = value);
    tree.flag("[:SENSe#]:CORRection:GAIN2:STATe", () -> corrected, on -> corrected = on);
    tree.query("CALibration#[:ALL]", this::calibrate);
    tree.event("SYSTem:PRESet", this::preset);
    tree.query("STATus:DEVice:CONDition", () -> "+2");
  }

  private void declareTrigger(CommandTree tree) {
    trigger.declare(tree, "IMMediate|INTernal|EXTernal|BUS|HOLD");
    trigger.declareContinuous(tree);
    trigger.declareDelay(tree, 1, () -> {});
    tree.flag("TRIGger#[:SEQuence#]:DELay:AUTO", () -> settles, on -> settles = on);
    tree.command(
        "TRIGger#[:SEQuence#]:COUNt", 1, 1, call -> trigger.triggers((int) call.number(TRIGGERS)));
    tree.query("TRIGger#[:SEQuence#]:COUNt", () -> "+" + trigger.triggers());
    tree.stored(trigger::triggers, trigger::triggers);
  }

  private void declareReadings(CommandTree tree) {
    tree.query("FETCh#[:SCALar][:POWer][:AC]", () -> shown(trigger.fetch()));
    tree.query("READ#[:SCALar][:POWer][:AC]", () -> shown(trigger.read()));
    tree.query("MEASure#[:SCALar][:POWer][:AC]", this::measure);
    tree.event("CONFigure#[:SCALar][:POWer][:AC]", this::configure);
    tree.query("CONFigure#", () -> Replies.quoted("POW:AC"));
    tree.command("FORMat[:READings][:DATA]", 1, 1, call -> call.choice(Choice.of("ASCii")));
    tree.query("FORMat[:READings][:DATA]", () -> "ASC");
  }

  private void setPresets() {
    sensor.preset(FREQUENCIES.preset(), APERTURE.preset(), true);
    trigger.preset();
    stored.preset();
    detector = "AVER";
    aperture = APERTURE.preset();
    offset = 0;
    corrected = false;
    settles = true;
    setRate("NORM");
  }

  private void reset() {
    setPresets();
    panel.operation().condition(0);
  }

  private void preset() {
    reset();
    trigger.continuous(true);
  }

  private void setRate(String word) {
    rate = word;
    sensor.aperture =
        switch (rate) {
          case "NORM" -> 0.05;
          case "DOUB" -> 0.025;
          default -> aperture;
        };
  }

  /** Sets the aperture. The count applies to the fast rate; other rates have a fixed one. */
  private void setAperture(double seconds) {
    aperture = seconds;
    setRate(rate);
  }

  private void zero() {
    trigger.abort();
    sensor.zero(panel);
  }

  /**
   * Zeroes and calibrates.
   *
   * @return 0 after success
   */
  private String calibrate() {
    try {
      zero();
      return "+0";
    } catch (CommandException failed) {
      panel.error(StandardError.CALIBRATION_FAILED, "");
      return "+1";
    }
  }

  private void configure() {
    trigger.abort();
    trigger.preset();
  }

  private String measure() {
    configure();
    return shown(trigger.read());
  }

  private String shown(List<Double> readings) {
    double factor = corrected ? StrictMath.pow(10, offset / 10) : 1;
    return sensor.text(readings.stream().map(watts -> watts * factor).toList());
  }

  /**
   * One aperture for each averaged measurement, or for one if the measurement does not wait for the
   * filter. The fast rate does not average.
   */
  private final class Averaged implements TriggerSystem.Reader {
    @Override
    public long period() {
      int count = rate.equals("FAST") || !settles ? 1 : sensor.measurements();
      return Math.round(count * sensor.aperture * 1e9);
    }

    @Override
    public TriggerSystem.Taken take(long start) {
      long end = start + period();
      panel.await(end);
      boolean moves = !settles && !rate.equals("FAST");
      double watts = moves ? sensor.move(start, end, panel) : sensor.measure(start, end, panel);
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
