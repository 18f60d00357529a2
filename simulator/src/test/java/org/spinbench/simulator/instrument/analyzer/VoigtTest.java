package org.spinbench.simulator.instrument.analyzer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("any-jdk")
class VoigtTest {
  @Test
  void gaussianWithoutLinewidth() {
    for (double x = -4; x <= 4; x += 0.25) {
      assertEquals(Math.exp(-x * x), Voigt.k(x, 0), 1e-15);
    }
  }

  @Test
  void centreIsTheScaledComplementaryErrorFunction() {
    // exp(y²) erfc(y): DLMF 7.2.
    assertEquals(0.427583576, Voigt.k(0, 1), 1e-4);
    assertEquals(0.615690344, Voigt.k(0, 0.5), 1e-4);
    assertEquals(0.896456980, Voigt.k(0, 0.1), 1e-4);
    assertEquals(0.056140992, Voigt.k(0, 10), 1e-5);
  }

  @Test
  void agreesWithTheIntegral() {
    for (double y : new double[] {0.01, 0.05, 0.3, 1, 3, 8}) {
      for (double x : new double[] {0, 0.2, 1, 2.5, 4, 5.2, 7, 14, 20}) {
        double expected = integral(x, y);
        assertEquals(expected, Voigt.k(x, y), 2e-3 * expected + 2e-5, "x " + x + ", y " + y);
      }
    }
  }

  /** y/π ∫ exp(−t²)/((x − t)² + y²) dt with t = x + y tan θ: 1/π ∫ exp(−(x + y tan θ)²) dθ. */
  private static double integral(double x, double y) {
    int steps = 200_000;
    double sum = 0;
    for (int i = 0; i < steps; i++) {
      double t = x + y * Math.tan(Math.PI * ((i + 0.5) / steps - 0.5));
      sum += Math.exp(-t * t);
    }
    return sum / steps;
  }
}
