package org.spinbench.experiments.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.guard.TripException;
import org.spinbench.experiments.WarmChamber;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.dataset.Assignment;
import org.spinbench.experiments.training.trainer.TrainingOptions;
import org.spinbench.experiments.training.trainer.TrainingProgress;
import org.spinbench.simulator.bench.SimulatedBench;

/** A training whose chamber gets too warm. */
@Tag("slow")
class PausedTrainingTest {
  @TempDir Path folder;

  private final List<String> told = new ArrayList<>();
  private WarmChamber chamber;

  private TrainingResult train(String then, int warmAfter) {
    String text = WarmChamber.text("nine-junction", then);
    BenchFile file = BenchFile.parse(text, "chamber");
    SimulatedBench simulated = new SimulatedBench(file, 31);
    chamber = new WarmChamber(simulated);
    TrainingOptions options = TrainingOptions.standard().withTestSamples(80);
    try (Bench bench = Bench.open(file, chamber, simulated.clock())) {
      bench.onTrip((kind, what) -> told.add(kind));
      StartDocument start =
          TrainingRun.start(
              bench,
              text,
              31L,
              Assignment.of(Task.named("xor")),
              1,
              options,
              StartDocument.Program.running("test", "none"));
      int[] left = {warmAfter};
      bench
          .ports()
          .onReading(
              reading -> {
                if (--left[0] == 0) {
                  chamber.heat();
                }
              });
      try (RunFile run = new Runs(folder).create(start, Instant.EPOCH)) {
        try {
          return new TrainingRun(bench, run, TrainingProgress.NONE).execute();
        } catch (TripException trip) {
          assertEquals(StopDocument.FAILED, run.stop().orElseThrow().status());
          assertEquals(trip.getMessage(), run.stop().orElseThrow().message());
          assertTrue(simulated.atRest(), () -> simulated.energised().toString());
          throw trip;
        }
      }
    }
  }

  /** To the last bit: the chip of this test neither drifts nor fluctuates. */
  @Test
  void comesToTheSameResultAsOneThatWasNotPaused() {
    TrainingResult plain = train("pause", -1);
    assertEquals(List.of(), told);
    TrainingResult paused = train("pause", 500);
    assertEquals(List.of("suspended", "resumed"), told);
    assertEquals(5, chamber.readAtRest());
    assertEquals(plain.scores().testAccuracy(), paused.scores().testAccuracy());
    assertArrayEquals(plain.parameters(), paused.parameters());
  }

  @Test
  void endsWhereTheFileSaysSo() {
    TripException trip = assertThrows(TripException.class, () -> train("rest", 500));
    assertTrue(trip.getMessage().contains("temperature is 360 K"), trip.getMessage());
    assertEquals(List.of("trip"), told);
  }
}
