package org.spinbench.simulator.device;

import java.util.List;
import org.spinbench.simulator.dynamics.NonlinearOscillator;
import org.spinbench.simulator.dynamics.OscillatorNetwork;
import org.spinbench.simulator.dynamics.RandomStreams;

/**
 * A junction as the universal auto-oscillator in time, in a frame that turns with its resonance:
 *
 * <pre>   dc/dt = −i N s c − Γ(s) c + κ Σ Iᵢ exp[−i (ωᵢ − ω₀) t],   s = |c|² + 2 ⟨p⟩_T</pre>
 *
 * with the symbols of {@link LineRectifier}. Under tones a step is one of the classical Runge-Kutta
 * method; the noise is counted by its mean power. Without tones the noise acts in time, in {@link
 * OscillatorNetwork}.
 */
record AmplitudeModel(DeviceParameters parameters) implements JunctionMotion.Model {
  /** Angle, rad, by which nothing turns further in a step. */
  private static final double RESOLVED = 0.25;

  @Override
  public JunctionMotion driven(
      double resonance,
      double bias,
      double thermal,
      double[] frequencies,
      double[] powers,
      double re,
      double im) {
    double zeta = parameters.supercriticality(bias);
    return new Driven(parameters, resonance, zeta, thermal, frequencies, powers, re, im);
  }

  @Override
  public JunctionMotion free(double current, double re) {
    NonlinearOscillator oscillator = parameters.oscillator();
    OscillatorNetwork network =
        new OscillatorNetwork(
            List.of(oscillator), new double[1], List.of(RandomStreams.of(Wanderings.SEED, 0)));
    network.supercriticality(0, parameters.supercriticality(current));
    network.amplitude(0, re, 0);
    double step = RESOLVED / 12 / oscillator.relaxation();
    return new JunctionMotion() {
      @Override
      public double step() {
        return step;
      }

      @Override
      public void advance(long steps) {
        network.advance(step, steps);
      }

      @Override
      public double rectified() {
        return 0;
      }

      @Override
      public double real() {
        return network.real(0);
      }

      @Override
      public double imaginary() {
        return network.imaginary(0);
      }
    };
  }

  /** The amplitude under tones. */
  private static final class Driven implements JunctionMotion {
    private final NonlinearOscillator oscillator;
    private final double zeta;
    private final double background;
    private final double step;
    private final double cos;
    private final double sin;
    private final double perDrive;
    private final double[] toneRe;
    private final double[] toneIm;
    private final double[] turnRe;
    private final double[] turnIm;
    private double re;
    private double im;
    private double driveRe;
    private double driveIm;
    private double slopeRe;
    private double slopeIm;

    Driven(
        DeviceParameters parameters,
        double resonance,
        double zeta,
        double thermal,
        double[] frequencies,
        double[] powers,
        double re,
        double im) {
      oscillator = parameters.oscillator();
      this.zeta = zeta;
      background = 2 * thermal;
      this.re = re;
      this.im = im;
      cos = StrictMath.cos(parameters.phase());
      sin = StrictMath.sin(parameters.phase());
      perDrive = 0.5 / parameters.coupling();
      int n = powers.length;
      double fastest = oscillator.relaxation();
      for (double frequency : frequencies) {
        fastest = Math.max(fastest, 2 * Math.PI * Math.abs(frequency - resonance));
      }
      step = RESOLVED / fastest;
      toneRe = new double[n];
      toneIm = new double[n];
      turnRe = new double[n];
      turnIm = new double[n];
      for (int i = 0; i < n; i++) {
        toneRe[i] = parameters.coupling() * Math.sqrt(2 * powers[i] / parameters.resistance());
        double half = -Math.PI * (frequencies[i] - resonance) * step;
        turnRe[i] = StrictMath.cos(half);
        turnIm[i] = StrictMath.sin(half);
      }
      sumTones();
    }

    /** Turns every tone by half a step. */
    private void turn() {
      for (int i = 0; i < toneRe.length; i++) {
        double x = toneRe[i] * turnRe[i] - toneIm[i] * turnIm[i];
        toneIm[i] = toneRe[i] * turnIm[i] + toneIm[i] * turnRe[i];
        toneRe[i] = x;
      }
      sumTones();
    }

    private void sumTones() {
      driveRe = 0;
      driveIm = 0;
      for (int i = 0; i < toneRe.length; i++) {
        driveRe += toneRe[i];
        driveIm += toneIm[i];
      }
    }

    private void slope(double x, double y) {
      double felt = x * x + y * y + background;
      double growth = oscillator.gain(zeta, felt);
      double rotation = oscillator.shift() * felt;
      slopeRe = growth * x + rotation * y + driveRe;
      slopeIm = growth * y - rotation * x + driveIm;
    }

    @Override
    public double step() {
      return step;
    }

    @Override
    public void advance(long steps) {
      double h = step;
      for (long i = 0; i < steps; i++) {
        slope(re, im);
        double ax = slopeRe;
        double ay = slopeIm;
        turn();
        slope(re + h / 2 * ax, im + h / 2 * ay);
        double bx = slopeRe;
        double by = slopeIm;
        slope(re + h / 2 * bx, im + h / 2 * by);
        double cx = slopeRe;
        double cy = slopeIm;
        turn();
        slope(re + h * cx, im + h * cy);
        re += h / 6 * (ax + 2 * bx + 2 * cx + slopeRe);
        im += h / 6 * (ay + 2 * by + 2 * cy + slopeIm);
      }
    }

    @Override
    public double rectified() {
      double x = re * cos - im * sin;
      double y = re * sin + im * cos;
      return perDrive * (x * driveRe + y * driveIm);
    }

    @Override
    public double real() {
      return re;
    }

    @Override
    public double imaginary() {
      return im;
    }
  }
}
