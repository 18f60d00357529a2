package org.spinbench.drivers.transport.zeromq;

/**
 * What a client asks of a bench server.
 *
 * @param operation what to do
 * @param id repeated in the reply, so that a late reply is never taken for that of another request
 * @param number how long to wait, ns, where the operation waits or sends a message; 0 elsewhere
 * @param body of {@code OPEN}: name of the instrument, line feed, who the client is, in UTF-8, and
 *     for a link with a purpose another line feed and {@link #TO_REST} or {@link #TO_DRIVE}; behind
 *     the former, from a program that acts only when another one has died, another line feed and
 *     who that one is; of {@code WRITE}: the program message; empty elsewhere
 */
public record Request(Operation operation, long id, long number, byte[] body) {
  /** Bytes of the longest program message that a server takes. */
  public static final int LONGEST_MESSAGE = 16 << 20;

  /** Requests that a client may have in progress at a time. */
  public static final int WINDOW = 16;

  /** What a client that only brings instruments to rest says of itself. */
  public static final String TO_REST = "to rest";

  /** What a client says that drives the bench from the opening of this link on. */
  public static final String TO_DRIVE = "to drive";

  private static final byte[] NOTHING = {};
  private static final Operation[] OPERATIONS = Operation.values();

  /** What a server can be asked; the order is that of the codes on the wire. */
  public enum Operation {
    /** Begins a link with one instrument. Answered with the lease, ns. */
    OPEN,
    /** Ends the link. Not answered. */
    CLOSE,
    /** Says that the client lives. Answered. */
    BEAT,
    /** Sends a program message. */
    WRITE,
    /** Reads a response message. */
    READ,
    /** Device clear. */
    CLEAR,
    /** Serial poll. Answered with the status byte, or -1 when there is no serial poll. */
    POLL,
    /** Group execute trigger. Answered with 1, or 0 when there is no trigger. */
    TRIGGER,
    /** Waits for a service request. Answered with the ordinal of the outcome. */
    AWAIT_SERVICE_REQUEST,
    /** Locks the instrument against other links. */
    LOCK,
    /** Gives the lock back. */
    UNLOCK
  }

  /** A request that says nothing more. */
  public static Request of(Operation operation, long id) {
    return new Request(operation, id, 0, NOTHING);
  }

  /** A request that may wait. */
  public static Request waiting(Operation operation, long id, long nanos) {
    return new Request(operation, id, nanos, NOTHING);
  }

  /** The frame. */
  public byte[] encode() {
    return Frame.encode(operation.ordinal(), id, number, body);
  }

  /**
   * The request in a frame.
   *
   * @throws MalformedFrameException if there is none
   */
  public static Request decode(byte[] frame) throws MalformedFrameException {
    Operation operation = OPERATIONS[Frame.code(frame, OPERATIONS.length)];
    return new Request(operation, Frame.id(frame), Frame.number(frame), Frame.body(frame));
  }
}
