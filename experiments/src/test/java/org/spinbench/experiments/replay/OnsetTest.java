package org.spinbench.experiments.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The posterior of the moment of a step of known size in white noise, which is a sum. */
class OnsetTest {
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);

  private static double[] even(int n) {
    double[] times = new double[n];
    Arrays.setAll(times, i -> i + 1.0);
    return times;
  }

  private double[] step(int n, int onset, double size) {
    double[] values = new double[n];
    Arrays.setAll(values, i -> random.nextGaussian() + (i >= onset ? size : 0));
    return values;
  }

  /** ln of the likelihood over that without a step. */
  private static IntToDoubleFunction likelihood(double[] values, double size) {
    double[] since = new double[values.length + 1];
    for (int i = values.length - 1; i >= 0; i--) {
      since[i] = since[i + 1] + size * values[i] - size * size / 2;
    }
    return onset -> since[onset];
  }

  /** Every moment looked at, and weighed by the time in which it could be. */
  private static Onset exact(double[] times, IntToDoubleFunction likelihood) {
    int most = times.length - JumpScan.FEWEST_AFTER;
    double[] weights = new double[most + 1];
    double top = IntStream.rangeClosed(0, most).mapToDouble(likelihood).max().orElseThrow();
    for (int i = 0; i <= most; i++) {
      double span = times[i] - (i == 0 ? 0 : times[i - 1]);
      weights[i] = Math.exp(likelihood.applyAsDouble(i) - top) * span;
    }
    double sum = Arrays.stream(weights).sum();
    int earliest = -1;
    int likeliest = 0;
    int latest = -1;
    double below = 0;
    for (int i = 0; i <= most; i++) {
      below += weights[i] / sum;
      earliest = earliest < 0 && below >= 0.025 ? i : earliest;
      latest = latest < 0 && below >= 0.975 ? i : latest;
      likeliest = weights[i] > weights[likeliest] ? i : likeliest;
    }
    return new Onset(earliest, likeliest, latest);
  }

  /** To a reading, since not every one is looked at. */
  @Test
  void theQuantilesAreThoseOfTheWholePosterior() {
    for (int trial = 0; trial < 200; trial++) {
      int n = 300;
      double[] times = new double[n];
      for (int i = 0; i < n; i++) {
        times[i] = (i == 0 ? 0 : times[i - 1]) + random.nextDouble(0.5, 1.5);
      }
      double size = random.nextDouble(1, 4) * (random.nextBoolean() ? 1 : -1);
      int onset = random.nextInt(20, 280);
      IntToDoubleFunction likelihood = likelihood(step(n, onset, size), size);
      Onset exact = exact(times, likelihood);
      Onset found = Onset.of(times, exact.likeliest(), likelihood);
      assertEquals(exact.likeliest(), found.likeliest(), "trial " + trial);
      assertEquals(exact.earliest(), found.earliest(), 1, "trial " + trial);
      assertEquals(exact.latest(), found.latest(), 1, "trial " + trial);
    }
  }

  /** Of 95 % intervals of whole readings no fewer hold the truth, within four deviations. */
  @Test
  void theIntervalHoldsTheTruthAsOftenAsItSays() {
    int trials = 600;
    int held = 0;
    double length = 0;
    for (int trial = 0; trial < trials; trial++) {
      int onset = random.nextInt(1, 96);
      Onset found = Onset.of(even(100), onset, likelihood(step(100, onset, 1.5), 1.5));
      held += found.earliest() <= onset && onset <= found.latest() ? 1 : 0;
      length += (double) (found.latest() - found.earliest()) / trials;
    }
    assertTrue(held >= 0.95 * trials - 4 * Math.sqrt(0.95 * 0.05 * trials), held + " of " + trials);
    // A step of δ deviations is dated to some 8/δ² readings either way.
    assertTrue(length < 2 * 8 / (1.5 * 1.5), length + " readings long");
  }

  /**
   * Nothing was read for a long time: that the change came meanwhile is as likely as it was long.
   */
  @Test
  void aLongPauseIsTheLikeliestTime() {
    double[] times = even(40);
    for (int i = 20; i < 40; i++) {
      times[i] += 1000;
    }
    Onset found = Onset.of(times, 20, onset -> 0);
    assertEquals(new Onset(20, 20, 20), found);
  }

  @Test
  void aChangeThatWasAlwaysThereIsDatedToTheFirstReading() {
    Onset found = Onset.of(even(60), 0, likelihood(step(60, 0, 3), 3));
    assertEquals(0, found.earliest());
    assertEquals(0, found.likeliest());
    assertTrue(found.latest() <= 3, found.toString());
  }

  /**
   * The search looks where the change was found, too, so that no narrow peak lies between looks.
   */
  @Test
  void aSharpDateInALongRunIsNotMissed() {
    int n = 3000;
    Onset found = Onset.of(even(n), 1234, onset -> -50.0 * Math.abs(onset - 1234));
    assertEquals(new Onset(1234, 1234, 1234), found);
  }
}
