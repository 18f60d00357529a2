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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.study.engine.StudyExperiment.Place;
import org.spinbench.experiments.study.engine.StudyFolder.Head;

/** What a process that dies, a slow task and a failing task cost on a cluster. */
class ClusterLossTest {
  private static final String TOML = StudyPlanTest.COINS.replace("count = 5", "count = 40");

  @TempDir Path folder;

  private final Study study =
      new Study(StudyPlan.parse(TOML, "coins"), List.of(new ToyExperiment()), Path.of(""));
  private final Map<Integer, Integer> runs = new HashMap<>();
  private StudyFolder of;

  @BeforeEach
  void begin() {
    of =
        StudyFolder.begin(
            folder.resolve("study"),
            TOML,
            new Head("", "abc", Instant.EPOCH, study.configurations(), study.measures()));
  }

  /** Two slots; each task takes half a second by its cost. */
  private abstract class Half implements Cluster {
    final TaskRunner runner = new TaskRunner(study, "abc", new SystemClock(), "there");

    @Override
    public int slots() {
      return 2;
    }

    StudyRow row(int task, double seconds) {
      runs.merge(task, 1, Integer::sum);
      StudyRow row = runner.row(task, new Place(Path.of("none"), part -> {}));
      return new StudyRow(
          task,
          row.seed(),
          row.configuration(),
          row.commit(),
          row.values(),
          row.failure(),
          new StudyRow.Cost("there", Instant.EPOCH, seconds));
    }
  }

  private StudyRun.Result run(Cluster cluster, List<Double> progress) {
    return new StudyRun(study, of, new SystemClock(), "here").run(cluster, progress::add);
  }

  private void assertTheTableOfOneComputer() throws IOException {
    new StudyTable(of).write(of.path());
    StudyFolder one = StudyFolder.begin(folder.resolve("one"), TOML, of.head());
    new StudyRun(study, one, new SystemClock(), "here").run(new LocalEngine(1), part -> {});
    new StudyTable(one).write(one.path());
    assertEquals(
        Files.readString(one.path().resolve(StudyTable.RESULTS)),
        Files.readString(of.path().resolve(StudyTable.RESULTS)));
  }

  /** A process dies within its first group of the second round, and none of its rows arrive. */
  @Test
  void aGroupThatIsLostRunsAgainAndNoOther() throws IOException {
    Set<Integer> lost = new TreeSet<>();
    Cluster dies =
        new Half() {
          private int round;

          @Override
          public void run(List<List<Integer>> groups, double seconds, Consumer<StudyRow> rows) {
            round++;
            for (List<Integer> group : groups) {
              List<StudyRow> done = new ArrayList<>();
              group.forEach(task -> done.add(row(task, 0.5)));
              if (round == 2 && lost.isEmpty()) {
                lost.addAll(group);
              } else {
                done.forEach(rows);
              }
            }
          }
        };
    List<Double> progress = new ArrayList<>();
    assertEquals(new StudyRun.Result(120, 0), run(dies, progress));
    assertEquals(4, lost.size(), "two seconds of half a second");
    for (int task = 0; task < 120; task++) {
      assertEquals(lost.contains(task) ? 2 : 1, runs.get(task), "task " + task);
    }
    List<Double> ascending = new ArrayList<>(progress);
    Collections.sort(ascending);
    assertEquals(ascending, progress);
    assertEquals(1.0, progress.get(progress.size() - 1));
    assertEquals(120, new HashSet<>(progress).size(), "each row is a step");
    assertTheTableOfOneComputer();
  }

  /** The rest of the group of a slow task goes to the others in the next round. */
  @Test
  void aSlowTaskDelaysNoOtherOfItsGroup() throws IOException {
    List<List<Integer>> rounds = new ArrayList<>();
    Cluster slow =
        new Half() {
          @Override
          public void run(List<List<Integer>> groups, double seconds, Consumer<StudyRow> rows) {
            rounds.add(groups.stream().flatMap(List::stream).toList());
            for (List<Integer> group : groups) {
              double spent = 0;
              for (int task : group) {
                if (task != group.get(0) && spent >= seconds) {
                  break;
                }
                double duration = task == 40 ? 300 : 0.5;
                spent += duration;
                rows.accept(row(task, duration));
              }
            }
          }
        };
    run(slow, new ArrayList<>());
    assertEquals(Set.of(1), Set.copyOf(runs.values()));
    assertTrue(rounds.get(1).contains(40) && rounds.get(1).contains(41));
    assertTrue(rounds.get(2).contains(41) && !rounds.get(2).contains(40), rounds.get(2).toString());
    assertTheTableOfOneComputer();
  }

  private Cluster that(IntPredicate fails) {
    return new Half() {
      @Override
      public void run(List<List<Integer>> groups, double seconds, Consumer<StudyRow> rows) {
        for (int task : groups.stream().flatMap(List::stream).toList()) {
          StudyRow row = row(task, 0.5);
          rows.accept(
              fails.test(task)
                  ? new StudyRow(
                      task,
                      row.seed(),
                      row.configuration(),
                      "abc",
                      Map.of(),
                      "no memory",
                      row.cost())
                  : row);
        }
      }
    };
  }

  /** A failure is a row; it is repeated once the study resumes, and then the new row counts. */
  @Test
  void aTaskThatFailedIsRepeatedWhenTheStudyResumes() throws IOException {
    assertEquals(
        new StudyRun.Result(120, 12), run(that(task -> task % 10 == 3), new ArrayList<>()));
    assertEquals("no memory", of.rows().get(113).failure());
    assertEquals(new StudyRun.Result(12, 1), run(that(task -> task == 53), new ArrayList<>()));
    assertEquals(new StudyRun.Result(1, 0), run(that(task -> false), new ArrayList<>()));
    assertEquals(3, runs.get(53));
    assertEquals(2, runs.get(63));
    assertEquals(1, runs.get(64));
    assertEquals(
        133, Files.readAllLines(of.path().resolve("rows.jsonl")).size(), "nothing is lost");
    assertTheTableOfOneComputer();
  }

  /** What the cluster ended before it gave up is kept, and runs nowhere again. */
  @Test
  void aClusterThatGivesUpKeepsItsRows() throws IOException {
    Cluster gives =
        new Half() {
          @Override
          public void run(List<List<Integer>> groups, double seconds, Consumer<StudyRow> rows) {
            groups.get(0).forEach(task -> rows.accept(row(task, 0.5)));
            throw new IllegalStateException("Spark gave up: four losses");
          }
        };
    String message =
        assertThrows(IllegalStateException.class, () -> run(gives, new ArrayList<>())).getMessage();
    assertEquals("Spark gave up: four losses", message);
    Set<Integer> kept = Set.copyOf(of.rows().keySet());
    assertEquals(Set.copyOf(IntStream.range(0, 15).boxed().toList()), kept);
    new StudyRun(study, of, new SystemClock(), "here").run(new LocalEngine(2), part -> {});
    assertEquals(kept, runs.keySet(), "nothing else ran there");
    assertTheTableOfOneComputer();
  }
}
