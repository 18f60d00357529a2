package org.spinbench.drivers.instrument;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.spinbench.drivers.scpi.DesynchronisedException;
import org.spinbench.drivers.transport.TransportException;

/**
 * The steps that bring one source to rest. Every step is tried even if earlier ones failed, and
 * {@link #finish} reports all failures together. After a failure of the link, the remaining steps
 * are skipped, because they need it too.
 */
public final class Steps {
  private final List<RuntimeException> failures = new ArrayList<>();
  private boolean linkLost;

  /** Tries one step. */
  public Steps run(Runnable step) {
    if (!linkLost) {
      try {
        step.run();
      } catch (TransportException | DesynchronisedException e) {
        linkLost = true;
        failures.add(e);
      } catch (RuntimeException e) {
        failures.add(e);
      }
    }
    return this;
  }

  /** Adds a query that verifies a claim. */
  public Steps verify(String claim, BooleanSupplier holds) {
    return run(
        () -> {
          if (!holds.getAsBoolean()) {
            throw new NotAtRestException("the instrument does not confirm: " + claim);
          }
        });
  }

  /**
   * Ends the list.
   *
   * @throws NotAtRestException naming the source, if any step failed; each failure is suppressed in
   *     it
   */
  public void finish(String source) {
    if (failures.isEmpty()) {
      return;
    }
    RuntimeException first = failures.get(0);
    NotAtRestException e =
        new NotAtRestException(source + " could not be brought to rest: " + first.getMessage());
    failures.forEach(e::addSuppressed);
    throw e;
  }
}
