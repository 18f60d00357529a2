package org.spinbench.simulator.server;

import java.util.function.BooleanSupplier;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.hislip.Header;

/**
 * Where one client stands in the message exchange in synchronised mode (IVI-6.1 section 3.1.1):
 * which messages came and are done, whether a response is on its way, and whether the client has
 * yet to say that it has one. RMT is the end of a response message.
 */
final class HiSlipExchange {
  private static final int NOTHING = Header.FIRST_ID - Header.ID_STEP;

  /** How long a message that its client says it has sent may be on its way. */
  private static final long ARRIVAL_NANOS = 2_000_000_000L;

  private final Clock clock = new SystemClock();
  private int received = NOTHING;
  private int done = NOTHING;
  private boolean rmtExpected;
  private boolean available;
  private boolean justCleared;

  /**
   * Notes that a message came.
   *
   * @param rmtDelivered whether the client says that it has a whole response
   * @return whether that contradicts what was sent, which is the error of an interrupted query. The
   *     first message after device clear may say what it likes: clients exist that remember a
   *     response from before.
   */
  synchronized boolean received(int id, boolean rmtDelivered) {
    boolean interrupted = rmtDelivered != rmtExpected && !justCleared;
    received = id;
    rmtExpected = false;
    justCleared = false;
    available &= !(rmtDelivered || interrupted);
    return interrupted;
  }

  /** Notes that a part of a response is about to be sent. */
  synchronized void responding(boolean end) {
    available = true;
    rmtExpected |= end;
  }

  /** Notes that the response was given up. */
  synchronized void interrupted() {
    available = false;
  }

  /** Notes that a message has been carried out. */
  synchronized void done(int id) {
    done = id;
    notifyAll();
  }

  /**
   * Whether a response is available (MAV), as the client sees it that has sent this message last.
   */
  synchronized boolean available(int lastSent, boolean rmtDelivered) {
    if (rmtDelivered) {
      rmtExpected = false;
      available = false;
    }
    return available && lastSent == received;
  }

  /** Device clear. */
  synchronized void clear() {
    received = NOTHING;
    done = NOTHING;
    rmtExpected = false;
    available = false;
    justCleared = true;
    notifyAll();
  }

  /** Lets those who wait see that their wait has been broken off. */
  synchronized void wake() {
    notifyAll();
  }

  /** Whether a message has been carried out. */
  synchronized boolean isDone(int id) {
    return done - id >= 0;
  }

  /** Waits until a message has been carried out, unless it does not come, or is cleared away. */
  synchronized void awaitDone(int id, BooleanSupplier brokenOff) {
    long deadline = clock.nanos() + ARRIVAL_NANOS;
    while (done - id < 0 && !brokenOff.getAsBoolean()) {
      boolean arrived = received - id >= 0;
      long left = arrived ? 0 : deadline - clock.nanos();
      if (!arrived && left <= 0) {
        return;
      }
      pause(left);
    }
  }

  private void pause(long nanos) {
    try {
      wait(nanos / 1_000_000, (int) (nanos % 1_000_000));
    } catch (InterruptedException stop) {
      throw new IllegalStateException("nobody interrupts the threads of a server", stop);
    }
  }
}
