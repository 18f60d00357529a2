package org.spinbench.experiments.sweep;

import java.time.Instant;
import org.spinbench.drivers.instrument.Reading;

/** The samples of one reading at one setpoint so far, of which only sums are kept. */
final class Samples {
  private final Measurand wanted;
  private int tries;
  private int count;
  private double mean;
  private double squares;
  private double stated;
  private boolean overload;
  private Instant time;

  Samples(Measurand wanted, Instant begin) {
    this.wanted = wanted;
    this.time = begin;
  }

  /** Takes a sample; null stands for one in which there was nothing to read. */
  void add(Reading reading) {
    tries++;
    if (reading != null) {
      add(reading.value(), reading.uncertainty(), reading.overload(), reading.time());
    }
  }

  /** Takes a sample that was read before. */
  void add(double value, double uncertainty, boolean overloaded, Instant at) {
    count++;
    // Welford's recurrence: no cancellation however small the scatter is against the mean.
    double before = value - mean;
    mean += before / count;
    squares += before * (value - mean);
    stated += uncertainty;
    overload |= overloaded;
    time = at;
  }

  /** Whether another sample is wanted. */
  boolean unfinished() {
    if (tries < wanted.least()) {
      return true;
    }
    return tries < wanted.most() && count > 0 && !(uncertainty() <= wanted.standardError());
  }

  private double uncertainty() {
    double scatter = count > 1 ? Math.sqrt(squares / (count - 1)) : 0;
    return Math.max(scatter, stated / count) / Math.sqrt(count);
  }

  Mean mean() {
    return count == 0
        ? new Mean(Double.NaN, Double.NaN, 0, false, time)
        : new Mean(mean, uncertainty(), count, overload, time);
  }
}
