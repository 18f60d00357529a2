package org.spinbench.experiments.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.calibration.Calibration;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.TrainingRun;
import org.spinbench.experiments.training.dataset.Assignment;
import org.spinbench.experiments.training.trainer.TrainingFailedException;
import org.spinbench.experiments.training.trainer.TrainingOptions;
import org.spinbench.experiments.training.trainer.TrainingProgress;
import org.spinbench.simulator.bench.SimulatedBench;

/**
 * Trainings that began with a bring-up, judged by its calibration. On the chips of the default,
 * resonances walk by up to 3 % of their width during the run. {@code -Dspinbench.gap.trained=24}
 * judges that many chips.
 */
@Tag("slow")
class TrainedChipsTest {
  private static final int CHIPS = Integer.getInteger("spinbench.gap.trained", 0);
  private static final TrainingOptions FEW_SAMPLES =
      new TrainingOptions(
          "bring-up", 0, 0.977, 300, 200, 50, 100, 10, 1500, 2, 2, 8, 0.004, 2, 30e-6, 4000, true);

  @TempDir Path folder;

  private TwinGap trained(BenchFile file, long chip) {
    SimulatedBench simulated = new SimulatedBench(file, chip);
    try (Bench bench = Bench.open(file, simulated, simulated.clock())) {
      StartDocument start =
          TrainingRun.start(
              bench,
              DefaultBench.text(),
              chip,
              Assignment.of(Task.named("xor")),
              1,
              FEW_SAMPLES,
              StartDocument.Program.running("test", ""));
      try (RunFile run = new Runs(folder).create(start, Instant.EPOCH)) {
        try {
          new TrainingRun(bench, run, TrainingProgress.NONE).execute();
        } catch (TrainingFailedException changed) {
          assertFalse(file.equals(RecordedChips.FILE), changed::getMessage);
        }
        Calibration calibration = Calibration.fromJson(run.calibration().orElseThrow());
        return RecordedChips.gap(Recording.of(run), ReferenceCalibration.to(calibration));
      }
    }
  }

  /** Judged along tangents, chips 5, 6 and 7 were suspected. */
  @Test
  void soundChipsAreNotSuspected() {
    long[] chips = CHIPS == 0 ? new long[] {6, 7} : LongStream.rangeClosed(1, CHIPS).toArray();
    List<String> suspected = new ArrayList<>();
    for (long chip : chips) {
      TwinGap gap = trained(RecordedChips.FILE, chip);
      if (!gap.holds()) {
        suspected.add(chip + ": " + gap.changes() + gap.nodes().get(0).judged());
      }
      assertEquals(List.of(), gap.changes(), "chip " + chip);
    }
    if (CHIPS > 0) {
      System.out.println(suspected.size() + " of " + CHIPS + " suspected: " + suspected);
    }
    assertTrue(suspected.size() <= chips.length / 24, suspected::toString);
  }

  /** Synapse 1 of chip 7, which walks farthest, is detuned by 2 % at 35 s. */
  @Test
  void aDetunedSynapseOfAWalkingChipIsFound() {
    BenchFile file =
        RecordedChips.with(
            RecordedChips.FILE,
            "changes",
            List.of(Map.of("device", "synapse 1", "after", 35.0, "frequency", 1.02)));
    TwinGap gap = trained(file, 7);
    assertEquals(1, gap.changes().size(), gap.changes()::toString);
    Change change = gap.changes().get(0);
    assertEquals("synapse 1", change.device());
    assertEquals(Change.Kind.RESONANCE, change.kind());
    assertEquals(0.02, change.relative(), 4 * change.relativeDeviation());
    assertTrue(change.since().afterSeconds() <= 35 && 35 <= change.since().beforeSeconds() + 0.02);
  }
}
