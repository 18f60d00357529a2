package org.spinbench.simulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.simulator.physics.AutoOscillator;

@Tag("any-jdk")
class FittedEmitterTest {
  private static final AutoOscillator OSCILLATOR =
      new AutoOscillator(4e-3, 2, 0.125, 1e-9, 2e9, 6e6, 76);

  /** Half of the magnetoresistance at 8 mA: 45 Ω and 0.36 V. */
  @Test
  void losesThreeQuartersOfItsPowerAtTheHalfVoltage() {
    FittedEmitter lossy = new FittedEmitter(OSCILLATOR, Math.pow(45 / 0.36, 2), 0);
    assertEquals(0.25 * OSCILLATOR.power(8e-3), lossy.power(8e-3), 1e-18);
    assertEquals(OSCILLATOR.power(8e-3), new FittedEmitter(OSCILLATOR).power(8e-3));
  }

  /** f − f_th = c (I − I_th) + d (I − I_th)², and nothing below threshold. */
  @Test
  void bendsItsFrequencyAboveThreshold() {
    FittedEmitter bent = new FittedEmitter(OSCILLATOR, 0, -1.5e11);
    assertEquals(2e9 * 3e-3 - 1.5e11 * 9e-6, bent.shift(7e-3), 1e-3);
    assertEquals(0, bent.shift(3e-3));
  }
}
