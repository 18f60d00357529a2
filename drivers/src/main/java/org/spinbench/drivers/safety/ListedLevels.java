package org.spinbench.drivers.safety;

import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.SettingException;

/**
 * The levels that another program has had an instrument keep in a list: each has passed every limit
 * of the level, and is within one step of the ramp from the one before. What the instrument's
 * memory holds besides is not gone through.
 */
public final class ListedLevels {
  /** Relative difference between levels that is only rounding. */
  private static final double ROUNDING = 1e-6;

  private final NumberSetting level;
  private final Ramp ramp;
  private double last = Double.NaN;

  /** No list yet. */
  public ListedLevels(NumberSetting level, Ramp ramp) {
    this.level = level;
    this.ramp = ramp;
  }

  /** Judges a list that takes the place of the one before. */
  public void begin(double... levels) {
    last = Double.NaN;
    append(levels);
  }

  /** Judges what is added to the list. */
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

  /** Refuses to go through a list that was not judged. */
  public void require(double... numbers) {
    if (Double.isNaN(last)) {
      throw new SettingException(
          level.label()
              + ": what the instrument keeps in its list has passed no limit; send a list first");
    }
  }
}
