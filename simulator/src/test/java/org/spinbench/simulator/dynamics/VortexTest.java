package org.spinbench.simulator.dynamics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A vortex core in the Thiele equation, against closed forms and an integration made elsewhere. */
@Tag("any-jdk")
class VortexTest {
  private static final VortexModel.Disc LARGE =
      new VortexModel.Disc(185e-9, 7e-9, 1.6, 0.005, 2.0, 0.156);

  /** Without the Oersted field. */
  private static final VortexModel BENCH = LARGE.model(0.25, 0.58).withOersted(0);

  private static final VortexModel PERMALLOY =
      new VortexModel.Disc(100e-9, 10e-9, 1.005, 0.01, 1.51, 0.2).model(0.25, 0.58);

  private static final double STEP = 1e-11;

  private static VortexDynamics at(VortexModel model, double supercriticality, double orbit) {
    VortexDynamics core = new VortexDynamics(model, 0, null);
    core.current(supercriticality * model.threshold());
    core.place(orbit * model.radius(), 0, 1);
    return core;
  }

  private static double frequency(VortexDynamics core, int steps) {
    double last = Math.atan2(core.y(), core.x());
    double sum = 0;
    for (int i = 0; i < steps; i++) {
      core.advance(STEP, 1);
      double now = Math.atan2(core.y(), core.x());
      sum += Math.IEEEremainder(now - last, 2 * Math.PI);
      last = now;
    }
    return sum / (2 * Math.PI * steps * STEP);
  }

  /** f₀ = 5 γ₀ M_s L/(9π R)/(2π); k, G and E₁ of a 370 nm disc, computed by hand. */
  @Test
  void numbersOfTheDisc() {
    assertEquals(5.995e-4, BENCH.stiffness().value(), 1e-7);
    assertEquals(3.180e-13, BENCH.gyration().value(), 1e-16);
    double perField = 1.6 / PhysicalConstants.VACUUM_PERMEABILITY;
    double known =
        5
            * PhysicalConstants.GYROMAGNETIC_RATIO_OF_FIELD
            * perField
            * 7e-9
            / (9 * Math.PI * 185e-9)
            / (2 * Math.PI);
    assertEquals(1, BENCH.resonance() / known, 1e-12);
    assertEquals(1.026e-17, BENCH.rimEnergy(), 1e-20);
    assertEquals(4.0e-3, BENCH.threshold() * Math.PI * 185e-9 * 185e-9, 1e-5);
    assertEquals(498e6, PERMALLOY.resonance(), 1e6);
  }

  /** J_c = 2 e α η_D k/(π ħ P p_z). */
  @Test
  void threshold() {
    double known =
        2
            * PhysicalConstants.ELEMENTARY_CHARGE
            * 0.005
            * 2.0
            * BENCH.stiffness().value()
            / (Math.PI * PhysicalConstants.REDUCED_PLANCK * 0.156);
    assertEquals(1, BENCH.threshold() / known, 1e-12);
    assertTrue(at(BENCH, 1.02, 0.01).orbit() > 0);
    VortexDynamics below = at(BENCH, 0.98, 0.01);
    below.advance(STEP, 50_000);
    assertTrue(below.orbit() < 0.01, "" + below.orbit());
    VortexDynamics above = at(BENCH, 1.02, 0.01);
    above.advance(STEP, 50_000);
    assertTrue(above.orbit() > 0.01, "" + above.orbit());
  }

  /** (1 + a₁ s²)(1 + d₁ s²) = ξ, and the core turns with k(s)/G. */
  @ParameterizedTest
  @CsvSource({"1.20, 0.48124, 317.404", "1.45, 0.70620, 337.441"})
  void steadyOrbit(double supercriticality, double orbit, double megahertz) {
    VortexDynamics core = at(BENCH, supercriticality, 0.4);
    core.advance(STEP, 400_000);
    assertEquals(orbit, core.orbit(), 1e-5);
    assertEquals(megahertz, frequency(core, 50_000) / 1e6, 2e-3);
  }

  @Test
  void belowThresholdTheOrbitDecays() {
    VortexDynamics core = at(BENCH, 0.9, 0.3);
    core.advance(STEP, 150_000);
    // Bernoulli's equation with λ = 0.83, which neglects s⁴.
    double limit = -0.1 / 0.83;
    double decay = Math.exp(2 * 0.1 * BENCH.oscillator(0).relaxation() * 1.5e-6);
    double expected = Math.sqrt(limit / (1 - (1 - limit / 0.09) * decay));
    assertEquals(expected, core.orbit(), 0.01 * expected);
    assertEquals(300.03, frequency(core, 20_000) / 1e6, 0.05);
  }

  @Test
  void transient13() {
    VortexDynamics core = at(BENCH, 1.3, 0.05);
    double[] expected = {0.0874, 0.1505, 0.2490, 0.3749};
    for (double s : expected) {
      core.advance(STEP, 10_000);
      assertEquals(s, core.orbit(), 1e-4);
    }
  }

  /** J_c(C) = J_c0/(1 − C b) and f(C) = f₀/(1 − C b) at threshold, b = κ J_c0/k₀. */
  @ParameterizedTest
  @CsvSource({"1", "-1"})
  void theOerstedFieldSplitsTheChiralities(int chirality) {
    VortexModel model = PERMALLOY.withChirality(chirality);
    double plain = PERMALLOY.withOersted(0).threshold();
    double b = model.oersted().value() * plain / model.stiffness().value();
    assertEquals(1, model.threshold() * (1 - chirality * b) / plain, 1e-12);
    VortexDynamics core = at(model, 1, 0.01);
    double expected = model.resonance() / (1 - chirality * b);
    assertEquals(1, frequency(core, 20_000) / expected, 3e-4);
    assertEquals(0.01, core.orbit(), 1e-4);
  }

  /** Without a current the core oscillates for no sign of the wrong polarity. */
  @Test
  void polarityDecidesWhichCurrentDrives() {
    VortexDynamics wrong = new VortexDynamics(BENCH, 0, null);
    wrong.current(1.3 * BENCH.threshold());
    wrong.place(0.2 * BENCH.radius(), 0, -1);
    wrong.advance(STEP, 20_000);
    assertTrue(wrong.orbit() < 0.1, "" + wrong.orbit());
    VortexDynamics right = new VortexDynamics(BENCH, 0, null);
    right.current(-1.3 * BENCH.threshold());
    right.place(0.2 * BENCH.radius(), 0, -1);
    right.advance(STEP, 20_000);
    assertTrue(right.orbit() > 0.2, "" + right.orbit());
    assertTrue(frequency(right, 1000) < 0);
  }

  /** Each coordinate holds k_B T/2: ⟨x²⟩ = k_B T/k, here without corrections of the stiffness. */
  @Test
  void equipartition() {
    VortexModel harmonic = LARGE.model(0, 0.58).withOersted(0);
    double sum = 0;
    int count = 0;
    for (int k = 0; k < 60; k++) {
      VortexDynamics core = new VortexDynamics(harmonic, 300, RandomStreams.of(100, k));
      core.advance(5e-11, 6000);
      for (int i = 0; i < 100; i++) {
        core.advance(5e-11, 600);
        sum += core.x() * core.x() + core.y() * core.y();
        count += 2;
      }
    }
    double known = PhysicalConstants.BOLTZMANN * 300 / harmonic.stiffness().value();
    assertEquals(2.628e-9, Math.sqrt(known), 2e-12);
    assertEquals(1, sum / count / known, 0.05);
  }

  /** The map onto the universal oscillator: λ = Q = a₁ + d₁, η = k_B T/E₁. */
  @Test
  void asAnOscillator() {
    NonlinearOscillator map = BENCH.oscillator(300);
    assertEquals(3.0e6, map.relaxation() / (2 * Math.PI), 1e3);
    assertEquals(0.83, map.damping(), 1e-12);
    assertEquals(4.04e-4, map.noise(), 1e-6);
    VortexDynamics core = at(BENCH, 1.03, 0.15);
    core.advance(STEP, 1_000_000);
    double known = map.stationaryPower(1.03);
    assertEquals(1, core.orbit() * core.orbit() / known, 0.02);
  }

  /** A resonant drive: |X| = F/(2 Γ k/ω...), from the linear response of the Thiele equation. */
  @Test
  void linearResponse() {
    double force = 1e-24;
    VortexModel driven = forced(LARGE.model(0, 0).withOersted(0), force);
    VortexModel passive =
        new VortexModel(
            driven.radius(),
            driven.gyration(),
            driven.damping(),
            driven.stiffness(),
            driven.oersted(),
            0,
            force,
            1,
            Double.POSITIVE_INFINITY,
            1);
    double density = 1e9;
    double omega = 2 * Math.PI * passive.resonance();
    VortexDynamics core = new VortexDynamics(passive, 0, null);
    core.tones(List.of(new Excitation.Tone(density, passive.resonance(), 0)));
    core.advance(STEP, 60_000);
    double largest = 0;
    for (int i = 0; i < 400; i++) {
      core.advance(STEP, 1);
      largest = Math.max(largest, Math.hypot(core.x(), core.y()));
    }
    // (iG + D) iω + k = iωD + k − ωG = iωD on resonance; a linear force is half of each sense.
    double expected = force * density / (2 * omega * passive.damping().value());
    assertEquals(1, largest / expected, 0.02);
  }

  /** The vortex of the bench with ends of its validity, m/s and parts of the radius. */
  private static VortexModel within(double speed, double orbit) {
    return new VortexModel(
        BENCH.radius(),
        BENCH.gyration(),
        BENCH.damping(),
        BENCH.stiffness(),
        BENCH.oersted(),
        BENCH.torque(),
        BENCH.inPlaneForce(),
        BENCH.chirality(),
        speed,
        orbit);
  }

  /** A vortex with a force of the in-plane current, N per A/m². */
  private static VortexModel forced(VortexModel model, double force) {
    return new VortexModel(
        model.radius(),
        model.gyration(),
        model.damping(),
        model.stiffness(),
        model.oersted(),
        model.torque(),
        force,
        model.chirality(),
        model.criticalSpeed(),
        model.largestOrbit());
  }

  @Test
  void aFastCoreReverses() {
    VortexModel fast = within(150, 1);
    VortexDynamics core = at(fast, 1.45, 0.4);
    core.advance(STEP, 300_000);
    assertTrue(core.reversals() > 0);
    assertEquals(-1, core.polarity());
    assertTrue(core.orbit() < 0.5, "a reversed core is driven back: " + core.orbit());
  }

  @Test
  void aWideOrbitLeavesTheDisc() {
    VortexModel narrow = within(Double.POSITIVE_INFINITY, 0.6);
    VortexDynamics core = at(narrow, 1.45, 0.4);
    core.advance(STEP, 300_000);
    assertTrue(core.expelled());
    assertEquals(0.6, core.orbit(), 1e-3);
    core.place(0, 0, 1);
    assertFalse(core.expelled());
  }

  @Test
  void whyItDoesNotOscillate() {
    VortexModel planar = new VortexModel.Disc(185e-9, 7e-9, 1.6, 0.005, 2, 0).model(0.25, 0.58);
    String said = assertThrows(IllegalArgumentException.class, planar::threshold).getMessage();
    assertTrue(said.contains("no perpendicular component"), said);
    VortexModel stiff = PERMALLOY.withOersted(50);
    said = assertThrows(IllegalArgumentException.class, stiff::threshold).getMessage();
    assertTrue(said.contains("stiffens it faster"), said);
  }
}
