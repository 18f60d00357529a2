package org.spinbench.experiments.study.drone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.spinbench.experiments.spectra.Spectra;
import org.spinbench.experiments.study.drone.SimulatedChip.ReadingNoise;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.simulator.network.Devices;
import org.spinbench.simulator.network.RfNetwork;
import org.spinbench.simulator.network.Workers;

/** Measures tiny chips whose devices the test knows, because it draws them as the chip does. */
class ChipCalibrationTest {
  private static final long SEED = 11;

  private static Devices truth(RfNetwork design, double spread) {
    return Devices.drawn(design.layers(), spread, spread, Seeds.generator(SEED, 0));
  }

  private static SimulatedChip chip(
      RfNetwork design, double spread, ReadingNoise noise, Workers workers) {
    return new SimulatedChip(design, spread, spread, noise, SEED, workers);
  }

  private static double worst(RfNetwork design, Devices measured, Devices truth) {
    double worst = 0;
    for (int l = 0; l < design.layers().size(); l++) {
      for (int j = 0; j < design.layers().get(l).chains(); j++) {
        for (int k = 0; k < design.layers().get(l).chainLength(); k++) {
          worst = Math.max(worst, Math.abs(measured.resonance(l, j, k) - truth.resonance(l, j, k)));
        }
      }
    }
    return worst;
  }

  @Test
  void withoutNoiseEveryDeviceIsFoundExactly() {
    RfNetwork design = Bands.network(1);
    try (Workers workers = new Workers(1)) {
      Chip chip = chip(design, 0.01, ReadingNoise.NONE, workers);
      Devices measured = ChipCalibration.measure(chip, design, 0.01, 1e-6);
      Devices truth = truth(design, 0.01);
      assertTrue(worst(design, measured, truth) < 1e-8, "resonances");
      for (int i = 0; i < 6; i++) {
        assertEquals(truth.tone(1, i), measured.tone(1, i), 1e-12);
        assertEquals(truth.power(0, i), measured.power(0, i), 1e-6);
      }
    }
  }

  /** One standard deviation of a single reading, 0.1 mV, is 0.6 % of a half width, 6e-5 of f. */
  @Test
  void withNoiseOffsetsOfALinewidthAreFoundToATwentiethOfIt() {
    RfNetwork design = Bands.network(1);
    try (Workers workers = new Workers(1)) {
      Chip chip = chip(design, 0.01, ReadingNoise.TYPICAL, workers);
      Devices measured = ChipCalibration.measure(chip, design, 0.01, 1e-6);
      assertTrue(worst(design, measured, truth(design, 0.01)) < 5e-4);
    }
  }

  /** 11 readings for each of 24 + 6 positions in the chains, and 6 lines. */
  @Test
  void everyReadingIsCounted() {
    RfNetwork design = Bands.network(1);
    try (Workers workers = new Workers(1)) {
      Chip chip = chip(design, 0.01, ReadingNoise.NONE, workers);
      ChipCalibration.measure(chip, design, 0.01, 1e-6);
      assertEquals(11 * (24 + 6) + 6, chip.readings());
      chip.set(design);
      chip.logits(new double[7][Bands.BINS]);
      assertEquals(11 * (24 + 6) + 6 + 7, chip.readings());
    }
  }

  @Test
  void aChipWithoutSpreadReadsWhatTheNetworkComputes() {
    RfNetwork design = Bands.network(1);
    Spectra spectra = Bands.spectra(600, 4);
    try (Workers workers = new Workers(1)) {
      Chip chip = chip(design, 0, ReadingNoise.NONE, workers);
      chip.set(design);
      double[][] computed = new RfClassifier(design, workers).logits(spectra.watts());
      double[][] read = chip.logits(spectra.watts());
      for (int s = 0; s < computed.length; s++) {
        assertArrayEquals(computed[s], read[s], 1e-12);
      }
    }
  }

  @Test
  void aChipKeepsItsSettingsWhenTheParametersChangeLater() {
    RfNetwork design = Bands.network(1);
    double[][] input = Bands.spectra(1, 4).watts();
    try (Workers workers = new Workers(1)) {
      Chip chip = chip(design, 0, ReadingNoise.NONE, workers);
      chip.set(design);
      double before = chip.logits(input)[0][0];
      design.shifts(0)[0][0] += 1e6;
      assertEquals(before, chip.logits(input)[0][0]);
    }
  }

  @Test
  void cancelledOffsetsGiveTheFirstLayerItsResonancesBack() {
    RfNetwork network = Bands.network(1);
    Devices devices = truth(network, 0.01);
    double wanted = network.layers().get(0).resonances()[5] + network.shifts(0)[2][5];
    ChipCalibration.cancelOffsets(network, devices);
    double commanded = network.layers().get(0).resonances()[5] + network.shifts(0)[2][5];
    assertEquals(wanted, commanded * devices.resonance(0, 2, 5), 1e-6);
  }

  @Test
  void aJunctionOutOfReachIsNamed() {
    RfNetwork design = Bands.network(1);
    try (Workers workers = new Workers(1)) {
      Chip chip = chip(design, 0.05, ReadingNoise.NONE, workers);
      String message =
          assertThrows(
                  IllegalStateException.class,
                  () -> ChipCalibration.measure(chip, design, 0.001, 1e-6))
              .getMessage();
      assertTrue(message.matches("junction \\d+ of chain \\d+, layer 0: no resonance.*"), message);
    }
  }

  /** Detuned by a linewidth, the network is near chance; measured and retrained, it works again. */
  @Test
  void calibrationBringsADetunedChipBack() {
    RfNetwork trained = Bands.network(5);
    try (Workers workers = new Workers(1)) {
      TrainerOptions options = Bands.options(40);
      Spectra train = Bands.split().train();
      new DroneTrainer(trained, options, workers)
          .fit(train.watts(), train.labels(), DroneTrainer.EpochListener.NONE);
      DetuningStudy.Result result =
          new DetuningStudy(Bands.split(), options, 3, ReadingNoise.TYPICAL, workers)
              .run(trained, 0.02, 4);
      assertTrue(result.transfer().score().accuracy() < 0.8);
      assertTrue(result.calibrated().score().accuracy() >= 0.95);
      assertEquals(0, result.transfer().readings());
      assertEquals(40 * 120, result.published().readings());
      assertEquals(40 * 120, result.injected().readings());
      assertEquals(21 * (24 + 6) + 6, result.model().readings());
      assertEquals(21 * (24 + 6) + 6 + 3 * 120, result.calibrated().readings());
    }
  }
}
