package org.spinbench.simulator.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.spinbench.drivers.transport.hislip.ErrorCode;
import org.spinbench.drivers.transport.hislip.FatalErrorCode;
import org.spinbench.drivers.transport.hislip.Header;
import org.spinbench.drivers.transport.hislip.MessageType;

/**
 * The requests of one HiSLIP client on the asynchronous channel: status, service requests, device
 * clear, locks, remote and local. They are answered even while the synchronous channel waits. A
 * request that must wait does so in a separate thread.
 */
final class HiSlipRequests {
  private static final System.Logger LOG = System.getLogger(HiSlipRequests.class.getName());
  private static final int LONGEST_KEY = 256;
  private static final int LAST_REMOTE_LOCAL = 6;
  private static final int MAV = 1 << 4;
  private static final int RQS = 1 << 6;
  private static final byte[] OUR_LARGEST =
      ByteBuffer.allocate(Long.BYTES).putLong(HiSlipSession.LARGEST_PAYLOAD).array();

  private final HiSlipSession session;
  private final HiSlipChannel channel;
  private boolean serviceRequested;
  private final AtomicBoolean waits = new AtomicBoolean();
  private Thread waiting;

  HiSlipRequests(HiSlipSession session, HiSlipChannel channel) {
    this.session = session;
    this.channel = channel;
  }

  /**
   * Answers the asynchronous channel until it ends.
   *
   * @param greeting sent first; from then on no service request is missed
   */
  void serve(HiSlipChannel.Sending greeting) throws IOException {
    channel.sendInTurn(
        () -> {
          session.subscribed(session.instrument().onServiceRequest(this::serviceRequested));
          greeting.send();
        });
    Header header = channel.input().header();
    while (header != null && answered(header)) {
      header = channel.input().header();
    }
  }

  /** Answers one request; false if it ended the session. */
  private boolean answered(Header header) throws IOException {
    switch (header.type()) {
      case ASYNC_MAXIMUM_MESSAGE_SIZE -> exchangeSizes(header);
      case ASYNC_LOCK -> lock(header);
      case ASYNC_LOCK_INFO -> {
        HiSlipLocks locks = session.locks();
        channel.send(
            MessageType.ASYNC_LOCK_INFO_RESPONSE, locks.exclusive() ? 1 : 0, locks.holders());
      }
      case ASYNC_REMOTE_LOCAL_CONTROL -> remoteLocal(header);
      case ASYNC_DEVICE_CLEAR -> clear();
      case ASYNC_STATUS_QUERY -> status(header);
      default -> {
        return passes(header, channel, session);
      }
    }
    return true;
  }

  /**
   * Handles messages that are allowed on both channels, and refuses misplaced ones.
   *
   * @return false if the session ends
   */
  static boolean passes(Header header, HiSlipChannel channel, HiSlipSession session)
      throws IOException {
    switch (header.type()) {
      case ERROR -> LOG.log(Level.DEBUG, "the client refused a message: {0}", header);
      case FATAL_ERROR -> {
        LOG.log(Level.DEBUG, "the client ends the connection: {0}", header);
        return false;
      }
      case INITIALIZE, ASYNC_INITIALIZE -> {
        session.fatal(FatalErrorCode.BAD_INITIALIZATION, "this channel is established already");
        return false;
      }
      case VENDOR_DEFINED ->
          channel.error(
              ErrorCode.UNKNOWN_VENDOR_MESSAGE, "this server knows no vendor-defined messages");
      default ->
          channel.error(
              ErrorCode.UNKNOWN_TYPE,
              "a message of type " + header.code() + " is not accepted on this channel");
    }
    return true;
  }

  private void exchangeSizes(Header header) throws IOException {
    byte[] size = channel.input().payload(Long.BYTES);
    if (size.length != Long.BYTES || channel.input().left() != 0) {
      channel.error(ErrorCode.UNIDENTIFIED, "the size takes 8 bytes, not " + header.length());
      return;
    }
    session.clientsLargest(ByteBuffer.wrap(size).getLong());
    channel.send(
        MessageType.ASYNC_MAXIMUM_MESSAGE_SIZE_RESPONSE, 0, 0, OUR_LARGEST, 0, OUR_LARGEST.length);
  }

  private void lock(Header header) throws IOException {
    String key = new String(channel.input().payload(LONGEST_KEY), StandardCharsets.ISO_8859_1);
    if (channel.input().left() != 0) {
      channel.error(ErrorCode.TOO_LARGE, "a key has at most " + LONGEST_KEY + " characters");
      return;
    }
    switch (header.control()) {
      case 0 -> whenDone(header, this::release);
      case 1 -> acquire(key, Integer.toUnsignedLong(header.parameter()));
      default -> channel.error(ErrorCode.UNKNOWN_CONTROL_CODE, "a lock is requested or released");
    }
  }

  private void acquire(String key, long millis) throws IOException {
    HiSlipLocks locks = session.locks();
    HiSlipLocks.Outcome outcome = locks.acquire(session, key);
    if (outcome != HiSlipLocks.Outcome.FAILURE || millis == 0) {
      channel.send(MessageType.ASYNC_LOCK_RESPONSE, outcome.code(), 0);
      return;
    }
    long nanos = millis * 1_000_000;
    inBackground(
        () -> {
          int code = locks.acquire(session, key, nanos, session::brokenOff).code();
          return () -> channel.send(MessageType.ASYNC_LOCK_RESPONSE, code, 0);
        });
  }

  private void release() throws IOException {
    channel.send(MessageType.ASYNC_LOCK_RESPONSE, session.locks().release(session).code(), 0);
  }

  private void remoteLocal(Header header) throws IOException {
    if (header.control() > LAST_REMOTE_LOCAL) {
      channel.error(ErrorCode.UNKNOWN_CONTROL_CODE, "remote and local control has codes 0 to 6");
    } else {
      whenDone(header, () -> channel.send(MessageType.ASYNC_REMOTE_LOCAL_RESPONSE, 0, 0));
    }
  }

  /** Sends an answer to the client. */
  private interface Answer {
    void give() throws IOException;
  }

  /** A wait for the condition of an answer. */
  private interface Wait {
    Answer await();
  }

  /** Answers after the message that the request names has been executed. */
  private void whenDone(Header header, Answer answer) throws IOException {
    int id = header.parameter();
    if (session.exchange().isDone(id)) {
      answer.give();
    } else {
      inBackground(
          () -> {
            session.exchange().awaitDone(id, session::brokenOff);
            return answer;
          });
    }
  }

  /**
   * Answers after a wait; one wait at a time. The wait ends before its answer is sent, because a
   * client with the answer may send the next request at once.
   */
  private void inBackground(Wait wait) throws IOException {
    if (waits.get()) {
      channel.error(ErrorCode.UNIDENTIFIED, "another request of this client is waiting already");
      return;
    }
    joinWaiting();
    waits.set(true);
    boolean started = false;
    try {
      waiting =
          start(
              "waiting request",
              () -> {
                Answer answer;
                try {
                  answer = wait.await();
                } finally {
                  waits.set(false);
                }
                answer.give();
              });
      started = true;
    } finally {
      if (!started) {
        waits.set(false);
      }
    }
  }

  private void joinWaiting() {
    if (waiting != null) {
      HiSlipChannel.join(waiting, 0);
    }
  }

  private Thread start(String role, Answer answer) {
    Thread thread =
        new Thread(
            () -> {
              try {
                answer.give();
              } catch (IOException gone) {
                LOG.log(Level.DEBUG, "the client did not wait for its answer", gone);
              }
            },
            "HiSLIP server " + role);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Device clear: answers pending requests, acknowledges the clear, then stops the work. */
  private void clear() throws IOException {
    session.beginClear();
    joinWaiting();
    channel.send(MessageType.ASYNC_DEVICE_CLEAR_ACKNOWLEDGE, 0, 0);
    session.breakOff();
  }

  private void status(Header header) throws IOException {
    if (header.control() > 1) {
      channel.error(ErrorCode.UNKNOWN_CONTROL_CODE, "only bit 0 of the control code is defined");
      return;
    }
    boolean available = session.exchange().available(header.parameter(), header.control() == 1);
    channel.sendInTurn(
        () -> {
          int polled = session.instrument().serialPoll() & 0xFF & ~MAV;
          int requested = takeServiceRequest() ? RQS : 0;
          int status = polled | requested | (available ? MAV : 0);
          channel.send(MessageType.ASYNC_STATUS_RESPONSE, status, 0);
        });
  }

  private synchronized boolean takeServiceRequest() {
    boolean taken = serviceRequested;
    serviceRequested = false;
    return taken;
  }

  private synchronized boolean serviceIsRequested() {
    return serviceRequested;
  }

  /**
   * Sends a service request; once, until the client asks for the status. It must not call the
   * instrument here, and a serial poll would clear the request for other links. So it reports RQS
   * alone; the client gets the rest from the status.
   */
  private void serviceRequested() {
    synchronized (this) {
      if (serviceRequested) {
        return;
      }
      serviceRequested = true;
    }
    start(
        "service request",
        () ->
            channel.sendInTurn(
                () -> {
                  if (serviceIsRequested()) {
                    channel.send(MessageType.ASYNC_SERVICE_REQUEST, RQS, 0);
                  }
                }));
  }
}
