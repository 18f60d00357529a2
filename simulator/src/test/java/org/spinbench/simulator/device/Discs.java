package org.spinbench.simulator.device;

/** Junctions for tests: the discs of a consistent set of numbers at 300 K. */
public final class Discs {
  /** ⌀370 nm × 7 nm, μ₀M_s 1.6 T: 300 MHz, Γ_G/2π 3 MHz, threshold 4 mA. */
  public static final DeviceParameters NEURON =
      new DeviceParameters(
          300e6, 3e6, 2, 1, 32e6, 1.6, 7e-9, 300, 4e-3, 45, 10.2, 0.5, 0.3e9, 0, 0, 1.86e9, 1e-21);

  private Discs() {}

  static DeviceParameters withSwing(DeviceParameters of, double swing) {
    return new DeviceParameters(
        of.resonance(),
        of.halfWidth(),
        of.damping(),
        of.depletion(),
        of.shift(),
        of.magnetisation(),
        of.thickness(),
        of.temperature(),
        of.threshold(),
        of.resistance(),
        swing,
        of.halfVoltage(),
        of.oersted(),
        of.coupling(),
        of.phase(),
        of.flicker(),
        of.hooge());
  }
}
