package org.spinbench.simulator.device;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The spin diode in time: the junction moves under the actual tones until it has settled, and the
 * product of current and resistance is averaged over the beats of the tones. Tones change each
 * other's line, mix and lock as the model of the junction has it. They are taken without line
 * width; beats slower than 100 kHz are not averaged out.
 *
 * <p>Drives of a grid are integrated: detunings and logarithms of powers are rounded. What a drive
 * differs from the nearest of these is taken from the closed form, which follows the model to some
 * percent, so that a thousandth of a line's height is the error of a step of 1/64. Latest grid
 * drives are remembered, so that drift and noise cost no integration. The voltage depends on the
 * drive alone, not on what has been remembered. Not thread-safe.
 */
public final class DrivenRectifier implements Rectifier {
  /** Relaxation times after which a small deviation from the closed form has died out. */
  private static final double SETTLING = 5;

  /** Beats under the window of the mean. */
  private static final double BEATS = 6;

  private static final double SLOWEST_BEAT = 100e3;
  private static final double SHORTEST = 60e-9;

  /** Of the grid, in half widths and in logarithms of powers. */
  private static final double GRID = 1.0 / 64;

  /** Part of the largest voltage beyond which the closed form jumps between two grid drives. */
  private static final double JUMP = 0.04;

  private static final int REMEMBERED = 256;

  private final DeviceParameters parameters;
  private final JunctionMotion.Model model;
  private final LineRectifier line;

  /** What the model gives beyond the closed form, V, by grid drive. */
  private final Map<List<Double>, Double> beyond =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<Double>, Double> eldest) {
          return size() > REMEMBERED;
        }
      };

  DrivenRectifier(DeviceParameters parameters, JunctionMotion.Model model) {
    this.parameters = parameters;
    this.model = model;
    line = new LineRectifier(parameters);
  }

  @Override
  public double voltage(
      double resonance, double[] frequencies, double[] powers, double[] widths, double bias) {
    int[] sounding = IntStream.range(0, powers.length).filter(i -> powers[i] > 0).toArray();
    if (sounding.length == 0) {
      return 0;
    }
    double[] f = Arrays.stream(sounding).mapToDouble(i -> frequencies[i]).toArray();
    double[] p = Arrays.stream(sounding).mapToDouble(i -> powers[i]).toArray();
    int n = f.length;
    // A bias sharpens the line.
    double sharp = parameters.oscillator().relaxation() / relaxation(bias);
    double step = GRID * parameters.halfWidth() / sharp;
    double near = step * Math.rint(resonance / step);
    double[] nearF = new double[n];
    double[] nearP = new double[n];
    List<Double> key = new ArrayList<>(2 * n + 2);
    key.add(near);
    key.add(bias);
    double response = StrictMath.hypot(parameters.symmetric(), parameters.antisymmetric());
    double largest = 0;
    for (int i = 0; i < n; i++) {
      nearF[i] = near + step * Math.rint((f[i] - resonance) / step);
      nearP[i] = StrictMath.exp(GRID * Math.rint(StrictMath.log(p[i]) / GRID));
      key.add(nearF[i]);
      key.add(nearP[i]);
      largest += sharp * p[i] * response;
    }
    double nearLine = line.settled(near, nearF, nearP, bias);
    double there = line.settled(resonance, f, p, bias);
    if (!(Math.abs(there - nearLine) < JUMP * largest)) {
      return integrate(resonance, f, p, bias);
    }
    Double known = beyond.get(key);
    if (known == null) {
      known = integrate(near, nearF, nearP, bias) - nearLine;
      beyond.put(key, known);
    }
    return there + known;
  }

  /** Under a drive as it is. */
  double integrate(double resonance, double[] f, double[] p, double bias) {
    boolean settles = !Double.isNaN(line.settled(resonance, f, p, bias));
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
    motion.advance((long) Math.ceil(SETTLING / relaxation(bias) / motion.step()));
    int steps = (int) Math.ceil(window(f) / motion.step());
    // The window 1 − cos(2πi/steps), by turning a phasor.
    double turnRe = StrictMath.cos(2 * Math.PI / steps);
    double turnIm = StrictMath.sin(2 * Math.PI / steps);
    double windowRe = 1;
    double windowIm = 0;
    double sum = 0;
    double weights = 0;
    for (int i = 1; i < steps; i++) {
      motion.advance(1);
      double turned = windowRe * turnRe - windowIm * turnIm;
      windowIm = windowRe * turnIm + windowIm * turnRe;
      windowRe = turned;
      sum += (1 - windowRe) * motion.rectified();
      weights += 1 - windowRe;
    }
    return parameters.swing(bias) * sum / weights;
  }

  /** At which a small orbit relaxes, rad/s. */
  private double relaxation(double bias) {
    double zeta = parameters.supercriticality(bias);
    return -parameters.oscillator().gain(zeta, 2 * line.thermal(bias));
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
