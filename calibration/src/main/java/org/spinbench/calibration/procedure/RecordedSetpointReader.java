package org.spinbench.calibration.procedure;

import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Gives the recorded readings of an earlier calibration, in order. */
final class RecordedSetpointReader implements SetpointReader {
  /** Relative tolerance of powers: half of 0.01 dB, the resolution of sources. */
  private static final double STEP = 1.2e-3;

  private final Iterator<MeasuredPoint> left;
  private final List<Instant> times;
  private int number;

  /**
   * @param times when each was read; empty if unknown
   */
  RecordedSetpointReader(List<MeasuredPoint> all, List<Instant> times) {
    left = all.iterator();
    this.times = times;
  }

  @Override
  public Optional<Instant> time() {
    return times.isEmpty() ? Optional.empty() : Optional.of(times.get(number - 1));
  }

  /** Whether powers are the wanted ones, within the resolution of sources. */
  private static boolean isKept(double[] powers, double[] asked) {
    for (int i = 0; i < asked.length; i++) {
      if (Math.abs(powers[i] - asked[i]) > STEP * asked[i]) {
        return false;
      }
    }
    return powers.length == asked.length;
  }

  /**
   * The next of the readings. Its tone frequencies count as the wanted ones, even if the recording
   * version chose others by its fit.
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
