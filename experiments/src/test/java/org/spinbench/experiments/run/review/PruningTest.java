package org.spinbench.experiments.run.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.run.store.RunDatabase;

class PruningTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final Duration MONTH = Duration.ofDays(30);

  @TempDir Path folder;

  /** A run that was begun some days ago. */
  private String run(int daysAgo, String task, String status) throws IOException {
    return name(unfinished(daysAgo, task, status).path());
  }

  private RunFile unfinished(int daysAgo, String task, String status) {
    StartDocument start =
        new StartDocument(
            NOW,
            "train",
            "",
            null,
            1,
            task,
            Map.of(),
            new StartDocument.Program("", "", "", ""),
            Map.of(),
            Map.of());
    RunFile run = new Runs(folder).create(start, NOW.minus(Duration.ofDays(daysAgo)));
    if (status.equals("running")) {
      return run;
    }
    if (!status.equals("open")) {
      run.stop(new StopDocument(NOW, status, "", "{}"));
    }
    run.close();
    return run;
  }

  private static String name(Path path) {
    return path.getFileName().toString().replace(".sqlite", "");
  }

  private List<String> found(boolean successful) {
    return new Pruning(folder, NOW, MONTH, successful)
        .candidates().stream().map(Pruning.Candidate::name).toList();
  }

  @Test
  void oldRunsThatCameToNothingAreFound() throws IOException {
    final String failed = run(50, "xor", "failed");
    final String stopped = run(40, "xor", "stopped");
    final String killed = run(35, "xor", "open");
    run(45, "xor", "success");
    run(10, "xor", "failed");
    assertEquals(List.of(failed, stopped, killed), found(false));
  }

  @Test
  void theNewestSuccessfulRunOfAKindAndTaskStays() throws IOException {
    final String older = run(60, "xor", "success");
    final String old = run(50, "xor", "success");
    run(45, "xor", "success");
    run(90, "band", "success");
    assertEquals(List.of(), found(false));
    assertEquals(List.of(older, old), found(true));
  }

  @Test
  void aRunThatIsOpenSomewhereIsNotFound() throws IOException {
    try (RunFile running = unfinished(99, "xor", "running")) {
      assertTrue(RunDatabase.isInUse(running.path()));
      assertEquals(List.of(), found(true));
      running.event(NOW, "message", "still writing");
    }
    Pruning.Candidate killed = new Pruning(folder, NOW, MONTH, false).candidates().get(0);
    assertEquals("open", killed.status());
    assertEquals(NOW.minus(Duration.ofDays(99)), killed.begun());
    assertFalse(RunDatabase.isInUse(folder.resolve(killed.name() + ".sqlite")));
  }

  @Test
  void whatLiesBesideARunCountsAndGoesWithIt() throws IOException {
    String failed = run(50, "xor", "failed");
    String other = run(10, "xor", "failed");
    for (String beside : List.of(failed + ".csv", failed + "-learning.png", other + ".csv")) {
      Files.writeString(folder.resolve(beside), "0123456789");
    }
    Pruning.Candidate candidate = new Pruning(folder, NOW, MONTH, false).candidates().get(0);
    assertTrue(
        candidate
            .files()
            .containsAll(
                Stream.of(".sqlite", ".csv", "-learning.png")
                    .map(ending -> folder.resolve(failed + ending))
                    .toList()),
        candidate::toString);
    assertTrue(candidate.bytes() >= Files.size(folder.resolve(failed + ".sqlite")) + 20);
    assertEquals("failed", candidate.status());
    Pruning.remove(candidate);
    try (Stream<Path> files = Files.list(folder)) {
      assertTrue(files.allMatch(file -> file.getFileName().toString().startsWith(other)));
    }
    try (RunFile run = new Runs(folder).read(other)) {
      assertEquals("xor", run.start().task());
    }
    assertEquals(List.of(), found(false));
  }

  @Test
  void aFileThatCannotBeReadIsLeftAlone() throws IOException {
    Files.writeString(folder.resolve("20200101-000000-diary.sqlite"), "Dear diary, ".repeat(500));
    assertEquals(List.of(), found(true));
  }

  @Test
  void aRunOfAnotherNameIsLeftAlone() throws IOException {
    String failed = run(50, "xor", "failed");
    Files.move(folder.resolve(failed + ".sqlite"), folder.resolve("2026-best.sqlite"));
    assertEquals(List.of(), found(true));
  }
}
