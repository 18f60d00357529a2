package org.spinbench.experiments.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.spinbench.experiments.spectra.Spectra;
import org.spinbench.experiments.spectra.SpectraSplit;
import org.spinbench.experiments.study.drone.transmission.TransmissionGenerator;
import org.spinbench.experiments.study.drone.transmission.Transmissions;
import org.spinbench.simulator.network.Workers;

class ResonatorLayerTest {

  @Test
  void learnsPeaks() {
    try (Workers workers = new Workers(2)) {
      ResonatorLayer layer = ResonatorLayer.train(Problems.peaks(90, 1), 300, 1e-3, workers, 1);
      assertEquals(1, layer.accuracy(Problems.peaks(300, 2)));
      assertEquals("one resonator layer 8-3", layer.name());
    }
  }

  /** Chance is 1/11; a tenth of a second of a known transmitter nearly tells it. */
  @Test
  void learnsGeneratedTransmitters() {
    TransmissionGenerator generator = new TransmissionGenerator(Transmissions.DEFAULT);
    SpectraSplit split =
        new SpectraSplit(generator.rows(0, 1, 0, 30), generator.rows(0, 1, 30, 10));
    try (Workers workers = new Workers(2)) {
      ResonatorLayer layer = ResonatorLayer.train(split.train(), 150, 3e-4, workers, 1);
      assertTrue(layer.accuracy(split.test()) > 0.85);
    }
  }

  @Test
  void isTheSameForASeedOnAnyNumberOfThreads() {
    Spectra problem = Problems.peaks(600, 1);
    try (Workers one = new Workers(1);
        Workers three = new Workers(3)) {
      double[][] first = ResonatorLayer.train(problem, 3, 1e-4, one, 5).scores(problem);
      double[][] again = ResonatorLayer.train(problem, 3, 1e-4, three, 5).scores(problem);
      assertTrue(Arrays.deepEquals(first, again));
      double[][] other = ResonatorLayer.train(problem, 3, 1e-4, one, 6).scores(problem);
      assertTrue(!Arrays.deepEquals(first, other));
    }
  }
}
