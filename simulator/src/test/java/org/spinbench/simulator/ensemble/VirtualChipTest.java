package org.spinbench.simulator.ensemble;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.simulator.chip.NineJunctions;
import org.spinbench.simulator.chip.World;
import org.spinbench.simulator.ensemble.ChipNumbers.NeuronNumbers;
import org.spinbench.simulator.ensemble.ChipNumbers.SynapseNumbers;

@Tag("any-jdk")
class VirtualChipTest {
  private static final double[] INPUT = {60e-6, 90e-6};
  private static final double[] CURRENTS = {
    1e-3, -2e-3, 2e-3, 1.5e-3, -1e-3, 1e-3, 6e-3, 5e-3, 5.5e-3
  };
  private static final int CHIPS = 300;

  private static VirtualChip chip(Disorder disorder, long seed) {
    return new VirtualChip(NineJunctions.FILE, disorder, seed);
  }

  private static Disorder disorder(double spread, boolean structural, double noise, double drift) {
    return new Disorder(spread, structural, noise, drift, Damage.NONE);
  }

  private static Disorder disorder(Damage damage) {
    return new Disorder(0.2, true, 0, 0, damage);
  }

  /** The voltage of a chain with one lit tone, over its own synapse's field line. */
  private static double voltage(VirtualChip chip, double field) {
    double[] currents = CURRENTS.clone();
    currents[0] = field;
    chip.apply(currents);
    return chip.read(new double[] {60e-6, 0}).voltages()[0];
  }

  private static Disorder in(String world) {
    World parsed = World.parse("name = \"x\"\n" + world, "w.toml");
    return new Disorder(0.2, true, 0, 0, Damage.NONE, parsed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "heating",
        "bias",
        "telegraph",
        "mode_hops",
        "hysteresis",
        "asymmetry",
        "cross_talk",
        "foldover",
        "electrical_noise",
        "backaction"
      })
  void eachEffectOfAWorldActs(String effect) {
    VirtualChip plain = chip(disorder(0.2, true, 0, 0), 4);
    VirtualChip other = chip(in("[effects." + effect + "]\n"), 4);
    plain.apply(CURRENTS);
    other.apply(CURRENTS);
    double[] expected = plain.read(INPUT).voltages();
    double[] moved = other.read(INPUT).voltages();
    assertNotEquals(expected[2], moved[2], effect);
    assertEquals(plain.numbers().neurons(), other.numbers().neurons(), "and nothing else");
  }

  /** Emission lower by c R_th I² R is, for the next chain, a resonance higher by as much. */
  @Test
  void heatLowersWhatNeuronsEmit() {
    World world = World.parse("name = \"x\"\n[effects.heating]\npolarity = 0.0\n", "w.toml");
    Disorder disorder = new Disorder(0, false, 0, 0, Damage.NONE, world);
    VirtualChip cold = chip(disorder(0, false, 0, 0), 4);
    VirtualChip warm = chip(disorder, 4);
    double power = cold.emitted(CURRENTS, new double[2], 0);
    assertEquals(power, warm.emitted(CURRENTS, new double[2], 0), 1e-12 * power);
    double lower = 5e-4 * 1e4 * 45 * 6e-3 * 6e-3 * 285e6;
    SynapseNumbers numbers = cold.numbers().synapses().get(4);
    double[] moved = CURRENTS.clone();
    moved[4] += lower / numbers.tuning();
    moved[7] = 0; // the other neuron of that chain is off
    double[] still = CURRENTS.clone();
    still[7] = 0;
    cold.apply(moved);
    warm.apply(still);
    double slope = cold.read(new double[2]).voltages()[2] / warm.read(new double[2]).voltages()[2];
    assertEquals(1, slope, 0.02, "but for the little that the tone warms the synapse");
  }

  @Test
  void aWorldReplacesSpreadsAndCorrelatesThem() {
    String world =
        "[spread]\nfrequency = 0.02\nthreshold = 0.07\n"
            + "[spread.with_frequency]\nthreshold = -0.5\n";
    double squares = 0;
    double product = 0;
    double thresholds = 0;
    for (int seed = 0; seed < CHIPS; seed++) {
      ChipNumbers numbers = chip(in(world), seed).numbers();
      double frequency = Math.log(numbers.neurons().get(0).frequency() / 285e6) / 0.02;
      double threshold = Math.log(numbers.neurons().get(0).threshold() / 4e-3) / 0.07;
      squares += frequency * frequency / CHIPS;
      thresholds += threshold * threshold / CHIPS;
      product += frequency * threshold / CHIPS;
    }
    assertEquals(1, squares, 0.25);
    assertEquals(1, thresholds, 0.25);
    assertEquals(-0.5, product, 0.15);
  }

  @Test
  void aPinnedSynapseDoesNotFollowItsFieldLineAndIsOtherwiseAsDrawn() {
    Damage damage = new Damage(List.of(), List.of("synapse 1"), List.of());
    VirtualChip pinned = chip(disorder(damage), 4);
    VirtualChip sound = chip(disorder(Damage.NONE), 4);
    SynapseNumbers numbers = pinned.numbers().synapses().get(0);
    assertEquals(0, numbers.tuning());
    assertEquals(0, numbers.quadratic());
    SynapseNumbers drawn = sound.numbers().synapses().get(0);
    assertEquals(drawn.resonance(), numbers.resonance());
    assertEquals(drawn.halfWidth(), numbers.halfWidth());
    assertEquals(drawn.antisymmetric(), numbers.antisymmetric());
    assertEquals(drawn.powerShift(), numbers.powerShift());
    assertEquals(sound.numbers().synapses().get(3), pinned.numbers().synapses().get(3));
    double moved = Math.abs(voltage(sound, 3e-3) - voltage(sound, -3e-3));
    // what is left is its neighbour, far from this tone, which feels the line a little
    assertTrue(Math.abs(voltage(pinned, 3e-3) - voltage(pinned, -3e-3)) < 0.02 * moved);
  }

  @Test
  void aReversedSynapseHasTheOtherSign() {
    Damage damage = new Damage(List.of(), List.of(), List.of("synapse 1", "synapse 4"));
    List<SynapseNumbers> reversed = chip(disorder(damage), 4).numbers().synapses();
    List<SynapseNumbers> sound = chip(disorder(Damage.NONE), 4).numbers().synapses();
    for (int s = 0; s < 6; s++) {
      int sign = s == 0 || s == 3 ? -1 : 1;
      assertEquals(sign * sound.get(s).antisymmetric(), reversed.get(s).antisymmetric());
      assertEquals(sign * sound.get(s).symmetric(), reversed.get(s).symmetric());
      assertEquals(sound.get(s).tuning(), reversed.get(s).tuning());
    }
  }

  @Test
  void whatCannotFailSoIsRefused() {
    IllegalArgumentException neuron =
        assertThrows(
            IllegalArgumentException.class,
            () -> chip(disorder(new Damage(List.of(), List.of("neuron 1"), List.of())), 1));
    assertTrue(
        neuron.getMessage().startsWith("there is no synapse \"neuron 1\" that could be pinned"),
        neuron.getMessage());
    Damage twice = new Damage(List.of("synapse 2"), List.of(), List.of("synapse 2"));
    IllegalArgumentException both =
        assertThrows(IllegalArgumentException.class, () -> chip(disorder(twice), 1));
    assertEquals(
        "\"synapse 2\" is to fail twice; a device is dead, pinned or reversed", both.getMessage());
    assertEquals(List.of("synapse 2", "synapse 2"), twice.devices());
  }

  @Test
  void aSeedIsOneChipAndItsNoise() {
    Disorder disorder = disorder(0.2, true, 0.02, 0.1);
    VirtualChip one = chip(disorder, 5);
    VirtualChip same = chip(disorder, 5);
    one.apply(CURRENTS);
    same.apply(CURRENTS);
    for (int i = 0; i < 5; i++) {
      assertArrayEquals(one.read(INPUT).voltages(), same.read(INPUT).voltages());
    }
    assertEquals(one.numbers(), same.numbers());
    assertNotEquals(one.numbers(), chip(disorder, 6).numbers());
  }

  /** The whole chain computed anew from the numbers that the chip gives of itself. */
  @Test
  void itsNumbersAndEquationsGiveWhatItEmits() {
    VirtualChip chip = chip(disorder(0.2, true, 0, 0), 3);
    ChipNumbers n = chip.numbers();
    double[] f = {250e6, 330e6};
    double[] emitted = new double[2];
    double[] frequency = new double[2];
    for (int c = 0; c < 2; c++) {
      double v = chainVoltage(n, 2 * c, f, INPUT);
      double current = CURRENTS[6 + c] + n.neurons().get(c).transconductance() * v;
      emitted[c] = power(n.neurons().get(c), current);
      frequency[c] =
          n.neurons().get(c).frequency()
              + n.neurons().get(c).pulling()
                  * Math.max(0, current - n.neurons().get(c).threshold());
      NeuronNumbers link = n.neurons().get(c);
      emitted[c] = link.linkGain() * emitted[c] / (1 + link.compression() * emitted[c]);
    }
    double v = chainVoltage(n, 4, frequency, emitted);
    double current = CURRENTS[8] + n.neurons().get(2).transconductance() * v;
    double expected = power(n.neurons().get(2), current);
    // below threshold the plain formula loses half of its digits
    assertEquals(expected, chip.emitted(CURRENTS, INPUT, 2), 1e-6 * expected);
    assertTrue(expected > 1e-8, () -> "it should emit: " + expected);
  }

  private static double chainVoltage(ChipNumbers n, int first, double[] f, double[] p) {
    double sum = 0;
    for (int k = first; k < first + 2; k++) {
      SynapseNumbers s = n.synapses().get(k);
      double other = CURRENTS[first + (k == first ? 1 : 0)];
      double own = CURRENTS[k];
      double r =
          s.resonance()
              + s.tuning() * own
              + s.tuning() * s.crosstalk() * other
              + s.quadratic() * own * own;
      double absorbed = 0;
      for (int t = 0; t < 2; t++) {
        absorbed += p[t] / (1 + Math.pow((f[t] - r) / s.halfWidth(), 2));
      }
      for (int t = 0; t < 2; t++) {
        double x = (f[t] - r - s.powerShift() * absorbed) / s.halfWidth();
        sum += p[t] * (s.antisymmetric() * x + s.symmetric()) / (1 + x * x);
      }
    }
    return sum;
  }

  private static double power(NeuronNumbers n, double current) {
    double xi = current / n.threshold();
    double a = xi + n.q();
    double amplitude = ((xi - 1) + Math.sqrt((xi - 1) * (xi - 1) + 4 * a * n.noise())) / (2 * a);
    return n.factor() * current * current * amplitude;
  }

  @Test
  void devicesSpreadAsToldAboutTheDesign() {
    assertEquals(0.2, spread(n -> log(n.synapses().get(1).tuning() / 3e9)), 0.03);
    assertEquals(0.2, spread(n -> log(n.synapses().get(4).halfWidth() / 5e6)), 0.03);
    assertEquals(0.2, spread(n -> log(n.neurons().get(0).threshold() / 4e-3)), 0.03);
    assertEquals(0.3, spread(n -> log(n.neurons().get(2).q() / 2)), 0.045);
    assertEquals(2.5e6, spread(n -> n.synapses().get(2).resonance() - 250e6), 0.35e6);
    assertEquals(
        0.25,
        spread(
            n ->
                StrictMath.atan(
                    n.synapses().get(0).symmetric() / n.synapses().get(0).antisymmetric())),
        0.04);
  }

  private static double log(double ratio) {
    return StrictMath.log(ratio);
  }

  private static double spread(ToDoubleFunction<ChipNumbers> number) {
    double sum = 0;
    for (long seed = 1; seed <= CHIPS; seed++) {
      double value = number.applyAsDouble(chip(disorder(0.2, true, 0, 0), seed).numbers());
      sum += value * value;
    }
    return Math.sqrt(sum / CHIPS);
  }

  @Test
  void readingsScatterByThePartOfFullScale() {
    VirtualChip chip = chip(disorder(0.2, false, 0.02, 0), 1);
    chip.apply(CURRENTS);
    double quiet = chip.emitted(CURRENTS, INPUT, 2);
    double sum = 0;
    double sumOfChain = 0;
    VirtualChip still = chip(disorder(0.2, false, 0, 0), 1);
    still.apply(CURRENTS);
    double mean = still.read(INPUT).voltages()[0];
    for (int i = 0; i < 2000; i++) {
      VirtualChip.State state = chip.read(INPUT);
      sum += Math.pow(state.powers()[2] - quiet, 2);
      sumOfChain += Math.pow(state.voltages()[0] - mean, 2);
      assertTrue(Double.isNaN(state.powers()[0]));
    }
    assertEquals(0.02 * 2e-6, Math.sqrt(sum / 2000), 3e-9);
    assertEquals(0.02 * 30 * 120e-6, Math.sqrt(sumOfChain / 2000), 5e-6);
  }

  /** By the voltage of a chain near a resonance, where the slope is known. */
  @Test
  void driftWandersByThePartOfAHalfWidthAndComesBack() {
    double sum = 0;
    for (long seed = 1; seed <= 60; seed++) {
      VirtualChip drifting = chip(disorder(0, false, 0, 0.1), seed);
      VirtualChip still = chip(disorder(0, false, 0, 0), seed);
      double[] currents = new double[9];
      drifting.apply(currents);
      still.apply(currents);
      double v = 0;
      for (int i = 0; i < 100; i++) {
        v = drifting.read(new double[] {100e-6, 0}).voltages()[0];
      }
      double v0 = still.read(new double[] {100e-6, 0}).voltages()[0];
      double x0 = (250e6 - still.numbers().synapses().get(0).resonance()) / 5e6;
      double slope = 60 * 100e-6 * (1 - x0 * x0) / Math.pow(1 + x0 * x0, 2);
      sum += Math.abs(x0) < 0.6 ? Math.pow((v - v0) / slope, 2) : 0.01;
    }
    assertEquals(0.1, Math.sqrt(sum / 60), 0.03);
  }

  @Test
  void deadDevicesDoNothing() {
    Disorder dead = disorder(Damage.dead(List.of("synapse 1", "synapse 2", "neuron 2")));
    VirtualChip chip = chip(dead, 1);
    chip.apply(CURRENTS);
    assertEquals(0, chip.read(INPUT).voltages()[0]);
    assertEquals(0, chip.emitted(CURRENTS, INPUT, 1));
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> chip(disorder(Damage.dead(List.of("synapse 9"))), 1))
            .getMessage();
    assertTrue(message.startsWith("there is no \"synapse 9\""), message);
  }
}
