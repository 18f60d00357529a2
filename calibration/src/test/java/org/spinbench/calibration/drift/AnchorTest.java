package org.spinbench.calibration.drift;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Chips;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.damage.Dead;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.BenchFile;

/** Anchors and offsets of a twin that drifts. */
class AnchorTest {
  private final BenchFile file = Chips.bench();
  private final Calibration calibration = Chips.drawn(file, new Random(3));
  private final Twin twin = Twin.of(calibration, file);
  private final double[] trained = {1e-3, -1e-3, 0.5e-3, 2e-3, -2e-3, 1e-3, 5e-3, 5e-3, 5e-3};
  private final OffsetMap map = OffsetMap.about(calibration, trained);
  private final List<Anchor> anchors = Anchor.of(twin, calibration, file, trained);

  @Test
  void anOffsetIsTheShiftOfItsResonanceInHalfWidthsAndOfNoOther() {
    double[] at = new double[map.size()];
    for (int k = 0; k < 2; k++) {
      double[] offsets = new double[map.size()];
      offsets[k] = 0.01;
      map.add(trained, offsets, at);
      for (int l = 0; l < 2; l++) {
        SynapseResponse s = calibration.chains().get(0).synapses().get(l);
        double moved = resonance(s, at, l) - resonance(s, trained, l);
        assertEquals(l == k ? 0.01 : 0, moved / s.halfWidth().value(), 1e-5);
      }
    }
  }

  private static double resonance(SynapseResponse s, double[] parameters, int k) {
    double own = parameters[k];
    return s.tuning().value() * (own + s.crosstalk().value() * parameters[1 - k])
        + s.tuningQuadratic().value() * own * own;
  }

  @Test
  void everySynapseHasAnAnchorWhereItsVoltagePassesZeroSteeply() {
    Set<Integer> anchored = new HashSet<>();
    for (Anchor anchor : anchors) {
      Nodes nodes = twin.forward(anchor.parameters(), anchor.input());
      for (int i = 0; i < anchor.chains().length; i++) {
        int synapse = anchor.synapses()[i];
        anchored.add(synapse);
        double[] offsets = new double[map.size()];
        offsets[synapse] = 1;
        double[] at = new double[map.size()];
        OffsetMap.about(calibration, anchor.parameters()).add(anchor.parameters(), offsets, at);
        double beside = twin.forward(at, anchor.input()).chainVoltages()[anchor.chains()[i]];
        assertTrue(
            Math.abs(nodes.chainVoltages()[anchor.chains()[i]]) < 1e-3 * Math.abs(beside),
            anchor.tone());
      }
    }
    assertEquals(Set.of(0, 1, 2, 3, 4, 5), anchored);
    assertEquals(4, anchors.size());
  }

  @Test
  void aDeadSynapseHasNoAnchorAndDoesNotDrift() {
    Calibration damaged = Dead.without(calibration, "synapse 3");
    List<Anchor> left = Anchor.of(Twin.of(damaged, file), damaged, file, trained);
    assertTrue(left.stream().noneMatch(a -> Arrays.stream(a.synapses()).anyMatch(s -> s == 2)));
    double[] at = new double[map.size()];
    double[] offsets = new double[map.size()];
    offsets[2] = 1;
    OffsetMap.about(damaged, trained).add(trained, offsets, at);
    assertArrayEquals(trained, at, 0);
  }

  @Test
  void chainsThatAnAnchorDoesNotUseCountAsNotRead() {
    double[] only = anchors.get(anchors.size() - 1).only(new double[] {1, 2, 3});
    assertTrue(Double.isNaN(only[0]) && Double.isNaN(only[1]));
    assertEquals(3, only[2]);
  }
}
