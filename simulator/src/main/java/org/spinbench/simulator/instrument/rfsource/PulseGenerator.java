package org.spinbench.simulator.instrument.rfsource;

import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.PresetSettings;
import org.spinbench.simulator.scpi.PresetSettings.Value;
import org.spinbench.simulator.scpi.Quantity;

/**
 * The pulse generator within a Rohde &amp; Schwarz signal generator, of single or double pulses.
 * External triggers are not simulated. To be confirmed on an instrument: delays and the width of
 * the second pulse after a reset, and that {@code DOUBle:STATe} is another name of the mode.
 */
final class PulseGenerator {
  private static final String PULM = "[:SOURce#]:PULM";
  private static final NumberRange DELAY = new NumberRange(Quantity.TIME, 0, 100, 1e-6);
  private static final NumberRange DOUBLE_DELAY = new NumberRange(Quantity.TIME, 40e-9, 100, 1e-6);

  private final PresetSettings settings;
  private final Value<Double> width;
  private final Value<Double> period;
  private final Value<Double> secondDelay;
  private final Value<Double> secondWidth;
  private final Value<String> mode;
  private final Value<String> trigger;
  private final Value<String> gate;

  /**
   * A generator of single pulses.
   *
   * @param changed called after every change of its pulses
   */
  PulseGenerator(CommandTree tree, NumberRange widths, NumberRange periods, Runnable changed) {
    settings = new PresetSettings(tree);
    PresetSettings shaping =
        settings.through(
            change -> {
              change.run();
              changed.run();
            });
    width = shaping.number(PULM + ":WIDTh", widths);
    period = shaping.number(PULM + ":PERiod", periods);
    settings.number(PULM + ":DELay", DELAY);
    mode = shaping.choice(PULM + ":MODE", "SINGle|DOUBle", "SING");
    tree.flag(
        PULM + ":DOUBle:STATe",
        this::doubled,
        state -> {
          mode.set(state ? "DOUB" : "SING");
          changed.run();
        });
    secondDelay = shaping.number(PULM + ":DOUBle:DELay", DOUBLE_DELAY);
    secondWidth = shaping.number(PULM + ":DOUBle:WIDTh", widths);
    trigger = shaping.choice(PULM + ":TRIGger:MODE", "AUTO|EXTernal|EGATe", "AUTO");
    settings.choice(PULM + ":TRIGger:EXTernal:IMPedance", "G50|G10K", "G50");
    settings.choice(PULM + ":TRIGger:EXTernal:SLOPe", "NEGative|POSitive", "POS");
    gate = shaping.choice(PULM + ":TRIGger:EXTernal:GATE:POLarity", "NORMal|INVerted", "NORM");
  }

  void preset() {
    settings.preset();
  }

  private boolean doubled() {
    return mode.is("DOUB");
  }

  /** Duty cycle. */
  double share() {
    if (trigger.is("EXT") || trigger.is("EGAT") && gate.is("NORM")) {
      return 0;
    }
    double second = secondWidth.get();
    double last = doubled() ? Math.min(second, secondDelay.get() + second - width.get()) : 0;
    return Math.min(1, (width.get() + Math.max(0, last)) / period.get());
  }
}
