package org.spinbench.calibration.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random walks that are known here alone, read through settings that do not quite repeat. */
@Tag("any-jdk")
class WanderFitTest {
  private static final int READINGS = 200;
  private static final double NOISE = 0.02;
  private static final double WIDTH = 100;

  /** Two numbers wander, one stays; all three are free. */
  private static WanderFit.Readings readings(double rate, double error, long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    double[] times = new double[READINGS];
    double[][] slopes = new double[READINGS][3];
    double[] residuals = new double[READINGS];
    double[] bySetting = new double[READINGS];
    double[] numbers = {3, -5, 2};
    double time = 0;
    for (int i = 0; i < READINGS; i++) {
      double step = random.nextDouble(0.02, 0.2);
      time += step;
      times[i] = time;
      double size = random.nextDouble(5, 50);
      bySetting[i] = size * size;
      residuals[i] = NOISE * random.nextGaussian() + error * size * random.nextGaussian();
      for (int k = 0; k < 3; k++) {
        numbers[k] += k < 2 ? rate * Math.sqrt(step) * random.nextGaussian() : 0;
        slopes[i][k] = random.nextDouble(-1, 1);
        residuals[i] += slopes[i][k] * numbers[k];
      }
    }
    double[] variances = new double[READINGS];
    Arrays.fill(variances, NOISE * NOISE);
    double[] free = {1e3, 1e3, 1e3};
    return new WanderFit.Readings(times, slopes, residuals, 2, free, variances, bySetting);
  }

  /** Walks far beyond the largest rate, for which the quadratic search loses its precision. */
  @ParameterizedTest
  @CsvSource({"0.5, 178", "0, 286"})
  void aWalkBeyondTheLargestRateIsFittedToo(double error, long seed) {
    WanderFit.Found found = WanderFit.of(readings(5000, error, seed), WIDTH);
    assertTrue(found.seen());
    assertTrue(found.rate() > WIDTH / 2 && found.rate() <= WIDTH, found + " ends at a width");
  }

  /** Over 30 walks the pulls of the rate are those of a standard normal number. */
  @Test
  void theRateIsThatOfTheWalkWithinItsDeviation() {
    double squares = 0;
    double sum = 0;
    double errors = 0;
    int walks = 30;
    for (int seed = 1; seed <= walks; seed++) {
      WanderFit.Found found = WanderFit.of(readings(0.5, 2e-3, seed), WIDTH);
      assertTrue(found.seen());
      assertTrue(found.deviation() < 0.12 * found.rate(), found.toString());
      double pull = (found.rate() - 0.5) / found.deviation();
      sum += pull / walks;
      squares += pull * pull / walks;
      errors += found.repeatability() / walks;
    }
    // Each limit is four standard deviations of what it is of.
    assertEquals(0, sum, 4 / Math.sqrt(walks));
    assertEquals(1, squares, 4 * Math.sqrt(2.0 / walks));
    assertEquals(2e-3, errors, 2e-4);
  }

  /**
   * A variance estimated from n numbers that it alone scatters has n degrees of freedom: its
   * logarithm has the information n/2 (Fisher). The walk and the free numbers take their share.
   */
  @Test
  void theRepeatabilityHasAtMostAsManyDegreesOfFreedomAsReadings() {
    double still = WanderFit.of(readings(0, 2e-2, 3), WIDTH).degrees();
    assertEquals(READINGS, still, 0.15 * READINGS);
    double wandering = WanderFit.of(readings(5, 2e-3, 3), WIDTH).degrees();
    assertTrue(wandering >= 1 && wandering < still / 3, wandering + " beside " + still);
  }

  /** What settings do not repeat is no walk, and a walk is no fault of the settings. */
  @Test
  void aWalkIsDistinguishedFromErrorsOfSettings() {
    WanderFit.Found still = WanderFit.of(readings(0, 2e-3, 7), WIDTH);
    assertFalse(still.seen(), still.toString());
    assertEquals(2e-3, still.repeatability(), 4e-4);
    WanderFit.Found exact = WanderFit.of(readings(0.5, 0, 7), WIDTH);
    assertEquals(0.5, exact.rate(), 4 * exact.deviation());
    assertTrue(exact.repeatability() < 1e-3, exact.toString());
  }

  /** Where nothing is seen, the deviation is what the readings would have shown. */
  @Test
  void anUndetectedWalkGivesAnUpperLimit() {
    WanderFit.Found still = WanderFit.of(readings(0, 2e-3, 8), WIDTH);
    assertEquals(0, still.rate());
    assertTrue(still.deviation() > 0 && still.deviation() < 0.1, still.toString());
    assertTrue(WanderFit.of(readings(5 * still.deviation(), 2e-3, 8), WIDTH).seen());
  }
}
