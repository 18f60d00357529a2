package org.spinbench.simulator.instrument.rfsource;

import java.util.Arrays;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.PresetSettings;
import org.spinbench.simulator.scpi.PresetSettings.Value;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;

/**
 * The common commands of Rohde &amp; Schwarz signal generators: level with offset and limit,
 * frequency, pulse modulator, reference (R&amp;S SMB100A operating manual, sections 6.13.4, 6.13.12
 * to 6.13.14). With external pulse modulation of normal polarity, and no signal at the pulse input,
 * the output is off.
 */
final class RohdeSchwarzSource {
  /** Settling time of frequency and level, s. */
  static final double SETTLING_TIME = 1e-3;

  private static final double PRESET_LEVEL = -30;
  private static final NumberRange LEVEL_STEP = new NumberRange(Quantity.DECIBELS, 0, 100, 1);
  private static final NumberRange OFFSET = new NumberRange(Quantity.DECIBELS, -100, 100, 0);
  private static final NumberRange PHASE = new NumberRange(Quantity.ANGLE, -720, 720, 0);

  /**
   * Differences between the models.
   *
   * @param frequency Hz
   * @param lowest level, dBm
   * @param highest level, dBm
   * @param pulseSource source of pulses after a reset
   * @param masterSwitch whether there is a master switch for all modulations, off after a reset
   * @param references accepted frequencies of an external reference, MHz
   */
  record Ranges(
      NumberRange frequency,
      double lowest,
      double highest,
      NumberRange pulseWidth,
      NumberRange pulsePeriod,
      String pulseSource,
      boolean masterSwitch,
      double... references) {
    NumberRange reference() {
      double[] sorted = references.clone();
      Arrays.sort(sorted);
      return new NumberRange(
          Quantity.FREQUENCY, sorted[0] * 1e6, sorted[sorted.length - 1] * 1e6, 10e6);
    }

    void requireReference(double hertz) {
      if (Arrays.stream(references).noneMatch(one -> one * 1e6 == hertz)) {
        throw new CommandException(StandardError.ILLEGAL_PARAMETER_VALUE);
      }
    }
  }

  private final Ranges ranges;
  private final Carrier carrier;
  private final ShownFrequency shown;
  private final PresetSettings settings;

  /** Settings that a reset keeps (sections 6.13.12 and 6.13.14). */
  private final PresetSettings lasting;

  private final PulseGenerator generator;
  private Value<Double> offset;
  private Value<Double> levelStep;
  private Value<String> pulseSource;
  private Value<String> pulsePolarity;
  private double referenceFrequency;
  private boolean modulations;
  private boolean pulses;
  private boolean pulseInput = true;

  /** A source that is off, with its commands in this tree. */
  RohdeSchwarzSource(CommandTree tree, Surroundings surroundings, Ranges ranges) {
    this.ranges = ranges;
    settings = new PresetSettings(tree);
    lasting = new PresetSettings(tree);
    carrier =
        new Carrier(surroundings, SETTLING_TIME, ranges.frequency.preset(), PRESET_LEVEL)
            .limited(ranges.highest);
    shown = new ShownFrequency(ranges.frequency, carrier);
    referenceFrequency = ranges.reference().preset();
    declareCarrier(tree);
    declareReference(tree);
    declarePulses(tree);
    settings.table("rs-source");
    generator =
        new PulseGenerator(tree, ranges.pulseWidth, ranges.pulsePeriod, this::pulsesChanged);
    setPresets();
  }

  Carrier carrier() {
    return carrier;
  }

  private void declareCarrier(CommandTree tree) {
    shown.declare(tree, () -> {});
    offset = settings.number("[:SOURce#]:POWer[:LEVel][:IMMediate]:OFFSet", OFFSET);
    tree.stepped(
        "[:SOURce#]:POWer[:LEVel][:IMMediate][:AMPLitude]",
        this::levelRange,
        () -> levelStep.get(),
        this::shownLevel,
        dbm -> carrier.level(hundredths(dbm) - offset.get()));
    levelStep = settings.number("[:SOURce#]:POWer:STEP[:INCRement]", LEVEL_STEP);
    tree.number(
        "[:SOURce#]:POWer:POWer",
        new NumberRange(Quantity.POWER_DBM, ranges.lowest, ranges.highest, PRESET_LEVEL),
        () -> hundredths(carrier.level()),
        dbm -> carrier.level(hundredths(dbm)));
    tree.query("[:SOURce#]:POWer:PEP", () -> Replies.plain(hundredths(carrier.level())));
    NumberRange limit =
        new NumberRange(Quantity.POWER_DBM, ranges.lowest, ranges.highest, ranges.highest);
    tree.number("[:SOURce#]:POWer:LIMit[:AMPLitude]", limit, carrier::limit, carrier::limit);
    settings.choice("[:SOURce#]:POWer:ALC[:STATe]", "AUTO|ON|OFF|OFFTable|ONTable", "AUTO");
    settings.number("[:SOURce#]:PHASe", PHASE);
    tree.flag("OUTPut#[:STATe]", carrier::on, carrier::on);
    lasting.choice("OUTPut#[:STATe]:PON", "OFF|UNCHanged", "OFF");
  }

  private void declareReference(CommandTree tree) {
    lasting.choice("[:SOURce#]:ROSCillator:SOURce", "INTernal|EXTernal", "INT");
    tree.command("[:SOURce#]:ROSCillator:EXTernal:FREQuency", 1, 1, this::setReferenceFrequency);
    tree.query(
        "[:SOURce#]:ROSCillator:EXTernal:FREQuency",
        () -> Replies.plain(referenceFrequency / 1e6) + "MHZ");
    tree.stored(() -> referenceFrequency, hertz -> referenceFrequency = hertz);
  }

  private void declarePulses(CommandTree tree) {
    tree.flag("[:SOURce#]:PULM:STATe", () -> modulations && pulses, this::setPulses);
    PresetSettings pulsing = settings.through(this::pulsing);
    pulseSource = pulsing.choice("[:SOURce#]:PULM:SOURce", "INTernal|EXTernal", ranges.pulseSource);
    pulsePolarity = pulsing.choice("[:SOURce#]:PULM:POLarity", "NORMal|INVerted", "NORM");
  }

  /** Resets; keeps the limit. */
  void reset() {
    setPresets();
    carrier.preset(ranges.frequency.preset(), PRESET_LEVEL);
  }

  private void setPresets() {
    shown.preset();
    settings.preset();
    modulations = !ranges.masterSwitch;
    pulses = false;
    generator.preset();
  }

  /** The range of POWer: that of the connector, shifted by the offset. */
  NumberRange levelRange() {
    return new NumberRange(
        Quantity.POWER_DBM,
        ranges.lowest + offset.get(),
        ranges.highest + offset.get(),
        PRESET_LEVEL);
  }

  private double shownLevel() {
    return hundredths(carrier.level() + offset.get());
  }

  private static double hundredths(double value) {
    return StrictMath.rint(value * 100) / 100;
  }

  private void setReferenceFrequency(Call call) {
    double hertz = call.number(ranges.reference());
    ranges.requireReference(hertz);
    referenceFrequency = hertz;
  }

  /** Whether modulations have an effect. */
  boolean modulations() {
    return modulations;
  }

  void modulations(boolean state) {
    pulsing(() -> modulations = state);
  }

  /**
   * Sets whether a connector is the input for external pulses, from the next change of pulses on.
   */
  void pulseInput(boolean connected) {
    pulseInput = connected;
  }

  private void setPulses(boolean state) {
    pulsing(
        () -> {
          pulses = state;
          modulations |= state;
        });
  }

  private void pulsing(Runnable change) {
    change.run();
    pulsesChanged();
  }

  void pulsesChanged() {
    boolean inverted = pulsePolarity.is("INV");
    boolean external = pulseSource.is("EXT");
    double inside = generator.share();
    double high = pulseInput ? 1 : 0;
    carrier.pulses(
        passed(external ? 0 : inside, inverted), passed(external ? high : inside, inverted));
  }

  private double passed(double pulse, boolean inverted) {
    return !(modulations && pulses) ? 1 : inverted ? 1 - pulse : pulse;
  }
}
