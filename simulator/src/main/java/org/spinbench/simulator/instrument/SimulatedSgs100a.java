package org.spinbench.simulator.instrument;

import java.util.List;
import org.spinbench.drivers.transport.Endpoint;
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
 * A Rohde &amp; Schwarz SGS100A signal generator: 1 MHz to 12.75 GHz, -120 to +25 dBm.
 *
 * <p>Commands, ranges and resolutions (0.001 Hz, 0.01 dB) are those of the model's family; the
 * preset level is its sister models' and unconfirmed; numbers are answered in plain decimals, words
 * in their short form. Level and frequency settle within 1 ms. Without a signal at its TRIG input,
 * an external pulse modulation of normal polarity keeps the output silent.
 */
public final class SimulatedSgs100a implements SimulatedInstrument, RfOutput {
  private static final String IDENTITY = "Rohde&Schwarz,SGS100A,1416.0505K02/101001,4.10.054.30";
  private static final double SETTLING_TIME = 1e-3;
  private static final double MAX_LEVEL = 25;
  private static final double MIN_LEVEL = -120;
  private static final NumberRange FREQUENCY =
      new NumberRange(Quantity.FREQUENCY, 1e6, 12.75e9, 1e9);
  private static final NumberRange LIMIT =
      new NumberRange(Quantity.POWER_DBM, -200, MAX_LEVEL, MAX_LEVEL);
  private static final NumberRange LEVEL_STEP = new NumberRange(Quantity.DECIBELS, 0, 100, 1);
  private static final NumberRange OFFSET = new NumberRange(Quantity.DECIBELS, -100, 100, 0);
  private static final NumberRange PHASE = new NumberRange(Quantity.ANGLE, -720, 720, 0);
  private static final NumberRange PULSE_WIDTH = new NumberRange(Quantity.TIME, 20e-9, 100, 2e-6);
  private static final NumberRange PULSE_PERIOD = new NumberRange(Quantity.TIME, 100e-9, 100, 1e-5);
  private static final NumberRange REFERENCE = new NumberRange(Quantity.FREQUENCY, 10e6, 1e9, 10e6);

  private final Surroundings surroundings;
  private final FrontPanel panel;
  private final Settling emittedPower;
  private final Settling gatedPower;
  private final Settling emittedFrequency;

  private boolean on;
  private double frequency;
  private double level;
  private double offset;
  private double limit;
  private double levelStep;
  private double phase;
  private String levelControl;
  private String referenceSource;
  private double referenceFrequency;
  private String oscillatorSource;
  private String connector;
  private String operationMode;
  private boolean iqModulation;
  private boolean pulseModulation;
  private String pulseSource;
  private String pulsePolarity;
  private double pulseWidth;
  private double pulsePeriod;
  private String powerOn = "OFF";

  public SimulatedSgs100a(Surroundings surroundings) {
    this.surroundings = surroundings;
    setPresets();
    long now = surroundings.clock().nanos();
    emittedPower = new Settling(0, now);
    gatedPower = new Settling(0, now);
    emittedFrequency = new Settling(frequency, now);
    CommandTree tree = new CommandTree(Replies::plain);
    declareCarrier(tree);
    declareReference(tree);
    declareModulation(tree);
    tree.event("SYSTem:PRESet", this::reset);
    tree.arbitraryText("*OPT", () -> "SGS-B112");
    panel = new FrontPanel(IDENTITY, Wording.STANDARD, 30, surroundings.clock(), tree, this::reset);
    panel.addMemory(1, 9);
  }

  private void declareCarrier(CommandTree tree) {
    tree.number("[:SOURce#]:FREQuency[:CW|:FIXed]", FREQUENCY, () -> frequency, this::setFrequency);
    tree.number("[:SOURce#]:POWer[:LEVel][:IMMediate]:OFFSet", OFFSET, () -> offset, this::offset);
    tree.stepped(
        "[:SOURce#]:POWer[:LEVel][:IMMediate][:AMPLitude]",
        this::levelRange,
        () -> levelStep,
        () -> level,
        this::setLevel);
    tree.number(
        "[:SOURce#]:POWer:STEP[:INCRement]", LEVEL_STEP, () -> levelStep, db -> levelStep = db);
    tree.number("[:SOURce#]:POWer:LIMit[:AMPLitude]", LIMIT, () -> limit, this::setLimit);
    tree.choice(
        "[:SOURce#]:POWer:ALC[:STATe]",
        Choice.of("AUTO|ON|OFF"),
        () -> levelControl,
        word -> levelControl = word);
    tree.number("[:SOURce#]:PHASe", PHASE, () -> phase, degrees -> phase = degrees);
    tree.flag("OUTPut#[:STATe]", () -> on, this::setOn);
    tree.choice(
        "OUTPut#[:STATe]:PON", Choice.of("OFF|UNCHanged"), () -> powerOn, word -> powerOn = word);
  }

  private void declareReference(CommandTree tree) {
    Choice source = Choice.of("INTernal|EXTernal");
    tree.choice(
        "[:SOURce#]:ROSCillator:SOURce",
        source,
        () -> referenceSource,
        word -> referenceSource = word);
    tree.command("[:SOURce#]:ROSCillator:EXTernal:FREQuency", 1, 1, this::setReferenceFrequency);
    tree.query(
        "[:SOURce#]:ROSCillator:EXTernal:FREQuency",
        () -> Replies.plain(referenceFrequency / 1e6) + "MHZ");
    tree.stored(() -> referenceFrequency, hertz -> referenceFrequency = hertz);
    tree.choice(
        "[:SOURce#]:LOSCillator:SOURce",
        source,
        () -> oscillatorSource,
        word -> oscillatorSource = word);
    tree.choice(
        "CONNector:REFLo:OUTPut",
        Choice.of("REF|LO|OFF"),
        () -> connector,
        word -> connector = word);
  }

  private void declareModulation(CommandTree tree) {
    tree.choice(
        "[:SOURce#]:OPMode",
        Choice.of("NORMal|BBBYpass"),
        () -> operationMode,
        word -> operationMode = word);
    tree.flag("[:SOURce#]:IQ:STATe", () -> iqModulation, state -> iqModulation = state);
    tree.flag("[:SOURce#]:PULM:STATe", () -> pulseModulation, this::setPulseModulation);
    tree.choice(
        "[:SOURce#]:PULM:SOURce",
        Choice.of("INTernal|EXTernal"),
        () -> pulseSource,
        word -> changed(() -> pulseSource = word));
    tree.choice(
        "[:SOURce#]:PULM:POLarity",
        Choice.of("NORMal|INVerted"),
        () -> pulsePolarity,
        word -> changed(() -> pulsePolarity = word));
    tree.number(
        "[:SOURce#]:PULM:WIDTh",
        PULSE_WIDTH,
        () -> pulseWidth,
        width -> changed(() -> pulseWidth = width));
    tree.number(
        "[:SOURce#]:PULM:PERiod",
        PULSE_PERIOD,
        () -> pulsePeriod,
        period -> changed(() -> pulsePeriod = period));
  }

  private void setPresets() {
    on = false;
    frequency = FREQUENCY.preset();
    level = -30;
    offset = 0;
    limit = LIMIT.preset();
    levelStep = LEVEL_STEP.preset();
    phase = 0;
    levelControl = "AUTO";
    referenceSource = "INT";
    referenceFrequency = REFERENCE.preset();
    oscillatorSource = "INT";
    connector = "REF";
    operationMode = "NORM";
    iqModulation = false;
    pulseModulation = false;
    pulseSource = "EXT";
    pulsePolarity = "NORM";
    pulseWidth = PULSE_WIDTH.preset();
    pulsePeriod = PULSE_PERIOD.preset();
  }

  private void reset() {
    setPresets();
    settle();
  }

  private NumberRange levelRange() {
    return new NumberRange(Quantity.POWER_DBM, MIN_LEVEL + offset, MAX_LEVEL + offset, -30);
  }

  private void setFrequency(double hertz) {
    changed(() -> frequency = StrictMath.rint(hertz * 1000) / 1000);
  }

  private void setLevel(double dbm) {
    changed(() -> level = StrictMath.rint(dbm * 100) / 100);
  }

  /** Changes what POW? answers, not what comes out. */
  private void offset(double db) {
    level += db - offset;
    offset = db;
  }

  private void setLimit(double dbm) {
    changed(() -> limit = dbm);
  }

  private void setOn(boolean state) {
    changed(() -> on = state);
  }

  private void setPulseModulation(boolean state) {
    changed(() -> pulseModulation = state);
  }

  private void setReferenceFrequency(Call call) {
    double hertz = call.number(REFERENCE);
    if (hertz != 10e6 && hertz != 100e6 && hertz != 1e9) {
      throw new CommandException(ScpiError.ILLEGAL_PARAMETER_VALUE);
    }
    referenceFrequency = hertz;
  }

  private void changed(Runnable change) {
    change.run();
    settle();
  }

  private void settle() {
    long now = surroundings.clock().nanos();
    double power = on ? 1e-3 * StrictMath.pow(10, outputLevel() / 10) : 0;
    emittedPower.approach(power * dutyCycle(false), now, SETTLING_TIME);
    gatedPower.approach(power * dutyCycle(true), now, SETTLING_TIME);
    emittedFrequency.approach(frequency, now, SETTLING_TIME);
    panel.overlap(now + Math.round(SETTLING_TIME * 1e9));
    surroundings.outputChanged().run();
  }

  private double outputLevel() {
    return Math.min(level - offset, limit);
  }

  /** Share of the time that the output is on, while the TRIG input is high or low. */
  private double dutyCycle(boolean high) {
    if (!pulseModulation) {
      return 1;
    }
    boolean inverted = pulsePolarity.equals("INV");
    double external = high ? 1 : 0;
    double share = pulseSource.equals("EXT") ? external : Math.min(1, pulseWidth / pulsePeriod);
    return inverted ? 1 - share : share;
  }

  @Override
  public Tone tone(long nanos) {
    return new Tone(emittedFrequency.at(nanos), emittedPower.at(nanos));
  }

  @Override
  public Tone gated(long nanos) {
    return new Tone(emittedFrequency.at(nanos), gatedPower.at(nanos));
  }

  @Override
  public List<RfOutput> rfOutputs() {
    return List.of(this);
  }

  @Override
  public Endpoint endpoint() {
    return panel;
  }

  @Override
  public boolean energised() {
    return on;
  }

  @Override
  public List<String> queuedErrors() {
    return panel.queuedErrors();
  }
}
