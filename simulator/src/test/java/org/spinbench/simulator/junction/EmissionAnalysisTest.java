package org.spinbench.simulator.junction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.simulator.dynamics.RandomStreams;

/** Lines of which power, frequency and width are known. */
@Tag("any-jdk")
class EmissionAnalysisTest {
  private static final double INTERVAL = 1e-9;

  /** A sine of amplitude A has the power A²/2, and no width. */
  @Test
  void aSine() {
    double[] voltage = new double[20_000];
    for (int i = 0; i < voltage.length; i++) {
      voltage[i] = 0.3 + 2e-3 * Math.cos(2 * Math.PI * 100.3e6 * i * INTERVAL + 1);
    }
    EmissionAnalysis line = EmissionAnalysis.of(voltage, INTERVAL);
    assertEquals(100.3e6, line.peak(), 0.05e6);
    assertEquals(1, line.variance() / 2e-6, 1e-3);
    assertTrue(Double.isNaN(line.width()));
  }

  /** A phase that diffuses with D makes a Lorentzian of full width D/π. */
  @Test
  void aLineOfDiffusingPhase() {
    double width = 1e6;
    double spread = Math.sqrt(2 * Math.PI * width * INTERVAL);
    var random = RandomStreams.of(11, 0);
    double[] voltage = new double[1_000_000];
    double phase = 0;
    for (int i = 0; i < voltage.length; i++) {
      phase += 2 * Math.PI * 120e6 * INTERVAL + spread * random.nextGaussian();
      voltage[i] = Math.cos(phase);
    }
    EmissionAnalysis line = EmissionAnalysis.of(voltage, INTERVAL);
    assertEquals(120e6, line.peak(), 0.1e6);
    assertEquals(1, line.width() / width, 0.06);
    assertEquals(0.5, line.variance(), 0.01);
  }

  @Test
  void tooFewPoints() {
    String said =
        assertThrows(IllegalArgumentException.class, () -> EmissionAnalysis.of(new double[9], 1e-9))
            .getMessage();
    assertTrue(said.contains("lengthen the duration"), said);
  }
}
