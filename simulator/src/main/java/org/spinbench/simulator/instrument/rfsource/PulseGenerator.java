package org.spinbench.simulator.instrument.rfsource;

import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;

/**
 * The pulse generator within a Rohde &amp; Schwarz signal generator, of single or double pulses.
 * One that waits for an external trigger gets none. To be confirmed on an instrument: delays and
 * the width of the second pulse after a reset, and that {@code DOUBle:STATe} is another name of the
 * mode.
 */
final class PulseGenerator {
  private static final String PULM = "[:SOURce#]:PULM";
  private static final NumberRange DELAY = new NumberRange(Quantity.TIME, 0, 100, 1e-6);
  private static final NumberRange DOUBLE_DELAY = new NumberRange(Quantity.TIME, 40e-9, 100, 1e-6);

  private final NumberRange widths;
  private final NumberRange periods;
  private final Runnable changed;
  private double width;
  private double period;
  private double delay;
  private double secondDelay;
  private double secondWidth;
  private boolean doubled;
  private String trigger;
  private String impedance;
  private String slope;
  private String gate;

  /**
   * @param changed called after every change of its pulses
   */
  PulseGenerator(NumberRange widths, NumberRange periods, Runnable changed) {
    this.widths = widths;
    this.periods = periods;
    this.changed = changed;
    preset();
  }

  void preset() {
    width = widths.preset();
    period = periods.preset();
    delay = DELAY.preset();
    secondDelay = DOUBLE_DELAY.preset();
    secondWidth = widths.preset();
    doubled = false;
    trigger = "AUTO";
    impedance = "G50";
    slope = "POS";
    gate = "NORM";
  }

  void declare(CommandTree tree) {
    tree.number(PULM + ":WIDTh", widths, () -> width, seconds -> change(() -> width = seconds));
    tree.number(PULM + ":PERiod", periods, () -> period, seconds -> change(() -> period = seconds));
    tree.number(PULM + ":DELay", DELAY, () -> delay, seconds -> delay = seconds);
    tree.choice(
        PULM + ":MODE",
        Choice.of("SINGle|DOUBle"),
        () -> doubled ? "DOUB" : "SING",
        word -> change(() -> doubled = word.equals("DOUB")));
    tree.flag(PULM + ":DOUBle:STATe", () -> doubled, state -> change(() -> doubled = state));
    tree.number(
        PULM + ":DOUBle:DELay",
        DOUBLE_DELAY,
        () -> secondDelay,
        seconds -> change(() -> secondDelay = seconds));
    tree.number(
        PULM + ":DOUBle:WIDTh",
        widths,
        () -> secondWidth,
        seconds -> change(() -> secondWidth = seconds));
    declareTrigger(tree);
  }

  private void declareTrigger(CommandTree tree) {
    tree.choice(
        PULM + ":TRIGger:MODE",
        Choice.of("AUTO|EXTernal|EGATe"),
        () -> trigger,
        word -> change(() -> trigger = word));
    tree.choice(
        PULM + ":TRIGger:EXTernal:IMPedance",
        Choice.of("G50|G10K"),
        () -> impedance,
        word -> impedance = word);
    tree.choice(
        PULM + ":TRIGger:EXTernal:SLOPe",
        Choice.of("NEGative|POSitive"),
        () -> slope,
        word -> slope = word);
    tree.choice(
        PULM + ":TRIGger:EXTernal:GATE:POLarity",
        Choice.of("NORMal|INVerted"),
        () -> gate,
        word -> change(() -> gate = word));
  }

  private void change(Runnable setting) {
    setting.run();
    changed.run();
  }

  /** The part of the time in which there is a pulse. */
  double share() {
    if (trigger.equals("EXT") || trigger.equals("EGAT") && gate.equals("NORM")) {
      return 0;
    }
    double last = doubled ? Math.min(secondWidth, secondDelay + secondWidth - width) : 0;
    return Math.min(1, (width + Math.max(0, last)) / period);
  }
}
