package org.spinbench.calibration.fit;

import java.util.List;
import java.util.stream.IntStream;
import org.spinbench.calibration.NeuronResponse;

/**
 * Measures how fast the emission frequency of a fitted neuron wanders, from the lines of its fit.
 */
public final class NeuronWander {
  /** Prior deviation of the slope in the new fit, over its own deviation. */
  private static final double FREE = 30;

  /** A displacement that every reading would show, over the frequency. */
  private static final double FAR = 0.01;

  private NeuronWander() {}

  /**
   * Measures the wander.
   *
   * @param readings in the order in which they were taken; those without a line are ignored
   * @param times of the readings, s
   * @return rate and deviation in Hz/√s; the repeatability is that of the frequency
   */
  public static WanderFit.Found of(
      NeuronFit.Design design,
      NeuronResponse neuron,
      List<NeuronReading> readings,
      double[] times) {
    double brightest = NeuronFit.brightest(readings);
    int[] bright =
        IntStream.range(0, readings.size())
            .filter(i -> Double.isFinite(readings.get(i).frequency()))
            .filter(i -> readings.get(i).power() > NeuronFit.BRIGHT * brightest)
            .toArray();
    NeuronAmplifier amplifier =
        new NeuronAmplifier(
            neuron.transconductance().value(),
            neuron.offset().value(),
            design.signalLimit(),
            design.totalLimit());
    int n = bright.length;
    double[][] slopes = new double[n][];
    double[] at = new double[n];
    double[] residuals = new double[n];
    double[] variances = new double[n];
    double[] bySetting = new double[n];
    double pulling = neuron.pulling().value();
    for (int k = 0; k < n; k++) {
      NeuronReading reading = readings.get(bright[k]);
      double above =
          amplifier.current(reading.bias(), reading.chainVoltage()) - neuron.threshold().value();
      double follows =
          pulling * amplifier.signalSlope(reading.chainVoltage()) * reading.voltageScatter();
      at[k] = times[bright[k]];
      slopes[k] = new double[] {1, above};
      residuals[k] = reading.frequency() - neuron.frequency().value() - pulling * above;
      variances[k] = square(reading.frequencyDeviation()) + square(follows);
      bySetting[k] = square(reading.frequency());
    }
    double[] deviations = {
      FREE * neuron.frequency().deviation(), FREE * neuron.pulling().deviation()
    };
    return WanderFit.of(
        new WanderFit.Readings(at, slopes, residuals, 1, deviations, variances, bySetting),
        FAR * neuron.frequency().value());
  }

  private static double square(double x) {
    return x * x;
  }
}
