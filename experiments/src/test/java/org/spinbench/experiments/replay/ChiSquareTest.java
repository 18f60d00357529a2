package org.spinbench.experiments.replay;

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

/**
 * Against the tables of the NIST/SEMATECH e-Handbook of Statistical Methods (doi:10.18434/M32189),
 * sections 1.3.6.7.4, upper critical values of χ², and 1.3.6.7.3, of F.
 */
@Tag("slow")
class ChiSquareTest {
  private static final double KNOWN = Double.POSITIVE_INFINITY;

  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(21);

  @ParameterizedTest
  @CsvSource({
    "1, 0.001, 10.828",
    "2, 0.001, 13.816",
    "5, 0.001, 20.515",
    "10, 0.001, 29.588",
    "20, 0.001, 45.315",
    "50, 0.001, 86.661",
    "100, 0.001, 149.449",
    "10, 0.05, 18.307",
    "100, 0.01, 135.807",
  })
  void withKnownVariancesTheLimitIsThatOfChiSquare(int readings, double alarm, double table) {
    ChiSquare test = ChiSquare.of(new double[readings], KNOWN, alarm);
    assertEquals(table, readings * test.limit(), 6e-4);
    assertEquals(readings, test.readings());
    assertEquals(KNOWN, test.degrees());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 10, 0.05, 4.965",
    "5, 10, 0.05, 3.326",
    "10, 20, 0.05, 2.348",
    "10, 10, 0.01, 4.849",
    "10, 20, 0.01, 3.368",
    "20, 20, 0.01, 2.938",
  })
  void withVariancesThatWereEstimatedItIsThatOfF(
      int readings, double degrees, double alarm, double table) {
    assertEquals(table, ChiSquare.of(new double[readings], degrees, alarm).limit(), 6e-4);
  }

  /** Where the second number of degrees of freedom is large, F is χ² over the first. */
  @Test
  void theLimitFallsToThatOfKnownVariancesAndHasNoStep() {
    double known = ChiSquare.of(new double[40], KNOWN, 1e-3).limit();
    double before = Double.POSITIVE_INFINITY;
    for (double degrees : new double[] {4, 10, 30, 100, 1e3, 1e5, 9.9e5}) {
      double limit = ChiSquare.of(new double[40], degrees, 1e-3).limit();
      assertTrue(limit < before && limit > known, degrees + " degrees: " + limit);
      before = limit;
    }
    assertEquals(known, before, 1e-4 * known);
    assertEquals(known, ChiSquare.of(new double[40], 1.1e6, 1e-3).limit(), 1e-12);
  }

  @Test
  void theFigureIsTheMeanSquareAndTheLimitItselfIsWithin() {
    ChiSquare test = ChiSquare.of(new double[] {3, -4, 0, 5}, KNOWN, 1e-3);
    assertEquals(50 / 4.0, test.perReading());
    assertFalse(test.within());
    assertTrue(new ChiSquare(2, 4, KNOWN, 2).within());
    assertFalse(new ChiSquare(Math.nextUp(2.0), 4, KNOWN, 2).within());
    assertFalse(new ChiSquare(Double.NaN, 4, KNOWN, 2).within(), "no number is within no limit");
  }

  /** Counts of a binomial distribution, within four standard deviations. */
  @Test
  void noiseExceedsTheLimitAsOftenAsItIsSetFor() {
    int trials = 20_000;
    double alarm = 0.02;
    int readings = 12;
    int degrees = 15;
    int known = 0;
    int estimated = 0;
    for (int trial = 0; trial < trials; trial++) {
      double[] noise = normal(readings);
      known += ChiSquare.of(noise, KNOWN, alarm).within() ? 0 : 1;
      double variance = Arrays.stream(normal(degrees)).map(x -> x * x).sum() / degrees;
      double[] scaled = Arrays.stream(noise).map(x -> x / Math.sqrt(variance)).toArray();
      estimated += ChiSquare.of(scaled, degrees, alarm).within() ? 0 : 1;
    }
    double four = 4 * Math.sqrt(trials * alarm * (1 - alarm));
    assertEquals(trials * alarm, known, four);
    assertEquals(trials * alarm, estimated, four);
  }

  private double[] normal(int n) {
    return random.doubles(n).map(x -> random.nextGaussian()).toArray();
  }
}
