package org.spinbench.app.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ExtremesTest {
  private static List<double[]> points(Extremes extremes) {
    List<double[]> points = new ArrayList<>();
    extremes.each((x, y, begins) -> points.add(new double[] {x, y}));
    return points;
  }

  @Test
  void aShortCurveIsKeptAsItIs() {
    Extremes extremes = new Extremes(10);
    double[] ys = {1, 1, 3, 2, 2, 2, -1};
    for (int k = 0; k < ys.length; k++) {
      extremes.add(-k, ys[k]);
    }
    List<double[]> points = points(extremes);
    assertEquals(ys.length, points.size());
    for (int k = 0; k < ys.length; k++) {
      assertEquals(-k, points.get(k)[0]);
      assertEquals(ys[k], points.get(k)[1]);
    }
    assertFalse(extremes.isReduced());
  }

  private static List<Double> beginnings(Extremes extremes) {
    List<Double> beginnings = new ArrayList<>();
    extremes.each(
        (x, y, begins) -> {
          if (begins) {
            beginnings.add(x);
          }
        });
    return beginnings;
  }

  /** Passes of eleven points from 0 to 10, upwards and downwards. */
  private static Extremes passes(int most, int passes) {
    Extremes extremes = new Extremes(most);
    for (int pass = 0; pass < passes; pass++) {
      extremes.beginPass();
      for (int k = 0; k <= 10; k++) {
        extremes.add(k, pass % 2 == 0 ? k : -k);
      }
    }
    return extremes;
  }

  @Test
  void passesBeginWhereTheyBegin() {
    assertEquals(List.of(0.0, 0.0), beginnings(passes(100, 3)));
  }

  /** Reduced, each pass still begins at its first point, and no part holds points of two. */
  @Test
  void reducedPassesStayApart() {
    Extremes extremes = passes(60, 20);
    assertTrue(extremes.isReduced());
    assertEquals(Collections.nCopies(19, 0.0), beginnings(extremes));
  }

  @Test
  void tooManyPassesNeedNoMoreParts() {
    Extremes extremes = passes(60, 5000);
    assertTrue(points(extremes).size() <= 120, "reduced");
    assertEquals(55_000, extremes.points());
    assertTrue(beginnings(extremes).size() <= 30, "of the first passes");
  }

  /** Every spike stays, at its place, and the order too, for any length. */
  @Test
  void aLongCurveKeepsItsSpikesInOrder() {
    Random random = new Random(1);
    for (int length : new int[] {11, 20, 21, 39, 40, 41, 999, 12_345}) {
      Extremes extremes = new Extremes(10);
      int up = random.nextInt(length);
      int down = (up + 1 + random.nextInt(length - 1)) % length;
      TreeMap<Double, Double> given = new TreeMap<>();
      for (int k = 0; k < length; k++) {
        double y = k == up ? 100 : k == down ? -100 : random.nextDouble();
        given.put((double) k, y);
        extremes.add(k, y);
      }
      List<double[]> points = points(extremes);
      assertTrue(points.size() <= 20, "of " + length + ": " + points.size());
      assertEquals(length, extremes.points());
      assertTrue(extremes.isReduced());
      double before = -1;
      boolean seenUp = false;
      boolean seenDown = false;
      for (double[] point : points) {
        assertTrue(point[0] > before, "in order");
        assertEquals(given.get(point[0]), point[1], "a point of the curve");
        seenUp |= point[0] == up;
        seenDown |= point[0] == down;
        before = point[0];
      }
      assertTrue(seenUp && seenDown, "both spikes of " + length);
    }
  }
}
