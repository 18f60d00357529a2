package org.spinbench.simulator.device;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The spin diode in time: the junction moves under the actual tones until it has settled, and the
 * product of current and resistance is averaged over the beats of the tones. Tones change each
 * other's line, mix and lock as the model of the junction has it. They are taken without line
 * width; beats slower than 100 kHz are not averaged out.
 *
 * <p>A drive that has not changed is not computed again. Not thread-safe.
 */
public final class DrivenRectifier implements Rectifier {
  /** Relaxation times after which a small deviation from the closed form has died out. */
  private static final double SETTLING = 5;

  /** Beats under the window of the mean. */
  private static final double BEATS = 6;

  private static final double SLOWEST_BEAT = 100e3;
  private static final double SHORTEST = 60e-9;

  private final DeviceParameters parameters;
  private final JunctionMotion.Model model;
  private final LineRectifier line;
  private double[] latestDrive = {};
  private double latest;

  DrivenRectifier(DeviceParameters parameters, JunctionMotion.Model model) {
    this.parameters = parameters;
    this.model = model;
    line = new LineRectifier(parameters);
  }

  @Override
  public double voltage(
      double resonance, double[] frequencies, double[] powers, double[] widths, double bias) {
    double[] drive = drive(resonance, frequencies, powers, bias);
    if (!Arrays.equals(drive, latestDrive)) {
      latest = integrate(resonance, frequencies, powers, bias);
      latestDrive = drive;
    }
    return latest;
  }

  private static double[] drive(
      double resonance, double[] frequencies, double[] powers, double bias) {
    int n = powers.length;
    double[] drive = Arrays.copyOf(powers, 2 * n + 2);
    System.arraycopy(frequencies, 0, drive, n, n);
    drive[2 * n] = resonance;
    drive[2 * n + 1] = bias;
    return drive;
  }

  private double integrate(double resonance, double[] frequencies, double[] powers, double bias) {
    int[] sounding = IntStream.range(0, powers.length).filter(i -> powers[i] > 0).toArray();
    if (sounding.length == 0) {
      return 0;
    }
    double[] f = Arrays.stream(sounding).mapToDouble(i -> frequencies[i]).toArray();
    double[] p = Arrays.stream(sounding).mapToDouble(i -> powers[i]).toArray();
    boolean settles = line.settle(resonance, f, p, bias);
    double zeta = parameters.supercriticality(bias);
    double thermal = line.thermal(bias);
    JunctionMotion motion =
        model.driven(
            resonance + parameters.oersted() * bias,
            bias,
            thermal,
            f,
            p,
            settles ? line.real() : 0,
            settles ? line.imaginary() : 0);
    double rate = -parameters.oscillator().gain(zeta, 2 * thermal);
    motion.advance((long) Math.ceil(SETTLING / rate / motion.step()));
    int steps = (int) Math.ceil(window(f) / motion.step());
    double sum = 0;
    double weights = 0;
    for (int i = 1; i < steps; i++) {
      motion.advance(1);
      double sine = StrictMath.sin(Math.PI * i / steps);
      sum += sine * sine * motion.rectified();
      weights += sine * sine;
    }
    return parameters.swing(bias) * sum / weights;
  }

  /** A Hann window over some beats of the closest tones, s. */
  private static double window(double[] frequencies) {
    double closest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < frequencies.length; i++) {
      for (int j = 0; j < i; j++) {
        double beat = Math.abs(frequencies[i] - frequencies[j]);
        closest = beat > SLOWEST_BEAT ? Math.min(closest, beat) : closest;
      }
    }
    return Math.max(SHORTEST, BEATS / closest);
  }
}
