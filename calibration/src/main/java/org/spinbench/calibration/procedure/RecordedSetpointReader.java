package org.spinbench.calibration.procedure;

import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Readings of an earlier calibration, one after the other. */
final class RecordedSetpointReader implements SetpointReader {
  /** Half a step of a hundredth of a decibel, which is how sources keep levels. */
  private static final double STEP = 1.2e-3;

  private final Iterator<MeasuredPoint> left;
  private final List<Instant> times;
  private int number;

  /**
   * @param times when each was read; empty where nobody knows
   */
  RecordedSetpointReader(List<MeasuredPoint> all, List<Instant> times) {
    left = all.iterator();
    this.times = times;
  }

  @Override
  public Optional<Instant> time() {
    return times.isEmpty() ? Optional.empty() : Optional.of(times.get(number - 1));
  }

  /** Whether powers are those that were asked for, or what sources kept of them. */
  private static boolean isKept(double[] powers, double[] asked) {
    for (int i = 0; i < asked.length; i++) {
      if (Math.abs(powers[i] - asked[i]) > STEP * asked[i]) {
        return false;
      }
    }
    return powers.length == asked.length;
  }

  /**
   * The next of the readings. Where the tones were placed by a fit that came out otherwise then,
   * they stand for what was asked for.
   */
  @Override
  public MeasuredPoint at(Setpoint set) {
    number++;
    if (!left.hasNext()) {
      throw new IllegalStateException(
          "the record ends after " + (number - 1) + " evaluations; a calibration takes more");
    }
    MeasuredPoint measured = left.next();
    Setpoint was = measured.set();
    if (!isKept(was.tonePowers(), set.tonePowers())
        || !Arrays.equals(was.fieldCurrents(), set.fieldCurrents())
        || !Arrays.equals(was.biases(), set.biases())) {
      throw new IllegalStateException(
          "evaluation "
              + number
              + " of the record was made at another setpoint than a calibration by this version"
              + " asks for; the version that recorded it can compute it anew");
    }
    return measured;
  }
}
