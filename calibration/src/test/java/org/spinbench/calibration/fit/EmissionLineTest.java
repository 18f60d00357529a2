package org.spinbench.calibration.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.SpectrumTrace;
import org.spinbench.drivers.instrument.Units;

class EmissionLineTest {
  private static final double RBW = 300e3;
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(8);

  @Test
  void findsFrequencyAndPowerOfALineBetweenPoints() {
    EmissionLine line = EmissionLine.of(trace(341.23e6, 1e-6, 1e-13, 0)).orElseThrow();
    assertEquals(341.23e6, line.frequency(), 3e3);
    assertEquals(1e-6, line.power(), 0.01e-6);
  }

  @Test
  void deviationsAreHonest() {
    int n = 300;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double f = 335e6 + 10e6 * random.nextDouble();
      EmissionLine line = EmissionLine.of(trace(f, 1e-6, 1e-13, 0.1)).orElseThrow();
      double pull = (line.frequency() - f) / line.frequencyDeviation();
      squares += pull * pull / n;
    }
    assertTrue(squares > 0.4 && squares < 1.4, "mean square of the pull: " + squares);
  }

  @Test
  void noiseAloneIsNoLine() {
    assertTrue(EmissionLine.of(trace(341e6, 0, 1e-13, 0.2)).isEmpty());
  }

  /** A Gaussian resolution filter's response to a carrier over a flat floor. */
  private SpectrumTrace trace(double frequency, double power, double floor, double scatter) {
    double[] levels = new double[401];
    for (int i = 0; i < levels.length; i++) {
      double f = 320e6 + 40e6 * i / 400;
      double u = (f - frequency) / RBW;
      double p = power * StrictMath.exp(-4 * StrictMath.log(2) * u * u) + floor;
      levels[i] = Units.dbmOfWatts(p * Math.max(0.01, 1 + scatter * random.nextGaussian()));
    }
    return new SpectrumTrace(320e6, 360e6, RBW, levels, Instant.EPOCH);
  }
}
