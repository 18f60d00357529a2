package org.spinbench.simulator.circuit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.simulator.circuit.RfLadder.Element;
import org.spinbench.simulator.circuit.RfLadder.Line;
import org.spinbench.simulator.circuit.RfLadder.Series;
import org.spinbench.simulator.circuit.RfLadder.Shunt;

/** Chains of junctions at RF, against closed forms (Pozar, "Microwave Engineering"). */
class RfLadderTest {
  private static final double F = 250e6;

  private static RfLadder chain(double... resistances) {
    return new RfLadder(
        50, Arrays.stream(resistances).<Element>mapToObj(Series::junction).toList());
  }

  /** 4 Z₀ R_k/(Z₀ + ΣR)². */
  @Test
  void powerDividesAlongAChain() {
    assertArrayEquals(new double[] {0.997}, chain(45).absorbed(F, 1), 5e-4);
    assertArrayEquals(new double[] {0.459, 0.459}, chain(45, 45).absorbed(F, 1), 5e-4);
    assertArrayEquals(
        new double[] {0.170, 0.170, 0.170, 0.170}, chain(45, 45, 45, 45).absorbed(F, 1), 5e-4);
    double[] unequal = chain(30, 60).absorbed(F, 2e-4);
    assertEquals(4 * 50 * 30 / (140.0 * 140) * 2e-4, unequal[0], 1e-12);
    assertEquals(2 * unequal[0], unequal[1], 1e-15);
  }

  /** A short gives its share to its neighbour, an open takes it from all. */
  @Test
  void brokenJunctionsChangeTheirNeighbours() {
    assertArrayEquals(new double[] {0.900, 0.100}, chain(45, 5).absorbed(F, 1), 5e-4);
    assertEquals(0.987, chain(45, 0.5).absorbed(F, 1)[0], 5e-4);
    assertEquals(0, chain(45, Double.POSITIVE_INFINITY).absorbed(F, 1)[0], 1e-12);
    assertEquals(0, chain(45, Double.POSITIVE_INFINITY).emitted(0, F, 1), 1e-12);
  }

  /** P = ½ V² Z₀/(Z₀ + ΣR)². */
  @Test
  void emissionPassesTheOthers() {
    double voltage = 8e-3 * 10.2 * 0.5;
    double alone = voltage * voltage / 2 * 50 / (95.0 * 95);
    assertEquals(1, chain(45).emitted(0, F, voltage) / alone, 1e-12);
    double through = voltage * voltage / 2 * 50 / (140.0 * 140);
    assertEquals(1, chain(45, 45).emitted(0, F, voltage) / through, 1e-12);
    assertEquals(1, chain(45, 45).emitted(1, F, voltage) / through, 1e-12);
  }

  /** The choke of a bias tee of 1 µH shunts less than 0.01 dB at 250 MHz, 10 nF block nothing. */
  @Test
  void biasTee() {
    RfLadder tee = new RfLadder(50, List.of(new Shunt(0, 0, 1e-6), Series.junction(45)));
    double decibels = 10 * Math.log10(tee.absorbed(F, 1)[0] / chain(45).absorbed(F, 1)[0]);
    assertTrue(decibels < 0 && decibels > -0.01, "" + decibels);
    // With 1 pF across it the choke resonates at 159 MHz, and shunts nothing at all there.
    double resonance = 1 / (2 * Math.PI * Math.sqrt(1e-6 * 1e-12));
    assertEquals(159e6, resonance, 1e6);
    RfLadder parasitic = new RfLadder(50, List.of(new Shunt(0, 1e-12, 1e-6), Series.junction(45)));
    assertEquals(chain(45).absorbed(resonance, 1)[0], parasitic.absorbed(resonance, 1)[0], 1e-12);
  }

  /** 1 − |Γ|² of the load, where source and cable match: the cable's length does not matter. */
  @ParameterizedTest
  @CsvSource({"0", "1e-9", "4.8e-9"})
  void aMatchedCableChangesNothing(double delay) {
    RfLadder cable = new RfLadder(50, List.of(new Line(50, delay, 0), Series.junction(90)));
    double reflection = 40.0 / 140;
    assertEquals(1 - reflection * reflection, cable.absorbed(F, 1)[0], 1e-9);
  }

  /** A source with |Γ_s| = 0.2 (75 Ω) and 90 Ω: ripple ±2 |Γ_s Γ_j|, period 1/(2 τ). */
  @Test
  void standingWaves() {
    double delay = 1.45 / 2.998e8;
    RfLadder cable = new RfLadder(75, List.of(new Line(50, delay, 0), Series.junction(90)));
    double low = Double.POSITIVE_INFINITY;
    double high = 0;
    for (double f = 200e6; f < 310e6; f += 1e6) {
      double power = cable.absorbed(f, 1)[0];
      low = Math.min(low, power);
      high = Math.max(high, power);
    }
    double product = 0.2 * 40.0 / 140;
    assertEquals(Math.pow((1 + product) / (1 - product), 2), high / low, 2e-3);
    double period = 1 / (2 * delay);
    assertEquals(103e6, period, 1e6);
    assertEquals(cable.absorbed(200e6, 1)[0], cable.absorbed(200e6 + period, 1)[0], 1e-9);
  }

  /** 3 dB once at 1 GHz, and √f: 1.5 dB at 250 MHz. */
  @Test
  void aLossyCable() {
    RfLadder cable = new RfLadder(50, List.of(new Line(50, 5e-9, 3), Series.junction(50)));
    assertEquals(-3, 10 * Math.log10(cable.absorbed(1e9, 1)[0]), 1e-9);
    assertEquals(-1.5, 10 * Math.log10(cable.absorbed(F, 1)[0]), 1e-9);
    assertEquals(-1.5, 10 * Math.log10(cable.emitted(0, F, 1) / (0.5 * 50 / (100.0 * 100))), 1e-9);
  }

  /** The capacitance of a 370 nm junction (9.3 fF) and 1 nH of leads change less than 1 %. */
  @Test
  void parasiticsOfTheJunction() {
    double plain = chain(45).absorbed(F, 1)[0];
    double real = new RfLadder(50, List.of(new Series(45, 1e-9, 9.3e-15))).absorbed(F, 1)[0];
    assertEquals(1, real / plain, 1e-3);
    assertTrue(real != plain);
  }

  /** No chain absorbs more than there is, and emission is reciprocal to absorption. */
  @Test
  void energyAndReciprocity() {
    Random random = new Random(3);
    for (int n = 0; n < 200; n++) {
      List<Element> elements = new ArrayList<>();
      int junctions = 1 + random.nextInt(4);
      double[] resistances = new double[junctions];
      for (int k = 0; k < junctions; k++) {
        resistances[k] = 5 + 100 * random.nextDouble();
        elements.add(new Line(30 + 40 * random.nextDouble(), 5e-9 * random.nextDouble(), 0));
        elements.add(new Shunt(0, 1e-12 * random.nextDouble(), 1e-6));
        elements.add(Series.junction(resistances[k]));
      }
      RfLadder ladder = new RfLadder(50, elements);
      double frequency = 1e8 + 4e8 * random.nextDouble();
      double[] absorbed = ladder.absorbed(frequency, 1);
      assertTrue(Arrays.stream(absorbed).sum() <= 1 + 1e-9, Arrays.toString(absorbed));
      for (int k = 0; k < junctions; k++) {
        // A generator of available power 1 at the junction gives the load what the junction took.
        double emitted = ladder.emitted(k, frequency, Math.sqrt(8 * resistances[k]));
        assertEquals(absorbed[k], emitted, 1e-9);
      }
    }
  }

  /** A quarter of a wave with √(50 · 100) Ω matches 100 Ω to 50 Ω (Pozar, section 2.5). */
  @Test
  void aQuarterWaveTransformerMatches() {
    double delay = 1 / (4 * F);
    Line transformer = new Line(Math.sqrt(50 * 100), delay, 0);
    RfLadder matched = new RfLadder(50, List.of(transformer, Series.junction(100)));
    assertEquals(1, matched.absorbed(F, 1)[0], 1e-12);
    assertEquals(1, matched.absorbed(3 * F, 1)[0], 1e-12, "three quarters do, too");
    double mismatched = 1 - Math.pow(50 / 150.0, 2);
    assertEquals(mismatched, matched.absorbed(2 * F, 1)[0], 1e-12, "half a wave changes nothing");
  }

  /** |V|² is halved where ω L = Z₀ + R, ω C = 1/Z₀ + 1/R, and 1/(ω L) = 1/Z₀ + 1/R. */
  @Test
  void leadsPadsAndChokesHaveTheirCorners() {
    double plain = chain(45).absorbed(F, 1)[0];
    double omega = 2 * Math.PI * F;
    RfLadder leads = new RfLadder(50, List.of(new Series(45, 95 / omega, 0)));
    assertEquals(plain / 2, leads.absorbed(F, 1)[0], 1e-12);
    double corner = 1 / 50.0 + 1 / 45.0;
    RfLadder pad =
        new RfLadder(50, List.of(new Shunt(0, corner / omega, 1e9), Series.junction(45)));
    assertEquals(plain / 2, pad.absorbed(F, 1)[0], 1e-9);
    RfLadder choke =
        new RfLadder(50, List.of(new Shunt(0, 0, 1 / (corner * omega)), Series.junction(45)));
    assertEquals(plain / 2, choke.absorbed(F, 1)[0], 1e-12);
  }

  /** A conductance beside a junction takes its own share, which no element in series absorbs. */
  @Test
  void aLeakyPadTakesPowerFromTheJunction() {
    RfLadder leaky = new RfLadder(50, List.of(new Shunt(1 / 50.0, 0, 1e9), Series.junction(50)));
    // 25 Ω at 50 Ω take 4 · 50 · 25/75² = 8/9, half of it each.
    assertEquals(4 / 9.0, leaky.absorbed(F, 1)[0], 1e-9);
  }

  /** A barrier's capacitance takes no power: R ∥ C at ω R C = 1 is 45/(1 + i) Ω. */
  @Test
  void aBarrierWithCapacitance() {
    double capacitance = 1 / (2 * Math.PI * F * 45);
    RfLadder barrier = new RfLadder(50, List.of(new Series(45, 0, capacitance)));
    double real = 22.5;
    double expected = 4 * 50 * real / ((50 + real) * (50 + real) + real * real);
    assertEquals(expected, barrier.absorbed(F, 1)[0], 1e-12);
  }

  /** A shorted quarter wave in the way of the current is open, a shorted half wave is a short. */
  @Test
  void aCableBehindTheLastJunctionIsAShortedLine() {
    Line behind = new Line(50, 1 / (4 * F), 0);
    RfLadder shorted = new RfLadder(50, List.of(Series.junction(45), behind));
    assertEquals(0, shorted.absorbed(F, 1)[0], 1e-12, "a quarter of a wave");
    assertEquals(chain(45).absorbed(F, 1)[0], shorted.absorbed(2 * F, 1)[0], 1e-12, "a half");
    // An eighth is i 50 Ω: 4 · 50 · 45/|95 + 50 i|².
    double eighth = 4 * 50 * 45 / (95.0 * 95 + 50 * 50);
    assertEquals(eighth, shorted.absorbed(F / 2, 1)[0], 1e-12);
  }

  @Test
  void whatIsNotThere() {
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> chain(45).emitted(1, F, 1))
            .getMessage()
            .contains("there is no element 1 in series; there are 1"));
    assertThrows(IllegalArgumentException.class, () -> Series.junction(-1));
    assertThrows(IllegalArgumentException.class, () -> chain(45).absorbed(0, 1));
  }
}
