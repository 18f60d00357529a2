package org.spinbench.simulator.device;

import java.util.Arrays;
import org.spinbench.simulator.dynamics.NonlinearOscillator;
import org.spinbench.simulator.dynamics.StationaryPower;

/**
 * The spin diode in closed form: the stationary amplitude of the auto-oscillator under each tone,
 * where all tones and the thermal orbit together shift and damp it.
 *
 * <pre>
 *   cᵢ = κ Iᵢ/{i [ω₀ + N sᵢ − ωᵢ] + Γ(sᵢ) + π wᵢ},   V = ½ ΔR Σ Iᵢ Re(cᵢ e^{iψ}),   Iᵢ² = 2 Pᵢ/R
 *   Γ(s) = Γ_G [1 + Q s − ζ (1 − q s)],   sᵢ = pᵢ + 2 Σ_{j≠i} pⱼ + 2 ⟨p⟩_T,   pᵢ = |cᵢ|²
 * </pre>
 *
 * wᵢ full width at half maximum of tone i (Hz), as a Lorentzian; ζ = I_dc/I_th; ⟨p⟩_T thermal power
 * at that bias. The other tones and the thermal orbit count twice, as in every |c|² c of a sum. For
 * small powers it is the spin diode's line, with a height that grows and a width that falls with 1
 * − ζ.
 *
 * <p>Valid below threshold, below the orbit at which the line folds over (there it gives one of the
 * two stable orbits, without memory), and for tones whose products (2ωᵢ − ωⱼ) lie outside of the
 * resonance. A tone with a line width has its power pᵢ reduced as the overlap of both lines says.
 *
 * <p>References: A. Slavin, V. Tiberkevich, IEEE Trans. Magn. 45, 1875 (2009),
 * doi:10.1109/TMAG.2008.2009935; A. A. Tulapurkar et al., Nature 438, 339 (2005),
 * doi:10.1038/nature04207; overlap of two lines: arXiv:2001.00502.
 *
 * <p>Not thread-safe.
 */
public final class LineRectifier implements Rectifier {
  private static final int SWEEPS = 60;
  private static final double CONVERGED = 1e-12;

  private final DeviceParameters parameters;
  private final NonlinearOscillator oscillator;
  private double thermalBias = Double.NaN;
  private double thermal;
  private double[] orbits = {};
  private double re;
  private double im;

  /** A diode. */
  public LineRectifier(DeviceParameters parameters) {
    this.parameters = parameters;
    oscillator = parameters.oscillator();
  }

  @Override
  public double voltage(
      double resonance, double[] frequencies, double[] powers, double[] widths, double bias) {
    double zeta = parameters.supercriticality(bias);
    double background = 2 * thermal(bias);
    double biased = resonance + parameters.oersted() * bias;
    settle(biased, frequencies, powers, widths, zeta, background);
    double cos = StrictMath.cos(parameters.phase());
    double sin = StrictMath.sin(parameters.phase());
    double sum = 0;
    double all = Arrays.stream(orbits).sum();
    re = 0;
    im = 0;
    for (int i = 0; i < powers.length; i++) {
      if (powers[i] > 0) {
        double current = Math.sqrt(2 * powers[i] / parameters.resistance());
        double felt = 2 * all - orbits[i] + background;
        double detuning = 2 * Math.PI * (biased - frequencies[i]) + oscillator.shift() * felt;
        double rate = -oscillator.gain(zeta, felt) + Math.PI * widths[i];
        double scale = parameters.coupling() * current / (rate * rate + detuning * detuning);
        re += scale * rate;
        im -= scale * detuning;
        sum += current * scale * (rate * cos + detuning * sin);
      }
    }
    return parameters.swing(bias) / 2 * sum;
  }

  /** Real part of the sum of all amplitudes in the latest state, at the time 0. */
  double real() {
    return re;
  }

  /** Imaginary part of the same. */
  double imaginary() {
    return im;
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

  /** Orbit by orbit until none moves. */
  private void settle(
      double resonance,
      double[] frequencies,
      double[] powers,
      double[] widths,
      double zeta,
      double background) {
    int n = powers.length;
    orbits = new double[n];
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      double moved = 0;
      for (int i = 0; i < n; i++) {
        if (powers[i] > 0) {
          double others = background + 2 * (Arrays.stream(orbits).sum() - orbits[i]);
          double next =
              orbit(
                  2 * Math.PI * (resonance - frequencies[i]),
                  drive(powers[i]),
                  Math.PI * widths[i],
                  zeta,
                  others);
          moved = Math.max(moved, Math.abs(next - orbits[i]));
          orbits[i] = next;
        }
      }
      if (moved <= CONVERGED) {
        return;
      }
    }
  }

  /** |κ I|², (rad/s)², of a tone of that power. */
  private double drive(double power) {
    return parameters.coupling() * parameters.coupling() * 2 * power / parameters.resistance();
  }

  /** The p that its own line gives back, by bisection: between none and that of a resonant tone. */
  private double orbit(
      double detuning, double drive, double broadening, double zeta, double others) {
    double rate = -oscillator.gain(zeta, others);
    double low = 0;
    double high = drive / (rate * (rate + broadening));
    while (high - low > CONVERGED / 10) {
      double middle = (low + high) / 2;
      if (middle == low || middle == high) {
        break;
      }
      if (response(detuning, drive, broadening, zeta, others + middle) > middle) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  private double response(
      double detuning, double drive, double broadening, double zeta, double felt) {
    double rate = -oscillator.gain(zeta, felt);
    double wide = rate + broadening;
    double delta = detuning + oscillator.shift() * felt;
    return drive * wide / rate / (wide * wide + delta * delta);
  }
}
