package org.spinbench.calibration.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.Units;
import org.spinbench.drivers.instrument.role.SpectrumTrace;

@Tag("any-jdk")
class EmissionLineTest {
  private static final double RBW = 300e3;
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(8);

  @Test
  void findsFrequencyAndPowerOfALineBetweenPoints() {
    EmissionLine line = EmissionLine.of(trace(341.23e6, 1e-6, 1e-13, 0)).orElseThrow();
    assertEquals(341.23e6, line.frequency(), 3e3);
    assertEquals(1e-6, line.power(), 0.01e-6);
  }

  /** Its place and its power are those of the line above the floor, however high the floor is. */
  @Test
  void theFloorIsTakenOff() {
    EmissionLine low = EmissionLine.of(trace(341.23e6, 1e-6, 1e-13, 0)).orElseThrow();
    assertEquals(1e-6, low.power(), 1e-9);
    assertEquals(0, low.powerDeviation());
    assertEquals(341.2e6, low.top(), 1);
    EmissionLine high = EmissionLine.of(trace(341.23e6, 1e-6, 1e-8, 0)).orElseThrow();
    assertEquals(1e-6, high.power(), 0.012e-6);
    assertEquals(341.23e6, high.frequency(), 3e3);
    assertEquals(100, high.peakOverFloor(), 4);
  }

  @Test
  void aLineStandsTenTimesAboveTheFloor() {
    assertTrue(EmissionLine.of(trace(341.2e6, 9.2e-13, 1e-13, 0)).isPresent(), "10.2 times");
    assertTrue(EmissionLine.of(trace(341.2e6, 8.8e-13, 1e-13, 0)).isEmpty(), "9.8 times");
  }

  /** Half of a line at the end of the trace is seen, and not looked for beyond it. */
  @Test
  void aLineAtAnEndOfTheTrace() {
    EmissionLine first = EmissionLine.of(trace(320e6, 1e-6, 1e-13, 0)).orElseThrow();
    assertEquals(320e6, first.top());
    assertTrue(first.frequency() > 320e6 && first.frequency() < 320.2e6, first.toString());
    EmissionLine last = EmissionLine.of(trace(360e6, 1e-6, 1e-13, 0)).orElseThrow();
    assertEquals(360e6, last.top());
    assertEquals(360e6 - (first.frequency() - 320e6), last.frequency(), 1);
    assertEquals(first.power(), last.power(), 1e-12);
  }

  /** A point has one value out of an interval of a spacing: that over √12 for each of the core. */
  @Test
  void withoutScatterTheSpacingLimitsTheFrequency() {
    EmissionLine line = EmissionLine.of(trace(341.2e6, 1e-6, 1e-13, 0)).orElseThrow();
    // |f − f₀| ≤ 270 kHz stand above a tenth of the peak: five points 100 kHz apart.
    assertEquals(100e3 / Math.sqrt(12) / 5, line.frequencyDeviation(), 1);
  }

  @Test
  void deviationsOfThePowerAreHonest() {
    int n = 300;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double f = 335e6 + 10e6 * random.nextDouble();
      EmissionLine line = EmissionLine.of(trace(f, 1e-6, 1e-13, 0.1)).orElseThrow();
      double pull = (line.power() - 1e-6) / line.powerDeviation();
      squares += pull * pull / n;
    }
    assertEquals(1, squares, 0.35);
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

  /** Of fifty points on the line the scatter alone limits the frequency, not their spacing. */
  @Test
  void scatterLimitsTheFrequencyWherePointsAreClose() {
    int n = 60;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double f = 335e6 + 10e6 * random.nextDouble();
      EmissionLine line = EmissionLine.of(trace(4001, f, 1e-6, 1e-13, 0.1)).orElseThrow();
      double pull = (line.frequency() - f) / line.frequencyDeviation();
      squares += pull * pull / n;
    }
    assertEquals(1, squares, 4 * Math.sqrt(2.0 / n));
  }

  @Test
  void noiseAloneIsNoLine() {
    assertTrue(EmissionLine.of(trace(341e6, 0, 1e-13, 0.2)).isEmpty());
  }

  /** A Gaussian resolution filter's response to a carrier over a flat floor. */
  private SpectrumTrace trace(double frequency, double power, double floor, double scatter) {
    return trace(401, frequency, power, floor, scatter);
  }

  private SpectrumTrace trace(
      int points, double frequency, double power, double floor, double scatter) {
    double[] levels = new double[points];
    for (int i = 0; i < points; i++) {
      double f = 320e6 + 40e6 * i / (points - 1);
      double u = (f - frequency) / RBW;
      double p = power * StrictMath.exp(-4 * StrictMath.log(2) * u * u) + floor;
      levels[i] = Units.dbmOfWatts(p * Math.max(0.01, 1 + scatter * random.nextGaussian()));
    }
    return new SpectrumTrace(320e6, 360e6, RBW, levels, Instant.EPOCH, false);
  }
}
