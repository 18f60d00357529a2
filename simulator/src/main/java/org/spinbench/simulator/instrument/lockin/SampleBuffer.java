package org.spinbench.simulator.instrument.lockin;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * A buffer that samples values at equal intervals. It takes samples when it is read, each as of its
 * due time.
 */
final class SampleBuffer {
  private final LongFunction<double[]> values;
  private final List<double[]> samples = new ArrayList<>();
  private int capacity;
  private boolean loop;
  private boolean running;
  private double interval;
  private long next;
  private int oldest;

  /**
   * @param values the values at a moment of the clock; moments come in order
   */
  SampleBuffer(LongFunction<double[]> values) {
    this.values = values;
  }

  /** Empties the buffer and sets its capacity. */
  void clear(int newCapacity, boolean newLoop) {
    samples.clear();
    oldest = 0;
    capacity = newCapacity;
    loop = newLoop;
    running = false;
  }

  /** Starts or continues, with a sample now and then one per interval, s. */
  void start(long moment, double newInterval) {
    startLater(moment, newInterval);
    advance(moment);
  }

  /** Like {@link #start}, with the first sample at a later moment. */
  void startLater(long moment, double newInterval) {
    interval = newInterval;
    next = moment;
    running = loop || samples.size() < capacity;
  }

  void stop() {
    running = false;
  }

  boolean running() {
    return running;
  }

  /** Takes every sample that is due. */
  void advance(long moment) {
    double step = interval * 1e9;
    if (running && loop && (moment - next) / step > capacity) {
      next = moment - Math.round(capacity * step);
    }
    while (running && next <= moment) {
      add(values.apply(next));
      next += Math.max(1, Math.round(step));
      running = loop || samples.size() < capacity;
    }
  }

  /** Adds one sample. */
  void add(double[] sample) {
    if (samples.size() < capacity) {
      samples.add(sample);
    } else if (loop) {
      samples.set(oldest, sample);
      oldest = (oldest + 1) % capacity;
    }
  }

  int size() {
    return samples.size();
  }

  /** A sample by age; 0 is the oldest. */
  double[] sample(int index) {
    return samples.get((oldest + index) % samples.size());
  }
}
