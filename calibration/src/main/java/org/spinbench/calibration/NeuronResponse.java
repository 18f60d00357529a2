package org.spinbench.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * The response of one neuron to its current I = I_bias + g (V_chain + V_off):
 *
 * <pre>
 * P = K I² p(x, w)/(1 + r I²)²,   x = (ξ − 1)/(ξ + Q),   ξ = I/I_th,   w = P_w/(K I_th²)
 * f = f_th + c (I − I_th) + d (I − I_th)²</pre>
 *
 * which is K I² (ξ − 1)/(ξ + Q) above threshold (Slavin and Tiberkevich 2009, DOI
 * 10.1109/TMAG.2008.2009935) with the noise emission P_w at threshold; p is its {@link Knee}. r is
 * the loss of magnetoresistance with the voltage ({@link
 * org.spinbench.calibration.fit.OscillatorPower}), d what heat (as I²) and saturation of the orbit
 * bend.
 *
 * @param name name in the bench file
 * @param junction number on the chip
 * @param threshold I_th, A
 * @param slope K, W/A²
 * @param q Q, nonlinear damping
 * @param thresholdPower P_w, W: noise emission at threshold
 * @param frequency f_th, Hz: emission at threshold
 * @param pulling c, Hz/A
 * @param transconductance g, A/V
 * @param offset V_off, V at the amplifier's input
 * @param biasLoss r, 1/A²
 * @param curvature d, Hz/A²
 * @param linewidth full width at half maximum of the lines in its read-out band, its own and its
 *     neighbours', each at its brightest, Hz; with a smaller orbit a line is wider ({@link
 *     org.spinbench.calibration.fit.OscillatorPower#widening})
 * @param brightest largest power that its fit has read, W; zero if it was not fitted
 * @param powerNoise fluctuation of the emitted power from reading to reading, rms over power
 * @param frequencyNoise scatter of the emission frequency, rms, Hz
 * @param knee how its power rises around the threshold
 * @param fit quality of the neuron's fit, and the covariance of all its parameters
 */
public record NeuronResponse(
    String name,
    int junction,
    Value threshold,
    Value slope,
    Value q,
    Value thresholdPower,
    Value frequency,
    Value pulling,
    Value transconductance,
    Value offset,
    Value biasLoss,
    Value curvature,
    Value linewidth,
    double brightest,
    double powerNoise,
    double frequencyNoise,
    Knee knee,
    FitReport fit) {

  /**
   * A neuron that keeps its magnetoresistance, with a frequency that is linear in the current and
   * narrow lines in its band.
   */
  public NeuronResponse(
      String name,
      int junction,
      Value threshold,
      Value slope,
      Value q,
      Value thresholdPower,
      Value frequency,
      Value pulling,
      Value transconductance,
      Value offset,
      double powerNoise,
      double frequencyNoise,
      FitReport fit) {
    this(
        name,
        junction,
        threshold,
        slope,
        q,
        thresholdPower,
        frequency,
        pulling,
        transconductance,
        offset,
        Value.exact(0),
        Value.exact(0),
        Value.exact(0),
        0,
        powerNoise,
        frequencyNoise,
        Knee.ROOT,
        fit);
  }

  /** Whether it emits at all; a dead one does not. */
  public boolean emits() {
    return slope.value() != 0;
  }

  /** The same neuron with another emission frequency at threshold. */
  NeuronResponse withFrequency(Value other) {
    List<Value> values = new ArrayList<>(values());
    values.set(4, other);
    return with(values);
  }

  /** Emission frequency, Hz, at a current in A. */
  public double frequencyAt(double current) {
    double above = current - threshold.value();
    return frequency.value() + pulling.value() * above + curvature.value() * above * above;
  }

  /** Derivative of {@link #frequencyAt} by the current, Hz/A. */
  public double pullingAt(double current) {
    return pulling.value() + 2 * curvature.value() * (current - threshold.value());
  }

  /** All fitted numbers of the neuron itself, from the threshold to the curvature. */
  public List<Value> values() {
    return List.of(
        threshold,
        slope,
        q,
        thresholdPower,
        frequency,
        pulling,
        transconductance,
        offset,
        biasLoss,
        curvature);
  }

  /** Names of the fitted numbers in the covariance of a fit, in the order of {@link #values}. */
  public static final List<String> NUMBERS =
      List.of(
          "threshold",
          "slope",
          "q",
          "power at threshold",
          "frequency",
          "pulling",
          "transconductance",
          "amplifier offset",
          "loss with current",
          "curvature");

  /** Name of {@link #linewidth} in the covariance of a fit. */
  public static final String LINEWIDTH = "linewidth";

  /**
   * The neuron with each independent error of its numbers and of its linewidth, of one standard
   * deviation: the principal axes of the correlation of its fit. A number that has wandered since
   * the fit has its larger deviation. Empty if no covariance is known.
   */
  public List<NeuronResponse> deviated() {
    List<String> names = new ArrayList<>(NUMBERS);
    names.add(LINEWIDTH);
    int[] rows =
        IntStream.range(0, fit.parameters().size())
            .filter(i -> names.contains(fit.parameters().get(i)))
            .toArray();
    if (rows.length == 0) {
      return List.of();
    }
    double[] deviations =
        IntStream.of(rows).mapToDouble(i -> Math.sqrt(fit.covariance().get(i).get(i))).toArray();
    double[][] correlation = new double[rows.length][rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows.length; j++) {
        correlation[i][j] =
            fit.covariance().get(rows[i]).get(rows[j]) / (deviations[i] * deviations[j]);
      }
    }
    EigenDecomposition axes = new EigenDecomposition(new Array2DRowRealMatrix(correlation, false));
    List<NeuronResponse> all = new ArrayList<>();
    for (int k = 0; k < rows.length; k++) {
      double length = Math.sqrt(Math.max(0, axes.getRealEigenvalue(k)));
      List<Value> moved = new ArrayList<>(values());
      moved.add(linewidth);
      for (int i = 0; i < rows.length; i++) {
        int number = names.indexOf(fit.parameters().get(rows[i]));
        Value was = moved.get(number);
        double deviation = Math.max(was.deviation(), deviations[i]);
        double step = length * axes.getEigenvector(k).getEntry(i) * deviation;
        moved.set(number, new Value(was.value() + step, was.deviation()));
      }
      all.add(with(moved).withLinewidth(moved.get(NUMBERS.size()), brightest));
    }
    return all;
  }

  /** The same neuron with other numbers, in the order of {@link #values}. */
  public NeuronResponse with(List<Value> v) {
    return with(v, powerNoise, frequencyNoise, fit);
  }

  /** The same neuron with another width of the lines in its band, Hz, at their powers, W. */
  public NeuronResponse withLinewidth(Value width, double power) {
    return with(values(), width, power, powerNoise, frequencyNoise, fit);
  }

  /** The same neuron with other numbers, scatters and fit. */
  public NeuronResponse with(
      List<Value> v, double powerScatter, double frequencyScatter, FitReport other) {
    return with(v, linewidth, brightest, powerScatter, frequencyScatter, other);
  }

  private NeuronResponse with(
      List<Value> v,
      Value width,
      double most,
      double powerScatter,
      double frequencyScatter,
      FitReport other) {
    return new NeuronResponse(
        name,
        junction,
        v.get(0),
        v.get(1),
        v.get(2),
        v.get(3),
        v.get(4),
        v.get(5),
        v.get(6),
        v.get(7),
        v.get(8),
        v.get(9),
        width,
        most,
        powerScatter,
        frequencyScatter,
        knee,
        other);
  }
}
