package org.spinbench.app.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.spinbench.app.queue.QueueEntry.State;

/** Which entry of a queue comes next: the first that waits and whose conditions hold. */
final class QueueOrder {
  private QueueOrder() {}

  /** The next entry at a time. */
  static Optional<QueueEntry> next(List<QueueEntry> entries, Instant now) {
    return entries.stream()
        .filter(one -> one.state() == State.WAITING)
        .filter(one -> obstacle(entries, one, now).isEmpty())
        .findFirst();
  }

  /** What a waiting entry waits for, in words; empty if it can be executed now. */
  static Optional<String> obstacle(List<QueueEntry> entries, QueueEntry entry, Instant now) {
    QueueEntry.When when = entry.when();
    Optional<QueueEntry> before = before(entries, entry).filter(one -> !one.state().isOver());
    if (before.isPresent()) {
      return Optional.of(
          "waits for " + before.get().id() + ", which is " + before.get().stateText());
    }
    return Optional.ofNullable(when.notBefore())
        .filter(now::isBefore)
        .map(time -> "waits until " + time);
  }

  /** Whether only time has to pass for one of the entries. */
  static boolean isAnyDueLater(List<QueueEntry> entries, Instant now) {
    return entries.stream()
        .filter(one -> one.state() == State.WAITING)
        .flatMap(one -> obstacle(entries, one, now).stream())
        .anyMatch(text -> text.startsWith("waits until"));
  }

  /** Why an entry whose turn it is must not be executed; empty if it may. */
  static Optional<String> refusal(List<QueueEntry> entries, QueueEntry entry) {
    return entry.when().ifSucceeded()
        ? before(entries, entry)
            .filter(one -> one.state() != State.DONE)
            .map(one -> one.id() + " before it is " + one.stateText())
        : Optional.empty();
  }

  /** The entry that must be over before another one is executed. */
  private static Optional<QueueEntry> before(List<QueueEntry> entries, QueueEntry entry) {
    Long after = entry.when().after();
    if (after != null) {
      return entries.stream().filter(one -> one.id() == after).findFirst();
    }
    int place = entries.indexOf(entry);
    return entry.when().ifSucceeded() && place > 0
        ? Optional.of(entries.get(place - 1))
        : Optional.empty();
  }
}
