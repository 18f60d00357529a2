package org.spinbench.simulator.chip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.simulator.chip.ChipTruth.NeuronTruth;
import org.spinbench.simulator.chip.ChipTruth.SynapseTruth;
import org.spinbench.simulator.chip.Simulation.Fidelity;

/** What effects do to the chip of the default bench. */
@Tag("any-jdk")
class EffectsOnChipTest {
  private static final long SECOND = 1_000_000_000;

  private static JunctionChip chip(Fidelity fidelity, Map<String, Object> effects) {
    return NineJunctions.chip(NineJunctions.with("effects", effects), fidelity, 3);
  }

  private static Drive drive() {
    return NineJunctions.drive(100e-6, 60e-6, 6e-3);
  }

  private static Response after(JunctionChip chip, Drive drive, double seconds) {
    long nanos = Math.round(seconds * SECOND);
    chip.respond(drive, 0);
    chip.fluctuate(nanos - nanos / 10, nanos);
    return chip.respond(drive, nanos);
  }

  private static void assertSame(Response expected, Response other) {
    assertArrayEquals(expected.chainVoltages(), other.chainVoltages(), 0);
    assertArrayEquals(expected.neuronCurrents(), other.neuronCurrents(), 0);
    assertArrayEquals(expected.emittedPowers(), other.emittedPowers(), 0);
    assertArrayEquals(expected.emissionFrequencies(), other.emissionFrequencies(), 0);
  }

  @Test
  void aChipWithoutEffectsIsTheChipOfBefore() {
    JunctionChip plain = NineJunctions.chip(Fidelity.FULL, 3);
    JunctionChip none = chip(Fidelity.FULL, Map.of());
    assertSame(after(plain, drive(), 0.1), after(none, drive(), 0.1));
    assertEquals(plain.truth(), none.truth());
  }

  /** Nor does it depend on an effect's random numbers what else the chip is. */
  @Test
  void effectsLeaveTheRestOfTheChipAlone() {
    JunctionChip plain = NineJunctions.chip(Fidelity.FULL, 3);
    JunctionChip hopping =
        chip(Fidelity.FULL, Map.of("mode_hops", Map.of(), "electrical_noise", Map.of()));
    Response expected = after(plain, drive(), 0.1);
    Response other = after(hopping, drive(), 0.1);
    assertNotEquals(expected.emissionFrequencies()[0], other.emissionFrequencies()[0]);
    NeuronTruth before = plain.truth().neurons().get(1);
    NeuronTruth now = hopping.truth().neurons().get(1);
    assertEquals(before.threshold(), now.threshold());
    assertEquals(before.powerFactor(), now.powerFactor());
  }

  @Test
  void anIdealChipHasNoEffectOfChance() {
    Map<String, Object> chance =
        Map.of(
            "asymmetry",
            Map.of(),
            "telegraph",
            Map.of(),
            "mode_hops",
            Map.of(),
            "electrical_noise",
            Map.of());
    JunctionChip plain = NineJunctions.chip(Fidelity.IDEAL, 3);
    assertSame(after(plain, drive(), 0.1), after(chip(Fidelity.IDEAL, chance), drive(), 0.1));
  }

  /** 6 mA in 45 Ω is 1.62 mW: 16.2 K at 10 K/mW, 0.81 % of the frequency at −0.05 %/K. */
  @Test
  void aNeuronThatWarmsEmitsLower() {
    Map<String, Object> heating = Map.of("heating", Map.of("polarity", 0));
    Drive drive = drive();
    drive.tonePowers()[0] = 0;
    drive.tonePowers()[1] = 0;
    Response cold = after(NineJunctions.chip(Fidelity.IDEAL, 3), drive, 0.1);
    Response warm = after(chip(Fidelity.IDEAL, heating), drive, 0.1);
    double current = cold.neuronCurrents()[0];
    double kelvins = 1e4 * current * current * 45;
    assertEquals(
        -5e-4 * kelvins * 285e6,
        warm.emissionFrequencies()[0] - cold.emissionFrequencies()[0],
        1,
        "Hz");
    assertEquals(-2.3e6, -5e-4 * kelvins * 285e6, 0.1e6, "some MHz");
  }

  /** 6 mA in 45 Ω are 0.27 V: the swing falls to 1/(1 + 0.54²), the power to its square. */
  @Test
  void biasLowersWhatANeuronEmits() {
    Drive drive = drive();
    drive.tonePowers()[0] = 0;
    drive.tonePowers()[1] = 0;
    Response plain = after(NineJunctions.chip(Fidelity.IDEAL, 3), drive, 0.1);
    Response biased = after(chip(Fidelity.IDEAL, Map.of("bias", Map.of())), drive, 0.1);
    double volts = 45 * plain.neuronCurrents()[0];
    double swing = 1 / (1 + volts * volts / 0.25);
    assertEquals(swing * swing, biased.emittedPowers()[0] / plain.emittedPowers()[0], 1e-9);
  }

  /** A junction with a half voltage of its own has lost its swing already; another has not. */
  @Test
  void aLossByBiasCountsOnce() {
    Drive drive = drive();
    drive.tonePowers()[0] = 0;
    drive.tonePowers()[1] = 0;
    for (boolean own : new boolean[] {true, false}) {
      BenchFile file = Designs.neurons("half_voltage", own ? 0.5 : null);
      Response plain = after(NineJunctions.chip(file, Fidelity.IDEAL, 3), drive, 0.1);
      Map<String, Object> simulation = new HashMap<>(file.simulation());
      simulation.put("effects", Map.of("bias", Map.of()));
      BenchFile lossy = NineJunctions.withSimulation(file, simulation);
      Response biased = after(NineJunctions.chip(lossy, Fidelity.IDEAL, 3), drive, 0.1);
      double volts = 45 * plain.neuronCurrents()[0];
      double swing = own ? 1 : 1 / (1 + volts * volts / 0.25);
      double found = biased.emittedPowers()[0] / plain.emittedPowers()[0];
      assertEquals(swing * swing, found, 1e-9, "half voltage of its own: " + own);
    }
  }

  @Test
  void asymmetryTurnsLinesAndKeepsTheirAmplitude() {
    ChipTruth plain = NineJunctions.chip(Fidelity.STATIC, 3).truth();
    ChipTruth turned = chip(Fidelity.STATIC, Map.of("asymmetry", Map.of("angle", 0.25))).truth();
    double squares = 0;
    for (int s = 0; s < 6; s++) {
      SynapseTruth before = plain.synapses().get(s);
      SynapseTruth now = turned.synapses().get(s);
      assertEquals(amplitude(before), amplitude(now), 1e-9 * amplitude(before));
      double angle = angle(now) - angle(before);
      squares += angle * angle / 6;
    }
    assertTrue(squares > 0.05 * 0.05 && squares < 0.6 * 0.6, "rms " + Math.sqrt(squares));
  }

  private static double amplitude(SynapseTruth one) {
    return Math.hypot(2 * one.sensitivity(), one.symmetric());
  }

  private static double angle(SynapseTruth one) {
    return Math.atan2(one.symmetric(), 2 * one.sensitivity());
  }

  /** A field line remembers whether its current rose or fell. */
  @Test
  void aFieldLineRemembersWhereItsCurrentWas() {
    BenchFile alone = NineJunctions.with("synapse", "crosstalk", 0.0);
    Map<String, Object> section = new HashMap<>(alone.simulation());
    section.put("effects", Map.of("hysteresis", Map.of("width", 1e-3)));
    BenchFile lagging = NineJunctions.withSimulation(alone, section);
    JunctionChip chip = NineJunctions.chip(lagging, Fidelity.IDEAL, 3);
    Drive drive = drive();
    double risen = chip.respond(drive, 0).chainVoltages()[0];
    drive.fieldCurrents()[0] = 5e-3;
    chip.respond(drive, SECOND);
    drive.fieldCurrents()[0] = 0;
    double fallen = chip.respond(drive, 2 * SECOND).chainVoltages()[0];
    drive.fieldCurrents()[0] = 0.5e-3;
    double felt = NineJunctions.chip(alone, Fidelity.IDEAL, 3).respond(drive, 0).chainVoltages()[0];
    assertEquals(felt, fallen, 1e-12, "half of the width is left");
    assertNotEquals(risen, fallen, 1e-6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"cross_talk", "foldover", "dipoles", "backaction", "telegraph", "heating"})
  void eachEffectMovesWhatIsRead(String effect) {
    Map<String, Object> section = effect.equals("dipoles") ? Map.of("distance", 1e-6) : Map.of();
    Response plain = after(NineJunctions.chip(Fidelity.FULL, 3), drive(), 0.1);
    Response moved = after(chip(Fidelity.FULL, Map.of(effect, section)), drive(), 0.1);
    double before = plain.chainVoltages()[2];
    double now = moved.chainVoltages()[2];
    assertNotEquals(before, now, effect);
    assertEquals(before, now, 5e-3, effect + " is an effect, not another chip");
  }

  @Test
  void aBarrierOfPolarLawHasNoWall() {
    Map<String, Object> polar = Map.of("barrier", Map.of());
    for (boolean symmetric : new boolean[] {true, false}) {
      JunctionChip chip =
          symmetric ? NineJunctions.chip(Fidelity.IDEAL, 3) : chip(Fidelity.IDEAL, polar);
      Drive drive = drive();
      NineJunctions.bias(drive, 0, 21e-3); // 0.945 V
      chip.respond(drive, 0);
      chip.respond(drive, SECOND / 1000);
      assertEquals(symmetric, chip.truth().neurons().get(0).broken(), "above 0.9 V for 1 ms");
    }
  }

  @Test
  void whatIsWrongIsNamed() {
    refuses(
        Map.of("heeting", Map.of()),
        ".heeting is no key of this section; did you mean" + " \"heating\"?");
    refuses(
        Map.of("heating", Map.of("resistence", 1e4)),
        ".heating.resistence is no key of this section; did you mean \"resistance\"?");
    refuses(
        Map.of("mode_hops", Map.of("longest", 1e-4)),
        ".mode_hops.longest is 1.0E-4, smaller than shortest, 0.001");
    refuses(
        Map.of("telegraph", Map.of("share", 1.5)),
        ".telegraph.share is 1.5, but must lie between 0.0 and 1.0");
  }

  private static void refuses(Map<String, Object> effects, String message) {
    BenchFile file = NineJunctions.with("effects", effects);
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Simulation.parse(file.simulation()));
    assertEquals("bench file: simulation.effects" + message, refused.getMessage());
  }

  /**
   * Devices of smaller discs have higher frequencies and resistances: ρ = 0.7 over 600 synapses.
   */
  @Test
  void resistanceVariesWithTheFrequency() {
    Map<String, Object> spread = new HashMap<>();
    ((Map<?, ?>) NineJunctions.FILE.simulation().get("spread"))
        .forEach((key, value) -> spread.put(key.toString(), value));
    spread.put("resistance", 0.04);
    spread.put("with_frequency", Map.of("resistance", 0.7, "threshold", -0.5));
    BenchFile file = NineJunctions.with("spread", spread);
    double product = 0;
    double square = 0;
    double thresholds = 0;
    int chips = 300;
    for (int seed = 0; seed < chips; seed++) {
      JunctionChip chip = NineJunctions.chip(file, Fidelity.STATIC, seed);
      double frequency = Math.log(chip.truth().neurons().get(0).frequency() / 285e6) / 0.015;
      double resistance = Math.log(chip.neuronResistance(0) / 45) / 0.04;
      product += frequency * resistance / chips;
      square += resistance * resistance / chips;
      thresholds += frequency * Math.log(chip.truth().neurons().get(0).threshold() / 4e-3) / 0.05;
    }
    assertEquals(0.7, product, 0.12);
    assertEquals(1, square, 0.25);
    assertEquals(-0.5, thresholds / chips, 0.15);
  }
}
