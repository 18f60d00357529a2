package org.spinbench.simulator.device;

/** A junction as what makes a direct voltage of RF tones. */
@FunctionalInterface
public interface Rectifier {
  /**
   * Mean rectified voltage, V, of a junction that stands the right way round.
   *
   * @param resonance without bias and drive, as field lines and drift have tuned it, Hz
   * @param frequencies of the tones, Hz
   * @param powers of the tones in the junction, W
   * @param widths of the tones, full width at half maximum, Hz
   * @param bias direct current through the junction, A
   */
  double voltage(
      double resonance, double[] frequencies, double[] powers, double[] widths, double bias);
}
