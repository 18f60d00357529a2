package org.spinbench.calibration.procedure;

import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Readings of an earlier calibration, one after the other. */
final class Recorded implements Measuring {
  private final Iterator<Measured> left;
  private final List<Instant> times;
  private int number;

  /**
   * @param times when each was read; empty where nobody knows
   */
  Recorded(List<Measured> all, List<Instant> times) {
    left = all.iterator();
    this.times = times;
  }

  @Override
  public Optional<Instant> time() {
    return times.isEmpty() ? Optional.empty() : Optional.of(times.get(number - 1));
  }

  /**
   * The next of the readings. Where the tones were placed by a fit that came out otherwise then,
   * they stand for what was asked for.
   */
  @Override
  public Measured at(Setpoint set) {
    number++;
    if (!left.hasNext()) {
      throw new IllegalStateException(
          "the record ends after " + (number - 1) + " evaluations; a calibration takes more");
    }
    Measured measured = left.next();
    Setpoint was = measured.set();
    if (!Arrays.equals(was.tonePowers(), set.tonePowers())
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
