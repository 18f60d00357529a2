package org.spinbench.app.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.queue.QueueEntry.State;
import org.spinbench.app.queue.QueueEntry.When;

class QueueFileTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path folder;

  private QueueEntry add(String... words) {
    return add(When.ANY, words);
  }

  private QueueEntry add(When when, String... words) {
    return new QueueFile(folder).add(List.of(words), Path.of("/lab"), NOON, when, false);
  }

  private List<Long> ids() {
    return new QueueFile(folder).entries().stream().map(QueueEntry::id).toList();
  }

  @Test
  void anEntryIsKeptAsItWasAdded() {
    When when = new When(NOON.plusSeconds(3600), 1L, true);
    add("measure", "a plan.toml", "--tag", "Ω");
    QueueEntry second = add(when, "train");
    assertEquals(when, second.when());
    List<QueueEntry> all = new QueueFile(folder).entries();
    assertEquals(second, all.get(1));
    assertEquals(List.of("measure", "a plan.toml", "--tag", "Ω"), all.get(0).words());
    assertEquals(State.WAITING, all.get(0).state());
    assertEquals("1 (measure a plan.toml --tag Ω)", all.get(0).text());
  }

  @Test
  void entriesMove() {
    for (int i = 0; i < 5; i++) {
      add("train");
    }
    QueueFile queue = new QueueFile(folder);
    queue.move(5, 1);
    assertEquals(List.of(5L, 1L, 2L, 3L, 4L), ids());
    queue.move(1, 99);
    assertEquals(List.of(5L, 2L, 3L, 4L, 1L), ids());
    queue.move(2, 2);
    assertEquals(List.of(5L, 2L, 3L, 4L, 1L), ids());
    add("train");
    assertEquals(List.of(5L, 2L, 3L, 4L, 1L, 6L), ids());
  }

  @Test
  void aNumberIsNeverUsedAgain() {
    add("train");
    add("train");
    new QueueFile(folder).remove(2);
    assertEquals(3, add("train").id());
  }

  @Test
  void whatDoesNotExistIsNamed() {
    QueueFile queue = new QueueFile(folder);
    assertEquals(
        "the queue has no entry 4; it is empty",
        assertThrows(IllegalArgumentException.class, () -> queue.remove(4)).getMessage());
    add("train");
    add("train");
    for (Executable wrong :
        List.<Executable>of(
            () -> queue.remove(4),
            () -> queue.move(4, 1),
            () -> queue.change(4, one -> one),
            () -> add(new When(null, 4L, false), "train"))) {
      assertEquals(
          "the queue has no entry 4; it has 1, 2",
          assertThrows(IllegalArgumentException.class, wrong).getMessage());
    }
    assertEquals(List.of(1L, 2L), ids());
  }

  @Test
  void whatOthersWaitForStays() {
    add("train");
    add(new When(null, 1L, false), "measure", "plan.toml");
    QueueFile queue = new QueueFile(folder);
    assertEquals(
        "2 (measure plan.toml) is to follow 1; remove that one first",
        assertThrows(IllegalArgumentException.class, () -> queue.remove(1)).getMessage());
    queue.remove(2);
    queue.remove(1);
    assertEquals(List.of(), ids());
  }

  @Test
  void aRefusedChangeChangesNothing() {
    add("train");
    QueueFile queue = new QueueFile(folder);
    assertThrows(
        IllegalArgumentException.class,
        () -> queue.change(1, one -> QueueChanges.released(one, false)));
    assertEquals(State.WAITING, queue.entries().get(0).state());
  }

  @Test
  void manyProgramsMayAddAtTheSameTime() {
    IntStream.range(0, 16).parallel().forEach(i -> add("train", "--seed", Integer.toString(i)));
    assertEquals(LongStream.rangeClosed(1, 16).boxed().toList(), ids());
  }

  @Test
  void lookingMakesNoFile() throws IOException {
    Path none = folder.resolve("none");
    assertEquals(List.of(), new QueueFile(none).entries());
    assertFalse(Files.exists(none));
  }

  @Test
  void oneProgramRunsAQueue() {
    QueueLock lock = QueueLock.of(folder);
    assertTrue(
        assertThrows(IllegalStateException.class, () -> QueueLock.of(folder))
            .getMessage()
            .endsWith("is run by this program"));
    lock.close();
    QueueLock.of(folder).close();
  }
}
