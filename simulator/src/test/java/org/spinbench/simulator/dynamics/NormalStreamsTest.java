package org.spinbench.simulator.dynamics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Deviates against the normal distribution, and streams against each other. */
@Tag("any-jdk")
class NormalStreamsTest {
  private static final int STREAMS = 8;
  private static final int DRAWS = 50_000;

  /** Deviates of a stream after each other, in the order x, y, z of the steps. */
  private static double[][] drawn(long seed, int streams, int draws) {
    NormalStreams random = new NormalStreams(seed, streams);
    Components one = new Components(MacrospinState.filled(streams));
    Components two = new Components(MacrospinState.filled(streams));
    double[][] all = new double[streams][6 * draws];
    for (int i = 0; i < draws; i++) {
      random.draw(ScalarKernel.INSTANCE, one, two);
      for (int k = 0; k < streams; k++) {
        double[][] six = {one.x, one.y, one.z, two.x, two.y, two.z};
        for (int j = 0; j < 6; j++) {
          all[k][6 * i + j] = six[j][k];
        }
      }
    }
    return all;
  }

  private static final double[][] MANY = drawn(5, STREAMS, DRAWS);

  /** Mean 0, variance 1, skewness 0, kurtosis 3, each within five standard errors. */
  @Test
  void moments() {
    double n = STREAMS * 6.0 * DRAWS;
    double[] sums = new double[5];
    for (double[] stream : MANY) {
      for (double x : stream) {
        double power = 1;
        for (int k = 1; k < 5; k++) {
          power *= x;
          sums[k] += power / n;
        }
      }
    }
    assertEquals(0, sums[1], 5 / Math.sqrt(n));
    assertEquals(1, sums[2], 5 * Math.sqrt(2 / n));
    assertEquals(0, sums[3], 5 * Math.sqrt(15 / n));
    assertEquals(3, sums[4], 5 * Math.sqrt(96 / n));
  }

  /** Bins of 0.1 from −4 to 4 and the tails beyond: Pearson's χ² of 82 bins. */
  @Test
  void distribution() {
    double[] found = new double[82];
    double n = STREAMS * 6.0 * DRAWS;
    for (double[] stream : MANY) {
      for (double x : stream) {
        found[(int) Math.min(81, Math.max(0, Math.floor(10 * x) + 41))]++;
      }
    }
    double square = 0;
    for (int bin = 0; bin < 82; bin++) {
      double low = bin == 0 ? -1 : Erf.erf((bin - 41) / 10.0 / Math.sqrt(2));
      double high = bin == 81 ? 1 : Erf.erf((bin - 40) / 10.0 / Math.sqrt(2));
      double expected = n * (high - low) / 2;
      square += (found[bin] - expected) * (found[bin] - expected) / expected;
    }
    assertEquals(81, square, 5 * Math.sqrt(2 * 81));
  }

  /** Beyond 4.5 σ: 6.795e-6 of all. */
  @Test
  void tails() {
    long beyond =
        Arrays.stream(MANY).flatMapToDouble(Arrays::stream).filter(x -> Math.abs(x) > 4.5).count();
    double expected = 6.795e-6 * STREAMS * 6 * DRAWS;
    assertEquals(expected, beyond, 5 * Math.sqrt(expected));
  }

  /** Neither deviates of a stream, nor their squares, nor streams are correlated. */
  @Test
  void correlations() {
    int n = 6 * DRAWS;
    for (int k = 0; k < STREAMS; k++) {
      for (int lag = 1; lag < 8; lag++) {
        double sum = 0;
        double squares = 0;
        for (int i = lag; i < n; i++) {
          double a = MANY[k][i];
          double b = MANY[k][i - lag];
          sum += a * b;
          squares += (a * a - 1) * (b * b - 1) / 2;
        }
        assertEquals(0, sum / Math.sqrt(n), 5, "stream " + k + ", lag " + lag);
        assertEquals(0, squares / Math.sqrt(n), 6, "stream " + k + ", lag " + lag);
      }
      for (int other = 0; other < k; other++) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
          sum += MANY[k][i] * MANY[other][i];
        }
        assertEquals(0, sum / Math.sqrt(n), 5, "streams " + k + " and " + other);
      }
    }
  }

  /** The deviates of a pair lie on the circle whose radius the first number gives. */
  @Test
  void pairs() {
    NormalStreams random = new NormalStreams(9, 64);
    Components one = new Components(64);
    Components two = new Components(64);
    for (int i = 0; i < 1000; i++) {
      random.draw(ScalarKernel.INSTANCE, one, two);
      for (int k = 0; k < 64; k++) {
        // The last pair is still there.
        double u = random.mantissa[k] * Math.scalb(1.0, (int) random.exponent[k]);
        assertTrue(u > 0 && u <= 1, "" + u);
        double radius = Math.sqrt(-2 * Math.log(u));
        double cosine = radius * random.sign[k] * Math.cos(random.angle[k]);
        double sine = radius * random.sign[k] * Math.sin(random.angle[k]);
        assertEquals(cosine, two.y[k], 2e-8 * radius);
        assertEquals(sine, two.z[k], 2e-8 * radius);
      }
    }
  }

  @Test
  void streamsDependOnSeedAndNumberAlone() {
    assertArrayEquals(drawn(3, 1, 10)[0], drawn(3, 9, 10)[0]);
    assertArrayEquals(drawn(3, 5, 10)[4], drawn(3, 9, 10)[4]);
    assertTrue(drawn(3, 1, 1)[0][0] != drawn(4, 1, 1)[0][0]);
  }
}
