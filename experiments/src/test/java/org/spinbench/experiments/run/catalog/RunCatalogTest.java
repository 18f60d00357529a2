package org.spinbench.experiments.run.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.experiments.run.Metadata;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.StopDocument;

class RunCatalogTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path home;

  private Path folder;

  @BeforeEach
  void folder() throws IOException {
    folder = Files.createDirectory(home.resolve("runs"));
  }

  private static StartDocument start(String kind, String task) {
    return new StartDocument(
        NOON,
        kind,
        "",
        null,
        1,
        task,
        Map.of("plan", "setting = \"synapse 1.current\""),
        new StartDocument.Program("0.1.0", "", "17", "Linux"),
        Map.of("vna", "Rohde&Schwarz,ZNB8,1311601044100123,3.45"),
        Map.of());
  }

  private Path run(String kind, String task, int day, Metadata said) {
    try (RunFile run =
        new Runs(folder).create(start(kind, task), NOON.plus(Duration.ofDays(day)), said)) {
      run.stop(new StopDocument(NOON, StopDocument.SUCCESS, "", "{\"found\":\"a resonance\"}"));
      return run.path();
    }
  }

  private static Metadata said(String sample, String... tags) {
    return new Metadata(sample, "Ms Müller", List.of(tags), List.of());
  }

  private List<String> tasks(CatalogFilter filter) {
    return tasks(new RunCatalog(folder, 0), filter);
  }

  private static List<String> tasks(RunCatalog catalog, CatalogFilter filter) {
    return catalog.find(filter).found().stream().map(CatalogEntry::task).toList();
  }

  private static CatalogFilter search(String words) {
    return new CatalogFilter(
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(words));
  }

  private static CatalogFilter with(
      String kind, String sample, List<String> tags, Instant since, Instant until) {
    return new CatalogFilter(
        Optional.ofNullable(kind),
        Optional.ofNullable(sample),
        tags,
        Optional.ofNullable(since),
        Optional.ofNullable(until),
        Optional.empty());
  }

  private void three() {
    run("measure", "one", 0, said("W3 D12", "cold", "best"));
    run("train", "two", 1, said("W3 D13", "cold"));
    run("measure", "three", 2, said("w4 D12"));
  }

  @Test
  void conditionsSelectRunsAndAllOfThemMustHold() {
    three();
    assertEquals(List.of("one", "two", "three"), tasks(CatalogFilter.ALL));
    assertEquals(List.of("one", "three"), tasks(with("Measure", null, List.of(), null, null)));
    assertEquals(List.of("one", "two"), tasks(with(null, "w3", List.of(), null, null)));
    assertEquals(List.of("one"), tasks(with(null, null, List.of("COLD", "best"), null, null)));
    assertEquals(List.of("three"), tasks(with("measure", "W4", List.of(), null, null)));
    Instant second = NOON.plus(Duration.ofDays(1));
    assertEquals(List.of("two", "three"), tasks(with(null, null, List.of(), second, null)));
    assertEquals(List.of("one"), tasks(with(null, null, List.of(), null, second)));
    assertEquals(List.of(), tasks(with("watch", null, List.of(), null, null)));
  }

  @Test
  void everyWordOfTheSearchIsFoundInAnyPlace() {
    three();
    assertEquals(List.of("one", "two"), tasks(search("cold")));
    assertEquals(List.of("one", "three"), tasks(search("D12 measure")));
    assertEquals(List.of("one", "two", "three"), tasks(search("synapse")), "a plan");
    assertEquals(List.of("one", "two", "three"), tasks(search("1311601044100123")), "a serial");
    assertEquals(List.of("one", "two", "three"), tasks(search("reson muller")), "beginnings");
    assertEquals(List.of(), tasks(search("cold watch")));
    // What is a language for SQLite is text for the user.
    assertEquals(List.of(), tasks(search("cold OR watch")));
    for (String hostile : List.of("\"", "a\" OR \"b", "(", "NEAR(", "text:cold", "*", "-", "^a")) {
      if (hostile.chars().anyMatch(Character::isLetterOrDigit)) {
        tasks(search(hostile));
      } else {
        assertThrows(IllegalArgumentException.class, () -> search(hostile));
      }
    }
  }

  @Test
  void aChangedFileIsReadAgain() throws IOException {
    three();
    RunCatalog catalog = new RunCatalog(folder, 0);
    assertEquals(List.of(), tasks(catalog, search("beautiful")));
    Path last = new Runs(folder).find(new Runs(folder).list().get(2).name());
    RunFile.describe(last, before -> before.noted(new Metadata.Note("", "a beautiful line")));
    assertEquals(List.of("three"), tasks(catalog, search("beautiful")));
    Files.delete(last);
    assertEquals(List.of("one", "two"), tasks(catalog, CatalogFilter.ALL));
    run("measure", "four", 3, said(""));
    assertEquals(List.of("one", "two", "four"), tasks(catalog, CatalogFilter.ALL));
  }

  @Test
  void aGrowingRunIsSeenAsItIsNow() {
    RunCatalog catalog = new RunCatalog(folder, 0);
    try (RunFile run = new Runs(folder).create(start("train", "xor"), NOON)) {
      assertEquals(CatalogEntry.NOT_ENDED, catalog.find(CatalogFilter.ALL).found().get(0).status());
      run.stop(new StopDocument(NOON, StopDocument.FAILED, "no answer", "{}"));
      run.commit();
      assertEquals("failed", catalog.find(CatalogFilter.ALL).found().get(0).status());
    }
    assertEquals(List.of("xor"), tasks(catalog, search("answer")));
  }

  /** A file that did not change is not opened, which its damage shows. */
  @Test
  void whatDidNotChangeIsNotReadAgain() throws IOException {
    Path file = run("measure", "one", 0, said("W3"));
    RunCatalog catalog = new RunCatalog(folder, 0);
    assertEquals(List.of("one"), tasks(catalog, CatalogFilter.ALL));
    FileTime time = Files.getLastModifiedTime(file);
    Files.write(file, new byte[4096], StandardOpenOption.WRITE);
    Files.setLastModifiedTime(file, time);
    assertEquals(List.of("one"), tasks(catalog, CatalogFilter.ALL));
    Files.setLastModifiedTime(file, FileTime.from(NOON));
    RunCatalog.Found found = catalog.find(CatalogFilter.ALL);
    assertEquals(List.of(), found.found());
    assertEquals(1, found.unreadable().size());
  }

  @Test
  void theIndexIsBesideTheFolderAndCanBeDeleted() throws IOException {
    three();
    RunCatalog catalog = new RunCatalog(folder, 0);
    tasks(catalog, CatalogFilter.ALL);
    assertEquals(home.resolve(".runs.index"), catalog.file());
    assertTrue(Files.isRegularFile(catalog.file()));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(3, files.count());
    }
    Files.delete(catalog.file());
    assertEquals(List.of("one", "two"), tasks(catalog, search("cold")));
  }

  @Test
  void aDamagedOrForeignIndexIsMadeAgain() throws IOException {
    three();
    RunCatalog catalog = new RunCatalog(folder, 0);
    tasks(catalog, CatalogFilter.ALL);
    byte[] sound = Files.readAllBytes(catalog.file());
    for (int from = 0; from < sound.length; from += sound.length / 7) {
      byte[] damaged = sound.clone();
      for (int i = from; i < Math.min(sound.length, from + 5000); i++) {
        damaged[i] = (byte) ~damaged[i];
      }
      Files.write(catalog.file(), damaged);
      assertEquals(List.of("one", "two", "three"), tasks(catalog, CatalogFilter.ALL), "at " + from);
      Files.deleteIfExists(catalog.file());
    }
    Files.writeString(catalog.file(), "not a database, but somebody's text, and long enough");
    assertEquals(List.of("one", "two"), tasks(catalog, search("cold")));
  }

  @Test
  void fewRunsNeedNoIndex() throws IOException {
    three();
    assertEquals(List.of("one", "two"), tasks(new RunCatalog(folder), search("cold")));
    assertFalse(Files.exists(new RunCatalog(folder).file()));
    assertEquals(List.of(), tasks(new RunCatalog(home.resolve("none")), CatalogFilter.ALL));
  }

  @Test
  void withoutAPlaceForTheIndexRunsAreFoundAllTheSame() throws IOException {
    three();
    RunCatalog catalog = new RunCatalog(folder, 0);
    Files.createDirectories(catalog.file().resolve("in the way"));
    assertEquals(List.of("one", "two"), tasks(catalog, search("cold")));
  }

  @Test
  void severalProgramsMayListAtTheSameTime() {
    three();
    IntStream.range(0, 8)
        .parallel()
        .forEach(i -> assertEquals(List.of("one", "two"), tasks(search("cold"))));
  }
}
