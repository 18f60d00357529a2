package org.spinbench.drivers.safety;

import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.SettingException;

/**
 * A list of levels that another program has stored in an instrument. Each has passed every limit,
 * and is within one step of the ramp from the previous one. Anything else in the instrument's
 * memory cannot be run.
 */
public final class ListedLevels {
  /** Relative difference of levels due to rounding. */
  private static final double ROUNDING = 1e-6;

  private final NumberSetting level;
  private final Ramp ramp;
  private double last = Double.NaN;

  /** No list yet. */
  public ListedLevels(NumberSetting level, Ramp ramp) {
    this.level = level;
    this.ramp = ramp;
  }

  /** Judges a list that replaces the last one. */
  public void begin(double... levels) {
    last = Double.NaN;
    append(levels);
  }

  /** Judges levels that are added to the list. */
  public void append(double... levels) {
    for (double next : levels) {
      level.check(next);
      if (Math.abs(next - last) > ramp.step() * (1 + ROUNDING)) {
        throw new LimitException(
            LimitException.Level.CHIP,
            level.label()
                + ": a list from "
                + last
                + " to "
                + next
                + " "
                + level.unit().symbol()
                + " has more than one step of its ramp, "
                + ramp.step()
                + "; take more points");
      }
      last = next;
    }
  }

  /** Refuses to run a list that was not judged. */
  public void require(double... numbers) {
    if (Double.isNaN(last)) {
      throw new SettingException(
          level.label() + ": no limit has judged the instrument's stored list; send a list first");
    }
  }
}
