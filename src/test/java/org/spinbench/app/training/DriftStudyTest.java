package org.spinbench.app.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.app.training.DriftStudy.Fate;
import org.spinbench.app.training.DriftStudy.Outcome;
import org.spinbench.app.training.DriftStudy.Result;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.Trainers;
import org.spinbench.experiments.training.dataset.Assignment;
import org.spinbench.experiments.upkeep.DriftCompensation;
import org.spinbench.simulator.ensemble.Damage;
import org.spinbench.simulator.ensemble.Disorder;

@Tag("any-jdk")
class DriftStudyTest {
  private static final BenchFile FILE = BenchFile.parse(DefaultBench.text(), DefaultBench.RESOURCE);

  @Test
  void aFateIsThePartOfTheTimeInTune() {
    Fate fate = Fate.of(List.of(0.97, 0.95, 0.94, 0.5), 0.95);
    assertEquals(0.5, fate.share(), 0);
    assertEquals(0.84, fate.mean(), 1e-12);
    assertEquals(0.5, fate.worst(), 0);
    assertEquals(0, Fate.of(List.of(), 0.95).share(), 0);
  }

  /** What a chip reaches at work is known of it, even if no search found it. */
  @Test
  void noChipIsAboveItsCeiling() {
    Stream<List<Double>> judged = Stream.of(List.of(0.9, 0.97), List.of(), List.of(0.99, 0.2));
    assertEquals(0.99, DriftStudy.highest(judged, 0.95, 0.98), 0);
    assertEquals(0.995, DriftStudy.highest(Stream.of(List.of(0.9)), 0.995), 0);
  }

  @Test
  void aPageShowsEveryChipAndTheConditions() {
    Fate alone = Fate.of(List.of(0.9, 0.9), 0.95);
    Fate kept = Fate.of(List.of(0.99, 0.9), 0.95);
    Outcome outcome = new Outcome(7, 0.9988, 104, 0.98, alone, alone, kept, 0.0437, 12);
    Result result = new Result(0.95, 100, 50, 0, 0, 0.5, 0.0437, List.of(outcome));
    String page = DriftPage.html(result, Map.of("drift", "0.1 < 1"));
    assertTrue(page.contains("<td>7</td><td>0.9988</td><td>0.9800</td><td>104</td>"), page);
    assertTrue(page.contains("<td>kept in tune</td><td>50.0 %</td>"), page);
    assertTrue(page.contains("0.1 &lt; 1"), page);
    assertTrue(page.contains("Upkeep took 4.37 %"), page);
    assertFalse(page.contains("NaN"), page);
    assertEquals(1, page.split("<img src=\"data:image/svg\\+xml", -1).length - 1);
  }

  /** The same chip twice: every figure is the same, and what is counted adds up. */
  @Test
  @Tag("slow")
  void aStudyIsRepeatableAndWithinItsOverhead() {
    Ensemble ensemble =
        new Ensemble(
            FILE,
            FILE,
            new Disorder(0.1, false, 0.02, 0.1, Damage.NONE),
            Assignment.of(Task.named("diagonal")),
            false,
            0.9,
            300);
    DriftStudy study =
        new DriftStudy(ensemble, Trainers.named("ladder"), DriftCompensation.standard(), 600);
    List<Outcome> ended = new ArrayList<>();
    Result once = study.run(3, 2, part -> {}, ended::add);
    Outcome outcome = once.chips().get(0);
    assertEquals(12, outcome.kept().accuracies().size());
    assertEquals(12, outcome.alone().accuracies().size());
    assertTrue(outcome.overhead() * 600 <= 3 * 32 + 16 + 0.045 * 600 + 1, outcome.toString());
    assertTrue(outcome.ceiling() >= outcome.trained(), outcome.toString());
    for (Fate fate : List.of(outcome.alone(), outcome.hardened(), outcome.kept())) {
      assertTrue(outcome.ceiling() >= Collections.max(fate.accuracies()), outcome.toString());
    }
    assertTrue(outcome.kept().mean() > 0.9, outcome.toString());
    assertEquals(once.chips(), ended, "each chip, in the order of the seeds");
    assertEquals(once, study.run(3, 2, part -> {}, chip -> {}));
  }
}
