package org.spinbench.experiments.drone.baseline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.spinbench.experiments.drone.data.Spectra;
import org.spinbench.experiments.drone.data.SpectraFiles;
import org.spinbench.experiments.drone.data.SpectraSplit;
import org.spinbench.simulator.network.Workers;

/**
 * The baselines on the published recordings (Zenodo record 7646236), which are not part of this
 * project: give their path as {@code -Dspinbench.drone.data} or {@code SPINBENCH_DRONE_DATA}.
 *
 * <p>One of the 298 test rows is 0.34 %. Expected accuracies are those of independent
 * implementations: logistic regression 98.7 %, perceptron 99.0 % to 99.6 %, one layer 99.4 %.
 */
class RecordingsTest {
  private SpectraSplit split;

  @BeforeEach
  void readTheRecordings() {
    Optional<String> path =
        Optional.ofNullable(System.getProperty("spinbench.drone.data"))
            .or(() -> Optional.ofNullable(System.getenv("SPINBENCH_DRONE_DATA")));
    assumeTrue(
        path.isPresent(),
        "the published recordings are not at hand: name their file with -Dspinbench.drone.data or"
            + " SPINBENCH_DRONE_DATA");
    split = SpectraFiles.split(Path.of(path.orElseThrow()), 1);
  }

  @Test
  void haveTheirPublishedShapeAndRange() {
    assertEquals(702, split.train().rows());
    assertEquals(298, split.test().rows());
    assertEquals(256, split.train().bins());
    int[] perClass = split.train().rowsPerClass();
    int[] tested = split.test().rowsPerClass();
    Arrays.setAll(perClass, label -> perClass[label] + tested[label]);
    int[] hundreds = new int[10];
    Arrays.fill(hundreds, 100);
    assertArrayEquals(hundreds, perClass);
    double[] all = powers(split.train());
    assertEquals(0.001, Arrays.stream(all).min().orElseThrow(), 0.0006);
    assertEquals(0.988, Arrays.stream(all).max().orElseThrow(), 0.0006);
  }

  private static double[] powers(Spectra spectra) {
    return Arrays.stream(spectra.powers()).flatMapToDouble(Arrays::stream).toArray();
  }

  @Test
  void areNearlyLinearlySeparable() {
    double accuracy =
        SoftwareNetwork.logistic(split.train(), InputKind.POWER).accuracy(split.test());
    assertEquals(0.987, accuracy, 3 / 298.0);
  }

  @Test
  void areSeparatedByAPerceptron() {
    double accuracy =
        SoftwareNetwork.perceptron(split.train(), InputKind.POWER, 1).accuracy(split.test());
    assertTrue(accuracy > 0.985, "accuracy " + accuracy);
  }

  @Test
  void areSeparatedByOneLayerOfResonators() {
    try (Workers workers = Workers.ofMachine()) {
      double mean = 0;
      for (int seed = 1; seed <= 3; seed++) {
        mean += ResonatorLayer.train(split.train(), workers, seed).accuracy(split.test()) / 3;
      }
      assertEquals(0.994, mean, 0.007);
    }
  }
}
