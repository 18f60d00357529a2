package org.spinbench.experiments.study.drone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.experiments.FixedClock;
import org.spinbench.experiments.spectra.Spectra;
import org.spinbench.experiments.spectra.SpectraSplit;
import org.spinbench.experiments.study.drone.SuiteTable.Cell;
import org.spinbench.experiments.study.drone.transmission.TransmissionGenerator;
import org.spinbench.experiments.study.drone.transmission.Transmissions;
import org.spinbench.simulator.network.PowerLedger;
import org.spinbench.simulator.network.Workers;

@Tag("slow")
class DroneEvaluationTest {
  @TempDir Path folder;

  private static DroneEvaluation.Settings tiny() {
    return new DroneEvaluation.Settings(
        6,
        Bands.options(25),
        Bands.course(60),
        2,
        new UnseenSuite.Scope(List.of(0.1), 2, 3, 2, 20, Bands.course(60)));
  }

  private static SuiteTable table(Suite suite, List<String> stages) {
    try (Workers workers = new Workers(1)) {
      return new DroneEvaluation(
              Bands.split(), tiny(), workers, (stage, share) -> stages.add(stage))
          .run(suite);
    }
  }

  private static Cell cell(SuiteTable table, int row, String classifier) {
    return table.rows().get(row).cells().stream()
        .filter(cell -> cell.classifier().equals(classifier))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void thePublishedSplitStandsBesideItsBaselines() {
    List<String> stages = new ArrayList<>();
    SuiteTable table = table(Suite.PUBLISHED, stages);
    List<String> names = table.rows().get(0).cells().stream().map(Cell::classifier).toList();
    assertEquals(
        List.of(
            "linear",
            "linear, log power",
            "one resonator layer",
            "perceptron",
            "perceptron, log power",
            "RF network"),
        names);
    Cell network = cell(table, 0, "RF network");
    assertEquals(2, network.accuracies().size());
    assertTrue(network.mean() > 0.8 && network.low() < network.mean());
    assertTrue(stages.contains("RF network"));
    String text = table.text();
    assertTrue(text.contains("published: test accuracy, %") && text.contains("±"), text);
  }

  @Test
  void aNetworkTrainedForShiftsKeepsMoreOfThem() {
    SuiteTable table = table(Suite.SHIFT, new ArrayList<>());
    assertEquals(12, table.rows().size());
    assertEquals("± 2 bins", table.rows().get(2).condition());
    assertEquals("± 2 bins, trained for it, α = 0.01", table.rows().get(8).condition());
    assertTrue(
        table.notes().stream().anyMatch(note -> note.contains("of another design there")),
        table.notes().toString());
    // A shift by 8 of 24 bins turns each band into its neighbour.
    assertTrue(cell(table, 4, "RF network").mean() < 0.2);
    assertTrue(cell(table, 0, "RF network").mean() > 0.8);
    // Trained on shifts by up to 16 of 24 bins, which no band survives, all are near chance.
    for (Cell cell : table.rows().get(6).cells()) {
      assertTrue(cell.mean() < 0.7, cell.classifier());
    }
  }

  @Test
  void noiseHurtsAndTheFloorDoesNot() {
    SuiteTable noise = table(Suite.SNR, new ArrayList<>());
    assertEquals("20 dB", noise.rows().get(0).condition());
    assertTrue(cell(noise, 5, "linear").mean() < cell(noise, 0, "linear").mean());
    assertEquals("-5 dB, trained for it, α = 0.01", noise.rows().get(10).condition());
    for (String name : TrainingSchedule.NAMES) {
      assertTrue(cell(noise, 6, name).mean() > 0.9, name);
    }
    SuiteTable floor = table(Suite.FLOOR, new ArrayList<>());
    assertEquals(2, floor.rows().size());
    assertTrue(cell(floor, 1, "linear").mean() > 0.95);
  }

  @Test
  void unseenTransmittersAreMadeForEveryIntegrationTime() {
    SuiteTable table = table(Suite.UNSEEN, new ArrayList<>());
    assertEquals(
        List.of("100 ms, 2 known", "100 ms, always others"),
        table.rows().stream().map(SuiteTable.Row::condition).toList());
    assertEquals("snapshots, training set; α = 0.01", table.condition());
    for (SuiteTable.Row row : table.rows()) {
      assertEquals(TrainingSchedule.NAMES, row.cells().stream().map(Cell::classifier).toList());
      assertEquals(2, row.cells().get(5).accuracies().size());
    }
    double many = cell(table, 1, "perceptron").mean();
    assertTrue(many > 2.0 / 11, "better than chance: " + many);
  }

  @Test
  void aTableKeepsTheSpreadOverSeeds() {
    Score half = Score.of(new int[] {0, 1}, new int[] {0, 0}, 2);
    Score all = Score.of(new int[] {0, 0}, new int[] {0, 0}, 2);
    Cell cell = Cell.of("x", List.of(half, all));
    assertEquals(0.75, cell.mean());
    assertEquals(Math.sqrt(0.125), cell.deviation(), 1e-15);
    assertEquals(0, Cell.of("x", List.of(all)).deviation());
  }

  @Test
  void suitesHaveNames() {
    assertEquals(List.of(Suite.SNR), Suite.named("snr"));
    assertEquals(6, Suite.named("all").size());
    String message =
        assertThrows(IllegalArgumentException.class, () -> Suite.named("none")).getMessage();
    assertTrue(message.contains("detuning") && message.contains("unseen"), message);
  }

  @Test
  void aStudyResumesFromItsFile() {
    Path file = folder.resolve("seed");
    try (Workers workers = new Workers(1)) {
      FixedClock clock = new FixedClock();
      DroneStudy whole = new DroneStudy(Bands.split(), 6, Bands.options(12), workers, clock);
      DroneStudy half = new DroneStudy(Bands.split(), 6, Bands.options(10), workers, clock);
      DroneStudy.SeedResult straight = whole.train(4, (seed, epoch, test) -> {});
      half.train(4, file, (seed, epoch, test) -> {});
      DroneStudy.SeedResult resumed = whole.train(4, file, (seed, epoch, test) -> {});
      assertEquals(straight.history(), resumed.history());
      assertEquals(straight.score().accuracy(), resumed.score().accuracy());
      assertEquals(straight.testAccuracy(), resumed.testAccuracy());
    }
  }

  @Test
  void aStudyDoesNotResumeOnOtherSpectra() throws IOException {
    Path file = folder.resolve("seed");
    SpectraSplit others = new SpectraSplit(Bands.spectra(120, 8), Bands.spectra(60, 9));
    try (Workers workers = new Workers(1)) {
      FixedClock clock = new FixedClock();
      DroneStudy study = new DroneStudy(Bands.split(), 6, Bands.options(10), workers, clock);
      study.train(4, file, (seed, epoch, test) -> {});
      DroneStudy other = new DroneStudy(others, 6, Bands.options(20), workers, clock);
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> other.train(4, file, (seed, epoch, test) -> {}))
              .getMessage();
      assertTrue(message.contains("a training on other spectra than bands"), message);
    }
  }

  /** Files of version 2 do not name their spectra, but what the network made of them last. */
  @Test
  void anOldFileIsResumedWhereItsLastAccuracyIsFoundAgain() throws IOException {
    Path file = folder.resolve("seed");
    SpectraSplit others = new SpectraSplit(Bands.spectra(120, 8), scrambled(Bands.spectra(60, 9)));
    try (Workers workers = new Workers(1)) {
      FixedClock clock = new FixedClock();
      DroneStudy half = new DroneStudy(Bands.split(), 6, Bands.options(10), workers, clock);
      half.train(4, file, (seed, epoch, test) -> {});
      asVersion2(file);
      DroneStudy whole = new DroneStudy(Bands.split(), 6, Bands.options(12), workers, clock);
      DroneStudy other = new DroneStudy(others, 6, Bands.options(12), workers, clock);
      assertThrows(
          IllegalArgumentException.class, () -> other.train(4, file, (seed, epoch, test) -> {}));
      DroneStudy.SeedResult resumed = whole.train(4, file, (seed, epoch, test) -> {});
      assertEquals(
          whole.train(4, (seed, epoch, test) -> {}).history(), resumed.history(), "bit for bit");
    }
  }

  /** The same spectra, each called by the name of another class. */
  private static Spectra scrambled(Spectra spectra) {
    int[] labels = spectra.labels();
    Arrays.setAll(labels, row -> (labels[row] + 1) % spectra.classes());
    return new Spectra("scrambled", spectra.classNames(), spectra.powers(), labels);
  }

  /**
   * Magic, version and identity of the training are followed by the fingerprint since version 3.
   */
  private static void asVersion2(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    int identity = 10 + bytes.getShort(8);
    int rest = identity + 2 + bytes.getShort(identity);
    assertEquals(3, bytes.getInt(4));
    assertEquals(64, bytes.getShort(identity), "SHA-256 in hexadecimal");
    ByteBuffer old = ByteBuffer.allocate(identity + bytes.capacity() - rest);
    old.put(bytes.array(), 0, identity).put(bytes.array(), rest, bytes.capacity() - rest);
    old.putInt(4, 2);
    Files.write(file, old.array());
  }

  /** Other snapshots of the transmitters that it learned, at a size for every build. */
  @Test
  void sixteenOscillatorsNameGeneratedTransmitters() {
    TransmissionGenerator generator = new TransmissionGenerator(Transmissions.DEFAULT);
    SpectraSplit split =
        new SpectraSplit(generator.rows(0, 1, 0, 70), generator.rows(0, 1, 70, 30));
    assertTrue(accuracy(split, 80) >= 0.95);
  }

  private static double accuracy(SpectraSplit split, int epochs) {
    try (Workers workers = Workers.ofMachine()) {
      DroneStudy study =
          new DroneStudy(
              split, 16, TrainerOptions.PUBLISHED.withEpochs(epochs), workers, new FixedClock());
      DroneStudy.SeedResult result = study.train(1, (seed, epoch, test) -> {});
      PowerLedger ledger = study.ledger(result.network());
      assertEquals(16 * 256 + split.train().classes() * 16, ledger.synapses());
      return result.score().accuracy();
    }
  }
}
