package org.spinbench.experiments.sweep;

import java.time.Instant;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.Units;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.experiments.sweep.plan.Mean;
import org.spinbench.experiments.sweep.plan.Measurand;

/**
 * The samples of one reading at one setpoint so far, as sums. Levels in dBm are added as powers,
 * because the mean of scattered levels is below the level of the mean power.
 */
final class Samples {
  /** Relative change of a power for a small change of its level, 1/dB: ln(10) / 10. */
  private static final double RELATIVE_OF_DB = StrictMath.log(10) / 10;

  private final Measurand wanted;
  private final boolean levels;
  private int tries;
  private int count;
  private double mean;
  private double squares;
  private double stated;
  private boolean overload;
  private boolean compliance;
  private Instant time;

  /** The value of a single sample, which is its own mean to the last bit. */
  private double only;

  private double onlyStated;

  /**
   * No samples yet.
   *
   * @param unit symbol of the unit of the samples
   * @param begin time of the setpoint
   */
  Samples(Measurand wanted, String unit, Instant begin) {
    this.wanted = wanted;
    this.levels = unit.equals(Unit.DBM.symbol());
    this.time = begin;
  }

  /** Adds a sample; null for a reading without a value. */
  void add(Reading reading) {
    tries++;
    if (reading != null) {
      add(
          reading.value(),
          reading.uncertainty(),
          reading.overload(),
          reading.compliance(),
          reading.time());
    }
  }

  /** Adds a sample from a record. */
  void add(double value, double uncertainty, boolean overloaded, boolean limited, Instant at) {
    only = value;
    onlyStated = uncertainty;
    double sample = levels ? Units.wattsOfDbm(value) : value;
    double error = levels ? sample * RELATIVE_OF_DB * uncertainty : uncertainty;
    count++;
    // Welford's recurrence: no cancellation, however small the scatter is relative to the mean.
    double before = sample - mean;
    mean += before / count;
    squares += before * (sample - mean);
    stated += error;
    overload |= overloaded;
    compliance |= limited;
    time = at;
  }

  /** Whether another sample is needed. */
  boolean unfinished() {
    if (tries < wanted.least()) {
      return true;
    }
    return tries < wanted.most() && count > 0 && !(uncertainty() <= wanted.standardError());
  }

  private double uncertainty() {
    if (count == 1) {
      return onlyStated;
    }
    double scatter = Math.sqrt(squares / (count - 1));
    double error = Math.max(scatter, stated / count) / Math.sqrt(count);
    return levels ? error / mean / RELATIVE_OF_DB : error;
  }

  private double value() {
    if (count == 1) {
      return only;
    }
    return levels ? Units.dbmOfWatts(mean) : mean;
  }

  Mean mean() {
    return count == 0
        ? Mean.none(time)
        : new Mean(value(), uncertainty(), count, overload, compliance, time);
  }
}
