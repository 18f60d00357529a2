package org.spinbench.drivers.scpi;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Commands to several instruments that need not wait for one another: each is sent at once, and
 * what the instruments say to them is read afterwards. So a batch takes the time of the slowest
 * instrument, not that of all together, and what each of them is sent is in the same order as
 * without a batch.
 *
 * <p>One instrument still gets one command after another: its next message always waits for the
 * confirmation of the one before. No thread is started, so that a simulated bench goes the same way
 * every time.
 */
public final class Batch {
  private final List<ScpiSession> sessions;

  /** Batches of these sessions. */
  public Batch(Collection<ScpiSession> sessions) {
    this.sessions = List.copyOf(sessions);
  }

  /**
   * Runs what sends commands, then waits until every instrument has confirmed its own. Inside
   * another batch of the same thread it ends with the same wait. A failure keeps no other
   * instrument from being waited for, and the batch always ends.
   *
   * @throws RuntimeException what failed, if it was one thing
   * @throws BatchException naming all that failed, if it was more
   * @throws Error the first that was thrown; other failures are suppressed in it
   */
  public void run(Runnable commands) {
    List<Throwable> failures = new ArrayList<>();
    List<ScpiSession> begun = sessions.stream().filter(ScpiSession::beginBatch).toList();
    attempt(commands, failures);
    for (ScpiSession session : sessions) {
      attempt(begun.contains(session) ? session::endBatch : session::confirmSent, failures);
    }
    throwErrors(failures);
    List<RuntimeException> exceptions =
        failures.stream().map(failure -> (RuntimeException) failure).toList();
    if (exceptions.size() == 1) {
      throw exceptions.get(0);
    }
    if (!exceptions.isEmpty()) {
      throw new BatchException(exceptions);
    }
  }

  private static void attempt(Runnable part, List<Throwable> failures) {
    try {
      part.run();
    } catch (RuntimeException | Error e) {
      failures.add(e);
    }
  }

  private static void throwErrors(List<Throwable> failures) {
    for (Throwable failure : failures) {
      if (failure instanceof Error error) {
        failures.stream().filter(other -> other != error).forEach(error::addSuppressed);
        throw error;
      }
    }
  }
}
