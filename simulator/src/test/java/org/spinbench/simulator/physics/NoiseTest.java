package org.spinbench.simulator.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("any-jdk")
class NoiseTest {
  private static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  @Test
  void ornsteinUhlenbeckHasItsVarianceAndForgetsExponentially() {
    RandomGenerator random = random(2);
    OrnsteinUhlenbeck process = new OrnsteinUhlenbeck(3, 2, random);
    int count = 200_000;
    double squares = 0;
    double products = 0;
    double before = process.value();
    for (int i = 0; i < count; i++) {
      double now = process.advance(1, random);
      squares += now * now;
      products += before * now;
      before = now;
    }
    assertEquals(9, squares / count, 0.15);
    assertEquals(9 * Math.exp(-0.5), products / count, 0.15);
  }

  @Test
  void ornsteinUhlenbeckDoesNotCareHowTimeIsCut() {
    int count = 40_000;
    double[] variances = new double[2];
    for (int i = 0; i < count; i++) {
      RandomGenerator random = random(i);
      OrnsteinUhlenbeck coarse = new OrnsteinUhlenbeck(1, 1, random);
      double start = coarse.value();
      variances[0] += squared(coarse.advance(0.8, random) - start);
      OrnsteinUhlenbeck fine = new OrnsteinUhlenbeck(1, 1, random);
      start = fine.value();
      for (int k = 0; k < 8; k++) {
        fine.advance(0.1, random);
      }
      variances[1] += squared(fine.value() - start);
    }
    double expected = 2 * (1 - Math.exp(-0.8));
    assertEquals(expected, variances[0] / count, 0.03);
    assertEquals(expected, variances[1] / count, 0.03);
  }

  private static double squared(double x) {
    return x * x;
  }

  @Test
  void noTimeChangesNothing() {
    RandomGenerator random = random(3);
    OrnsteinUhlenbeck process = new OrnsteinUhlenbeck(1, 1, random);
    double value = process.value();
    assertEquals(value, process.advance(0, random));
    RandomWalk walk = new RandomWalk(1);
    walk.advance(1, random);
    double walked = walk.value();
    assertEquals(walked, walk.advance(0, random));
  }

  /** A source of chance that gives the same Gaussian number again and again. */
  private static RandomGenerator always(double gaussian) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        throw new AssertionError("these processes draw Gaussian numbers only");
      }

      @Override
      public double nextGaussian() {
        return gaussian;
      }
    };
  }

  /** After τ ln 2 half of the value is left, and three quarters of the variance are new. */
  @Test
  void aStepKeepsHalfAndAddsWhatTheVarianceLacks() {
    OrnsteinUhlenbeck process = new OrnsteinUhlenbeck(3, 2, always(1));
    assertEquals(3, process.value());
    double after = process.advance(2 * Math.log(2), always(1));
    assertEquals(3 * (0.5 + Math.sqrt(0.75)), after, 1e-12);
    assertEquals(1.5 * (0.5 + Math.sqrt(0.75)), process.advance(2 * Math.log(2), always(0)), 1e-12);
  }

  @Test
  void aWalkGoesTheWayOfItsNumberAsTheRootOfTime() {
    RandomWalk walk = new RandomWalk(0.5);
    assertEquals(1, walk.advance(4, always(1)), 1e-15);
    assertEquals(-0.5, walk.advance(9, always(-1)), 1e-15);
    assertEquals(-0.5, walk.value());
  }

  /** One corner: one process with a correlation time of 1/(2π f). */
  @Test
  void flickerNoiseOfOneCornerIsOneProcess() {
    FlickerNoise noise = new FlickerNoise(2, 5, 5, random(4));
    OrnsteinUhlenbeck process = new OrnsteinUhlenbeck(2, 1 / (2 * Math.PI * 5), random(4));
    assertEquals(process.value(), noise.value());
    assertEquals(process.advance(0.01, random(5)), noise.advance(0.01, random(5)));
  }

  @Test
  void randomWalkVarianceGrowsWithTime() {
    int count = 20_000;
    double[] times = {1, 10, 100};
    double[] squares = new double[3];
    for (int i = 0; i < count; i++) {
      RandomGenerator random = random(i);
      RandomWalk walk = new RandomWalk(0.5);
      double elapsed = 0;
      for (int k = 0; k < 3; k++) {
        squares[k] += squared(walk.advance(times[k] - elapsed, random));
        elapsed = times[k];
      }
    }
    for (int k = 0; k < 3; k++) {
      double expected = 0.25 * times[k];
      assertEquals(expected, squares[k] / count, 0.04 * expected);
    }
  }

  @Test
  void flickerNoiseHasItsVariance() {
    double squares = 0;
    int count = 20_000;
    for (int i = 0; i < count; i++) {
      squares += squared(new FlickerNoise(2, 1e-3, 1e2, random(i)).value());
    }
    assertEquals(4, squares / count, 0.15);
  }

  /** Sums |X(f)|² over an octave each and fits a straight line to the logarithms. */
  @Test
  void flickerNoiseFallsAsOneOverFrequency() {
    int length = 4096;
    double[] octaves = new double[5];
    for (int seed = 0; seed < 60; seed++) {
      RandomGenerator random = random(seed);
      FlickerNoise noise = new FlickerNoise(1, 1e-5, 10, random);
      double[] series = new double[length];
      for (int i = 0; i < length; i++) {
        series[i] = noise.advance(0.05, random) * hann(i, length);
      }
      for (int octave = 0; octave < octaves.length; octave++) {
        octaves[octave] += meanPower(series, 8 << octave);
      }
    }
    double slope = slope(octaves);
    assertEquals(-1, slope, 0.05);
  }

  private static double hann(int i, int length) {
    return 0.5 - 0.5 * Math.cos(2 * Math.PI * i / length);
  }

  /** Mean of the periodogram at four frequencies from a bin to the next octave. */
  private static double meanPower(double[] series, int bin) {
    double sum = 0;
    for (int k = 0; k < 4; k++) {
      double omega = 2 * Math.PI * (bin + k * bin / 4) / series.length;
      double re = 0;
      double im = 0;
      for (int i = 0; i < series.length; i++) {
        re += series[i] * Math.cos(omega * i);
        im += series[i] * Math.sin(omega * i);
      }
      sum += re * re + im * im;
    }
    return sum;
  }

  private static double slope(double[] octaves) {
    double mean = (octaves.length - 1) / 2.0;
    double xy = 0;
    double xx = 0;
    for (int k = 0; k < octaves.length; k++) {
      xy += (k - mean) * Math.log(octaves[k]) / Math.log(2);
      xx += (k - mean) * (k - mean);
    }
    return xy / xx;
  }

  /** The closed form of the spectrum, a sum of Lorentzians with two corners a decade. */
  @Test
  void rippleOnOneOverFrequencyIsBelowOnePercent() {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (double f = 1; f < 10; f *= 1.01) {
      double density = 0;
      for (int k = -40; k <= 40; k++) {
        double time = 1 / (2 * Math.PI * Math.pow(10, k / 2.0));
        density += 4 * time / (1 + squared(2 * Math.PI * f * time));
      }
      least = Math.min(least, density * f);
      most = Math.max(most, density * f);
    }
    assertTrue(most / least < 1.01, most / least + " from trough to crest");
  }

  @Test
  void refusesCornersTheWrongWayRound() {
    assertThrows(IllegalArgumentException.class, () -> new FlickerNoise(1, 10, 1, random(1)));
  }
}
