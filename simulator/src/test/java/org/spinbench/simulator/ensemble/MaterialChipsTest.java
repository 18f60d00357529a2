package org.spinbench.simulator.ensemble;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.simulator.chip.World;

/** Virtual chips of a bench file that says what its junctions are made of. */
@Tag("any-jdk")
class MaterialChipsTest {
  private static final BenchFile FILE =
      BenchFile.read(Path.of("..", "experiments", "benches", "nine-junction-300k.toml"));
  private static final double[] DARK = {0, 0};

  private static Disorder disorder(double spread, boolean structural) {
    return new Disorder(spread, structural, 0, 0, Damage.NONE, World.NONE);
  }

  /** A chip as designed, but for its resonances. */
  private static VirtualChip typical(String model) {
    return new VirtualChip(at(model), disorder(0, false), 3);
  }

  private static BenchFile at(String model) {
    Map<String, Object> simulation = new HashMap<>(FILE.simulation());
    simulation.put("model", model);
    return FILE.withSimulation(simulation);
  }

  private static double emitted(VirtualChip chip, double bias) {
    double[] currents = new double[9];
    currents[6] = bias;
    return chip.emitted(currents, DARK, 0);
  }

  /** (ξ − 1)/(q ξ + Q) of ½ (I ΔR)² R_L/(R + R_L)², with ΔR lower by the bias, at ξ = 2. */
  @Test
  void aNeuronEmitsWhatItsDiscAndItsBarrierSay() {
    double swing = 10.2 / (1 + Math.pow(8e-3 * 45 / 0.5, 2));
    double power = Math.pow(8e-3 * swing, 2) / 2 * 50 / (95.0 * 95) * 0.25;
    assertEquals(power, emitted(typical("behavioural"), 8e-3), 0.01 * power);
  }

  /**
   * Noise at the threshold is of 300 K: 34 nW of a disc with swing 10.2 Ω, see the physics page.
   */
  @Test
  void aNeuronIsWarm() {
    double eta = 4.04e-4;
    double swing = 10.2 / (1 + Math.pow(4e-3 * 45 / 0.5, 2));
    double p = Math.sqrt(2 * eta / (Math.PI * 3));
    double power = Math.pow(4e-3 * swing, 2) / 2 * 50 / (95.0 * 95) * p;
    assertEquals(power, emitted(typical("behavioural"), 4e-3), 0.15 * power);
  }

  /** Voltage of the first chain under one tone. */
  private static double voltage(VirtualChip chip, double power, double field) {
    chip.apply(new double[] {field, 0, 0, 0, 0, 0, 0, 0, 0});
    return chip.read(new double[] {power, 0}).voltages()[0];
  }

  /** Small tones give the line of the section; large ones bend it by N p, p = 348/W P. */
  @Test
  void aSynapseBendsAsItIsMade() {
    Damage alone = Damage.dead(List.of("synapse 2"));
    VirtualChip chip = new VirtualChip(FILE, new Disorder(0, false, 0, 0, alone, World.NONE), 3);
    double[] small = line(chip, 1e-9);
    double[] large = line(chip, 115e-6);
    double most = Arrays.stream(small).max().orElseThrow();
    double symmetric = 0.25 / 2;
    double height = 10 * (Math.hypot(1, symmetric) + symmetric);
    assertEquals(height, most, 0.01 * height, "S/2 + √(S² + A²)/2");
    assertTrue(Arrays.stream(large).max().orElseThrow() < 0.97 * most, "a bent line is lower");
    double apart = zero(large) - zero(small);
    assertTrue(apart < -0.1e-3, "p of 0.04 lifts the resonance by 1.1 MHz: " + apart);
  }

  /** Voltage over power by field currents of −4 to 4 mA, V/W. */
  private static double[] line(VirtualChip chip, double power) {
    double[] line = new double[161];
    Arrays.setAll(line, i -> voltage(chip, power, (i - 80) * 0.05e-3) / power);
    return line;
  }

  /** Field current at which the line changes its sign between its extrema, A. */
  private static double zero(double[] line) {
    int up = 0;
    for (int i = 0; i < line.length; i++) {
      up = line[i] > line[up] ? i : up;
    }
    int at = up;
    while (line[at] > 0) {
      at++;
    }
    double part = line[at - 1] / (line[at - 1] - line[at]);
    return (at - 1 + part - 80) * 0.05e-3;
  }

  /** The bounds are those of the physics page. */
  @ParameterizedTest
  @CsvSource({"oscillator, 0.01, 0.002", "vortex, 0.02, 0.08"})
  void eachFidelityIsTheSameChipWithinItsBounds(String model, double emission, double line) {
    VirtualChip closed = typical("behavioural");
    VirtualChip timed = typical(model);
    double power = emitted(closed, 7e-3);
    assertEquals(power, emitted(timed, 7e-3), emission * power);
    double expected = voltage(closed, 100e-6, 1e-3);
    double moved = voltage(timed, 100e-6, 1e-3);
    assertEquals(expected, moved, line * 11e-4);
    assertNotEquals(expected, moved);
  }

  @Test
  void damageAndSpreadActOnMaterialsToo() {
    Damage damage = new Damage(List.of("synapse 1", "neuron 1"), List.of(), List.of());
    Disorder dead = new Disorder(0.2, true, 0, 0, damage, World.NONE);
    VirtualChip broken = new VirtualChip(FILE, dead, 5);
    assertEquals(0, emitted(broken, 8e-3));
    double alone = voltage(broken, 100e-6, 0);
    assertEquals(alone, voltage(broken, 100e-6, 2e-3), 1e-3 * 11e-4, "its line moves nothing");
    VirtualChip one = new VirtualChip(FILE, disorder(0.2, true), 5);
    VirtualChip same = new VirtualChip(FILE, disorder(0.2, true), 5);
    VirtualChip other = new VirtualChip(FILE, disorder(0.2, true), 6);
    assertEquals(emitted(one, 8e-3), emitted(same, 8e-3));
    assertNotEquals(emitted(one, 8e-3), emitted(other, 8e-3));
  }

  @Test
  void noClosedFormDescribesThem() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> typical("behavioural").numbers())
            .getMessage();
    assertTrue(message.startsWith("bench file \"nine junctions, 300 K\" says what"), message);
  }
}
