package org.spinbench.experiments.training.trainer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.damage.Dead;
import org.spinbench.calibration.damage.Fault;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.experiments.training.Believed;

class CoordinatesTest {
  private static Coordinates of(Calibration calibration) {
    return new Coordinates(calibration, Twin.of(calibration, Believed.FILE));
  }

  private final Coordinates design = of(Believed.DESIGN);

  @Test
  void aUnitOfAFieldLineMovesTheResonanceByHalfAWidth() {
    SynapseResponse s = Believed.DESIGN.chains().get(1).synapses().get(0);
    assertEquals(s.halfWidth().value(), design.unit(2) * s.tuning().value(), 1e-3);
  }

  @Test
  void aUnitOfABiasIsAQuarterOfAThreshold() {
    double threshold = Believed.DESIGN.neurons().get(1).threshold().value();
    assertEquals(threshold / 4, design.unit(7), 1e-12);
    assertEquals(9, design.size());
  }

  @Test
  void limitsAreThoseOfTheCurrents() {
    Twin twin = Twin.of(Believed.DESIGN, Believed.FILE);
    for (int i = 0; i < design.size(); i++) {
      assertEquals(twin.lower()[i], design.lower(i) * design.unit(i), 1e-15);
      assertEquals(twin.upper()[i], design.upper(i) * design.unit(i), 1e-15);
    }
  }

  @Test
  void whatIsBeyondALimitIsPutUponIt() {
    Twin twin = Twin.of(Believed.DESIGN, Believed.FILE);
    double[] far = new double[9];
    Arrays.fill(far, 1e9);
    assertArrayEquals(twin.upper(), design.parameters(far));
    Arrays.fill(far, -1e9);
    assertArrayEquals(twin.lower(), design.parameters(far));
  }

  /** A line that tunes nothing still has a unit, so that whoever searches can go on. */
  @Test
  void aPinnedSynapseHasAUnitOfItsRange() {
    Fault pinned = new Fault("synapse 4", 4, Fault.Kind.PINNED);
    Coordinates coordinates = of(pinned.of(Believed.DESIGN));
    Twin twin = Twin.of(Believed.DESIGN, Believed.FILE);
    assertEquals(0.1 * (twin.upper()[3] - twin.lower()[3]), coordinates.unit(3), 1e-12);
    assertEquals(design.unit(2), coordinates.unit(2));
  }

  @Test
  void aDeadDeviceKeepsItsUnit() {
    Coordinates coordinates = of(Dead.without(Believed.DESIGN, "synapse 4"));
    assertEquals(design.unit(3), coordinates.unit(3));
    coordinates = of(Dead.without(Believed.DESIGN, "neuron 2"));
    assertEquals(design.unit(7), coordinates.unit(7));
  }
}
