package org.spinbench.simulator.instrument.analyzer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.analyzer.AmplitudeNoise.Scale;

/** Against the Rice distribution, integrated or drawn by the textbook. */
@Tag("any-jdk")
class AmplitudeNoiseTest {
  private static final int DRAWS = 40_000;

  private final Laboratory laboratory = new Laboratory();

  /** Mean of a function of |√S + n|² over the plane, by a fine grid: the textbook definition. */
  private static double planeMean(double signal, double noise, Scale scale) {
    double spread = Math.sqrt(noise / 2);
    double sum = 0;
    double weights = 0;
    for (double u = -5; u <= 5; u += 0.0203) {
      for (double v = -5; v <= 5; v += 0.0203) {
        double re = Math.sqrt(signal) + spread * u;
        double power = re * re + spread * v * spread * v;
        double weight = Math.exp(-(u * u + v * v) / 2);
        weights += weight;
        sum +=
            weight
                * switch (scale) {
                  case RMS -> power;
                  case LOG -> Math.log(power + 1e-12);
                  case SCALAR -> Math.sqrt(power);
                };
      }
    }
    double mean = sum / weights;
    return switch (scale) {
      case RMS -> Math.log(mean);
      case LOG -> mean;
      case SCALAR -> 2 * Math.log(mean);
    };
  }

  @Test
  void meansAreThoseOfTheRiceDistribution() {
    for (double signal : new double[] {0, 0.1, 0.5, 1, 3, 10}) {
      for (Scale scale : Scale.values()) {
        double expected = planeMean(signal, 1, scale);
        double tolerance = scale == Scale.SCALAR ? 0.008 : 0.002;
        assertEquals(
            expected, AmplitudeNoise.mean(signal, 1, scale), tolerance, signal + " " + scale);
      }
    }
  }

  @Test
  void noiseAloneReadsLow() {
    double decibel = 10 / Math.log(10);
    assertEquals(-2.507, decibel * AmplitudeNoise.mean(0, 1, Scale.LOG), 0.001);
    assertEquals(-1.049, decibel * AmplitudeNoise.mean(0, 1, Scale.SCALAR), 0.001);
  }

  @Test
  void fewAndManyReadingsHaveTheSameMeanAndShrinkingScatter() {
    for (Scale scale : Scale.values()) {
      double[] three = moments(0.5, 3, scale);
      double[] many = moments(0.5, 48, scale);
      assertEquals(AmplitudeNoise.mean(0.5, 1, scale), many[0], 0.02, scale.toString());
      assertEquals(4, Math.sqrt(three[1] / many[1]), 0.5, scale.toString());
    }
  }

  private double[] moments(double signal, int count, Scale scale) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < DRAWS; i++) {
      double value = AmplitudeNoise.average(signal, 1, count, scale, laboratory.noise());
      sum += value / DRAWS;
      squares += value * value / DRAWS;
    }
    return new double[] {sum, squares - sum * sum};
  }

  @Test
  void largestOfManyGrowsAsTheHarmonicNumbers() {
    for (int count : new int[] {1, 4, 50}) {
      double sum = 0;
      double harmonic = 0;
      for (int i = 0; i < DRAWS; i++) {
        sum += Math.exp(AmplitudeNoise.extreme(0, 1, count, true, laboratory.noise())) / DRAWS;
      }
      for (int i = 1; i <= count; i++) {
        harmonic += 1.0 / i;
      }
      assertEquals(harmonic, sum, 0.04, count + " readings");
    }
  }

  @Test
  void smallestOfManyIsThatPartOfTheMean() {
    double sum = 0;
    for (int i = 0; i < DRAWS; i++) {
      sum += Math.exp(AmplitudeNoise.extreme(0, 1, 10, false, laboratory.noise())) / DRAWS;
    }
    assertEquals(0.1, sum, 0.003);
  }

  @Test
  void gammaHasMeanOneAndTheVarianceOfItsShape() {
    for (double shape : new double[] {5, 50}) {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < DRAWS; i++) {
        double value = AmplitudeNoise.gamma(shape, laboratory.noise().nextGaussian());
        sum += value / DRAWS;
        squares += value * value / DRAWS;
      }
      assertEquals(1, sum, 0.01);
      assertEquals(1 / shape, squares - sum * sum, 0.1 / shape);
    }
  }
}
