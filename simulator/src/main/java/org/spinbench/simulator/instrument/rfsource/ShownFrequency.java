package org.spinbench.simulator.instrument.rfsource;

import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;

/**
 * The displayed frequency of a signal generator, which takes equipment after its connector into
 * account: f shown = f × multiplier + offset (R&amp;S SMB100A operating manual, section 6.13.4;
 * Keysight's generators do the same). Neither changes the output.
 */
final class ShownFrequency {
  private static final NumberRange OFFSET = new NumberRange(Quantity.FREQUENCY, -200e9, 200e9, 0);
  private static final NumberRange MULTIPLIER = new NumberRange(Quantity.NUMBER, 1, 1000, 1);

  private final NumberRange range;
  private final Carrier carrier;
  private double offset;
  private double multiplier = 1;

  /**
   * @param range of the connector
   */
  ShownFrequency(NumberRange range, Carrier carrier) {
    this.range = range;
    this.carrier = carrier;
  }

  void preset() {
    offset = 0;
    multiplier = 1;
  }

  /**
   * @param tuned called after each change of the carrier
   */
  void declare(CommandTree tree, Runnable tuned) {
    tree.number("[:SOURce#]:FREQuency:OFFSet", OFFSET, () -> offset, hertz -> offset = hertz);
    tree.number(
        "[:SOURce#]:FREQuency:MULTiplier",
        MULTIPLIER,
        () -> multiplier,
        factor -> multiplier = StrictMath.rint(factor * 1000) / 1000);
    tree.number(
        "[:SOURce#]:FREQuency[:CW|:FIXed]",
        this::shownRange,
        () -> shown(carrier.frequency()),
        hertz -> {
          carrier.frequency(StrictMath.rint((hertz - offset) / multiplier * 1000) / 1000);
          tuned.run();
        });
  }

  private double shown(double hertz) {
    return hertz * multiplier + offset;
  }

  private NumberRange shownRange() {
    return new NumberRange(
        range.quantity(), shown(range.min()), shown(range.max()), shown(range.preset()));
  }
}
