package org.spinbench.simulator.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AmplifierTest {
  @Test
  void smallSignalsSeeTheWholeGain() {
    assertEquals(63.1e-9, new Amplifier(63.1, 1e-3).output(1e-9), 1e-16);
  }

  @Test
  void gainIsDownByOneDecibelAtTheCompressionPower() {
    Amplifier amplifier = new Amplifier(100, 10e-3);
    double input = 10e-3 / 100 * Math.pow(10, 0.1);
    assertEquals(10e-3, amplifier.output(input), 1e-14);
  }

  @Test
  void outputSaturates() {
    Amplifier amplifier = new Amplifier(100, 10e-3);
    assertTrue(amplifier.output(1) > amplifier.output(0.1));
    assertEquals(16.46e-3, amplifier.output(1000), 0.01e-3);
  }

  @Test
  void anAttenuatorNeverCompresses() {
    assertEquals(0.1, new Amplifier(0.1, Double.POSITIVE_INFINITY).output(1), 0);
  }

  @Test
  void transconductanceActsOnOffsetTooAndIsLimited() {
    TransconductanceAmplifier amplifier = new TransconductanceAmplifier(0.75, 0.2e-3, 4e-3, 10e3);
    assertEquals(0.75 * 2.2e-3, amplifier.current(2e-3), 1e-18);
    assertEquals(4e-3, amplifier.current(6e-3));
    assertEquals(-4e-3, amplifier.current(-6e-3));
  }

  @Test
  void stepDecaysWithTheTimeConstantOfTheBandwidth() {
    TransconductanceAmplifier amplifier = new TransconductanceAmplifier(1, 0, 1, 10e3);
    double time = 1 / (2 * Math.PI * 10e3);
    assertEquals(1 - Math.exp(-1), amplifier.lagged(0, 1, time), 1e-12);
    assertEquals(0, amplifier.lagged(0, 1, 0));
    assertEquals(1, amplifier.lagged(0, 1, 1e-3));
    // 10 % to 90 % takes 0.35/B.
    double rise = time * Math.log(9);
    assertEquals(0.35 / 10e3, rise, 0.001 * rise);
    assertEquals(0.9, amplifier.lagged(0.1, 1, rise), 0.011);
  }

  /** e⁻⁴⁰ is 4e-18, below the resolution of the output whatever it was before. */
  @Test
  void nothingOfAStepIsLeftAfterFortyTimeConstants() {
    TransconductanceAmplifier amplifier = new TransconductanceAmplifier(1, 0, 1, 10e3);
    double time = 1 / (2 * Math.PI * 10e3);
    assertEquals(Math.exp(-39), amplifier.lagged(1, 0, 39 * time), 1e-27);
    assertEquals(0, amplifier.lagged(1, 0, 41 * time));
  }
}
