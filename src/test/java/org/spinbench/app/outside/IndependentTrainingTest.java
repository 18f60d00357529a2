package org.spinbench.app.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.app.heldout.Acceptance;
import org.spinbench.app.heldout.HeldOut;
import org.spinbench.app.training.Beliefs;
import org.spinbench.app.training.Ensemble;
import org.spinbench.app.training.ExportedChips;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.Trainers;
import org.spinbench.experiments.training.dataset.Assignment;
import org.spinbench.simulator.ensemble.Damage;
import org.spinbench.simulator.ensemble.Disorder;

/**
 * The baselines that other ways of training are measured by, against a program in Python that was
 * written from the equations: the same chips, exported, trained by SPSA and CMA-ES on numpy.
 *
 * <p>The comparison of medians takes minutes; the Maven profile {@code held-out} makes it, on 24
 * chips and with 8 trainings of each unless {@code -Dtraining.chips} and {@code -Dtraining.repeats}
 * say otherwise.
 */
class IndependentTrainingTest {
  private static final String SCRIPT = "independent_training.py";
  private static final List<String> MODULES = List.of("numpy");

  @TempDir Path folder;

  private static Ensemble ensemble(double spread, boolean structural, long budget) {
    BenchFile file = BenchFile.parse(DefaultBench.text(), DefaultBench.RESOURCE);
    return new Ensemble(
        file,
        Beliefs.matching(file, spread, 0.02),
        new Disorder(spread, structural, 0.02, 0, Damage.NONE),
        Assignment.of(Task.named("diagonal")),
        false,
        0.977,
        budget);
  }

  private JsonNode python(Ensemble ensemble, int chips, int repeats, long budget, String method)
      throws IOException, InterruptedException {
    Path export = folder.resolve("chips.json");
    Files.writeString(export, ExportedChips.json(ensemble, 1, chips, repeats));
    String said =
        Outside.python(folder, SCRIPT, MODULES, export.toString(), Long.toString(budget), method);
    return new ObjectMapper().readTree(said);
  }

  @Test
  void bothComputeTheSameChip() throws Exception {
    JsonNode check = python(ensemble(0.2, true, 1000), 3, 2, 1000, "check");
    assertTrue(check.get("deviation").asDouble() < 1e-9, check.toString());
    assertEquals(6, check.get("chips").asInt());
  }

  /** Too few evaluations for a verdict: both keep to the budget and to the form of the answer. */
  @ParameterizedTest
  @ValueSource(strings = {"spsa", "cma-es"})
  void theOtherProgramTrainsTheExportedChips(String method) throws Exception {
    JsonNode answer = python(ensemble(0.1, false, 1500), 2, 1, 1500, method);
    assertEquals(2, answer.get("hits").size());
    for (JsonNode used : answer.get("evaluations")) {
      assertTrue(used.asLong() > 300 && used.asLong() <= 1500, answer.toString());
    }
  }

  /**
   * The same chips, each trained several times here and there, on 10 % spread, where most runs
   * reach the goal, so that there is a median: of all runs together. Between repeats of one chip
   * evaluations differ by a factor of two and more, and so does one run of each of 24 chips; with
   * 24 × 8 runs the median is sure to some 10 %.
   */
  @ParameterizedTest
  @ValueSource(strings = {"spsa", "cma-es"})
  @HeldOut
  void mediansAgreeWithinAFifth(String method) throws Exception {
    int chips = Integer.getInteger("training.chips", 24);
    int repeats = Integer.getInteger("training.repeats", 8);
    long budget = 20_000;
    Ensemble ensemble = ensemble(0.1, false, budget);
    long[] theirs =
        StreamSupport.stream(
                python(ensemble, chips, repeats, budget, method).get("hits").spliterator(), false)
            .mapToLong(JsonNode::asLong)
            .toArray();
    long[] ours =
        IntStream.range(0, chips * repeats)
            .parallel()
            .mapToLong(k -> ensemble.run(Trainers.named(method), 1 + k % chips, k / chips).hit())
            .toArray();
    double our = median(ours);
    double their = median(theirs);
    new Acceptance(
            String.format(Locale.ROOT, "%s, %d chips, %d times each", method, chips, repeats))
        .between("reached here", reached(ours), 1, ours.length)
        .between("reached there", reached(theirs), 1, theirs.length)
        .between("evaluations here, median", our, 1, budget)
        .between("evaluations there, median", their, 1, budget)
        .between("ratio of the medians", our / their, 0.8, 1.2)
        .conclude();
  }

  private static long reached(long[] hits) {
    return Arrays.stream(hits).filter(hit -> hit >= 0).count();
  }

  /** Runs that never reached the goal count as infinitely long. */
  private static double median(long[] hits) {
    long[] sorted = Arrays.stream(hits).map(h -> h < 0 ? Long.MAX_VALUE : h).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : sorted[middle - 1] / 2.0 + sorted[middle] / 2.0;
  }
}
