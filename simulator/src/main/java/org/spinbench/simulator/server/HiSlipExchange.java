package org.spinbench.simulator.server;

import java.util.function.BooleanSupplier;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.hislip.Header;

/**
 * The state of one client's message exchange in synchronised mode (IVI-6.1 section 3.1.1): the
 * messages received and executed, whether a response is on its way, and whether the client has yet
 * to acknowledge it. RMT is the end of a response message.
 */
final class HiSlipExchange {
  private static final int NOTHING = Header.FIRST_ID - Header.ID_STEP;

  /** The longest time for a message that its client has sent to arrive. */
  private static final long ARRIVAL_NANOS = 2_000_000_000L;

  private final Clock clock = new SystemClock();
  private int received = NOTHING;
  private int done = NOTHING;
  private boolean rmtExpected;
  private boolean available;
  private boolean justCleared;

  /**
   * Notes a received message.
   *
   * @param rmtDelivered whether the client reports a complete response
   * @return whether the report contradicts what was sent: the error of an interrupted query. The
   *     first message after device clear may report anything, because some clients report a
   *     response from before it
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

  /** Notes that the response was discarded. */
  synchronized void interrupted() {
    available = false;
  }

  /** Notes that a message has been executed. */
  synchronized void done(int id) {
    done = id;
    notifyAll();
  }

  /**
   * Whether a response is available (MAV) from the view of a client whose last message this was.
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

  /** Makes waiting threads check whether their wait has ended. */
  synchronized void wake() {
    notifyAll();
  }

  /** Whether a message has been executed. */
  synchronized boolean isDone(int id) {
    return done - id >= 0;
  }

  /**
   * Waits until a message has been executed; ends early if the message does not arrive or is
   * cleared.
   */
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
