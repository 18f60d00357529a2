package org.spinbench.simulator.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.simulator.circuit.DcLevel;
import org.spinbench.simulator.circuit.Sine;
import org.spinbench.simulator.circuit.Terminals;

class BiasNodeTest {
  private static BiasNode node(double amplifier) {
    return BiasNode.of(45, amplifier, 9e-3, Sine.NONE, 0);
  }

  /** An amplifier that adds up to 9 mA in all, and cannot stop a source of more. */
  @ParameterizedTest
  @CsvSource({
    // source, amplifier -> junction, A
    "6e-3, 2e-3, 8e-3",
    "6e-3, 4e-3, 9e-3",
    "12e-3, 4e-3, 12e-3",
    "6e-3, -4e-3, 2e-3",
    "-6e-3, -4e-3, -9e-3",
    "-12e-3, -4e-3, -12e-3",
    "0, 3e-3, 3e-3",
  })
  void currentsAddUpToTheTotalLimit(double source, double amplifier, double junction) {
    BiasNode node = node(amplifier);
    assertEquals(junction, node.through(source), 1e-18);
    assertEquals(45 * junction, node.voltage(source), 1e-15);
  }

  @ParameterizedTest
  @CsvSource({"3e-3", "-3e-3", "0"})
  void aHeldVoltageDrivesTheCurrentThatLeadsToIt(double amplifier) {
    for (double volts = -1; volts <= 1; volts += 0.01) {
      BiasNode node = node(amplifier);
      assertEquals(volts, node.voltage(node.current(volts)), 1e-14, "at " + volts);
    }
  }

  @Test
  void aSourceTakesFromTheAmplifierWhatItsLimitForbids() {
    Terminals terminals = node(4e-3).under(DcLevel.amperes(5e-3, 0.27));
    assertTrue(terminals.limited());
    assertEquals(0.27, terminals.voltage());
    assertEquals(2e-3, terminals.current(), 1e-17, "6 mA in the junction, of which 4 are not its");
  }

  /** Nodal analysis: (V − V_s)/R_s + V/R = I + A. */
  @Test
  void anOscillatorInParallelSharesTheNode() {
    BiasNode node = BiasNode.of(45, 1e-3, 9e-3, new Sine(0.5, 0, 200), 0.5);
    double volts = (5e-3 + 1e-3 + 0.5 / 200) / (1.0 / 45 + 1.0 / 200);
    assertEquals(volts, node.voltage(5e-3), 1e-15);
    assertEquals(volts / 45, node.through(5e-3), 1e-17);
    assertEquals(5e-3, node.current(volts), 1e-15);
  }

  @Test
  void nothingFlowsThroughAnOpenJunction() {
    BiasNode node = BiasNode.of(Double.POSITIVE_INFINITY, 2e-3, 9e-3, Sine.NONE, 0);
    Terminals driven = node.under(DcLevel.amperes(-1e-3, 2));
    assertEquals(new Terminals(-2, 0, true), driven);
    assertEquals(new Terminals(0.5, 0, false), node.under(DcLevel.volts(0.5, 1)));
    assertEquals(0, node.through(0));
  }
}
