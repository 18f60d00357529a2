package org.spinbench.experiments.study.drone.transmission;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.spinbench.experiments.task.Seeds;

class TransformationsTest {

  @Test
  void shiftsCyclically() {
    double[] row = {1, 2, 3, 4};
    assertArrayEquals(new double[] {4, 1, 2, 3}, Transformations.shifted(row, 1));
    assertArrayEquals(new double[] {2, 3, 4, 1}, Transformations.shifted(row, -1));
    assertArrayEquals(new double[] {4, 1, 2, 3}, Transformations.shifted(row, -7));
    assertArrayEquals(row, Transformations.shifted(row, 0));
    assertArrayEquals(new double[] {1, 2, 3, 4}, row);
  }

  /** A row of mean 0.5 at 10 dB gains exponential noise of mean 0.05. */
  @Test
  void addsExponentialNoiseOfTheAskedMean() {
    double[] row = new double[20_000];
    Arrays.setAll(row, bin -> bin % 2);
    double[] noisy = Transformations.noisy(row, 10, Seeds.generator(4));
    double[] noise = new double[row.length];
    Arrays.setAll(noise, bin -> noisy[bin] - row[bin]);
    assertTrue(Arrays.stream(noise).allMatch(n -> n >= 0));
    double mean = Arrays.stream(noise).average().orElseThrow();
    assertEquals(0.05, mean, 5 * 0.05 / Math.sqrt(row.length));
    long above = Arrays.stream(noise).filter(n -> n > 0.05).count();
    assertEquals(Math.exp(-1), above / (double) row.length, 0.02);
    assertArrayEquals(noisy, Transformations.noisy(row, 10, Seeds.generator(4)));
  }

  @Test
  void takesTheFloorAwayAndTheStrongestBinAsUnit() {
    double[] row = {0.1, 0.3, 0.2, 0.6, 0.2};
    assertArrayEquals(new double[] {0, 0.25, 0, 1, 0}, Transformations.withoutFloor(row), 1e-12);
    double[] even = {0, 4, 1, 3};
    assertArrayEquals(new double[] {0, 1, 0, 0.5}, Transformations.withoutFloor(even), 1e-12);
    assertArrayEquals(new double[3], Transformations.withoutFloor(new double[] {2, 2, 2}));
  }

  /** Neither a gain nor a constant added to all bins changes what is left. */
  @Test
  void isBlindToGainAndFloor() {
    double[] row = {0.1, 0.3, 0.2, 0.6, 0.2};
    double[] changed = Arrays.stream(row).map(power -> 7 * (power + 0.5)).toArray();
    assertArrayEquals(
        Transformations.withoutFloor(row), Transformations.withoutFloor(changed), 1e-12);
  }
}
