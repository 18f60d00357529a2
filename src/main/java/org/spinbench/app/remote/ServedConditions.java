package org.spinbench.app.remote;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.spinbench.drivers.bench.Judge;
import org.spinbench.drivers.bench.guard.Tripped;
import org.spinbench.drivers.transport.Clock;

/**
 * Judges the trips and interlocks of a server's bench file while clients drive the bench, on a
 * separate thread, and then whether they have cleared.
 */
final class ServedConditions {
  /** Period of the check whether a condition is due or has cleared. */
  private static final Duration LOOK = Duration.ofMillis(100);

  private final Judge judge;
  private final Predicate<String> hold;
  private final Consumer<String> release;
  private final BooleanSupplier driven;
  private final Consumer<Tripped> trip;
  private final Runnable cleared;
  private final Clock clock;
  private final Thread thread = new Thread(this::run, "bench server: conditions");
  private volatile boolean stopping;
  private volatile boolean tripped;

  /**
   * Starts judging.
   *
   * @param hold prevents exchanges of clients with an instrument; false if that is impossible now
   * @param release ends that
   * @param driven whether any client has set something
   * @param trip brings the bench to rest
   * @param cleared lets clients drive again
   */
  ServedConditions(
      Judge judge,
      Predicate<String> hold,
      Consumer<String> release,
      BooleanSupplier driven,
      Consumer<Tripped> trip,
      Runnable cleared,
      Clock clock) {
    this.judge = judge;
    this.hold = hold;
    this.release = release;
    this.driven = driven;
    this.trip = trip;
    this.cleared = cleared;
    this.clock = clock;
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Notes that the bench is at rest after a trip; from now on it checks whether the condition has
   * cleared.
   */
  void rested() {
    tripped = true;
  }

  void stop() {
    stopping = true;
  }

  private void run() {
    while (!stopping) {
      Optional<Tripped> met = driven.getAsBoolean() ? look() : Optional.empty();
      if (met.isPresent()) {
        trip.accept(met.get());
        awaitClear(met.get());
      }
      clock.sleep(LOOK);
    }
  }

  /** Judges the conditions; links can end during a query while the bench is brought to rest. */
  private Optional<Tripped> look() {
    try {
      return judge.look(hold, release);
    } catch (IllegalStateException forgotten) {
      return Optional.empty();
    }
  }

  private void awaitClear(Tripped what) {
    long since = clock.nanos();
    while (!stopping) {
      clock.sleep(LOOK);
      if (!tripped || !isClear(what)) {
        since = clock.nanos();
      } else if (clock.nanos() - since >= what.resumeAfter() * 1e9) {
        tripped = false;
        cleared.run();
        return;
      }
    }
  }

  private boolean isClear(Tripped what) {
    try {
      return judge.isClear(what, hold, release);
    } catch (IllegalStateException forgotten) {
      return false;
    }
  }
}
