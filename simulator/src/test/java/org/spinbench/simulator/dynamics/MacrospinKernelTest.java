package org.spinbench.simulator.dynamics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every kernel gives the same bits, whatever the number of layers. The tests run with the module.
 */
@Tag("any-jdk")
class MacrospinKernelTest {
  private static final MacrospinKernel VECTOR = MacrospinKernel.Choice.FASTEST;

  /** Layers that differ in every quantity, with all terms. */
  private static List<MagneticLayer> layers(int count, boolean slanting) {
    List<MagneticLayer> layers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      layers.add(
          new MagneticLayer(
              (1.1 + 0.01 * i) / PhysicalConstants.VACUUM_PERMEABILITY,
              0.01 + 0.001 * i,
              2e-9,
              2e-15,
              new SymmetricTensor(0.02 + 0.001 * i, 0.05, 0.93, 0.001, 0.002, -0.001 * i),
              5e3 + 10 * i,
              new Vector3(1, 0.1 * i, 0),
              new MagneticLayer.SpinTorque(
                  0.6, slanting && i % 2 == 0 ? 1.3 : 1, 0.1, new Vector3(0.1, 1, 0.2)),
              50e-15,
              1e-9));
    }
    return layers;
  }

  private static Macrospins spins(int count, boolean coupled, MacrospinKernel kernel) {
    List<MagneticLayer> layers = layers(count, coupled);
    List<LayerCoupling> couplings = new ArrayList<>();
    for (int a = 0; coupled && a < count; a++) {
      for (int b = 0; b < a; b++) {
        couplings.addAll(
            LayerCoupling.dipolar(layers, a, b, new Vector3(100e-9 * (a - b), 30e-9, 0)));
      }
    }
    Macrospins spins = new Macrospins(layers, couplings, new NormalStreams(7, count), kernel);
    for (int i = 0; i < count; i++) {
      spins.magnetise(i, new Vector3(1, 0.2, 0.1 * i));
      spins.surround(
          i,
          LayerEnvironment.field(new Vector3(3e4, 1e3 * i, 0))
              .withDensity(Excitation.constant(1e9 * i).plus(1e10, 3e9, 0.1))
              .withVoltage(Excitation.constant(0.01).plus(0.05, 3e9, 0))
              .withLine(Vector3.Y, Excitation.constant(1).plus(100, 2e9, 0)));
    }
    return spins;
  }

  private static void assertEqual(Macrospins expected, Macrospins found, int count) {
    for (int i = 0; i < count; i++) {
      assertEquals(expected.magnetisation(i), found.magnetisation(i), "layer " + i);
    }
  }

  @Test
  void testsRunWithTheVectorKernel() {
    assertEquals("VectorKernel", VECTOR.getClass().getSimpleName());
    assertSame(VECTOR, MacrospinKernel.forLayers(9));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9, 20})
  void sameBitsFromEveryKernel(int count) {
    for (boolean coupled : new boolean[] {false, true}) {
      Macrospins scalar = spins(count, coupled, ScalarKernel.INSTANCE);
      Macrospins vector = spins(count, coupled, VECTOR);
      scalar.advance(1e-12, 60);
      vector.advance(1e-12, 60);
      assertEqual(scalar, vector, count);
      scalar.advance(300, 0.5e-12, 61);
      vector.advance(300, 0.5e-12, 61);
      assertEqual(scalar, vector, count);
      assertEquals(
          scalar.advanceAdaptively(scalar.time() + 1e-11, 1e-8),
          vector.advanceAdaptively(vector.time() + 1e-11, 1e-8));
      assertEqual(scalar, vector, count);
      assertEquals(scalar.rate(count - 1), vector.rate(count - 1));
    }
  }

  /** Each layer feels the one before it alone, across the blocks of eight. */
  @Test
  void sameBitsOfAChainThatIsCoupledOneWay() {
    int count = 20;
    List<Macrospins> both = new ArrayList<>();
    for (MacrospinKernel kernel : List.of(ScalarKernel.INSTANCE, VECTOR)) {
      List<LayerCoupling> couplings = new ArrayList<>();
      for (int i = 1; i < count; i++) {
        SymmetricTensor tensor = new SymmetricTensor(200 + i, 100, -300, 10 * i, 20, -5);
        couplings.add(new LayerCoupling(i, i - 1, tensor));
        couplings.add(new LayerCoupling(i, i - 1, SymmetricTensor.diagonal(i, 2, 3)));
      }
      Macrospins spins =
          new Macrospins(layers(count, false), couplings, new NormalStreams(7, count), kernel);
      for (int i = 0; i < count; i++) {
        spins.magnetise(i, new Vector3(1, 0.2, 0.1 * i));
        spins.surround(i, LayerEnvironment.field(new Vector3(3e4, 1e3 * i, 0)));
      }
      spins.advance(1e-12, 60);
      spins.advance(300, 0.5e-12, 41);
      both.add(spins);
    }
    assertEqual(both.get(0), both.get(1), count);
    double felt = both.get(1).magnetisation(8).plus(alone(8).times(-1)).length();
    assertTrue(felt > 1e-6, () -> "the ninth layer should feel the eighth: " + felt);
  }

  /** That layer of the chain without couplings. */
  private static Vector3 alone(int layer) {
    Macrospins spins =
        new Macrospins(layers(20, false), List.of(), new NormalStreams(7, 20), VECTOR);
    for (int i = 0; i < 20; i++) {
      spins.magnetise(i, new Vector3(1, 0.2, 0.1 * i));
      spins.surround(i, LayerEnvironment.field(new Vector3(3e4, 1e3 * i, 0)));
    }
    spins.advance(1e-12, 60);
    spins.advance(300, 0.5e-12, 41);
    return spins.magnetisation(layer);
  }

  /** Layers alone, one of many, and in how many calls the steps are taken. */
  @ParameterizedTest
  @CsvSource({"1, 9", "2, 9", "9, 20"})
  void sameBitsWhateverTheOtherLayersAndCalls(int few, int many) {
    Macrospins among = spins(many, false, VECTOR);
    Macrospins alone = spins(few, false, MacrospinKernel.forLayers(few));
    among.advance(300, 0.5e-12, 41);
    for (int i = 0; i < 41; i++) {
      alone.advance(300, 0.5e-12, 1);
    }
    assertEqual(alone, among, few);
  }

  /** After a step that was far too long, a layer can be magnetised again. */
  @Test
  void startsAgainAfterOverflow() {
    Macrospins spins = spins(9, false, VECTOR);
    spins.advance(1e150, 1);
    for (int i = 0; i < 9; i++) {
      spins.magnetise(i, Vector3.X);
    }
    spins.advance(1e-12, 10);
    assertEquals(1, spins.magnetisation(8).length(), 1e-12);
  }
}
