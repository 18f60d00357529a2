package org.spinbench.experiments.replay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Wander;
import org.spinbench.calibration.refit.DesignPrior;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.run.Purpose;

/** Simulated chips whose resonances wander as fast as the bench file says. */
@Tag("slow")
class RunWanderTest {
  @TempDir Path folder;

  /** A walk of w full widths (rms) in an hour: w 2Δ/√3600 s, with a half width of some 5 MHz. */
  @Test
  void aRunShowsHowFastResonancesWander() {
    for (double widths : new double[] {0.1, 2}) {
      BenchFile file =
          RecordedChips.with(RecordedChips.FILE, "drift", Map.of("linewidths_per_hour", widths));
      RecordedChips.Recorded recorded =
          RecordedChips.of(folder.resolve("" + widths), file, 930_001, List.of());
      List<Wander> found = RunWander.of(recorded.recording(), recorded.calibration());
      assertEquals(
          List.of("chain 1", "chain 2", "chain 3"), found.stream().map(Wander::device).toList());
      for (Wander wander : found) {
        double width =
            recorded.calibration().chains().get(found.indexOf(wander)).synapses().stream()
                .mapToDouble(synapse -> synapse.halfWidth().value())
                .average()
                .orElseThrow();
        double truth = widths * 2 * width / 60;
        assertTrue(wander.measured(), wander.toString());
        // Two junctions of a chain have widths of their own, 10 % apart.
        double uncertain = Math.hypot(wander.deviation(), 0.15 * truth);
        assertEquals(truth, wander.rate(), 3 * uncertain, wander.toString());
        assertTrue(wander.deviation() < truth, wander.toString());
      }
    }
  }

  @Test
  void fewReadingsShowNothing() {
    Calibration design = DesignPrior.of(RecordedChips.FILE);
    Observed dark =
        new Observed(Instant.EPOCH, new double[3], new double[3], new double[3], new double[3]);
    Recording.Setpoint off = new Recording.Setpoint(1, Purpose.TRAIN, new double[9], new double[2]);
    int few = GapAnalysis.FEWEST - 1;
    Recording brief =
        new Recording(
            "few.sqlite",
            Instant.EPOCH,
            RecordedChips.FILE,
            design.toneFrequencies(),
            Collections.nCopies(few, off),
            Collections.nCopies(few, dark),
            0);
    assertEquals(List.of(), RunWander.of(brief, design));
  }

  /** However long a run is: the first 128 readings, and 160 to 319 of the others, evenly. */
  @Test
  void aLongRunIsLookedAtInAsFewPlacesAsAShortOne() {
    for (int all : new int[] {1, 128, 288, 447, 448, 1000, 20_000, 2_000_000}) {
      int[] looked = IntStream.range(0, all).filter(index -> RunWander.uses(index, all)).toArray();
      assertArrayEquals(
          IntStream.range(0, Math.min(128, all)).toArray(),
          Arrays.copyOf(looked, Math.min(128, all)));
      assertTrue(looked.length <= 128 + 320, all + ": " + looked.length);
      assertTrue(looked.length >= Math.min(all, 128 + 160), all + ": " + looked.length);
      for (int i = 129; i < looked.length - 1; i++) {
        assertEquals(looked[i] - looked[i - 1], looked[i + 1] - looked[i]);
      }
    }
  }
}
