package org.spinbench.simulator.device;

/**
 * An oscillation that nothing but a direct current and thermal noise drives.
 *
 * @param power ⟨p⟩, normalised
 * @param deviation standard deviation of p over ⟨p⟩
 * @param correlationTime of p, s
 * @param width full width at half maximum of the line, Hz
 * @param shift of the line from the resonance without current, Hz; without the Oersted field
 */
public record FreeOscillation(
    double power, double deviation, double correlationTime, double width, double shift) {

  /** What an oscillation is at a supercriticality ξ. */
  @FunctionalInterface
  public interface Source {
    FreeOscillation at(double supercriticality);
  }
}
