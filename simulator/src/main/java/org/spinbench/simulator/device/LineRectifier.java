package org.spinbench.simulator.device;

import org.spinbench.simulator.dynamics.NonlinearOscillator;
import org.spinbench.simulator.dynamics.StationaryPower;

/**
 * The spin diode in closed form: the stationary amplitude of the auto-oscillator under each tone,
 * where all tones and the thermal orbit together shift and damp it ({@link NonlinearLine}).
 *
 * <pre>
 *   cᵢ = κ Iᵢ/{i [ω₀ + N sᵢ − ωᵢ] + Γ(sᵢ) + π wᵢ},   V = ½ ΔR Σ Iᵢ Re(cᵢ e^{iψ}),   Iᵢ² = 2 Pᵢ/R
 *   o = 2 κ²/(R Γ_G²),   ζ = I_dc/I_th
 * </pre>
 *
 * For small powers it is the spin diode's line, with a height that grows and a width that falls
 * with 1 − ζ. Each voltage is that of a junction which the tones drive from rest: of two stable
 * orbits it takes the lower one, without memory.
 *
 * <p>Valid below threshold. References: as {@link NonlinearLine}; A. A. Tulapurkar et al., Nature
 * 438, 339 (2005), doi:10.1038/nature04207.
 *
 * <p>Not thread-safe.
 */
public final class LineRectifier implements Rectifier {
  private final DeviceParameters parameters;
  private final NonlinearOscillator oscillator;
  private final NonlinearLine line;
  private double thermalBias = Double.NaN;
  private double thermal;

  /** A diode. */
  public LineRectifier(DeviceParameters parameters) {
    this.parameters = parameters;
    oscillator = parameters.oscillator();
    double perAmpere = parameters.coupling() / oscillator.relaxation();
    line =
        new NonlinearLine(
            oscillator,
            parameters.symmetric(),
            parameters.antisymmetric(),
            2 * perAmpere * perAmpere / parameters.resistance());
  }

  @Override
  public double voltage(
      double resonance, double[] frequencies, double[] powers, double[] widths, double bias) {
    double zeta = parameters.supercriticality(bias);
    line.rest();
    double voltage =
        line.voltage(biased(resonance, bias), frequencies, powers, widths, zeta, 2 * thermal(bias));
    return scaled(voltage, bias);
  }

  private double biased(double resonance, double bias) {
    return resonance + parameters.oersted() * bias;
  }

  /** The voltage of tones without width, V; NaN if their orbits do not settle. */
  double settled(double resonance, double[] frequencies, double[] powers, double bias) {
    double[] widths = new double[powers.length];
    double zeta = parameters.supercriticality(bias);
    line.rest();
    boolean settles =
        line.settle(biased(resonance, bias), frequencies, powers, widths, zeta, 2 * thermal(bias));
    return settles ? scaled(line.latest(), bias) : Double.NaN;
  }

  private double scaled(double voltage, double bias) {
    return parameters.swing() == 0 ? 0 : voltage * parameters.swing(bias) / parameters.swing();
  }

  /** Real part of the sum of all amplitudes in the latest state, at the time 0. */
  double real() {
    return line.real();
  }

  /** Imaginary part of the same. */
  double imaginary() {
    return line.imaginary();
  }

  /** ⟨p⟩ without tones at a bias. */
  double thermal(double bias) {
    if (bias != thermalBias) {
      thermalBias = bias;
      double zeta = parameters.supercriticality(bias);
      thermal = zeta == 0 ? oscillator.noise() : new StationaryPower(oscillator, zeta).mean();
    }
    return thermal;
  }
}
