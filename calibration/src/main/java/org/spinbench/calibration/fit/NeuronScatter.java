package org.spinbench.calibration.fit;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How far the readings of a neuron scatter about its model. What the readings state is given; the
 * fluctuations of power and frequency, and how much the chain's voltage changes between its reading
 * and that of the emission, are estimated from the residuals.
 */
final class NeuronScatter {
  /** Part of the largest power above which the fluctuation of the power can be measured. */
  private static final double STEADY = 0.2;

  /** Numbers that the powers above this part determine: slope, damping and transconductance. */
  private static final int BRIGHT_NUMBERS = 3;

  /** Relative error of the power in the skirts of lines. */
  private static final double SKIRT_ERROR = 0.2;

  private final NeuronFit.Design design;
  private final NeuronModel model;
  private final double brightest;
  private double powerNoise = 0.03;
  private double frequencyNoise;

  /** Square of the part of {@link NeuronReading#voltageWander()} that happens between readings. */
  private double share;

  /**
   * @param brightest largest power that was read, W
   */
  NeuronScatter(NeuronFit.Design design, NeuronModel model, double brightest) {
    this.design = design;
    this.model = model;
    this.brightest = brightest;
    frequencyNoise = 1e-4 * design.frequency();
  }

  /** Fluctuation of the emitted power, relative. */
  double powerNoise() {
    return powerNoise;
  }

  /** Fluctuation of the frequency, Hz. */
  double frequencyNoise() {
    return frequencyNoise;
  }

  /**
   * Deviation of a power without its own fluctuation: noise of the reading, change of the voltage
   * and error of the neighbours' skirts, W.
   */
  double ofPower(double[] p, NeuronReading r) {
    return StrictMath.hypot(steady(p, r), model.powerSlope(p, r) * Math.sqrt(voltageVariance(r)));
  }

  /** Deviation of a power while the frequencies of the chain stay, W. */
  private double steady(double[] p, NeuronReading r) {
    return StrictMath.hypot(r.powerDeviation(), SKIRT_ERROR * model.skirts(p, r));
  }

  /** Deviation of a frequency without its own fluctuation, Hz. */
  double ofFrequency(double[] p, NeuronReading r) {
    return StrictMath.hypot(
        r.frequencyDeviation(), model.frequencySlope(p, r) * Math.sqrt(voltageVariance(r)));
  }

  private double voltageVariance(NeuronReading r) {
    return square(r.voltageScatter()) + share * square(r.voltageWander());
  }

  /**
   * Covariance of the power and the frequency of a reading, W Hz: both are compared with one
   * reading of the chain's voltage, which has half of the variance of its change.
   */
  double common(double[] p, NeuronReading r) {
    return 0.5 * model.powerSlope(p, r) * model.frequencySlope(p, r) * voltageVariance(r);
  }

  /** Estimates all three from the residuals of a fit. */
  void estimate(double[] p, List<NeuronReading> powers, List<NeuronReading> lines) {
    List<NeuronReading> bright = bright(powers);
    Scatter.Two two =
        Scatter.expected(
            array(bright, r -> model.read(p, r) - r.power()),
            array(
                bright,
                r -> square(steady(p, r)) + square(model.powerSlope(p, r) * r.voltageScatter())),
            array(bright, r -> square(r.power())),
            array(bright, r -> square(model.powerSlope(p, r) * r.voltageWander())),
            degrees(bright, BRIGHT_NUMBERS + (design.biasLoss().deviation() > 0 ? 1 : 0)));
    powerNoise = Math.sqrt(two.free());
    share = two.part();
    frequencyNoise =
        Math.sqrt(
            Scatter.excess(
                array(lines, r -> model.frequency(p, r) - r.frequency()),
                array(lines, r -> square(ofFrequency(p, r))),
                array(lines, r -> 1),
                degrees(lines, 3 + (design.curvature().deviation() > 0 ? 1 : 0))));
  }

  /**
   * Degrees of freedom of the power's fluctuation: each reading counts by the part of its variance
   * that is due to it.
   */
  double powerDegrees(double[] p, List<NeuronReading> powers) {
    return bright(powers).stream()
        .mapToDouble(
            r -> {
              double own = square(powerNoise * r.power());
              return square(own / (own + square(ofPower(p, r))));
            })
        .sum();
  }

  private List<NeuronReading> bright(List<NeuronReading> powers) {
    return powers.stream().filter(r -> r.power() > STEADY * brightest).toList();
  }

  private static double[] array(List<NeuronReading> of, ToDoubleFunction<NeuronReading> value) {
    return of.stream().mapToDouble(value).toArray();
  }

  private static double degrees(List<NeuronReading> readings, int parameters) {
    return Math.max(1, readings.size() - parameters);
  }

  private static double square(double x) {
    return x * x;
  }
}
