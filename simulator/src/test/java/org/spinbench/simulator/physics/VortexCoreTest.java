package org.spinbench.simulator.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class VortexCoreTest {
  private static final VortexCore CORE = new VortexCore(1e-3, 4e6);

  /** A pulse so long that the gyration is built up. */
  private static final double LONG = 1e-3;

  @Test
  void onResonanceTheReversalPowerIsEnough() {
    assertTrue(CORE.reverses(1e-3, 0, LONG));
    assertFalse(CORE.reverses(0.999e-3, 0, LONG));
  }

  /** With P = P_c (1 + x²) the range is x half widths: Lorentzian, closed form. */
  @Test
  void offResonanceALorentzianMorePowerIsNeeded() {
    for (double x : new double[] {-5, -1, 0.5, 2}) {
      double needed = 1e-3 * (1 + x * x);
      assertTrue(CORE.reverses(needed * 1.001, x * 4e6, LONG), "x = " + x);
      assertFalse(CORE.reverses(needed * 0.999, x * 4e6, LONG), "x = " + x);
    }
  }

  /** At t = ln 2/(2π Δ) the amplitude is half built up, so four times the power is needed. */
  @Test
  void aShortPulseNeedsMorePower() {
    double half = Math.log(2) / (2 * Math.PI * 4e6);
    assertTrue(CORE.reverses(4.001e-3, 0, half));
    assertFalse(CORE.reverses(3.999e-3, 0, half));
    assertFalse(CORE.reverses(1, 0, 0));
  }

  @Test
  void parametersOutOfRangeAreRefused() {
    assertEquals(
        "reversal power is 0.0 W, but must be finite and above zero",
        assertThrows(IllegalArgumentException.class, () -> new VortexCore(0, 1)).getMessage());
    assertThrows(IllegalArgumentException.class, () -> new VortexCore(1, -1));
  }
}
