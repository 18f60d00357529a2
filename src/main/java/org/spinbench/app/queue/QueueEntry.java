package org.spinbench.app.queue;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One entry of a queue.
 *
 * @param id its number, which no other entry gets
 * @param words the command line, without the name of the program
 * @param folder where it is executed
 * @param added time of adding it
 * @param when what must hold before it is executed
 * @param state its state
 * @param last its last execution
 */
public record QueueEntry(
    long id,
    List<String> words,
    String folder,
    Instant added,
    When when,
    State state,
    Execution last) {

  /** The state of an entry. */
  public enum State {
    /** It is executed as soon as its conditions hold and nothing else is. */
    WAITING,
    /** It is not executed until it is released. */
    HELD,
    /** It is being executed, or its queue died during that. */
    RUNNING,
    /** It succeeded. */
    DONE,
    /** It ended with an error. */
    FAILED,
    /** It was stopped or killed. */
    INTERRUPTED,
    /** It was not executed, because the one before did not succeed. */
    SKIPPED;

    /** Whether nothing more happens to such an entry by itself, so that others need not wait. */
    boolean isOver() {
      return this == DONE || this == FAILED || this == SKIPPED;
    }
  }

  /**
   * Conditions.
   *
   * @param notBefore earliest time; null for any
   * @param after number of the entry that must be over; null for none
   * @param ifSucceeded whether that one, or else the one before in the queue, must have succeeded
   */
  public record When(Instant notBefore, Long after, boolean ifSucceeded) {
    /** No conditions. */
    public static final When ANY = new When(null, null, false);
  }

  /**
   * An execution.
   *
   * @param begun its begin; null before the first
   * @param ended its end; null until then
   * @param pid number of its process; null if there is none yet
   * @param started start of that process by the operating system, since numbers are used again;
   *     null if unknown
   * @param run name of its run; empty if it made none
   * @param reason why it did not succeed; else empty
   */
  public record Execution(
      Instant begun, Instant ended, Long pid, Instant started, String run, String reason) {
    /** Before the first. */
    static final Execution NONE = new Execution(null, null, null, null, "", "");

    Execution in(ProcessHandle process) {
      return new Execution(
          begun, null, process.pid(), process.info().startInstant().orElse(null), run, "");
    }

    /** Whether its process is alive. */
    boolean isAlive() {
      return process().isPresent();
    }

    Optional<ProcessHandle> process() {
      return pid == null
          ? Optional.empty()
          : ProcessHandle.of(pid)
              .filter(ProcessHandle::isAlive)
              .filter(one -> one.info().startInstant().orElse(started).equals(started));
    }
  }

  /** The entry in another state. */
  QueueEntry in(State other, Execution execution) {
    return new QueueEntry(id, words, folder, added, when, other, execution);
  }

  /** The tag of the runs that this entry makes. */
  public String tag() {
    return "queue-" + id;
  }

  /** The entry in a sentence, such as {@code 3 (measure plan.toml)}. */
  public String text() {
    return id + " (" + String.join(" ", words) + ")";
  }

  /** Its state for people: one whose process died without its queue is no longer running. */
  public String stateText() {
    boolean lost = state == State.RUNNING && !last.isAlive();
    return (lost ? State.INTERRUPTED : state).name().toLowerCase(Locale.ROOT);
  }
}
