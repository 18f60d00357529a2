package org.spinbench.drivers.transport.serial;

import com.fazecast.jSerialComm.SerialPort;
import org.spinbench.drivers.transport.Deadline;
import org.spinbench.drivers.transport.SystemClock;

/**
 * Writes to a serial port in a separate thread. The system reports the free space of most ports,
 * but not of a pseudo-terminal: a write to one whose other end does not read blocks until it does.
 * Here it blocks no other thread.
 */
final class SerialWriter {
  /** Result of a write that the deadline has ended; the port can then only be closed. */
  static final int OVER = -2;

  private static final int FAILED = -1;
  private static final int PENDING = -3;
  private static final long LONGEST_JOIN_MILLIS = 1000;

  private final SerialPort port;
  private final Thread thread;
  private byte[] bytes;
  private int from;
  private int count;
  private int written = PENDING;
  private boolean stuck;
  private boolean ended;

  /** A writer to an open port. */
  SerialWriter(String name, SerialPort port) {
    this.port = port;
    thread = new Thread(this::run, name + " is written to");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Writes a piece.
   *
   * @return how many bytes were taken; negative if the port has failed or was closed, {@link #OVER}
   *     if it has taken none at the deadline
   */
  synchronized int write(byte[] from, int at, int length, Deadline deadline) {
    bytes = from;
    this.from = at;
    count = length;
    written = PENDING;
    notifyAll();
    stuck = !deadline.await(this, () -> written != PENDING || ended);
    if (stuck) {
      return OVER;
    }
    return written == PENDING ? FAILED : written;
  }

  private void run() {
    try {
      while (awaitPiece()) {
        int taken = port.writeBytes(bytes, count, from);
        finish(taken);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } finally {
      port.closePort();
    }
  }

  private synchronized boolean awaitPiece() throws InterruptedException {
    while (bytes == null && !ended) {
      wait();
    }
    return !ended;
  }

  private synchronized void finish(int taken) {
    bytes = null;
    written = taken;
    notifyAll();
  }

  /** Closes the port: at once, or as soon as the system lets go of a piece that is stuck. */
  void close() {
    boolean waits;
    synchronized (this) {
      ended = true;
      waits = !stuck;
      notifyAll();
    }
    boolean interrupted = Thread.interrupted();
    SystemClock clock = new SystemClock();
    long deadline = clock.nanos() + LONGEST_JOIN_MILLIS * 1_000_000;
    while (waits && thread.isAlive() && clock.nanos() < deadline) {
      try {
        thread.join(LONGEST_JOIN_MILLIS);
      } catch (InterruptedException stop) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
