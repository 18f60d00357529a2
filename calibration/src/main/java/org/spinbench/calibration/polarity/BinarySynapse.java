package org.spinbench.calibration.polarity;

import org.spinbench.calibration.Value;

/**
 * The measured parameters of a junction with two states.
 *
 * @param name name in the bench file
 * @param junction number on the chip
 * @param lower resonance in the lower state, Hz
 * @param upper resonance in the upper state, Hz
 * @param raisingPower power in the strip line, at the lower resonance, that switched it to the
 *     upper state, W
 * @param loweringPower power in the strip line, at the upper resonance, that switched it to the
 *     lower state, W
 */
public record BinarySynapse(
    String name,
    int junction,
    Value lower,
    Value upper,
    double raisingPower,
    double loweringPower) {

  /** Frequency of a pulse that changes the state, Hz. */
  double writingFrequency(boolean isUpper) {
    return isUpper ? upper.value() : lower.value();
  }

  /** Power of such a pulse in the strip line, W. */
  double writingPower(boolean isUpper) {
    return isUpper ? loweringPower : raisingPower;
  }
}
