package org.spinbench.simulator.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.Endpoint.QueryError;
import org.spinbench.drivers.transport.MessageEnd;
import org.spinbench.drivers.transport.hislip.ErrorCode;
import org.spinbench.drivers.transport.hislip.FatalErrorCode;
import org.spinbench.drivers.transport.hislip.Header;
import org.spinbench.drivers.transport.hislip.MessageType;
import org.spinbench.simulator.scpi.FrontPanel;

/**
 * The session of one HiSLIP client with one instrument, in synchronised mode. The thread of the
 * synchronous channel executes the messages and sends the responses; {@link HiSlipRequests} handles
 * the asynchronous channel.
 */
final class HiSlipSession implements HiSlipLocks.Client {
  /** Bytes of the longest accepted payload. */
  static final int LARGEST_PAYLOAD = 1 << 20;

  private static final System.Logger LOG = System.getLogger(HiSlipSession.class.getName());
  private static final int KEPT = FrontPanel.LONGEST_MESSAGE + 1;
  private static final int PIECE = 1 << 13;
  private static final int RETRY_MILLIS = 10;

  private final Endpoint instrument;
  private final HiSlipLocks locks;
  private final HiSlipChannel sync;
  private final Runnable atEnd;
  private final HiSlipExchange exchange = new HiSlipExchange();
  private final Endpoint.Client asks = this::brokenOff;

  private volatile HiSlipChannel async;
  private volatile Endpoint.Subscription serviceRequests = () -> {};
  private volatile int clientsLargest = LARGEST_PAYLOAD;
  private volatile boolean clearing;
  private volatile boolean ended;
  private boolean working;
  private boolean breakingOff;

  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private boolean torn;

  HiSlipSession(Endpoint instrument, HiSlipLocks locks, HiSlipChannel sync, Runnable atEnd) {
    this.instrument = instrument;
    this.locks = locks;
    this.sync = sync;
    this.atEnd = atEnd;
  }

  Endpoint instrument() {
    return instrument;
  }

  HiSlipLocks locks() {
    return locks;
  }

  HiSlipExchange exchange() {
    return exchange;
  }

  /**
   * Takes the second channel.
   *
   * @return false if there is one already, or the client has gone
   */
  synchronized boolean attach(HiSlipChannel channel) {
    if (async != null || ended) {
      return false;
    }
    async = channel;
    channel.use();
    sync.use();
    return true;
  }

  /** Keeps the subscription to service requests, which ends with the session. */
  synchronized void subscribed(Endpoint.Subscription subscription) {
    serviceRequests = subscription;
    if (ended) {
      subscription.close();
    }
  }

  /** Sets the size of the largest message that the client accepts, bytes. */
  void clientsLargest(long size) {
    long most = Long.compareUnsigned(size, Integer.MAX_VALUE) > 0 ? Integer.MAX_VALUE : size;
    clientsLargest = (int) Math.max(1, most - Header.SIZE);
  }

  @Override
  public boolean hasEnded() {
    return ended;
  }

  /** Whether waits and work for this client are cancelled. */
  boolean brokenOff() {
    return clearing || ended;
  }

  /** Answers the synchronous channel until it ends. */
  void serve() throws IOException {
    Header header = sync.input().header();
    while (header != null) {
      switch (header.type()) {
        case DATA, DATA_END, TRIGGER -> message(header);
        case DEVICE_CLEAR_COMPLETE -> completeClear();
        default -> {
          if (!HiSlipRequests.passes(header, sync, this)) {
            return;
          }
        }
      }
      header = sync.input().header();
    }
  }

  private void message(Header header) throws IOException {
    if (async == null) {
      fatal(FatalErrorCode.CHANNELS_MISSING, "no asynchronous channel has been established");
      return;
    }
    if (header.control() > 1) {
      refuse(header, ErrorCode.UNKNOWN_CONTROL_CODE, "only bit 0 of the control code is defined");
    } else if (Long.compareUnsigned(header.length(), LARGEST_PAYLOAD) > 0) {
      refuse(header, ErrorCode.TOO_LARGE, "at most " + LARGEST_PAYLOAD + " bytes are taken");
    } else if (!clearing && locks.awaitAdmission(this, this::brokenOff)) {
      take(header);
    }
  }

  /** Reports an error and does not execute a message of which a part was refused. */
  private void refuse(Header header, ErrorCode code, String text) throws IOException {
    if (!clearing) {
      note(header);
      torn = header.type() == MessageType.DATA;
      message.reset();
      sync.error(code, text);
    }
  }

  private void take(Header header) throws IOException {
    note(header);
    if (header.type() == MessageType.TRIGGER) {
      carryOut(header.parameter(), null);
      return;
    }
    byte[] piece = new byte[(int) Math.min(PIECE, header.length())];
    while (sync.input().left() != 0) {
      int count = sync.input().read(piece, 0, piece.length);
      message.write(piece, 0, Math.min(count, KEPT - message.size()));
    }
    if (header.type() == MessageType.DATA_END) {
      byte[] whole = MessageEnd.strip(message.toByteArray(), message.size());
      message.reset();
      if (!torn) {
        carryOut(header.parameter(), whole);
      }
      torn = false;
    }
  }

  private void note(Header header) {
    if (exchange.received(header.parameter(), (header.control() & 1) == 1)) {
      queryInterrupted();
    }
  }

  private void queryInterrupted() {
    synchronized (instrument) {
      instrument.queryError(QueryError.INTERRUPTED);
    }
  }

  /** Executes a message, or a trigger if the message is absent, and answers. */
  private void carryOut(int id, byte[] program) throws IOException {
    byte[] response = exchange(program);
    if (response != null) {
      respond(id, response);
    }
    if (!brokenOff()) {
      exchange.done(id);
    }
  }

  private byte[] exchange(byte[] program) {
    if (!beginWork()) {
      return null;
    }
    try {
      return program == null ? trigger() : instrument.exchange(program, asks);
    } finally {
      endWork();
    }
  }

  private byte[] trigger() {
    synchronized (instrument) {
      instrument.trigger();
      return instrument.read();
    }
  }

  private synchronized boolean beginWork() {
    working = !brokenOff();
    return working;
  }

  private synchronized void endWork() {
    working = false;
    notifyAll();
  }

  /** Sends a response and a line feed, in messages no longer than the client takes. */
  private void respond(int id, byte[] response) throws IOException {
    int from = 0;
    boolean end = false;
    while (!end && !brokenOff()) {
      Header waiting = sync.input().peek();
      if (waiting != null && isProgram(waiting.type())) {
        interrupt(waiting.parameter());
        return;
      }
      end = response.length - from < clientsLargest;
      exchange.responding(end);
      if (end) {
        sync.sendLine(MessageType.DATA_END, 0, id, response, from, response.length - from);
      } else {
        sync.send(MessageType.DATA, 0, id, response, from, clientsLargest);
      }
      from += clientsLargest;
    }
  }

  private static boolean isProgram(MessageType type) {
    return type == MessageType.DATA || type == MessageType.DATA_END || type == MessageType.TRIGGER;
  }

  /** Discards a response because the client has sent another message. */
  private void interrupt(int byId) throws IOException {
    exchange.interrupted();
    queryInterrupted();
    async.send(MessageType.ASYNC_INTERRUPTED, 0, byId);
    sync.send(MessageType.INTERRUPTED, 0, byId);
  }

  /** Begins device clear: ignores the synchronous channel from now on. */
  void beginClear() {
    synchronized (this) {
      clearing = true;
      breakingOff = true;
    }
    locks.wake();
    exchange.wake();
  }

  /**
   * Cancels the instrument's work for this client. It repeats that until it takes effect, because a
   * message may be on its way to the instrument. It does not touch an instrument that another
   * client has locked. Device clear ends only afterwards, so that it never cancels later work.
   */
  void breakOff() {
    if (isWorking() || locks.admits(this)) {
      instrument.clear();
    }
    while (isStillWorking()) {
      instrument.clear();
    }
    synchronized (this) {
      breakingOff = false;
      notifyAll();
    }
  }

  private synchronized boolean isWorking() {
    return working;
  }

  private synchronized boolean isStillWorking() {
    if (working && !ended) {
      pause(RETRY_MILLIS);
    }
    return working && !ended;
  }

  private synchronized void awaitBrokenOff() {
    while (breakingOff && !ended) {
      pause(0);
    }
  }

  private void pause(long millis) {
    try {
      wait(millis);
    } catch (InterruptedException stop) {
      throw new IllegalStateException("nobody interrupts the threads of a server", stop);
    }
  }

  private void completeClear() throws IOException {
    if (!clearing) {
      sync.error(ErrorCode.UNIDENTIFIED, "there is no device clear to complete");
      return;
    }
    awaitBrokenOff();
    message.reset();
    torn = false;
    exchange.clear();
    clearing = false;
    sync.send(MessageType.DEVICE_CLEAR_ACKNOWLEDGE, 0, 0);
  }

  /** Reports on both channels why the connection ends, and closes it. */
  void fatal(FatalErrorCode code, String text) {
    LOG.log(Level.DEBUG, "ending a HiSLIP session: {0}", text);
    sync.fatal(code, text);
    HiSlipChannel second = async;
    if (second != null) {
      second.fatal(code, text);
    }
    end();
  }

  /** Ends the session and cancels the instrument's work for it. */
  void abort() {
    end();
    if (isWorking()) {
      instrument.breakOff(asks);
    }
  }

  /** Ends the session and releases its locks. */
  void end() {
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
      notifyAll();
    }
    serviceRequests.close();
    locks.releaseAll(this);
    exchange.wake();
    sync.close();
    HiSlipChannel second = async;
    if (second != null) {
      second.close();
    }
    atEnd.run();
  }
}
