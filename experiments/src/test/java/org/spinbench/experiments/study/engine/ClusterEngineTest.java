package org.spinbench.experiments.study.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.study.engine.StudyExperiment.Place;
import org.spinbench.experiments.study.engine.StudyFolder.Head;

/** A cluster in any order, with lost and repeated groups, gives the table of one computer. */
class ClusterEngineTest {
  private static final String COMMIT = "c".repeat(40);

  private static final String MANY = StudyPlanTest.COINS.replace("count = 5", "count = 200");

  @TempDir Path folder;

  /**
   * Runs groups in a random order by a clock of its own, in which a task takes a time; loses the
   * process of some groups, which then run a second time; rows travel as text.
   */
  private static final class Unruly implements Cluster {
    final List<Integer> sizes = new ArrayList<>();
    final List<Double> limits = new ArrayList<>();
    final Random random = new Random(5);
    final TaskRunner runner;
    final Path pieces;
    final double taskSeconds;
    UnaryOperator<String> wire = line -> line;

    Unruly(Study study, String commit, Path pieces, double taskSeconds) {
      runner = new TaskRunner(study, commit, new SystemClock(), "there");
      this.pieces = pieces;
      this.taskSeconds = taskSeconds;
    }

    @Override
    public int slots() {
      return 3;
    }

    @Override
    public void run(List<List<Integer>> groups, double seconds, Consumer<StudyRow> rows) {
      limits.add(seconds);
      List<List<Integer>> order = new ArrayList<>(groups);
      Collections.shuffle(order, random);
      for (List<Integer> group : order) {
        sizes.add(group.size());
        boolean twice = random.nextInt(4) == 0;
        for (int time = 0; time < (twice ? 2 : 1); time++) {
          rowsOf(group, seconds).forEach(rows);
        }
      }
    }

    private List<StudyRow> rowsOf(List<Integer> group, double seconds) {
      List<StudyRow> rows = new ArrayList<>();
      for (int task : group) {
        if (!rows.isEmpty() && rows.size() * taskSeconds >= seconds) {
          break;
        }
        StudyRow row = runner.row(task, new Place(pieces.resolve("task-" + task), part -> {}));
        StudyRow timed =
            new StudyRow(
                row.task(),
                row.seed(),
                row.configuration(),
                row.commit(),
                row.values(),
                row.failure(),
                new StudyRow.Cost("there", Instant.EPOCH, taskSeconds));
        rows.add(Json.read(wire.apply(Json.write(timed)), StudyRow.class));
      }
      return rows;
    }
  }

  private static Study study(String toml) {
    return new Study(StudyPlan.parse(toml, "coins"), List.of(new ToyExperiment()), Path.of(""));
  }

  private StudyFolder begin(String name, String toml, Study study) {
    return StudyFolder.begin(
        folder.resolve(name),
        toml,
        new Head("", COMMIT, Instant.EPOCH, study.configurations(), study.measures()));
  }

  private static StudyRun run(Study study, StudyFolder of) {
    return new StudyRun(study, of, new SystemClock(), "here");
  }

  private static String written(StudyFolder of) throws IOException {
    new StudyTable(of).write(of.path());
    return Files.readString(of.path().resolve(StudyTable.RESULTS));
  }

  private String local(String toml) throws IOException {
    Study study = study(toml);
    StudyFolder of = begin("local", toml, study);
    run(study, of).run(new LocalEngine(1), part -> {});
    return written(of);
  }

  private Unruly cluster(Study study, StudyFolder of, double taskSeconds) {
    return new Unruly(study, COMMIT, of.path().resolve("pieces"), taskSeconds);
  }

  /** Tiny tasks, those of a second, and those longer than a group. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-4, 0.03, 1, 60})
  void theTableIsThatOfOneComputer(double taskSeconds) throws IOException {
    Study study = study(MANY);
    StudyFolder of = begin("cluster", MANY, study);
    Unruly cluster = cluster(study, of, taskSeconds);
    assertEquals(new StudyRun.Result(600, 0), run(study, of).run(cluster, part -> {}));
    assertEquals(600, Files.readAllLines(of.path().resolve("rows.jsonl")).size());
    assertEquals(local(MANY), written(of));
    int most = Collections.max(cluster.sizes.subList(3, cluster.sizes.size()));
    assertTrue(most <= Math.max(1, ClusterEngine.GROUP / taskSeconds), most + " tasks in a group");
  }

  /** The second round begins where the first was cut off. */
  @Test
  void theFirstRoundFindsOutHowLongATaskTakes() {
    Study study = study(MANY);
    StudyFolder of = begin("cluster", MANY, study);
    Unruly cluster = cluster(study, of, 0.5);
    run(study, of).run(cluster, part -> {});
    assertEquals(List.of(50, 50, 50), cluster.sizes.subList(0, 3));
    double cutOff = 10 * ClusterEngine.GROUP;
    assertEquals(List.of(ClusterEngine.PILOT, cutOff, cutOff), cluster.limits);
    assertEquals(4, cluster.sizes.get(3), "two seconds of half a second");
  }

  /**
   * While Java compiles, a task takes 40 ms, later 1 ms: the groups of the first estimate would be
   * of 50 tasks and 40 times too many.
   */
  @Test
  void tinyTasksAreMeasuredAgainWhenJavaIsWarm() {
    List<List<Integer>> rounds = new ArrayList<>();
    List<Integer> ended = new ArrayList<>();
    Cluster warms =
        new Cluster() {
          @Override
          public int slots() {
            return 2;
          }

          @Override
          public void run(List<List<Integer>> groups, double seconds, Consumer<StudyRow> rows) {
            rounds.add(groups.stream().map(List::size).toList());
            double duration = rounds.size() == 1 ? 0.04 : 1e-3;
            for (List<Integer> group : groups) {
              int most = (int) Math.ceil(seconds / duration);
              for (int task : group.subList(0, Math.min(most, group.size()))) {
                StudyRow.Cost cost = new StudyRow.Cost("there", Instant.EPOCH, duration);
                rows.accept(new StudyRow(task, 1, "", COMMIT, Map.of(), "", cost));
              }
            }
          }
        };
    new ClusterEngine(warms)
        .run(IntStream.range(0, 100_000).boxed().toList(), row -> ended.add(row.task()));
    assertEquals(3, rounds.size());
    assertEquals(List.of(10_000, 10_000), rounds.get(0), "cut off after 25 tasks each");
    assertEquals(1500, rounds.get(1).stream().mapToInt(size -> size).sum(), "thirty seconds");
    assertEquals(50, rounds.get(1).get(0), "two seconds of 40 ms");
    assertEquals(2000, rounds.get(2).get(0), "two seconds of 1 ms");
    assertTrue(rounds.get(2).size() < 80, rounds.get(2).size() + " groups");
    assertEquals(100_000, ended.size());
    assertEquals(100_000, ended.stream().distinct().count());
  }

  @Test
  void whatWasLostResumes() throws IOException {
    Study study = study(MANY);
    StudyFolder of = begin("cluster", MANY, study);
    Unruly dies = cluster(study, of, 0.5);
    int[] lines = {0};
    dies.wire =
        line -> {
          if (lines[0]++ == 20) {
            throw new IllegalStateException("the cluster was switched off");
          }
          return line;
        };
    assertThrows(IllegalStateException.class, () -> run(study, of).run(dies, part -> {}));
    int kept = of.rows().size();
    assertTrue(kept > 0 && kept < 20, kept + " rows of groups that had ended");
    Unruly healthy = cluster(study, of, 0.5);
    assertEquals(600 - kept, run(study, of).run(healthy, part -> {}).ran());
    assertEquals(local(MANY), written(of));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "commit":"c   | "commit":"d  | was run by commit dccc
          "seed":2      | "seed":3     | had other settings, or a file
          "task":       | "task":9     | unasked
          """)
  void rowsOfAnotherStudyAreRefused(String text, String wrong, String message) {
    Study study = study(StudyPlanTest.COINS);
    StudyFolder of = begin("cluster", StudyPlanTest.COINS, study);
    Unruly cluster = cluster(study, of, 1);
    cluster.wire = line -> line.replaceFirst(text, wrong);
    String refusal =
        assertThrows(IllegalStateException.class, () -> run(study, of).run(cluster, part -> {}))
            .getMessage();
    assertTrue(refusal.contains(message), refusal);
    assertEquals(Map.of(), of.rows());
  }

  @Test
  void aClusterThatReturnsNothingIsNotAskedForEver() {
    Study study = study(StudyPlanTest.COINS);
    StudyFolder of = begin("cluster", StudyPlanTest.COINS, study);
    Cluster silent =
        new Cluster() {
          @Override
          public int slots() {
            return 2;
          }

          @Override
          public void run(List<List<Integer>> groups, double seconds, Consumer<StudyRow> rows) {}
        };
    String message =
        assertThrows(IllegalStateException.class, () -> run(study, of).run(silent, part -> {}))
            .getMessage();
    assertTrue(message.contains("2 groups without a row"), message);
  }

  /** A hundred thousand tasks of a millisecond are few groups; the last ones are small. */
  @Test
  void groupsAreFewAndShrink() {
    List<Integer> tasks = IntStream.range(0, 100_000).boxed().toList();
    List<List<Integer>> groups = ClusterEngine.groups(tasks, 2, 1e-3);
    assertEquals(tasks, groups.stream().flatMap(List::stream).toList());
    assertEquals(2000, groups.get(0).size());
    assertTrue(groups.size() < 80, groups.size() + " groups");
    int last = groups.get(groups.size() - 2).size();
    assertTrue(last >= 200 && last < 400, last + " tasks in the last but one");
    assertEquals(8, ClusterEngine.groups(tasks.subList(0, 8), 2, 30).size());
  }

  /** Loading and compiling made the first tasks of both groups slow; a single task has to count. */
  @Test
  void theFirstTaskOfAProcessIsNotTypical() {
    Map<Integer, Double> durations = new LinkedHashMap<>(Map.of(0, 3.0, 1, 0.1, 2, 0.2, 5, 4.0));
    assertEquals(0.15, ClusterEngine.duration(List.of(List.of(0, 1, 2, 3)), durations), 1e-12);
    assertEquals(4, ClusterEngine.duration(List.of(List.of(5, 6)), durations));
  }

  @Test
  void rangesAreTasksAndBack() {
    assertEquals("0-3,7,9-10", TaskRanges.text(List.of(0, 1, 2, 3, 7, 9, 10)));
    assertEquals(List.of(0, 1, 2, 3, 7, 9, 10), TaskRanges.parse("0-3,7,9-10", 11));
    assertEquals("5,4", TaskRanges.text(List.of(5, 4)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0-10  | the tasks 0-10 are not of the study, which has 0 to 9
          3-2   | the tasks 3-2 are not
          ''    | numbers and ranges are expected
          1,,2  | numbers and ranges are expected
          -1    | numbers and ranges are expected
          """)
  void otherRangesAreRefused(String text, String message) {
    String refusal =
        assertThrows(IllegalArgumentException.class, () -> TaskRanges.parse(text, 10)).getMessage();
    assertTrue(refusal.contains(message), refusal);
  }
}
