package org.spinbench.simulator.ensemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.simulator.chip.Draws;

class DriftLawTest {
  private static final double RMS = 5e5;
  private static final int DEVICES = 600;

  /** Places of many devices at every given evaluation, each of another chip. */
  private static double[][] places(DriftLaw law, int... evaluations) {
    double[][] places = new double[evaluations.length][DEVICES];
    for (int d = 0; d < DEVICES; d++) {
      Draws draws = new Draws(d + 1);
      RandomGenerator chance = draws.generator("chip", "noise");
      DriftLaw.Drift drift = law.start(RMS, draws, "synapse 1");
      int at = 0;
      for (int i = 0; i < evaluations.length; i++) {
        for (; at < evaluations[i]; at++) {
          drift.advance(chance);
        }
        places[i][d] = drift.value();
      }
    }
    return places;
  }

  private static double product(double[] a, double[] b) {
    return IntStream.range(0, DEVICES).mapToDouble(d -> a[d] * b[d]).sum() / DEVICES;
  }

  /** Fluctuations of a mean square of so many normal numbers: 6 %. */
  @ParameterizedTest
  @CsvSource({"FLICKER, 0", "FLICKER, 1000", "JUMPS, 0", "JUMPS, 5000", "DAILY, 0", "DAILY, 3000"})
  void everyPlaceHasTheStatedSize(DriftLaw law, int evaluation) {
    double[] places = places(law, evaluation)[0];
    assertEquals(1, product(places, places) / (RMS * RMS), 0.25);
  }

  /** A place that is redrawn at random times: ⟨x(0) x(t)⟩ = σ² e^(−t/τ), and often exactly x(0). */
  @Test
  void jumpsForgetExponentiallyAndStandStillBetween() {
    int later = (int) DriftLaw.BETWEEN_JUMPS;
    double[][] places = places(DriftLaw.JUMPS, 0, later, 5 * later);
    assertEquals(Math.exp(-1), product(places[0], places[1]) / (RMS * RMS), 0.12);
    assertEquals(Math.exp(-5), product(places[0], places[2]) / (RMS * RMS), 0.12);
    double still =
        IntStream.range(0, DEVICES).filter(d -> places[0][d] == places[1][d]).count()
            / (double) DEVICES;
    assertEquals(Math.exp(-1), still, 0.06);
  }

  /** A day later every resonance is where it was; half a day later it is on the other side. */
  @Test
  void aDayComesBackAndAllResonancesOfAChipFollowIt() {
    double[][] places = places(DriftLaw.DAILY, 0, 5000, 10_000);
    for (int d = 0; d < DEVICES; d++) {
      assertEquals(-places[0][d], places[1][d], 1e-6 * RMS);
      assertEquals(places[0][d], places[2][d], 1e-6 * RMS);
    }
    Draws draws = new Draws(1);
    DriftLaw.Drift first = DriftLaw.DAILY.start(RMS, draws, "synapse 1");
    DriftLaw.Drift second = DriftLaw.DAILY.start(RMS, draws, "synapse 2");
    double ratio = first.value() / second.value();
    for (int i = 0; i < 100; i++) {
      first.advance(draws.generator("chip", "noise"));
      second.advance(draws.generator("chip", "noise"));
    }
    assertEquals(ratio, first.value() / second.value(), 1e-9 * Math.abs(ratio));
  }

  /**
   * ⟨x²⟩ = σ² t/T. Strengths e^(n − 1) with a normal n: the median of x² is below its mean by more
   * than the 0.455 of a normal x.
   */
  @Test
  void walksGrowWithTheRootOfTimeAndDifferInStrength() {
    double[][] places = places(DriftLaw.WALK, 0, 2500, 10_000);
    assertEquals(0, product(places[0], places[0]), 0);
    double quarter = product(places[1], places[1]) / (RMS * RMS);
    double whole = product(places[2], places[2]) / (RMS * RMS);
    assertEquals(1, whole, 0.5);
    assertEquals(0.25, quarter / whole, 0.1);
    double median =
        Arrays.stream(places[2]).map(x -> x * x).sorted().toArray()[DEVICES / 2] / (RMS * RMS);
    assertTrue(median < 0.2 * whole, () -> "median " + median);
  }

  @Test
  void aLawHasAName() {
    assertEquals(Optional.of(DriftLaw.DAILY), DriftLaw.named("daily"));
    assertEquals(Optional.empty(), DriftLaw.named("Daily"));
    assertTrue(DriftLaw.WALK.text().contains("unequal"));
  }
}
