package org.spinbench.drivers.transport.hislip;

/**
 * The message ids of a client (IVI-6.1), by which it knows to which message an answer belongs. In
 * synchronised mode an answer carries the id of its question. In overlap mode the server numbers
 * its answers by itself, and no answer is stale.
 */
final class HiSlipMessageIds {
  private static final int NOTHING_SENT = Header.FIRST_ID - Header.ID_STEP;

  private boolean overlap;
  private int next;
  private int last;
  private int lastDelivered;
  private boolean delivered;
  private int interruptions;

  /** Ids of a new link. */
  HiSlipMessageIds(boolean overlap) {
    restart(overlap);
  }

  /** Begins again, as device clear does. */
  void restart(boolean overlapNow) {
    overlap = overlapNow;
    next = Header.FIRST_ID;
    last = NOTHING_SENT;
    lastDelivered = NOTHING_SENT;
    delivered = false;
    interruptions = 0;
  }

  boolean overlap() {
    return overlap;
  }

  /** The id of the next message. */
  int next() {
    return next;
  }

  /** The id of the message that was sent last. */
  int last() {
    return last;
  }

  /** The id that a status query names. */
  int ofStatus() {
    return overlap ? lastDelivered : last;
  }

  /** The flag RMT-delivered of the next message or status query: 1 after a whole answer. */
  int deliveredFlag() {
    return delivered ? 1 : 0;
  }

  /** The flag has been sent. */
  void forgetDelivered() {
    delivered = false;
  }

  /** The message was sent. */
  void sent() {
    delivered = false;
    last = next;
    next += Header.ID_STEP;
  }

  /** The last message of an answer was taken. */
  void delivered(int id) {
    lastDelivered = id;
    delivered = true;
  }

  /** The server has said on the synchronous channel that it interrupts its answer. */
  void interrupted() {
    interruptions++;
  }

  /** How often it has said so since the last device clear. */
  int interruptions() {
    return interruptions;
  }

  /**
   * Whether data answers another message than the last, or was announced as interrupted.
   *
   * @param id that the data carries
   * @param end whether it is the last message of the answer; the others may carry no id
   * @param announced interruptions that the asynchronous channel has announced
   */
  boolean isStale(int id, boolean end, int announced) {
    if (overlap) {
      return false;
    }
    boolean matches = id == last || !end && id == Header.NO_ID;
    return !matches || announced > interruptions;
  }
}
