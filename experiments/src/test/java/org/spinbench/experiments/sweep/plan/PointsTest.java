package org.spinbench.experiments.sweep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.spinbench.experiments.task.Seeds;

class PointsTest {
  private static final int TRIALS = 2000;

  private final RandomGenerator random = Seeds.generator(7);

  /** Of any magnitude and sign. */
  private double any() {
    return (random.nextBoolean() ? 1 : -1) * StrictMath.pow(10, random.nextDouble(-12, 12));
  }

  @Test
  void linearEndsAreExactAndStepsEqual() {
    for (int trial = 0; trial < TRIALS; trial++) {
      double from = any();
      double to = any();
      int count = random.nextInt(2, 300);
      Points points = new Points.Linear(from, to, count);
      assertEquals(count, points.count());
      assertEquals(from, points.at(0), "first");
      assertEquals(to, points.at(count - 1), "last");
      double step = (to - from) / (count - 1);
      double rounding = 1e-12 * (Math.abs(from) + Math.abs(to));
      for (int i = 1; i < count; i++) {
        assertEquals(step, points.at(i) - points.at(i - 1), rounding);
      }
    }
  }

  @Test
  void logarithmicEndsAreExactAndRatiosEqual() {
    for (int trial = 0; trial < TRIALS; trial++) {
      double from = any();
      double to = Math.copySign(any(), from);
      int count = random.nextInt(2, 300);
      Points points = new Points.Logarithmic(from, to, count);
      assertEquals(from, points.at(0), "first");
      assertEquals(to, points.at(count - 1), "last");
      double ratio = StrictMath.pow(to / from, 1.0 / (count - 1));
      for (int i = 1; i < count; i++) {
        assertEquals(1, points.at(i) / points.at(i - 1) / ratio, 1e-9);
      }
    }
  }

  @Test
  void aSinglePointIsTheFirst() {
    assertEquals(3, new Points.Linear(3, 7, 1).at(0));
    assertEquals(3, new Points.Logarithmic(3, 7, 1).at(0));
  }

  @Test
  void aListIsKeptAsItIs() {
    Points points = new Points.Listed(List.of(4.0, -1.0, 4.0));
    assertEquals(3, points.count());
    assertEquals(-1, points.at(1));
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    refused("no points", () -> new Points.Linear(0, 1, 0), "at least one point, not 0");
    refused("infinite", () -> new Points.Linear(0, Double.POSITIVE_INFINITY, 3), "Infinity");
    refused("through zero", () -> new Points.Logarithmic(-1, 1, 3), "same sign");
    refused("from zero", () -> new Points.Logarithmic(0, 1, 3), "same sign");
    refused("an empty list", () -> new Points.Listed(List.of()), "at least one point");
    refused("no number", () -> new Points.Listed(List.of(Double.NaN)), "NaN");
  }

  private static void refused(String what, Runnable making, String message) {
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, making::run, what);
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }
}
