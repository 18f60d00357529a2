package org.spinbench.simulator.instrument.dcsource;

import java.util.function.LongToDoubleFunction;
import java.util.function.LongUnaryOperator;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.PresetSettings;
import org.spinbench.simulator.scpi.PresetSettings.Value;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;

/**
 * The monitor option /MON of a GS200: the current that its load draws from a voltage, or the
 * voltage that a current needs (GS200 user's manual IM GS210-01EN, "SENSe Group").
 *
 * <p>A query measures after the delay, and averages over the integration time. The trigger of the
 * manual's continuous measurement is only stored: a query never answers a value from before it. The
 * error of the monitor itself is not simulated. No manual page confirms the presets, that the delay
 * is in milliseconds, and the error of a query that cannot measure: with the output or the monitor
 * off, or of a voltage below the 1 V range, where drivers of others say that it does not measure.
 */
final class Gs200Monitor {
  private static final double LINE_PERIOD = 0.02;
  private static final int PARTS = 8;
  private static final NumberRange DELAY = new NumberRange(Quantity.NUMBER, 0, 999_999, 0);
  private static final NumberRange INTERVAL = new NumberRange(Quantity.TIME, 0.1, 3600, 1);

  private final Runnable measurable;
  private final LongUnaryOperator begin;
  private final LongToDoubleFunction quantity;
  private final Value<Boolean> on;
  private final Value<Integer> cycles;
  private final Value<Double> delay;
  private double last = Double.NaN;

  /**
   * A monitor that is off.
   *
   * @param settings that the reset of the source presets
   * @param measurable refuses a measurement that the source does not allow now
   * @param begin waits for so many nanoseconds from now, and gives the moment at which they began
   * @param quantity the measured current or voltage at a moment, A or V
   */
  Gs200Monitor(
      CommandTree tree,
      PresetSettings settings,
      Runnable measurable,
      LongUnaryOperator begin,
      LongToDoubleFunction quantity) {
    this.measurable = measurable;
    this.begin = begin;
    this.quantity = quantity;
    on = settings.flag("SENSe[:STATe]", false);
    cycles = settings.integer("SENSe:NPLCycles", 1, 25, 1);
    delay = settings.number("SENSe:DELay", DELAY, StrictMath::rint);
    settings.number("SENSe:INTerval", INTERVAL);
    settings.choice("SENSe:TRIGger", "READy|TIMer|COMMunicate|IMMediate", "READ");
    tree.query("MEASure", this::measure);
    tree.query("READ", this::measure);
    tree.query("FETCh", this::fetch);
  }

  /** Forgets the last value, at a reset. */
  void preset() {
    last = Double.NaN;
  }

  private String measure() {
    if (!on.get()) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
    measurable.run();
    long wait = Math.round(1e6 * delay.get());
    long aperture = Math.round(1e9 * LINE_PERIOD * cycles.get());
    long start = begin.applyAsLong(wait + aperture) + wait;
    double sum = 0;
    for (int k = 0; k < PARTS; k++) {
      sum += quantity.applyAsDouble(start + Math.round(aperture * (k + 0.5) / PARTS));
    }
    last = sum / PARTS;
    return fetch();
  }

  private String fetch() {
    if (Double.isNaN(last)) {
      throw new CommandException(StandardError.DATA_CORRUPT_OR_STALE);
    }
    return Replies.scientific(last, 5, 1);
  }

  /** Whether it has measured since it was preset. */
  boolean hasMeasured() {
    return !Double.isNaN(last);
  }
}
