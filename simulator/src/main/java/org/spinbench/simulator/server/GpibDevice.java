package org.spinbench.simulator.server;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.Endpoint.QueryError;
import org.spinbench.drivers.transport.SystemClock;

/**
 * An instrument as it stands on a GPIB bus: an input buffer, an output queue, and the message
 * exchange protocol between them (IEEE 488.2 section 6.3). The instrument works on its own thread,
 * so that the bus is free while it does.
 */
final class GpibDevice {
  private static final System.Logger LOG = System.getLogger(GpibDevice.class.getName());

  /** Messages that may wait for the instrument; a controller that sends more must wait. */
  private static final int WAITING_MESSAGES = 16;

  private static final int MESSAGE_AVAILABLE = 0x10;
  private static final int RETRY_MILLIS = 20;

  /** Device clears for an instrument that continues its work nevertheless. */
  private static final int MOST_CLEARS = 50;

  private final Endpoint instrument;
  private final Endpoint.Subscription subscription;
  private final Clock clock = new SystemClock();
  private final Queue<Input> input = new ArrayDeque<>();
  private byte[] output;
  private boolean working;

  /** The number of device clears; earlier work must leave nothing behind. */
  private int clears;

  private boolean closed;
  private volatile boolean requestsService;

  /** A program message, or a group execute trigger in the order of messages. */
  private record Input(byte[] message, boolean trigger) {}

  /** An input to execute, whether it interrupts an unread response, and the count of clears. */
  private record Work(Input input, boolean interrupts, int clears) {}

  GpibDevice(Endpoint instrument, String name) {
    this.instrument = instrument;
    subscription = instrument.onServiceRequest(() -> requestsService = true);
    Thread worker = new Thread(this::work, name);
    worker.setDaemon(true);
    worker.start();
  }

  /** Takes a program message, without terminator; waits while the input buffer is full. */
  void listen(byte[] message) throws InterruptedException {
    take(new Input(message, false));
  }

  /** Group execute trigger, executed after the messages before it. */
  void trigger() throws InterruptedException {
    take(new Input(null, true));
  }

  private synchronized void take(Input next) throws InterruptedException {
    while (input.size() >= WAITING_MESSAGES && !closed) {
      wait();
    }
    input.add(next);
    notifyAll();
  }

  /** A response message with its terminator, if it has one. */
  byte[] terminated(byte[] response) {
    return instrument.terminated(response);
  }

  /**
   * Waits for the response message.
   *
   * @return the message, without terminator; null if the time passes. Without a query that is a
   *     query error
   */
  byte[] talk(int millis) throws InterruptedException {
    long deadline = clock.nanos() + TimeUnit.MILLISECONDS.toNanos(millis);
    if (hasNothingToSay()) {
      synchronized (instrument) {
        instrument.queryError(QueryError.UNTERMINATED);
      }
    }
    synchronized (this) {
      long left = deadline - clock.nanos();
      while ((output == null || !input.isEmpty()) && left > 0 && !closed) {
        TimeUnit.NANOSECONDS.timedWait(this, left);
        left = deadline - clock.nanos();
      }
      if (!input.isEmpty()) {
        return null;
      }
      byte[] response = output;
      output = null;
      return response;
    }
  }

  private synchronized boolean hasNothingToSay() {
    return output == null && !working && input.isEmpty();
  }

  /**
   * Selected device clear. It is repeated while an earlier message is in progress, because that may
   * have been on its way to the instrument.
   */
  void clear() throws InterruptedException {
    synchronized (this) {
      clears++;
      input.clear();
      output = null;
      notifyAll();
    }
    int attempts = 0;
    do {
      instrument.clear();
      attempts++;
    } while (attempts < MOST_CLEARS && isStillWorking());
  }

  private synchronized boolean isStillWorking() throws InterruptedException {
    if (working) {
      wait(RETRY_MILLIS);
    }
    return working;
  }

  /** Serial poll. */
  int serialPoll() {
    boolean available;
    synchronized (this) {
      available = output != null;
    }
    requestsService = false;
    return instrument.serialPoll() | (available ? MESSAGE_AVAILABLE : 0);
  }

  /** Whether it asserts SRQ. */
  boolean requestsService() {
    return requestsService;
  }

  private void work() {
    try {
      for (Work work = next(); work != null; work = next()) {
        carryOut(work);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Work next() throws InterruptedException {
    while (input.isEmpty() && !closed) {
      wait();
    }
    if (closed) {
      return null;
    }
    Input next = input.remove();
    boolean interrupts = output != null && !next.trigger();
    output = interrupts ? null : output;
    working = true;
    notifyAll();
    return new Work(next, interrupts, clears);
  }

  private void carryOut(Work work) {
    byte[] response = null;
    try {
      response = response(work);
    } catch (RuntimeException | Error defect) {
      LOG.log(Level.ERROR, "a simulated instrument failed", defect);
    }
    synchronized (this) {
      working = false;
      if (response != null && work.clears() == clears) {
        output = response;
      }
      notifyAll();
    }
  }

  private byte[] response(Work work) {
    synchronized (instrument) {
      if (work.interrupts()) {
        instrument.queryError(QueryError.INTERRUPTED);
      }
      if (work.input().trigger()) {
        instrument.trigger();
      } else if (isCurrent(work)) {
        instrument.write(work.input().message());
        return instrument.read();
      }
      return null;
    }
  }

  private synchronized boolean isCurrent(Work work) {
    return work.clears() == clears;
  }

  /** Ends the device's thread; the instrument finishes the message in progress. */
  void close() {
    subscription.close();
    synchronized (this) {
      closed = true;
      notifyAll();
    }
  }
}
