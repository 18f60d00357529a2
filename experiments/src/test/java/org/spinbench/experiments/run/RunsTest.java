package org.spinbench.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.experiments.run.store.RunException;

class RunsTest {
  @TempDir Path folder;

  private static StartDocument start(Instant time, String task) {
    return new StartDocument(
        time,
        "train",
        "",
        null,
        1,
        task,
        Map.of(),
        StartDocument.Program.running("0.1.0", ""),
        Map.of(),
        Map.of());
  }

  @Test
  void runsOfTheSameSecondKeepApartAndAreListedOldestFirst() {
    Runs runs = new Runs(folder.resolve("not/yet/there"));
    assertEquals(List.of(), runs.list());
    Instant later = Instant.parse("2026-03-01T12:00:01Z");
    Instant noon = Instant.parse("2026-03-01T12:00:00Z");
    runs.create(start(later, "band"), later).close();
    runs.create(start(noon, "xor"), noon).close();
    runs.create(start(noon, "xor"), noon).close();
    List<Runs.Summary> list = runs.list();
    assertEquals(3, list.size());
    assertTrue(list.get(0).name().startsWith("20260301-120000-train-xor-"));
    assertTrue(list.get(1).name().startsWith("20260301-120000-train-xor-"));
    assertTrue(list.get(2).name().startsWith("20260301-120001-train-band-"));
    assertEquals(start(later, "band"), list.get(2).start());
  }

  @Test
  void opensByNameOrPathAndSaysWhatIsMissing() {
    Runs runs = new Runs(folder);
    Path path;
    try (RunFile file = runs.create(start(Instant.EPOCH, "wedge"), Instant.EPOCH)) {
      path = file.path();
    }
    String name = runs.list().get(0).name();
    for (String way : List.of(name, name + ".sqlite", path.toString())) {
      try (RunFile file = runs.read(way)) {
        assertEquals("wedge", file.start().task());
      }
    }
    String message = assertThrows(RunException.class, () -> runs.read("nothing")).getMessage();
    assertEquals(
        "there is no run 'nothing' in " + folder + "; 'spinbench runs list' names them", message);
  }

  @Test
  void lastIsTheNewestRunOrTheNewestWithATextInItsName() throws IOException {
    Runs runs = new Runs(folder);
    String empty = assertThrows(RunException.class, () -> runs.find("last")).getMessage();
    assertEquals("there is no run in " + folder + "; 'spinbench runs list' names them", empty);
    for (String task : List.of("12:00:01 band", "12:00:02 xor", "09:00:00 xor")) {
      Instant begun = Instant.parse("2026-03-01T" + task.substring(0, 8) + "Z");
      runs.create(start(begun, task.substring(9)), begun).close();
    }
    Files.writeString(folder.resolve("zzz-band.sqlite"), "imported under a name without a time");
    assertName("20260301-120002-train-xor-", runs.find("last"));
    assertName("20260301-120001-train-band-", runs.find("last-band"));
    assertName("20260301-090000-train-xor-", runs.find("last-0900"));
    String missing = assertThrows(RunException.class, () -> runs.find("last-iv")).getMessage();
    assertEquals(
        "there is no run in " + folder + " with 'iv' in its name; 'spinbench runs list' names them",
        missing);
    Files.writeString(folder.resolve("last-band.sqlite"), "a run of that name counts first");
    assertName("last-band", runs.find("last-band"));
  }

  private static void assertName(String beginning, Path file) {
    assertTrue(file.getFileName().toString().startsWith(beginning), file.toString());
  }

  @Test
  void listsAnUnreadableFileWithTheReason() throws IOException {
    Files.writeString(
        folder.resolve("broken.sqlite"), "no database at all, but long enough".repeat(9));
    Files.writeString(folder.resolve("notes.txt"), "not a run");
    List<Runs.Summary> list = new Runs(folder).list();
    assertEquals(1, list.size());
    assertEquals("broken", list.get(0).name());
    assertTrue(list.get(0).problem().orElseThrow().contains("broken.sqlite"));
  }

  /** A file is not legible at once when it is made, nor when its log is merged. */
  @Test
  void aRunIsListedWhileItBeginsAndEnds() throws Exception {
    Runs runs = new Runs(folder);
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              for (int run = 0; run < 60; run++) {
                try (RunFile file = runs.create(start(Instant.EPOCH, "xor"), Instant.EPOCH)) {
                  file.stop(new StopDocument(Instant.EPOCH, StopDocument.SUCCESS, "", "{}"));
                }
              }
            });
    while (!writer.isDone()) {
      for (Runs.Summary run : runs.list()) {
        assertEquals(Optional.empty(), run.problem());
      }
    }
    writer.get();
  }
}
