package org.spinbench.experiments.study.drone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.experiments.spectra.Spectra;
import org.spinbench.simulator.network.Adam;
import org.spinbench.simulator.network.CrossEntropy;
import org.spinbench.simulator.network.Numerics;
import org.spinbench.simulator.network.RfNetwork;
import org.spinbench.simulator.network.Workers;
import org.spinbench.simulator.network.Workspace;

class DroneTrainerTest {
  @TempDir Path folder;

  private static double[] trained(int threads, int epochs) {
    Spectra train = Bands.spectra(100, 1);
    RfNetwork network = Bands.network(5);
    try (Workers workers = new Workers(threads)) {
      new DroneTrainer(network, Bands.options(epochs), workers)
          .fit(train.watts(), train.labels(), DroneTrainer.EpochListener.NONE);
    }
    return Bands.parameters(network);
  }

  @Test
  void theResultDoesNotDependOnTheNumberOfThreads() {
    assertArrayEquals(trained(1, 6), trained(3, 6));
  }

  private static double[] inTheLoop(double spread, boolean injecting) {
    Spectra train = Bands.spectra(100, 1);
    RfNetwork network = Bands.network(5);
    try (Workers workers = new Workers(1)) {
      Chip chip =
          new SimulatedChip(network, spread, spread, SimulatedChip.ReadingNoise.NONE, 4, workers);
      DroneTrainer trainer = new DroneTrainer(network, Bands.options(3), workers);
      (injecting ? trainer.injecting(chip) : trainer.inTheLoop(chip))
          .fit(train.watts(), train.labels(), DroneTrainer.EpochListener.NONE);
      assertEquals(300, chip.readings(), "nodes are read together with the logits");
    }
    return Bands.parameters(network);
  }

  /** The nodes of a perfect chip are those of the model; those of another are not. */
  @Test
  void measuredNodesChangeTheGradientOfAChipThatDiffersFromItsModel() {
    assertArrayEquals(trained(1, 3), inTheLoop(0, true), 1e-3);
    assertArrayEquals(trained(1, 3), inTheLoop(0, false), 1e-3);
    assertFalse(Arrays.equals(inTheLoop(0.01, true), inTheLoop(0.01, false)));
  }

  @Test
  void nodesOfAnotherBatchAreRefused() {
    RfNetwork network = Bands.network(5);
    double[][] powers = Bands.spectra(8, 1).watts();
    try (Workers workers = new Workers(1)) {
      Chip chip = new SimulatedChip(network, 0, 0, SimulatedChip.ReadingNoise.NONE, 4, workers);
      chip.set(network);
      chip.logits(powers);
      Workspace model = new Workspace(network, 8, workers, Numerics.EXACT);
      model.forward(Arrays.copyOf(powers, 5));
      assertThrows(IllegalStateException.class, () -> chip.inject(model));
    }
  }

  /** One batch that holds all samples: an epoch is one step of Adam down the mean gradient. */
  @Test
  void anEpochOfOneBatchIsOneStepOfAdam() {
    Spectra train = Bands.spectra(30, 1);
    RfNetwork network = Bands.network(5);
    RfNetwork twin = Bands.network(5);
    try (Workers workers = new Workers(1)) {
      Workspace workspace = new Workspace(twin, 30, workers, Numerics.EXACT);
      double[][] gradient = new double[30][Bands.CLASSES];
      double loss = CrossEntropy.of(workspace.forward(train.watts()), train.labels(), gradient);
      workspace.backward(gradient);
      double before = twin.shifts(0)[2][7];
      double slope = workspace.shiftGradient(0)[2][7];
      new Adam(twin.shifts(0), 1e9).step(twin.shifts(0), workspace.shiftGradient(0), 1e-5);
      Epoch epoch =
          new DroneTrainer(network, new TrainerOptions(1e-5, 30, 1, 0, 1), workers)
              .epoch(train.watts(), train.labels());
      assertEquals(loss, epoch.loss(), 1e-12 * loss);
      assertEquals(before - 1e4 * Math.signum(slope), network.shifts(0)[2][7], 5);
      for (int j = 0; j < 6; j++) {
        assertArrayEquals(twin.shifts(0)[j], network.shifts(0)[j], 1);
      }
    }
  }

  @Test
  void trainingLearnsToTellBandsApart() {
    Spectra train = Bands.spectra(120, 1);
    Spectra test = Bands.spectra(60, 2);
    RfNetwork network = Bands.network(5);
    List<Epoch> told = new ArrayList<>();
    try (Workers workers = new Workers(1)) {
      DroneTrainer trainer = new DroneTrainer(network, Bands.options(40), workers);
      trainer.fit(train.watts(), train.labels(), told::add);
      assertEquals(40, told.size());
      assertEquals(told, trainer.history());
      assertTrue(told.get(39).loss() < 0.2 * told.get(0).loss());
      assertTrue(new RfClassifier(network, workers).accuracy(test) >= 0.95);
    }
  }

  @Test
  void aResumedTrainingContinuesBitForBit() throws IOException {
    Spectra train = Bands.spectra(100, 1);
    Path file = folder.resolve("deep/training");
    RfNetwork whole = Bands.network(5);
    RfNetwork resumed = Bands.network(9);
    try (Workers workers = new Workers(1)) {
      DroneTrainer first = new DroneTrainer(whole, Bands.options(7).withCooling(0.5), workers);
      for (int n = 0; n < 4; n++) {
        first.epoch(train.watts(), train.labels());
      }
      first.save(file, List.of(), "these spectra");
      first.fit(train.watts(), train.labels(), DroneTrainer.EpochListener.NONE);
      DroneTrainer second = new DroneTrainer(resumed, Bands.options(7).withCooling(0.5), workers);
      second.resume(file);
      assertEquals(first.history().subList(0, 4), second.history());
      second.fit(train.watts(), train.labels(), DroneTrainer.EpochListener.NONE);
      assertEquals(first.history(), second.history());
    }
    assertArrayEquals(Bands.parameters(whole), Bands.parameters(resumed));
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertEquals(List.of(file), files.toList(), "no half-written file is left");
    }
  }

  @Test
  void aSavedTrainingOfAnotherKindIsRefused() throws IOException {
    Path file = folder.resolve("training");
    try (Workers workers = new Workers(1)) {
      DroneTrainer trainer = new DroneTrainer(Bands.network(5), Bands.options(2), workers);
      trainer.save(file, List.of(), "");
      DroneTrainer other =
          new DroneTrainer(Bands.network(5), Bands.options(2).withSeed(77), workers);
      String message =
          assertThrows(IllegalArgumentException.class, () -> other.resume(file)).getMessage();
      assertTrue(message.contains("seed 3") && message.contains("seed 77"), message);
      DroneTrainer single =
          new DroneTrainer(
              Bands.network(5), Bands.options(2).withNumerics(Numerics.SINGLE), workers);
      message =
          assertThrows(IllegalArgumentException.class, () -> single.resume(file)).getMessage();
      assertTrue(message.contains("batch 32, single precision"), message);
      byte[] bytes = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
      assertThrows(UncheckedIOException.class, () -> trainer.resume(file));
      Files.writeString(file, "something else");
      assertThrows(UncheckedIOException.class, () -> trainer.resume(file));
    }
  }

  @Test
  void theRateFallsOverTheLastShareOfTheEpochs() {
    TrainerOptions options = new TrainerOptions(1, 1, 10, 0.5, 1);
    assertEquals(1, options.rate(1));
    assertEquals(1, options.rate(6));
    assertEquals(0.8, options.rate(7), 1e-15);
    assertEquals(0.2, options.rate(10), 1e-15);
    assertEquals(1, options.withCooling(0).rate(10));
  }

  @Test
  void differentSeedsGiveDifferentNetworks() {
    assertNotEquals(Bands.parameters(Bands.network(1))[0], Bands.parameters(Bands.network(2))[0]);
  }

  @Test
  void nonsenseIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new TrainerOptions(0, 1, 1, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new TrainerOptions(1, 0, 1, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new TrainerOptions(1, 1, -1, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new TrainerOptions(1, 1, 1, 1.5, 1));
    try (Workers workers = new Workers(1)) {
      DroneTrainer trainer = new DroneTrainer(Bands.network(5), Bands.options(2), workers);
      assertThrows(
          IllegalArgumentException.class,
          () -> trainer.epoch(new double[2][Bands.BINS], new int[1]));
      assertThrows(
          IllegalArgumentException.class, () -> trainer.epoch(new double[0][], new int[0]));
    }
  }
}
