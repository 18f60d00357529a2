package org.spinbench.simulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The motion of a junction in time at each fidelity, where a closed form holds for all: relaxation,
 * steady orbits and the response to a weak tone.
 */
class JunctionMotionTest {
  private static final double F = 250e6;
  private static final double RATE = 2 * Math.PI * 5e6;

  private static JunctionMotion.Model model(String name, DeviceParameters of) {
    return Map.of(
            "oscillator", new AmplitudeModel(of),
            "vortex", new VortexMotionModel(of),
            "macrospin", new MacrospinMotionModel(of))
        .get(name);
  }

  private static JunctionMotion start(
      String name, DeviceParameters of, double bias, double tone, double power, double re) {
    double[] frequencies = power > 0 ? new double[] {tone} : new double[0];
    double[] powers = power > 0 ? new double[] {power} : new double[0];
    return model(name, of).driven(F, bias, 0, frequencies, powers, re, 0);
  }

  private static double size(JunctionMotion motion) {
    return Math.hypot(motion.real(), motion.imaginary());
  }

  private static long steps(JunctionMotion motion, double seconds) {
    return Math.round(seconds / motion.step());
  }

  @ParameterizedTest
  @CsvSource({"oscillator", "vortex", "macrospin"})
  void startsWhereItIsPlaced(String name) {
    JunctionMotion motion =
        model(name, Discs.COLD_DIODE).driven(F, 0, 0, new double[0], new double[0], 0.05, -0.02);
    assertEquals(0.05, motion.real(), 1e-9);
    assertEquals(-0.02, motion.imaginary(), 1e-9);
  }

  /**
   * |c| = |c(0)| exp[−Γ (1 − ξ) t], at rest in a frame that turns with the resonance. The bias of a
   * vortex also displaces it, by 2 κ I/ω₀ = 0.007 of the radius; its orbit is chosen larger.
   */
  @ParameterizedTest
  @CsvSource({
    "oscillator, 0, 0.02, 1e-4",
    "oscillator, 2e-3, 0.02, 1e-4",
    "vortex, 0, 0.02, 2e-3",
    "vortex, 2e-3, 0.5, 0.03",
    "macrospin, 0, 0.02, 2e-3",
    "macrospin, 2e-3, 0.02, 2e-3"
  })
  void aSmallOrbitRelaxesByItself(String name, double bias, double orbit, double tolerance) {
    DeviceParameters linear = Discs.diode(1e-3, 0, 0, 0);
    JunctionMotion motion = start(name, linear, bias, 0, 0, orbit);
    long steps = steps(motion, 1 / RATE);
    motion.advance(steps);
    double turns = RATE * steps * motion.step();
    double expected = orbit * Math.exp(-turns * (1 - bias / 4e-3));
    assertEquals(1, size(motion) / expected, tolerance);
    assertEquals(0, Math.atan2(motion.imaginary(), motion.real()), 0.05);
  }

  /** p = (ξ − 1)/(ξ q + Q): 0.4 at ξ = 1.8 with Q = 2 and q = 0, on average over a gyration. */
  @ParameterizedTest
  @CsvSource({"oscillator, 1e-6", "vortex, 0.01", "macrospin, 0.01"})
  void aboveThresholdTheOrbitSettlesWhereGainAndLossAreEqual(String name, double tolerance) {
    JunctionMotion motion = start(name, Discs.diode(1e-3, 0, 2, 0), 1.8 * 4e-3, 0, 0, 0.4);
    motion.advance(steps(motion, 20 / RATE));
    long period = Math.max(1, steps(motion, 1 / F));
    double mean = 0;
    for (long i = 0; i < period; i++) {
      motion.advance(1);
      mean += size(motion) * size(motion) / period;
    }
    assertEquals(1, mean / 0.4, tolerance);
  }

  /**
   * A weak tone moves the orbit to κ I/(Γ + i δ); ΔR times what it rectifies is P times the line: S
   * on resonance, half of it a half width away.
   */
  @ParameterizedTest
  @CsvSource({
    "oscillator, 0, 1, 1e-3",
    "oscillator, 5e6, 0.5, 1e-3",
    "vortex, 0, 1, 0.02",
    "vortex, 5e6, 0.5, 0.02",
    "macrospin, 0, 1, 0.03",
    "macrospin, -5e6, 0.5, 0.03"
  })
  void aWeakToneIsRectifiedByTheLine(String name, double detuning, double share, double tolerance) {
    DeviceParameters diode = Discs.diode(1e-3, 0, 0, 0);
    double power = 1e-8;
    JunctionMotion motion = start(name, diode, 0, F + detuning, power, 0);
    motion.advance(steps(motion, 10 / RATE));
    long steps = steps(motion, 40 / F);
    double sum = 0;
    for (long i = 0; i < steps; i++) {
      motion.advance(1);
      sum += motion.rectified();
    }
    double voltage = diode.swing(0) * sum / steps;
    assertEquals(1, voltage / (share * diode.symmetric() * power), tolerance);
  }
}
