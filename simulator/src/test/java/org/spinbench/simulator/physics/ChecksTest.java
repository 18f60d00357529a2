package org.spinbench.simulator.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Parameters without physical meaning are refused by name, value and unit. */
class ChecksTest {
  private static final double NAN = Double.NaN;
  private static final double INFINITE = Double.POSITIVE_INFINITY;
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);

  private static void refuses(String message, Executable making) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, making).getMessage());
  }

  @Test
  void diodesAndAmplifiers() {
    refuses(
        "symmetric sensitivity is NaN V/W, but must be a finite number",
        () -> new SpinDiode(NAN, 1, 1, 1));
    refuses("saturation power is 0.0 W, but must be above zero", () -> new SpinDiode(1, 1, 1, 0));
    refuses("gain is -1.0, but must be finite and above zero", () -> new Amplifier(-1, 1));
    refuses("1 dB compression power is NaN W, but must be above zero", () -> new Amplifier(1, NAN));
    refuses(
        "bandwidth is Infinity Hz, but must be finite and above zero",
        () -> new TransconductanceAmplifier(1, 0, 1, INFINITE));
    refuses(
        "output limit is -1.0 A, but must be finite and not negative",
        () -> new TransconductanceAmplifier(1, 0, -1, 1));
  }

  @Test
  void oscillators() {
    refuses(
        "threshold is 0.0 A, but must be finite and above zero",
        () -> new AutoOscillator(0, 2, 1, 0, 0, 1, 0));
    refuses(
        "noise energy is -1.0, but must be finite and not negative",
        () -> new AutoOscillator(1, 2, 1, -1, 0, 1, 0));
    refuses(
        "pulling is Infinity Hz/A, but must be a finite number",
        () -> new AutoOscillator(1, 2, 1, 0, INFINITE, 1, 0));
  }

  @Test
  void barriersAndNoise() {
    refuses(
        "breakdown voltage is 0.0 V, but must be finite and above zero",
        () -> new Breakdown.Law(0, 1, 1));
    refuses(
        "strength is 0.0, but must be finite and above zero",
        () -> new Breakdown(new Breakdown.Law(1, 1, 1), 0));
    refuses(
        "correlation time is 0.0 s, but must be finite and above zero",
        () -> new OrnsteinUhlenbeck(1, 0, random));
    refuses(
        "rate of drift is -1.0 per √s, but must be finite and not negative",
        () -> new RandomWalk(-1));
  }
}
