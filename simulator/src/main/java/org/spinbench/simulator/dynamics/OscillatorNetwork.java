package org.spinbench.simulator.dynamics;

import static org.spinbench.simulator.physics.Checks.finite;
import static org.spinbench.simulator.physics.Checks.notNegative;
import static org.spinbench.simulator.physics.Checks.positive;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Auto-oscillators in time: driven by any number of tones, coupled to each other, under thermal
 * noise.
 *
 * <pre>
 *   dcₖ/dt = [−i(δₖ + Nₖ pₖ) + Γ₋ − Γ₊] cₖ + Σ_t F_kt exp(−i ω_t t) + Σ_j Ω_kj cⱼ + fₖ(t)
 * </pre>
 *
 * in a frame that rotates with a frequency of the caller's choice: δₖ is the resonance of
 * oscillator k and ω_t the frequency of tone t, both counted from it. The step then resolves the
 * differences of frequencies (0.1 to 1 ns), not the frequencies.
 *
 * <p>Without noise a step is one of the classical Runge-Kutta method of fourth order. With noise it
 * is one of Heun's method, which gives Stratonovich's integral: the drift holds the term D′c/2 that
 * makes the noise kinetic (see {@link NonlinearOscillator}). Every oscillator draws from a random
 * generator of its own, so its noise depends on no other oscillator.
 *
 * <p>Reference: A. Slavin, V. Tiberkevich, IEEE Trans. Magn. 45, 1875 (2009),
 * doi:10.1109/TMAG.2008.2009935, sections VI (locking to a signal) and VII (mutual locking); Heun's
 * method: W. Rümelin, SIAM J. Numer. Anal. 19, 604 (1982), doi:10.1137/0719041.
 */
public final class OscillatorNetwork {
  private final NonlinearOscillator[] oscillators;
  private final double[] detuning;
  private final double[] supercriticality;
  private final double[] couplingRe;
  private final double[] couplingIm;
  private final RandomGenerator[] random;
  private final boolean noisy;
  private final boolean coupled;
  private Drive[] drives = {};
  private double time;

  private final double[] re;
  private final double[] im;
  private final double[] stageRe;
  private final double[] stageIm;
  private final double[] slopeRe;
  private final double[] slopeIm;
  private final double[] sumRe;
  private final double[] sumIm;
  private final double[] driveRe;
  private final double[] driveIm;

  /**
   * A tone at an oscillator.
   *
   * @param oscillator that it drives, from 0
   * @param frequency ω, rad/s, counted from the frame's
   * @param amplitude |F|, rad/s, not negative
   * @param phase of F, rad
   */
  public record Drive(int oscillator, double frequency, double amplitude, double phase) {
    public Drive {
      finite("frequency of a drive", frequency, "rad/s");
      notNegative("amplitude of a drive", amplitude, "rad/s");
      finite("phase of a drive", phase, "rad");
    }
  }

  /**
   * Oscillators at rest, without currents, drives and couplings.
   *
   * @param detuning of each resonance from the frame's frequency, rad/s
   * @param random a generator for each oscillator; empty if none has noise
   */
  public OscillatorNetwork(
      List<NonlinearOscillator> oscillators, double[] detuning, List<RandomGenerator> random) {
    int n = oscillators.size();
    this.oscillators = oscillators.toArray(NonlinearOscillator[]::new);
    this.detuning = detuning.clone();
    this.random = random.toArray(RandomGenerator[]::new);
    noisy = oscillators.stream().anyMatch(one -> one.noise() > 0);
    if (detuning.length != n || noisy && random.size() != n) {
      throw new IllegalArgumentException(
          n
              + " oscillators need as many detunings and, where one has noise, random generators;"
              + " there are "
              + detuning.length
              + " and "
              + random.size());
    }
    supercriticality = new double[n];
    couplingRe = new double[n * n];
    couplingIm = new double[n * n];
    coupled = n > 1;
    re = new double[n];
    im = new double[n];
    stageRe = new double[n];
    stageIm = new double[n];
    slopeRe = new double[n];
    slopeIm = new double[n];
    sumRe = new double[n];
    sumIm = new double[n];
    driveRe = new double[n];
    driveIm = new double[n];
  }

  /** Sets ξ = I/I_th of an oscillator. */
  public void supercriticality(int oscillator, double value) {
    finite("supercriticality", value, "");
    supercriticality[oscillator] = value;
  }

  /** Sets the resonance of an oscillator, rad/s, counted from the frame's frequency. */
  public void detuning(int oscillator, double value) {
    finite("detuning", value, "rad/s");
    detuning[oscillator] = value;
  }

  /**
   * Couples an oscillator to what another one emits.
   *
   * @param strength |Ω|, rad/s
   * @param phase of Ω, rad: 0 for a dissipative coupling, ±π/2 for a conservative one (dipoles)
   */
  public void couple(int to, int from, double strength, double phase) {
    notNegative("strength of a coupling", strength, "rad/s");
    finite("phase of a coupling", phase, "rad");
    int at = to * oscillators.length + from;
    couplingRe[at] = strength * StrictMath.cos(phase);
    couplingIm[at] = strength * StrictMath.sin(phase);
  }

  /** Replaces the drives. */
  public void drive(List<Drive> tones) {
    drives = tones.toArray(Drive[]::new);
  }

  /** Sets the complex amplitude of an oscillator. */
  public void amplitude(int oscillator, double real, double imaginary) {
    re[oscillator] = real;
    im[oscillator] = imaginary;
  }

  /** Real part of an amplitude. */
  public double real(int oscillator) {
    return re[oscillator];
  }

  /** Imaginary part of an amplitude. */
  public double imaginary(int oscillator) {
    return im[oscillator];
  }

  /** p = |c|² of an oscillator. */
  public double power(int oscillator) {
    return re[oscillator] * re[oscillator] + im[oscillator] * im[oscillator];
  }

  /** Phase of c, rad, −π to π. */
  public double phase(int oscillator) {
    return StrictMath.atan2(im[oscillator], re[oscillator]);
  }

  /** Time since the beginning, s. */
  public double time() {
    return time;
  }

  /**
   * Lets a time pass.
   *
   * @param seconds the step, above zero
   * @param steps how many of them
   */
  public void advance(double seconds, long steps) {
    positive("time step", seconds, "s");
    for (long i = 0; i < steps; i++) {
      if (noisy) {
        heun(seconds);
      } else {
        rungeKutta(seconds);
      }
    }
  }

  private void rungeKutta(double dt) {
    int n = re.length;
    drivesAt(time);
    slope(re, im);
    accumulate(dt / 6, true);
    stage(dt / 2);
    drivesAt(time + dt / 2);
    slope(stageRe, stageIm);
    accumulate(dt / 3, false);
    stage(dt / 2);
    slope(stageRe, stageIm);
    accumulate(dt / 3, false);
    stage(dt);
    drivesAt(time + dt);
    slope(stageRe, stageIm);
    accumulate(dt / 6, false);
    for (int k = 0; k < n; k++) {
      re[k] += sumRe[k];
      im[k] += sumIm[k];
    }
    time += dt;
  }

  private void stage(double dt) {
    for (int k = 0; k < re.length; k++) {
      stageRe[k] = re[k] + dt * slopeRe[k];
      stageIm[k] = im[k] + dt * slopeIm[k];
    }
  }

  private void accumulate(double weight, boolean first) {
    for (int k = 0; k < re.length; k++) {
      sumRe[k] = (first ? 0 : sumRe[k]) + weight * slopeRe[k];
      sumIm[k] = (first ? 0 : sumIm[k]) + weight * slopeIm[k];
    }
  }

  private void heun(double dt) {
    int n = re.length;
    drivesAt(time);
    slope(re, im);
    double root = Math.sqrt(dt);
    for (int k = 0; k < n; k++) {
      NonlinearOscillator one = oscillators[k];
      double noiseRe = 0;
      double noiseIm = 0;
      if (one.noise() > 0) {
        noiseRe = root * random[k].nextGaussian();
        noiseIm = root * random[k].nextGaussian();
      }
      double strength = Math.sqrt(one.diffusion(power(k)));
      double slopedRe = slopeRe[k] * dt;
      double slopedIm = slopeIm[k] * dt;
      stageRe[k] = re[k] + slopedRe + strength * noiseRe;
      stageIm[k] = im[k] + slopedIm + strength * noiseIm;
      double there = stageRe[k] * stageRe[k] + stageIm[k] * stageIm[k];
      double mean = (strength + Math.sqrt(one.diffusion(there))) / 2;
      sumRe[k] = slopedRe / 2 + mean * noiseRe;
      sumIm[k] = slopedIm / 2 + mean * noiseIm;
    }
    drivesAt(time + dt);
    slope(stageRe, stageIm);
    for (int k = 0; k < n; k++) {
      re[k] += sumRe[k] + slopeRe[k] * dt / 2;
      im[k] += sumIm[k] + slopeIm[k] * dt / 2;
    }
    time += dt;
  }

  private void drivesAt(double when) {
    if (drives.length == 0) {
      return;
    }
    Arrays.fill(driveRe, 0);
    Arrays.fill(driveIm, 0);
    for (Drive one : drives) {
      double angle = one.phase() - one.frequency() * when;
      driveRe[one.oscillator()] += one.amplitude() * StrictMath.cos(angle);
      driveIm[one.oscillator()] += one.amplitude() * StrictMath.sin(angle);
    }
  }

  /** The drift of every amplitude, in Stratonovich's form, into the slopes. */
  private void slope(double[] x, double[] y) {
    int n = x.length;
    for (int k = 0; k < n; k++) {
      NonlinearOscillator one = oscillators[k];
      double p = x[k] * x[k] + y[k] * y[k];
      double growth = one.gain(supercriticality[k], p) + one.diffusionSlope() / 2;
      double rotation = detuning[k] + one.shift() * p;
      double dx = growth * x[k] + rotation * y[k] + driveRe[k];
      double dy = growth * y[k] - rotation * x[k] + driveIm[k];
      if (coupled) {
        for (int j = 0; j < n; j++) {
          double cRe = couplingRe[k * n + j];
          double cIm = couplingIm[k * n + j];
          dx += cRe * x[j] - cIm * y[j];
          dy += cRe * y[j] + cIm * x[j];
        }
      }
      slopeRe[k] = dx;
      slopeIm[k] = dy;
    }
  }
}
