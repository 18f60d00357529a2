package org.spinbench.simulator.physics;

import java.util.random.RandomGenerator;

/**
 * Noise with a 1/f spectrum between two frequencies: a sum of Ornstein-Uhlenbeck processes whose
 * corner frequencies are evenly spaced on a logarithmic axis.
 *
 * <pre>   x = Σₖ xₖ,   τₖ = 1/(2π fₖ),   σₖ = σ/√n,   S(f) ≈ σ² / [f ln(f_n/f₁)]   for f₁ ≪ f ≪ f_n
 * </pre>
 *
 * x the quantity, with standard deviation σ in the same unit; fₖ corner frequencies (Hz), two a
 * decade; S one-sided power spectral density. Below f₁ the spectrum is flat, above f_n it falls as
 * 1/f². With two corners a decade the ripple on 1/f is below 1 %.
 *
 * <p>Reference: E. Milotti, "1/f noise: a pedagogical review" (2002), section 4,
 * arXiv:physics/0204033; 1/f frequency noise of spin-torque oscillators: M. W. Keller et al., Phys.
 * Rev. B 82, 054416 (2010), doi:10.1103/PhysRevB.82.054416.
 */
public final class FlickerNoise {
  private static final int PER_DECADE = 2;

  private final OrnsteinUhlenbeck[] processes;

  /**
   * Starts in equilibrium.
   *
   * @param sigma standard deviation σ of the sum
   * @param slowest lowest corner f₁, Hz
   * @param fastest highest corner f_n, Hz, at least f₁
   */
  public FlickerNoise(double sigma, double slowest, double fastest, RandomGenerator random) {
    Checks.positive("lowest corner frequency", slowest, "Hz");
    Checks.positive("highest corner frequency", fastest, "Hz");
    double decades = StrictMath.log10(fastest / slowest);
    if (decades < 0) {
      throw new IllegalArgumentException(
          "highest corner frequency " + fastest + " Hz lies below the lowest, " + slowest + " Hz");
    }
    int steps = (int) Math.ceil(decades * PER_DECADE);
    processes = new OrnsteinUhlenbeck[steps + 1];
    for (int k = 0; k <= steps; k++) {
      double corner =
          steps == 0 ? slowest : slowest * StrictMath.pow(fastest / slowest, (double) k / steps);
      processes[k] =
          new OrnsteinUhlenbeck(sigma / Math.sqrt(steps + 1), 1 / (2 * Math.PI * corner), random);
    }
  }

  /** Advances by a time (s, not negative) and returns the value at its end. */
  public double advance(double seconds, RandomGenerator random) {
    double sum = 0;
    for (OrnsteinUhlenbeck process : processes) {
      sum += process.advance(seconds, random);
    }
    return sum;
  }

  public double value() {
    double sum = 0;
    for (OrnsteinUhlenbeck process : processes) {
      sum += process.value();
    }
    return sum;
  }
}
