package org.spinbench.calibration.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** 0.8 A/V and an offset of 0.2 mV; adds or subtracts 1.5 mA at most, up to 8 mA together. */
@Tag("any-jdk")
class NeuronAmplifierTest {
  private static final NeuronAmplifier AMPLIFIER = new NeuronAmplifier(0.8, 2e-4, 1.5e-3, 8e-3);

  /** The corners are rounded over 0.2 %: 3 µA and 16 µA. */
  @Test
  void amplifiesWithinItsLimits() {
    assertEquals(5e-3 + 0.8 * 0.7e-3, AMPLIFIER.current(5e-3, 0.5e-3), 5e-7);
    assertEquals(5e-3, AMPLIFIER.current(5e-3, -2e-4), 5e-7);
    assertEquals(6.5e-3, AMPLIFIER.current(5e-3, 9e-3), 5e-7);
    assertEquals(3.5e-3, AMPLIFIER.current(5e-3, -9e-3), 5e-7);
    assertEquals(8e-3, AMPLIFIER.current(12e-3, 0), 5e-7);
  }

  @Test
  void slopesAreThoseOfTheCurrent() {
    double h = 1e-8;
    for (double voltage = -3e-3; voltage < 3e-3; voltage += 0.17e-3) {
      for (double bias = 5e-3; bias < 9.5e-3; bias += 0.21e-3) {
        double more = AMPLIFIER.current(bias + h, voltage);
        double less = AMPLIFIER.current(bias - h, voltage);
        assertEquals((more - less) / (2 * h), AMPLIFIER.biasSlope(bias, voltage), 1e-5);
      }
      // Far below the limit of the sum only what the amplifier adds depends on the voltage.
      double more = AMPLIFIER.current(-1, voltage + h);
      double less = AMPLIFIER.current(-1, voltage - h);
      assertEquals((more - less) / (2 * h), AMPLIFIER.signalSlope(voltage), 1e-4);
    }
  }
}
