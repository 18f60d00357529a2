package org.spinbench.app.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.spinbench.app.queue.QueueEntry.Execution;
import org.spinbench.app.queue.QueueEntry.State;
import org.spinbench.app.queue.QueueEntry.When;

class QueueOrderTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static QueueEntry entry(long id, State state, When when) {
    return new QueueEntry(id, List.of("train"), "/", NOON, when, state, Execution.NONE);
  }

  private static Optional<Long> next(QueueEntry... entries) {
    return QueueOrder.next(List.of(entries), NOON).map(QueueEntry::id);
  }

  @Test
  void theFirstThatWaitsIsNext() {
    assertEquals(Optional.empty(), next());
    assertEquals(
        Optional.of(7L),
        next(
            entry(3, State.DONE, When.ANY),
            entry(9, State.HELD, When.ANY),
            entry(7, State.WAITING, When.ANY),
            entry(1, State.WAITING, When.ANY)));
  }

  @Test
  void anEntryBeforeItsTimeLetsOthersPass() {
    QueueEntry later = entry(1, State.WAITING, new When(NOON.plusSeconds(1), null, false));
    QueueEntry now = entry(2, State.WAITING, new When(NOON, null, false));
    assertEquals(Optional.of(2L), next(later, now));
    assertEquals(Optional.empty(), next(later));
    assertTrue(QueueOrder.isAnyDueLater(List.of(later), NOON));
    assertFalse(QueueOrder.isAnyDueLater(List.of(now), NOON));
    assertEquals(
        Optional.of("waits until 2026-03-01T12:00:01Z"),
        QueueOrder.obstacle(List.of(later), later, NOON));
  }

  @ParameterizedTest
  @CsvSource({
    "WAITING, false, false, 'waits for 1, which is waiting'",
    "HELD, false, false, 'waits for 1, which is held'",
    "RUNNING, false, false, 'waits for 1, which is interrupted'",
    "INTERRUPTED, false, false, 'waits for 1, which is interrupted'",
    "DONE, true, false, ''",
    "FAILED, true, true, ''",
    "SKIPPED, true, true, ''"
  })
  void anEntryFollowsAnother(State state, boolean goes, boolean refused, String obstacle) {
    QueueEntry other = entry(1, state, new When(NOON.plusSeconds(9), null, false));
    for (When when : List.of(new When(null, 1L, true), new When(null, null, true))) {
      QueueEntry follower = entry(2, State.WAITING, when);
      List<QueueEntry> all = List.of(other, follower);
      assertEquals(obstacle, QueueOrder.obstacle(all, follower, NOON).orElse(""));
      assertEquals(goes, QueueOrder.next(all, NOON).equals(Optional.of(follower)));
      if (goes) {
        assertEquals(refused, QueueOrder.refusal(all, follower).isPresent());
      }
    }
    QueueEntry anyway = entry(2, State.WAITING, new When(null, 1L, false));
    assertEquals(Optional.empty(), QueueOrder.refusal(List.of(other, anyway), anyway));
  }

  @Test
  void aRefusalSaysWhy() {
    QueueEntry follower = entry(2, State.WAITING, new When(null, null, true));
    assertEquals(
        Optional.of("1 before it is failed"),
        QueueOrder.refusal(List.of(entry(1, State.FAILED, When.ANY), follower), follower));
    assertEquals(Optional.empty(), QueueOrder.refusal(List.of(follower), follower), "the first");
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void onlyAWaitingEntryIsHeld(State state) {
    QueueEntry entry = entry(1, state, When.ANY);
    if (state == State.WAITING) {
      assertEquals(State.HELD, QueueChanges.held(entry).state());
    } else {
      assertThrows(IllegalArgumentException.class, () -> QueueChanges.held(entry));
    }
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void whatIsOverOrHeldIsReleased(State state) {
    Execution last = new Execution(NOON, NOON, null, null, "a run", "a reason");
    QueueEntry entry = entry(1, state, When.ANY).in(state, last);
    if (state == State.WAITING || state == State.RUNNING || state == State.DONE) {
      assertThrows(IllegalArgumentException.class, () -> QueueChanges.released(entry, false));
    } else {
      QueueEntry resumes = QueueChanges.released(entry, false);
      assertEquals(State.WAITING, resumes.state());
      assertEquals("a run", resumes.last().run());
      assertEquals(Execution.NONE, QueueChanges.released(entry, true).last());
    }
  }

  /** The number of a process is used again; its start tells whether it is still the same. */
  @Test
  void aProcessIsKnownByItsStart() {
    ProcessHandle own = ProcessHandle.current();
    Instant started = own.info().startInstant().orElseThrow();
    assertTrue(new Execution(NOON, null, own.pid(), started, "", "").isAlive());
    assertFalse(new Execution(NOON, null, own.pid(), NOON, "", "").isAlive());
    assertFalse(Execution.NONE.isAlive());
  }
}
