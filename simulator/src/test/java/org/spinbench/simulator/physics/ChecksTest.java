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
    refuses(
        "antisymmetric sensitivity is Infinity V/W, but must be a finite number",
        () -> new SpinDiode(1, INFINITE, 1, 1));
    refuses("saturation power is 0.0 W, but must be above zero", () -> new SpinDiode(1, 1, 1, 0));
    refuses("gain is -1.0, but must be finite and above zero", () -> new Amplifier(-1, 1));
    refuses("1 dB compression power is NaN W, but must be above zero", () -> new Amplifier(1, NAN));
    refuses(
        "bandwidth is Infinity Hz, but must be finite and above zero",
        () -> new TransconductanceAmplifier(1, 0, 1, INFINITE));
    refuses(
        "output limit is -1.0 A, but must be finite and not negative",
        () -> new TransconductanceAmplifier(1, 0, -1, 1));
    refuses(
        "output limit is Infinity A, but must be finite and not negative",
        () -> new TransconductanceAmplifier(1, 0, INFINITE, 1));
    refuses(
        "transconductance is NaN A/V, but must be a finite number",
        () -> new TransconductanceAmplifier(NAN, 0, 1, 1));
    refuses(
        "offset is NaN V, but must be a finite number",
        () -> new TransconductanceAmplifier(1, NAN, 1, 1));
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
    refuses(
        "nonlinear damping is -2.0, but must be finite and not negative",
        () -> new AutoOscillator(1, -2, 1, 0, 0, 1, 0));
    refuses(
        "power factor is 0.0 W/A², but must be finite and above zero",
        () -> new AutoOscillator(1, 2, 0, 0, 0, 1, 0));
    refuses(
        "passive width is -1.0 Hz, but must be finite and above zero",
        () -> new AutoOscillator(1, 2, 1, 0, 0, -1, 0));
    refuses(
        "narrowing is NaN, but must be finite and not negative",
        () -> new AutoOscillator(1, 2, 1, 0, 0, 1, NAN));
  }

  @Test
  void barriersAndNoise() {
    refuses(
        "breakdown voltage is 0.0 V, but must be finite and above zero",
        () -> new Breakdown.Law(0, 1, 1));
    refuses(
        "life at breakdown voltage is -1.0 s, but must be finite and above zero",
        () -> new Breakdown.Law(1, -1, 1));
    refuses(
        "voltage acceleration is -50.0 1/V, but must be finite and not negative",
        () -> new Breakdown.Law(1, 1, -50));
    refuses(
        "Weibull shape is 0.0, but must be finite and above zero",
        () -> Breakdown.strength(0, 0.5));
    refuses(
        "strength is 0.0, but must be finite and above zero",
        () -> new Breakdown(new Breakdown.Law(1, 1, 1), 0));
    refuses(
        "correlation time is 0.0 s, but must be finite and above zero",
        () -> new OrnsteinUhlenbeck(1, 0, random));
    refuses(
        "rate of drift is -1.0 per √s, but must be finite and not negative",
        () -> new RandomWalk(-1));
    refuses(
        "standard deviation is -1.0, but must be finite and not negative",
        () -> new OrnsteinUhlenbeck(-1, 1, random));
    refuses(
        "lowest corner frequency is 0.0 Hz, but must be finite and above zero",
        () -> new FlickerNoise(1, 0, 1, random));
    refuses(
        "highest corner frequency is Infinity Hz, but must be finite and above zero",
        () -> new FlickerNoise(1, 1, INFINITE, random));
  }

  @Test
  void fieldLines() {
    refuses(
        "linear tuning is NaN Hz/A, but must be a finite number",
        () -> new FieldLineTuning(NAN, 0, 0));
    refuses(
        "quadratic tuning is Infinity Hz/A², but must be a finite number",
        () -> new FieldLineTuning(1, INFINITE, 0));
  }
}
