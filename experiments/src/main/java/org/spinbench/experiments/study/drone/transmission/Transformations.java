package org.spinbench.experiments.study.drone.transmission;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Changes to spectra that a classifier of signals should tolerate, each of one row of powers. */
public final class Transformations {
  private Transformations() {}

  /**
   * The spectrum shifted up by some bins, cyclically, as if the receiver were tuned lower.
   *
   * <p>The shift is cyclic, so every power is kept and no filling can reveal the shift. The
   * receiver has 23 bins below the 2.4 GHz band and 19 above. So shifts of up to 16 bins only wrap
   * noise floor, except for OcuSync's lowest channel and Bayang's highest.
   *
   * @param bins shift towards higher frequencies; negative downwards
   */
  public static double[] shifted(double[] powers, int bins) {
    double[] shifted = new double[powers.length];
    for (int bin = 0; bin < powers.length; bin++) {
      shifted[Math.floorMod(bin + bins, powers.length)] = powers[bin];
    }
    return shifted;
  }

  /**
   * The spectrum with exponential noise added, with a mean of the row's mean power over the given
   * ratio, like one periodogram of white noise.
   *
   * @param snr mean power of the row over mean power of the noise, dB
   */
  public static double[] noisy(double[] powers, double snr, RandomGenerator random) {
    double mean = Arrays.stream(powers).sum() / powers.length / Receiver.decibels(snr);
    double[] noisy = new double[powers.length];
    for (int bin = 0; bin < powers.length; bin++) {
      noisy[bin] = powers[bin] - mean * StrictMath.log(1 - random.nextDouble());
    }
    return noisy;
  }

  /**
   * The spectrum above its median, in units of its strongest bin, so that neither the receiver's
   * gain nor its noise floor can distinguish classes. Powers below the median become zero, and so
   * does a flat spectrum.
   */
  public static double[] withoutFloor(double[] powers) {
    double median = median(powers);
    double highest = Arrays.stream(powers).max().orElse(0) - median;
    double[] raised = new double[powers.length];
    if (highest > 0) {
      for (int bin = 0; bin < powers.length; bin++) {
        raised[bin] = Math.max(0, powers[bin] - median) / highest;
      }
    }
    return raised;
  }

  private static double median(double[] powers) {
    double[] sorted = powers.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : 0.5 * (sorted[middle - 1] + sorted[middle]);
  }
}
