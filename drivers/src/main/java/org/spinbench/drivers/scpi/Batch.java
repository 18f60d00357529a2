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
 * <p>One instrument still gets one command after another: its next message, whatever it is, waits
 * for the confirmation of the one before. No thread is started, so that a simulated bench goes the
 * same way every time.
 */
public final class Batch {
  private final List<ScpiSession> sessions;

  /** Batches of these sessions. */
  public Batch(Collection<ScpiSession> sessions) {
    this.sessions = List.copyOf(sessions);
  }

  /**
   * Runs what sends commands, then waits until every instrument has confirmed its own. Inside
   * another batch of the same thread it ends with the same wait. What fails keeps none of the other
   * instruments from being waited for.
   *
   * @throws RuntimeException what failed, if it was one thing
   * @throws BatchException naming all that failed, if it was more
   */
  public void run(Runnable commands) {
    List<RuntimeException> failures = new ArrayList<>();
    List<ScpiSession> begun = sessions.stream().filter(ScpiSession::beginBatch).toList();
    attempt(commands, failures);
    for (ScpiSession session : sessions) {
      attempt(begun.contains(session) ? session::endBatch : session::confirmSent, failures);
    }
    if (failures.size() == 1) {
      throw failures.get(0);
    }
    if (!failures.isEmpty()) {
      throw new BatchException(failures);
    }
  }

  private static void attempt(Runnable part, List<RuntimeException> failures) {
    try {
      part.run();
    } catch (RuntimeException e) {
      failures.add(e);
    }
  }
}
