package org.spinbench.simulator.junction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Resistance against angle and voltage. */
class ElectricalTest {
  private final Electrical junction = new Electrical(30, 60, 0.5);

  @Test
  void conductanceFollowsTheCosine() {
    assertEquals(30, junction.resistance(1, 0), 1e-12);
    assertEquals(60, junction.resistance(-1, 0), 1e-12);
    assertEquals(40, junction.resistance(0, 0), 1e-12, "the harmonic mean, not 45");
  }

  /** At V_h half of the magnetoresistance is left; the parallel resistance stays. */
  @Test
  void voltageLowersTheMagnetoresistance() {
    assertEquals(45, junction.resistance(-1, 0.5 / 60), 1e-12);
    assertEquals(45, junction.resistance(-1, -0.5 / 60), 1e-12);
    assertEquals(30, junction.resistance(1, 0.5 / 30), 1e-12);
  }

  @Test
  void exchangedResistancesAreRefused() {
    String said =
        assertThrows(IllegalArgumentException.class, () -> new Electrical(60, 30, 0.5))
            .getMessage();
    assertTrue(said.contains("exchange them"), said);
  }
}
