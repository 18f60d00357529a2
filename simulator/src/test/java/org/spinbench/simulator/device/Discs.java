package org.spinbench.simulator.device;

/** Junctions for tests: the discs of a consistent set of numbers at 300 K. */
public final class Discs {
  /** ⌀370 nm × 7 nm, μ₀M_s 1.6 T: 300 MHz, Γ_G/2π 3 MHz, threshold 4 mA. */
  public static final DeviceParameters NEURON =
      new DeviceParameters(
          300e6, 3e6, 2, 1, 32e6, 1.6, 7e-9, 300, 4e-3, 45, 10.2, 0.5, 0.3e9, 0, 0, 1.86e9, 1e-21);

  /** A diode of 10 mV/mW and 250 MHz, antisymmetric, 5 MHz half width, cold: no thermal orbit. */
  public static final DeviceParameters COLD_DIODE = diode(1e-3, 27e6, 2, Math.PI / -2);

  /** The same at 300 K. */
  public static final DeviceParameters DIODE = diode(300, 27e6, 2, Math.PI / -2);

  private Discs() {}

  /** A diode of 250 MHz whose small-signal line is 20 V/W high, √(S² + A²). */
  static DeviceParameters diode(double temperature, double shift, double damping, double phase) {
    return new DeviceParameters(
        250e6,
        5e6,
        damping,
        0,
        shift,
        1.0,
        7e-9,
        temperature,
        4e-3,
        45,
        10.2,
        Double.POSITIVE_INFINITY,
        0,
        DeviceParameters.coupling(20, 5e6, 45, 10.2),
        phase,
        0,
        0);
  }

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

  /** The same disc at another resonance. */
  static DeviceParameters at(DeviceParameters of, double resonance) {
    return new DeviceParameters(
        resonance,
        of.halfWidth(),
        of.damping(),
        of.depletion(),
        of.shift(),
        of.magnetisation(),
        of.thickness(),
        of.temperature(),
        of.threshold(),
        of.resistance(),
        of.swing(),
        of.halfVoltage(),
        of.oersted(),
        of.coupling(),
        of.phase(),
        of.flicker(),
        of.hooge());
  }
}
