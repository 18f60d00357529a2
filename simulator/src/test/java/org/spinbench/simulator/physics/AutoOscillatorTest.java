package org.spinbench.simulator.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AutoOscillatorTest {
  private static final double THRESHOLD = 4e-3;

  private static AutoOscillator oscillator(double noise) {
    return new AutoOscillator(THRESHOLD, 2, 0.125, noise, 2e9, 6e6, 76);
  }

  /**
   * The neuron of A. Ross et al. (2023), in the µA and µW of that paper's code: threshold 10 µA, Q
   * = 2, factor 1.25e-6 · 1 kΩ; it emits 0.125 µW at twice and 1 µW at four times the threshold.
   */
  @Test
  void reproducesThePublishedEmission() {
    AutoOscillator neuron = new AutoOscillator(10, 2, 1.25e-3, 0, 0, 1, 0);
    assertEquals(0.125, neuron.power(20), 1e-12);
    assertEquals(1.000, neuron.power(40), 1e-12);
  }

  @Test
  void silentBelowThresholdWithoutNoise() {
    assertEquals(0, oscillator(0).power(3.999e-3));
    assertEquals(0, oscillator(0).power(0));
    assertEquals(0, oscillator(0).power(-5e-3));
  }

  /** The normalised power of A. Ross et al. (2023): a quarter at twice, a half at four times. */
  @Test
  void normalisedPowerStartsAtThresholdAndStaysBelowOne() {
    assertEquals(0, AutoOscillator.normalisedPower(1, 2));
    assertEquals(0.25, AutoOscillator.normalisedPower(2, 2), 1e-15);
    assertEquals(0.5, AutoOscillator.normalisedPower(4, 2), 1e-15);
    assertEquals(1, AutoOscillator.normalisedPower(1e9, 2), 1e-8);
  }

  @Test
  void atThresholdNothingIsEmittedWithoutNoise() {
    assertEquals(0, oscillator(0).power(THRESHOLD));
  }

  @Test
  void freeRunningPowerIsThatOfTheNonlinearOscillator() {
    for (double ratio = 1.1; ratio < 3; ratio += 0.1) {
      double current = ratio * THRESHOLD;
      double expected = 0.125 * current * current * (ratio - 1) / (ratio + 2);
      assertEquals(expected, oscillator(0).power(current), expected * 1e-12);
    }
  }

  @Test
  void thermalPowerBelowThresholdGrowsAsOneOverTheDistance() {
    AutoOscillator noisy = oscillator(1e-9);
    for (double ratio : new double[] {-1, 0, 0.25, 0.5, 0.75, 0.9}) {
      double expected = 1e-9 / (1 - ratio);
      assertEquals(expected, noisy.amplitude(ratio * THRESHOLD), expected * 1e-6);
    }
  }

  @Test
  void noiseForGivesThatPowerAtThreshold() {
    double noise = AutoOscillator.noiseFor(2e-9, THRESHOLD, 2, 0.125);
    assertEquals(2e-9, oscillator(noise).power(THRESHOLD), 1e-21);
    assertEquals(3e-6, noise, 1e-18);
  }

  @Test
  void powerRisesSmoothlyThroughTheThreshold() {
    AutoOscillator noisy = oscillator(3e-6);
    double before = noisy.power(0);
    double slopeBefore = 0;
    double step = 1e-6;
    for (double current = step; current < 8e-3; current += step) {
      double power = noisy.power(current);
      double slope = (power - before) / step;
      assertTrue(slope > 0, "falls at " + current);
      assertTrue(Math.abs(slope - slopeBefore) < 3e-5, "kink at " + current);
      before = power;
      slopeBefore = slope;
    }
  }

  /**
   * The stationary Fokker-Planck distribution of p for additive noise is exp{[(ξ − 1) p − (ξ + Q)
   * p²/2]/η} (Slavin and Tiberkevich 2009, section VI); its mean is integrated here.
   */
  @Test
  void staysWithinTheStatedBoundOfTheFokkerPlanckMean() {
    double noise = 3e-6;
    for (double ratio : new double[] {0.5, 0.9, 0.99, 1, 1.01, 1.1, 1.5, 2}) {
      double exact = fokkerPlanckMean(ratio, 2, noise);
      double closed = oscillator(noise).amplitude(ratio * THRESHOLD);
      double bound = Math.abs(ratio - 1) > 0.05 ? 0.01 : 0.26;
      assertEquals(exact, closed, exact * bound, "ratio " + ratio);
    }
  }

  private static double fokkerPlanckMean(double ratio, double q, double noise) {
    double top = Math.max(0, (ratio - 1) / (ratio + q));
    double step = 1e-6;
    double norm = 0;
    double mean = 0;
    double peak = ((ratio - 1) * top - (ratio + q) * top * top / 2) / noise;
    for (double p = step / 200; p < top + 0.02; p += step / 100 + p * 1e-4) {
      double width = step / 100 + p * 1e-4;
      double weight = width * Math.exp(((ratio - 1) * p - (ratio + q) * p * p / 2) / noise - peak);
      norm += weight;
      mean += weight * p;
    }
    return mean / norm;
  }

  @Test
  void currentPullsTheFrequencyAboveThresholdOnly() {
    assertEquals(8e6, oscillator(0).shift(8e-3), 1e-6);
    assertEquals(0, oscillator(0).shift(3e-3));
  }

  @Test
  void linewidthFallsAsOneOverPowerFromThePassiveWidth() {
    AutoOscillator noisy = oscillator(3e-6);
    assertEquals(6e6, noisy.linewidth(0), 6e6 * 1e-3);
    assertEquals(0.3e6, noisy.linewidth(8e-3), 1e3);
    assertTrue(noisy.linewidth(5e-3) > noisy.linewidth(6e-3));
  }
}
