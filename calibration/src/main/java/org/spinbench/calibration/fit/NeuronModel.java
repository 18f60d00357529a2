package org.spinbench.calibration.fit;

import static org.spinbench.calibration.fit.NeuronFit.BIAS_LOSS;
import static org.spinbench.calibration.fit.NeuronFit.CURVATURE;
import static org.spinbench.calibration.fit.NeuronFit.FREQUENCY;
import static org.spinbench.calibration.fit.NeuronFit.NOISE;
import static org.spinbench.calibration.fit.NeuronFit.OFFSET;
import static org.spinbench.calibration.fit.NeuronFit.PULLING;
import static org.spinbench.calibration.fit.NeuronFit.Q;
import static org.spinbench.calibration.fit.NeuronFit.SLOPE;
import static org.spinbench.calibration.fit.NeuronFit.THRESHOLD;
import static org.spinbench.calibration.fit.NeuronFit.TRANSCONDUCTANCE;
import static org.spinbench.calibration.fit.NeuronFit.WIDTH;

import java.util.Comparator;
import java.util.List;
import org.spinbench.calibration.Knee;
import org.spinbench.calibration.NeuronResponse;

/**
 * The readings of a neuron as a function of its numbers in one array, in the order of {@link
 * NeuronFit}, and the numbers from which a fit starts. The equations are those of {@link
 * NeuronResponse}.
 */
final class NeuronModel {
  /** Least difference of two currents for a slope, over the threshold. */
  private static final double APART = 0.2;

  /** Scatters beyond which a reading does not count more. */
  private static final double FAR = 6;

  /** How the emission rises around the threshold. */
  static final Knee KNEE = Knee.THERMAL;

  /** Noise-driven parts of the power at threshold from which a fit may start: w. */
  private static final double[] NOISES = {1e-3, 1e-2, 3e-2};

  private final NeuronFit.Design design;

  /** The reading with the largest power, which the width of its line refers to; null if none. */
  private final NeuronReading brightest;

  NeuronModel(NeuronFit.Design design, List<NeuronReading> readings) {
    this.design = design;
    brightest =
        readings.stream()
            .filter(r -> Double.isFinite(r.power()))
            .max(Comparator.comparingDouble(NeuronReading::power))
            .orElse(null);
  }

  NeuronAmplifier amplifier(double[] p) {
    return new NeuronAmplifier(
        p[TRANSCONDUCTANCE], p[OFFSET], design.signalLimit(), design.totalLimit());
  }

  /** The numbers of a fitted neuron beside which no other emits. */
  static double[] numbers(NeuronResponse neuron) {
    double[] p = new double[WIDTH + 1];
    for (int i = 0; i < WIDTH; i++) {
      p[i] = neuron.values().get(i).value();
    }
    return p;
  }

  /** Current in the neuron, A. */
  double current(double[] p, NeuronReading r) {
    return amplifier(p).current(r.bias(), r.chainVoltage());
  }

  private static OscillatorPower curve(double[] p) {
    double noise = p[NOISE] / (p[SLOPE] * p[THRESHOLD] * p[THRESHOLD]);
    return new OscillatorPower(p[THRESHOLD], p[SLOPE], p[Q], noise, p[BIAS_LOSS], KNEE);
  }

  /** Emitted power, W. */
  double power(double[] p, NeuronReading r) {
    return curve(p).at(current(p, r));
  }

  /** Derivative of the power by the chain's voltage, W/V. */
  double powerSlope(double[] p, NeuronReading r) {
    return curve(p).slopeAt(current(p, r)) * currentSlope(p, r);
  }

  private double currentSlope(double[] p, NeuronReading r) {
    return amplifier(p).signalSlope(r.chainVoltage())
        * amplifier(p).biasSlope(r.bias(), r.chainVoltage());
  }

  /** The power in the neuron's band, W: of its own line in it, and of its neighbours' skirts. */
  double read(double[] p, NeuronReading r) {
    return power(p, r) + skirts(p, r);
  }

  /**
   * What its neighbours' skirts add to its band, less what its own have outside of it, W. Its own
   * line widens with the root of its power, half way between a width that is constant, by 1/f
   * noise, and that of {@link OscillatorPower#widening(double)}: skirts of the latter are
   * proportional to I², and no reading could tell them from a threshold.
   */
  double skirts(double[] p, NeuronReading r) {
    double outside =
        r.outside() == 0 ? 0 : r.outside() * Math.sqrt(power(p, r) * power(p, brightest));
    return p[WIDTH] * (r.leak() - outside);
  }

  /** Emission frequency, Hz. */
  double frequency(double[] p, NeuronReading r) {
    double above = current(p, r) - p[THRESHOLD];
    return p[FREQUENCY] + p[PULLING] * above + p[CURVATURE] * above * above;
  }

  /** Derivative of the frequency by the chain's voltage, Hz/V. */
  double frequencySlope(double[] p, NeuronReading r) {
    double local = p[PULLING] + 2 * p[CURVATURE] * (current(p, r) - p[THRESHOLD]);
    return local * currentSlope(p, r);
  }

  /**
   * Start values: threshold, Q and noise on a grid, the slope and the frequency by medians. From
   * too little noise a descent can end in another minimum, without any.
   */
  double[] start(List<NeuronReading> readings, double brightest) {
    double[] best = new double[WIDTH + 1];
    double least = Double.POSITIVE_INFINITY;
    for (double q : new double[] {1, 2, 4}) {
      for (int i = 0; i <= 40; i++) {
        for (double noise : NOISES) {
          double[] p = new double[WIDTH + 1];
          p[THRESHOLD] = design.threshold() * (0.6 + 0.02 * i);
          p[SLOPE] = 1;
          p[Q] = q;
          p[NOISE] = noise * p[THRESHOLD] * p[THRESHOLD];
          p[TRANSCONDUCTANCE] = design.transconductance();
          p[BIAS_LOSS] = design.biasLoss().value();
          double squares = scaleSlope(p, readings, brightest);
          if (squares < least) {
            least = squares;
            best = p;
          }
        }
      }
    }
    startFrequency(best, readings);
    return best;
  }

  /**
   * Sets the slope by a median, for a power at threshold that stays in proportion, and returns a
   * misfit that no single reading dominates.
   */
  private double scaleSlope(double[] p, List<NeuronReading> readings, double brightest) {
    double[] ratios =
        readings.stream()
            .filter(r -> r.power() > NeuronFit.BRIGHT * brightest && current(p, r) > p[THRESHOLD])
            .mapToDouble(r -> r.power() / power(p, r))
            .sorted()
            .toArray();
    if (ratios.length == 0) {
      return Double.POSITIVE_INFINITY;
    }
    p[SLOPE] = ratios[ratios.length / 2];
    p[NOISE] *= p[SLOPE];
    return readings.stream()
        .filter(r -> Double.isFinite(r.power()))
        .mapToDouble(r -> (power(p, r) - r.power()) / (0.03 * r.power() + 3e-3 * brightest))
        .map(z -> Math.min(z * z, FAR * FAR))
        .sum();
  }

  /** Fits a line through the frequencies by medians (Theil and Sen), which outliers do not move. */
  private void startFrequency(double[] p, List<NeuronReading> readings) {
    List<NeuronReading> lit =
        readings.stream().filter(r -> Double.isFinite(r.frequency())).toList();
    double[] slopes =
        lit.stream()
            .flatMapToDouble(
                a ->
                    lit.stream()
                        .filter(b -> current(p, b) > current(p, a) + APART * p[THRESHOLD])
                        .mapToDouble(
                            b -> (b.frequency() - a.frequency()) / (current(p, b) - current(p, a))))
            .sorted()
            .toArray();
    p[PULLING] = slopes.length == 0 ? 0 : slopes[slopes.length / 2];
    double[] offsets =
        lit.stream()
            .mapToDouble(r -> r.frequency() - p[PULLING] * (current(p, r) - p[THRESHOLD]))
            .sorted()
            .toArray();
    p[FREQUENCY] = offsets[offsets.length / 2];
  }
}
