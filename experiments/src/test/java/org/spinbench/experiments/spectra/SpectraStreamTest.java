package org.spinbench.experiments.spectra;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.spinbench.experiments.spectra.SpectraStream.Change;
import org.spinbench.experiments.study.drone.transmission.Protocols;
import org.spinbench.experiments.study.drone.transmission.TransmissionGenerator;
import org.spinbench.experiments.study.drone.transmission.Transmissions;

class SpectraStreamTest {
  private static final Spectra TWO =
      new Spectra("two", List.of("a", "b"), new double[][] {{1, 2}, {3, 4}}, new int[] {0, 1});

  private static final Change ADD =
      (powers, random) -> {
        double addend = random.nextDouble();
        return Arrays.stream(powers).map(power -> power + addend).toArray();
      };

  @Test
  void everyEpochChangesEveryRowInItsOwnWayAndASeedRepeatsIt() {
    SpectraStream stream = SpectraStream.of(TWO).changed(ADD, 5);
    Spectra first = stream.epoch(1);
    double added = first.powers(0)[0] - 1;
    assertEquals(added, first.powers(0)[1] - 2, 1e-15);
    assertTrue(added > 0 && added != first.powers(1)[0] - 3);
    assertArrayEquals(first.labels(), TWO.labels());
    assertFalse(Arrays.equals(first.powers(0), stream.epoch(2).powers(0)));
    assertTrue(Arrays.deepEquals(first.powers(), stream.epoch(1).powers()));
    assertFalse(
        Arrays.deepEquals(first.powers(), SpectraStream.of(TWO).changed(ADD, 6).epoch(1).powers()));
    assertArrayEquals(new double[] {1, 2}, TWO.powers(0));
  }

  @Test
  void strangersAreOthersInEveryEpochAndNeverBelowTheFirst() {
    SpectraStream stream = new TransmissionGenerator(Transmissions.DEFAULT).strangers(7, 3);
    int classes = Protocols.ALL.size();
    Set<Integer> met = new HashSet<>();
    for (int epoch = 1; epoch <= 3; epoch++) {
      Spectra spectra = stream.epoch(epoch);
      assertEquals(3 * classes, spectra.rows());
      for (int row = 0; row < spectra.rows(); row++) {
        int transmitter = spectra.transmitter(row).orElseThrow();
        assertTrue(met.add(transmitter), "heard twice");
        assertTrue(transmitter / classes >= 7, "one of those kept for the test");
      }
    }
  }
}
