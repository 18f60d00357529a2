package org.spinbench.calibration.procedure;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** Readings of an earlier calibration, one after the other. */
final class Recorded implements Measuring {
  private final Iterator<Measured> left;
  private int number;

  Recorded(List<Measured> all) {
    left = all.iterator();
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
