package org.spinbench.drivers.transport.zeromq;

import java.nio.charset.StandardCharsets;

/**
 * What a bench server answers.
 *
 * @param kind outcome of the request
 * @param id of the request
 * @param number the result, if it is a number; of a failure {@link #RESTED}, or 0
 * @param body of {@code MESSAGE}: the response message; of a failure: what happened, in UTF-8;
 *     empty elsewhere
 */
public record Reply(Kind kind, long id, long number, byte[] body) {
  /** The number of a failure whose reason is that the server brings the bench to rest itself. */
  public static final long RESTED = 1;

  private static final byte[] NOTHING = {};
  private static final Kind[] KINDS = Kind.values();

  /** The outcome of a request; the order is that of the codes on the wire. */
  public enum Kind {
    /** Done. */
    DONE,
    /** A response message. */
    MESSAGE,
    /** It was not done in time. */
    TIMEOUT,
    /** The instrument's link, or the client's own, has ended. */
    END_OF_STREAM,
    /** It failed in another way. */
    FAILED
  }

  /** Done, with the result. */
  public static Reply done(long id, long number) {
    return new Reply(Kind.DONE, id, number, NOTHING);
  }

  /** A response message. */
  public static Reply message(long id, byte[] message) {
    return new Reply(Kind.MESSAGE, id, 0, message);
  }

  /** A failure. */
  public static Reply failure(Kind kind, long id, String text) {
    return new Reply(kind, id, 0, text.getBytes(StandardCharsets.UTF_8));
  }

  /** That the server brings the bench to rest itself, or has done so, and why. */
  public static Reply rested(Kind kind, long id, String text) {
    return new Reply(kind, id, RESTED, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether it is a failure. */
  public boolean failed() {
    return kind != Kind.DONE && kind != Kind.MESSAGE;
  }

  /** What happened, of a failure. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The frame. */
  public byte[] encode() {
    return Frame.encode(kind.ordinal(), id, number, body);
  }

  /**
   * The reply in a frame.
   *
   * @throws MalformedFrameException if there is none
   */
  public static Reply decode(byte[] frame) throws MalformedFrameException {
    Kind kind = KINDS[Frame.code(frame, KINDS.length)];
    return new Reply(kind, Frame.id(frame), Frame.number(frame), Frame.body(frame));
  }
}
