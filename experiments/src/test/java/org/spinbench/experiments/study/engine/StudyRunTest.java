package org.spinbench.experiments.study.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.standin.ChildProgram;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.study.engine.StudyFolder.Head;

/** A study gives one table, whatever happens while it runs. */
class StudyRunTest {
  private static final String COMMIT = "c".repeat(40);

  @TempDir Path folder;

  /** Remembers which tasks ran; a test may take its turn in each. */
  private static class Watched extends ToyExperiment {
    final List<Long> ran = Collections.synchronizedList(new ArrayList<>());

    @Override
    Map<String, Object> row(double share, long most, long seed, Path piece) {
      ran.add(seed);
      return super.row(share, most, seed, piece);
    }
  }

  private static Study study(String toml, StudyExperiment experiment) {
    return new Study(StudyPlan.parse(toml, "coins.toml"), List.of(experiment), Path.of(""));
  }

  private static StudyFolder begin(Path path, String toml, Study study) {
    return StudyFolder.begin(
        path, toml, new Head("", COMMIT, Instant.EPOCH, study.configurations(), study.measures()));
  }

  private static StudyRun.Result run(Study study, StudyFolder folder, int workers) {
    return new StudyRun(study, folder, new SystemClock(), "here")
        .run(new LocalEngine(workers), part -> {});
  }

  /** The table of a whole study. */
  private String table(String name, String toml, int workers) throws IOException {
    Study study = study(toml, new ToyExperiment());
    StudyFolder of = begin(folder.resolve(name), toml, study);
    run(study, of, workers);
    return written(of);
  }

  private static String written(StudyFolder of) throws IOException {
    new StudyTable(of).write(of.path());
    return Files.readString(of.path().resolve(StudyTable.RESULTS));
  }

  @Test
  void theTableIsTheSameForAnyNumberOfWorkers() throws IOException {
    String one = table("1", StudyPlanTest.COINS, 1);
    assertEquals(one, table("2", StudyPlanTest.COINS, 2));
    assertEquals(one, table("7", StudyPlanTest.COINS, 7));
    List<String> lines = one.lines().toList();
    assertEquals("task,seed,share,head,tosses,sum,failure,configuration,commit", lines.get(0));
    assertEquals(16, lines.size());
    assertTrue(lines.get(6).startsWith("5,21,1,1,1,0."), lines.get(6));
    assertTrue(lines.get(6).endsWith("," + COMMIT), lines.get(6));
  }

  /** Later tasks end first: each waits for the one after it. */
  @Test
  void theTableIsTheSameForAnyOrder() throws IOException {
    String forward = table("forward", StudyPlanTest.COINS, 1);
    Study study = study(StudyPlanTest.COINS, new ToyExperiment());
    StudyFolder of = begin(folder.resolve("backward"), StudyPlanTest.COINS, study);
    int tasks = study.plan().tasks();
    List<CountDownLatch> ended =
        IntStream.rangeClosed(0, tasks).mapToObj(i -> new CountDownLatch(1)).toList();
    ended.get(tasks).countDown();
    try (StudyFolder.Appender appender = of.append()) {
      new LocalEngine(tasks)
          .run(
              IntStream.range(0, tasks).boxed().toList(),
              task -> {
                await(ended.get(task + 1));
                return new StudyRow(
                    task,
                    study.seed(task),
                    study.configuration(task),
                    COMMIT,
                    study.values(task, new StudyExperiment.Place(of.piece(task), part -> {})),
                    "",
                    new StudyRow.Cost("there", Instant.MAX, 1));
              },
              row -> {
                appender.add(row);
                ended.get(row.task()).countDown();
              });
    }
    String first = Files.readAllLines(of.path().resolve("rows.jsonl")).get(0);
    assertTrue(first.startsWith("{\"task\":14,"), first);
    assertEquals(forward, written(of));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void hostAndTimeStandApart() throws IOException {
    table("study", StudyPlanTest.COINS, 2);
    List<String> costs = Files.readAllLines(folder.resolve("study").resolve(StudyTable.COSTS));
    assertEquals("task,host,began,seconds", costs.get(0));
    assertEquals(16, costs.size());
    assertTrue(costs.get(3).matches("2,here,20\\d\\d-.*Z,[0-9.E-]+"), costs.get(3));
  }

  @Test
  void aTaskThatFailsIsARowAndIsRepeated() throws IOException {
    String toml = StudyPlanTest.COINS.replace("first = 20", "first = 12");
    Study study = study(toml, new ToyExperiment());
    StudyFolder of = begin(folder.resolve("study"), toml, study);
    assertEquals(new StudyRun.Result(15, 3), run(study, of, 2));
    assertTrue(written(of).contains("\r\n3,13,0.25,,,,seed 13 has no coin,"), written(of));
    assertEquals(3, new StudyTable(of).failed());
    assertEquals(4, new StudyTable(of).rowsAt(0).size());
    Watched again = new Watched();
    assertEquals(new StudyRun.Result(3, 3), run(study(toml, again), of, 1));
    assertEquals(List.of(13L, 13L, 13L), again.ran);
  }

  /** The program was killed in the middle of a line. */
  @ParameterizedTest
  @ValueSource(strings = {"{\"task\":4,\"se", "\u00e4"})
  void anIncompleteLineCountsForNothing(String torn) throws IOException {
    String whole = table("whole", StudyPlanTest.COINS, 1);
    Path rows = folder.resolve("whole/rows.jsonl");
    List<String> lines = Files.readAllLines(rows);
    Files.writeString(rows, String.join("\n", lines.subList(0, 4)) + "\n" + torn);
    StudyFolder of = StudyFolder.open(folder.resolve("whole"));
    assertEquals(4, of.rows().size());
    Watched rest = new Watched();
    assertEquals(11, run(study(StudyPlanTest.COINS, rest), of, 3).ran());
    assertEquals(11, rest.ran.size());
    assertEquals(whole, written(of));
  }

  @Test
  void aDamagedLineIsNamed() throws IOException {
    table("study", StudyPlanTest.COINS, 1);
    Path rows = folder.resolve("study/rows.jsonl");
    Files.writeString(rows, "{\"task\":}\n", StandardOpenOption.APPEND);
    String message =
        assertThrows(RuntimeException.class, () -> StudyFolder.open(folder.resolve("study")).rows())
            .getMessage();
    assertTrue(message.contains("rows.jsonl, line 16: "), message);
  }

  @Test
  void aStudyIsNotBegunTwiceAndHasOneProgram() throws IOException {
    table("study", StudyPlanTest.COINS, 1);
    Study study = study(StudyPlanTest.COINS, new ToyExperiment());
    Path path = folder.resolve("study");
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> begin(path, StudyPlanTest.COINS, study))
            .getMessage()
            .contains("has a study already; 'spinbench study resume"));
    StudyFolder of = StudyFolder.open(path);
    assertFalse(of.isRunning());
    StudyFolder.Appender appender = of.append();
    assertTrue(of.isRunning());
    assertThrows(IllegalStateException.class, () -> run(study, of, 1));
    appender.close();
    assertFalse(of.isRunning());
    assertThrows(IllegalArgumentException.class, () -> StudyFolder.open(folder));
  }

  @Test
  void otherSettingsAreNotMixedIn() throws IOException {
    table("study", StudyPlanTest.COINS, 1);
    Study other = study(StudyPlanTest.COINS.replace("most = 4", "most = 5"), new ToyExperiment());
    StudyFolder of = StudyFolder.open(folder.resolve("study"));
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> run(other, of, 1))
            .getMessage()
            .contains("began with other settings"));
  }

  /** A long task leaves its state, resumes from it, and the state goes when the row is kept. */
  @Test
  void aLongTaskResumesFromItsPiece() throws IOException {
    ToyExperiment cutOff =
        new ToyExperiment() {
          @Override
          Map<String, Object> row(double share, long most, long seed, Path piece) {
            try {
              if (!Files.exists(piece)) {
                Files.writeString(piece, "half of " + seed);
                throw new StackOverflowError("killed");
              }
              assertEquals("half of " + seed, Files.readString(piece));
              return super.row(share, most, seed, piece);
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          }
        };
    Study study = study(StudyPlanTest.COINS, cutOff);
    StudyFolder of = begin(folder.resolve("study"), StudyPlanTest.COINS, study);
    for (int killed = 0; killed < 15; killed++) {
      assertThrows(StackOverflowError.class, () -> run(study, of, 1));
      assertEquals(killed, of.rows().size());
      assertTrue(Files.exists(of.piece(killed)));
    }
    run(study, of, 1);
    assertFalse(Files.exists(of.piece(0)));
    assertEquals(table("whole", StudyPlanTest.COINS, 1), written(of));
  }

  /** The study of a child: the tasks of seed 23 and later wait for ever. */
  public static void main(String[] arguments) {
    ToyExperiment waits =
        new ToyExperiment() {
          @Override
          Map<String, Object> row(double share, long most, long seed, Path piece) {
            if (seed >= 23) {
              System.out.println("waiting");
              StudyRunTest.await(new CountDownLatch(1));
            }
            return super.row(share, most, seed, piece);
          }
        };
    Study study = study(StudyPlanTest.COINS, waits);
    run(study, begin(Path.of(arguments[0]), StudyPlanTest.COINS, study), 2);
  }

  @Test
  void aStudyThatIsKilledLosesOnlyTheTasksThatRan() throws Exception {
    Path path = folder.resolve("killed");
    Process child =
        new ProcessBuilder(ChildProgram.command(StudyRunTest.class, path.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = child.inputReader()) {
      assertEquals("waiting", out.readLine());
      assertEquals("waiting", out.readLine());
      assertTrue(StudyFolder.open(path).isRunning());
    } finally {
      child.destroyForcibly().waitFor();
    }
    StudyFolder of = StudyFolder.open(path);
    assertFalse(of.isRunning());
    assertEquals(
        IntStream.range(0, 9).boxed().toList(), List.copyOf(new TreeSet<>(of.rows().keySet())));
    Watched rest = new Watched();
    assertEquals(new StudyRun.Result(6, 0), run(study(StudyPlanTest.COINS, rest), of, 2));
    assertEquals(List.of(23L, 23L, 23L, 24L, 24L, 24L), rest.ran.stream().sorted().toList());
    assertEquals(table("whole", StudyPlanTest.COINS, 1), written(of));
  }

  @Test
  void theFirstFailureOfTheEngineEndsIt() {
    List<Integer> ended = new ArrayList<>();
    String message =
        assertThrows(
                IllegalStateException.class,
                () ->
                    new LocalEngine(1)
                        .run(
                            List.of(1, 2, 3, 4),
                            task -> {
                              if (task == 3) {
                                throw new IllegalStateException("no task 3");
                              }
                              return task;
                            },
                            ended::add))
            .getMessage();
    assertEquals("no task 3", message);
    assertEquals(List.of(1, 2), ended);
    assertThrows(IllegalArgumentException.class, () -> new LocalEngine(0));
  }

  @Test
  void aMapKeepsTheOrder() {
    List<Integer> squares = new LocalEngine(5).map(100, i -> i * i, square -> {});
    assertEquals(IntStream.range(0, 100).map(i -> i * i).boxed().toList(), squares);
  }

  @Test
  void aFolderInWhichAnotherProgramBeginsAStudyIsLeftAlone() throws IOException {
    Study study = study(StudyPlanTest.COINS, new ToyExperiment());
    Path path = Files.createDirectories(folder.resolve("shared"));
    try (FileChannel channel =
            FileChannel.open(
                path.resolve("study.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertTrue(lock.isValid());
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class, () -> begin(path, StudyPlanTest.COINS, study));
      assertEquals(
          "another program is beginning a study; --out names another folder than " + path,
          e.getMessage());
      assertEquals(List.of("study.lock"), names(path));
    }
    begin(path, StudyPlanTest.COINS, study);
    assertEquals(List.of("study.json", "study.lock", "study.toml"), names(path));
  }

  private static List<String> names(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
