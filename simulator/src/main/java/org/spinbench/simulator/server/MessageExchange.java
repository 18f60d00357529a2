package org.spinbench.simulator.server;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Queue;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.Endpoint.QueryError;
import org.spinbench.drivers.transport.rpc.Vxi11Error;
import org.spinbench.drivers.transport.rpc.Vxi11Protocol;

/**
 * The message exchange of one instrument (IEEE 488.2 section 6.3): an input buffer, one thread that
 * executes its messages in order, and an output queue for one response. All links to the instrument
 * share it.
 *
 * <p>A message that begins before the last response has been read interrupts it (-410). A read
 * without a query is unterminated (-420), and gets nothing. A response that the output queue cannot
 * hold is a deadlock (-430), and is dropped.
 */
final class MessageExchange {
  /** Bytes of complete messages that may wait; a write waits for space. */
  static final int INPUT_BUFFER = 1 << 20;

  /** Bytes of the longest response. */
  static final int OUTPUT_QUEUE = 1 << 28;

  /** Maximum number of bytes of one read. */
  static final int LARGEST_READ = 1 << 20;

  private static final System.Logger LOG = System.getLogger(MessageExchange.class.getName());
  private static final int MESSAGE_AVAILABLE = 1 << 4;
  private static final int BYTES_PER_MESSAGE = 64;
  private static final int CLEAR_AGAIN_MILLIS = 20;
  private static final int JOIN_MILLIS = 2000;
  private static final int IDLE = -1;
  private static final byte[] NOTHING = {};

  /** Marks a group execute trigger in the input buffer. */
  private static final byte[] TRIGGER = {};

  private final Endpoint instrument;
  private final Thread executor;
  private final ProgramMessages program = new ProgramMessages();
  private final Queue<byte[]> input = new ArrayDeque<>();
  private final Queue<QueryError> errors = new ArrayDeque<>();
  private long inputBytes;
  private byte[] output;
  private int outputRead;
  private int clears;
  private int running = IDLE;
  private int pieces;
  private boolean stopped;

  /** The result of a write: an error, and the number of accepted bytes. */
  record Written(Vxi11Error error, int size) {}

  /** The result of a read: an error, the reason of its end, and the bytes. */
  record Read(Vxi11Error error, int reason, byte[] bytes, int from, int length) {
    static Read nothing(Vxi11Error error, int reason) {
      return new Read(error, reason, NOTHING, 0, 0);
    }
  }

  MessageExchange(String name, Endpoint instrument) {
    this.instrument = instrument;
    this.executor = new Thread(this::execute, "VXI-11 " + name);
    executor.setDaemon(true);
    executor.start();
  }

  /** Accepts a piece of a program message, completely or not at all. */
  synchronized Written write(byte[] piece, boolean end, Vxi11Call call, long deadline) {
    if (piece.length == 0) {
      return new Written(Vxi11Error.NONE, 0);
    }
    if (!awaitRoom(call, deadline)) {
      return new Written(call.failure(Vxi11Error.IO_TIMEOUT), 0);
    }
    pieces++;
    interrupt();
    program.put(piece, end, this::enter);
    return new Written(Vxi11Error.NONE, piece.length);
  }

  /** Adds a trigger after the received messages. */
  synchronized Vxi11Error trigger(Vxi11Call call, long deadline) {
    if (!awaitRoom(call, deadline)) {
      return call.failure(Vxi11Error.IO_TIMEOUT);
    }
    pieces++;
    interrupt();
    enter(TRIGGER);
    return Vxi11Error.NONE;
  }

  private boolean awaitRoom(Vxi11Call call, long deadline) {
    while (inputBytes >= INPUT_BUFFER) {
      if (!call.await(this, deadline)) {
        return false;
      }
    }
    return true;
  }

  private void enter(byte[] message) {
    input.add(message);
    inputBytes += message.length + BYTES_PER_MESSAGE;
    notifyAll();
  }

  private void interrupt() {
    if (output != null) {
      output = null;
      enterError(QueryError.INTERRUPTED);
    }
  }

  private void enterError(QueryError error) {
    errors.add(error);
    notifyAll();
  }

  /**
   * Reads bytes of the response, and waits for it after a query. If another link writes meanwhile,
   * its message interrupts the response, and this read does not get the next one. An aborted read,
   * such as one that a client left behind when it hung up, takes nothing.
   *
   * @param most maximum number of bytes
   * @param terminator byte at which to stop; -1 for none
   */
  synchronized Read read(long most, int terminator, Vxi11Call call, long deadline) {
    if (most == 0) {
      return Read.nothing(Vxi11Error.NONE, Vxi11Protocol.REASON_REQUEST_COUNT);
    }
    if (call.isAborted()) {
      return Read.nothing(Vxi11Error.ABORT, 0);
    }
    int before = pieces;
    boolean failure = false;
    while (failure || output == null) {
      if (!failure && running == IDLE && input.isEmpty()) {
        failure = true;
        program.reset();
        enterError(QueryError.UNTERMINATED);
      }
      if (!call.await(this, deadline)) {
        return Read.nothing(call.failure(Vxi11Error.IO_TIMEOUT), 0);
      }
      failure |= before != pieces;
    }
    return take((int) Math.min(most, LARGEST_READ), most, terminator);
  }

  private Read take(int size, long most, int terminator) {
    byte[] bytes = output;
    int from = outputRead;
    int length = Math.min(size, bytes.length - from);
    int reason = 0;
    for (int i = 0; terminator >= 0 && reason == 0 && i < length; i++) {
      if (bytes[from + i] == (byte) terminator) {
        reason = Vxi11Protocol.REASON_CHARACTER;
        length = i + 1;
      }
    }
    outputRead += length;
    if (length == most) {
      reason |= Vxi11Protocol.REASON_REQUEST_COUNT;
    }
    if (outputRead == bytes.length) {
      reason |= Vxi11Protocol.REASON_END;
      output = null;
    }
    return new Read(Vxi11Error.NONE, reason, bytes, from, length);
  }

  /** The status byte, with MAV for the response in the output queue. */
  int statusByte() {
    int status = instrument.serialPoll();
    synchronized (this) {
      return output == null ? status : status | MESSAGE_AVAILABLE;
    }
  }

  /** Empties both buffers and cancels the message in progress; returns when that has ended. */
  Vxi11Error clear(Vxi11Call call, long deadline) {
    synchronized (this) {
      clears++;
      input.clear();
      inputBytes = 0;
      program.reset();
      output = null;
      notifyAll();
    }
    do {
      instrument.clear();
      long again = call.deadline(CLEAR_AGAIN_MILLIS);
      synchronized (this) {
        while (running != IDLE && running != clears && call.await(this, again)) {
          // Wait until the executor has stopped, or until it is time to clear again.
        }
        if (running == IDLE || running == clears) {
          return Vxi11Error.NONE;
        }
      }
    } while (!call.over(deadline));
    return call.failure(Vxi11Error.IO_TIMEOUT);
  }

  /** Makes waiting threads check whether they must still wait. */
  synchronized void wake() {
    notifyAll();
  }

  /** Ends the thread; a message in progress finishes. */
  void stop() {
    synchronized (this) {
      stopped = true;
      notifyAll();
    }
    try {
      executor.join(JOIN_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void execute() {
    try {
      while (awaitWork()) {
        QueryError error = nextError();
        if (error != null) {
          report(error);
        } else {
          finish(carryOut(nextMessage()));
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean awaitWork() throws InterruptedException {
    while (!stopped && errors.isEmpty() && input.isEmpty()) {
      wait();
    }
    return !stopped;
  }

  private synchronized QueryError nextError() {
    return errors.poll();
  }

  /** The next message; nothing after a device clear. */
  private synchronized byte[] nextMessage() {
    byte[] message = input.poll();
    if (message == null) {
      return NOTHING;
    }
    inputBytes -= message.length + BYTES_PER_MESSAGE;
    running = clears;
    notifyAll();
    return message;
  }

  private void report(QueryError error) {
    try {
      synchronized (instrument) {
        instrument.queryError(error);
      }
    } catch (RuntimeException | Error defect) {
      LOG.log(Level.ERROR, executor.getName() + " failed", defect);
    }
  }

  /** Executes a message under the instrument's lock, unless a device clear came meanwhile. */
  private byte[] carryOut(byte[] message) {
    try {
      synchronized (instrument) {
        if (message == NOTHING || cleared()) {
          return null;
        }
        if (message == TRIGGER) {
          instrument.trigger();
          return null;
        }
        instrument.write(message);
        return instrument.read();
      }
    } catch (RuntimeException | Error defect) {
      LOG.log(Level.ERROR, executor.getName() + " failed", defect);
      return null;
    }
  }

  private synchronized boolean cleared() {
    return running != clears;
  }

  private synchronized void finish(byte[] response) {
    boolean wanted = response != null && running == clears;
    running = IDLE;
    if (wanted && response.length >= OUTPUT_QUEUE) {
      enterError(QueryError.DEADLOCKED);
    } else if (wanted) {
      output = instrument.terminated(response);
      outputRead = 0;
      if (!input.isEmpty() || program.begun()) {
        interrupt();
      }
    }
    notifyAll();
  }
}
