package org.spinbench.calibration.polarity;

import org.spinbench.calibration.Value;

/**
 * A junction with two states, as measured.
 *
 * @param name name in the bench file
 * @param junction number on the chip
 * @param lower resonance in the state of the lower one, Hz
 * @param upper resonance in the other state, Hz
 * @param raisingPower power in the strip line, at the lower resonance, that was enough to bring it
 *     to the upper state, W
 * @param loweringPower the same for the way back, at the upper resonance, W
 */
public record BinarySynapse(
    String name,
    int junction,
    Value lower,
    Value upper,
    double raisingPower,
    double loweringPower) {

  /** Where a pulse has to be to change the state, Hz. */
  double writingFrequency(boolean isUpper) {
    return isUpper ? upper.value() : lower.value();
  }

  /** What such a pulse has to have in the strip line, W. */
  double writingPower(boolean isUpper) {
    return isUpper ? loweringPower : raisingPower;
  }
}
