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
import org.spinbench.calibration.damage.Dead;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.file.BenchFile;

/** Anchors of a twin that drifts. */
class AnchorTest {
  private final BenchFile file = Chips.bench();
  private final Calibration calibration = Chips.drawn(file, new Random(3));
  private final Twin twin = Twin.of(calibration, file);
  private final double[] trained = {1e-3, -1e-3, 0.5e-3, 2e-3, -2e-3, 1e-3, 5e-3, 5e-3, 5e-3};
  private final List<Anchor> anchors = Anchor.of(twin, calibration, file, trained);

  @Test
  void everySynapseHasAnAnchorWhereItsVoltagePassesZeroSteeply() {
    Set<Integer> anchored = new HashSet<>();
    for (Anchor anchor : anchors) {
      Nodes nodes = twin.forward(anchor.parameters(), anchor.input());
      for (int i = 0; i < anchor.chains().length; i++) {
        int synapse = anchor.synapses()[i];
        anchored.add(synapse);
        double[] offsets = new double[6];
        offsets[synapse] = 1;
        Twin drifted = Twin.of(Drifted.of(calibration, offsets), file);
        double beside =
            drifted.forward(anchor.parameters(), anchor.input())
                .chainVoltages()[anchor.chains()[i]];
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
    double[] offsets = new double[6];
    offsets[2] = 1;
    double[] at = Retuning.of(damaged, trained, offsets, twin.lower(), twin.upper()).parameters();
    assertArrayEquals(trained, at, 0);
  }
}
