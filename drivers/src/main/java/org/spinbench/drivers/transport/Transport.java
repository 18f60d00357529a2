package org.spinbench.drivers.transport;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * One open conversation with one instrument, message by message.
 *
 * <p>A message is what IEEE 488.2 calls a program message (to the instrument) or a response message
 * (from it), here without its terminator: the transport adds and removes whatever marks the end of
 * a message on its link (line feed on a socket, the END flag on HiSLIP, VXI-11, USBTMC and GPIB). A
 * line feed inside a definite-length block is data.
 *
 * <p>A transport is not thread-safe; its session holds the lock.
 */
public interface Transport extends AutoCloseable {
  /**
   * Sends one program message, with which an exchange begins.
   *
   * @param message the bytes of the message, without terminator
   * @param timeout one deadline for the whole exchange: until then the other end has to take the
   *     message, however slowly, and to answer
   * @return what is left of that time, for {@link #read}
   * @throws TransportTimeoutException if the message is not taken in time; a part of it may be
   * @throws TransportException if the link is lost, or the thread is interrupted and the other end
   *     keeps it waiting; a thread that was interrupted before is not broken off
   */
  Duration write(byte[] message, Duration timeout);

  /**
   * Reads one whole response message.
   *
   * @param timeout one deadline for the whole message, however many pieces it comes in: what {@link
   *     #write} has left of the exchange's
   * @return the bytes of the message, without terminator
   * @throws TransportTimeoutException if the message is not complete in time
   * @throws EndOfStreamException at once if the other end has closed the link
   * @throws TransportException if the link is lost in any other way, or the thread is interrupted
   *     and the other end keeps it waiting
   */
  byte[] read(Duration timeout);

  /**
   * Device clear (IEEE 488.2 section 6.1.3): empties the buffers at both ends and leaves settings
   * as they are.
   *
   * @return true when done; false when this link has no device clear (raw sockets, serial), so that
   *     only closing and opening it again brings both ends into step
   */
  boolean clear();

  /**
   * Device clear within a time limit. A link that cannot limit a device clear does the same as
   * {@link #clear()}.
   *
   * @param patience longest time until it is done
   * @throws TransportTimeoutException if it takes longer
   */
  default boolean clear(Duration patience) {
    return clear();
  }

  /**
   * True if the link itself distinguishes the answer to the last message from every other, by
   * message numbers or because nothing can come between. False where any line of bytes passes for
   * an answer, as on raw sockets and serial lines; the session then marks its questions.
   */
  default boolean tellsAnswersApart() {
    return false;
  }

  /**
   * Serial poll (IEEE 488.1): the instrument's status byte, read beside the messages. Bit 6 is RQS,
   * and reading it clears it.
   *
   * @param timeout for the poll alone
   * @return the byte, 0 to 255; empty when this link has no serial poll, so that {@code *STB?} must
   *     be asked instead
   * @throws TransportTimeoutException if the answer does not come in time
   * @throws TransportException if the link is lost
   */
  default OptionalInt serialPoll(Duration timeout) {
    return OptionalInt.empty();
  }

  /**
   * Group execute trigger (IEEE 488.1).
   *
   * @return true when sent; false when this link has none, so that {@code *TRG} must be sent
   * @throws TransportException if the link is lost
   */
  default boolean trigger() {
    return false;
  }

  /**
   * Waits until the instrument requests service (SRQ). A request that came since the last wait
   * counts; the caller then reads {@link #serialPoll} once.
   *
   * @throws TransportException if the link is lost
   */
  default ServiceRequest awaitServiceRequest(Duration timeout) {
    return ServiceRequest.UNAVAILABLE;
  }

  /**
   * Locks the instrument against every other link, until {@link #unlock} or the end of this link.
   *
   * @param timeout how long to wait for another holder
   * @return true when locked; false when this link has no locks
   * @throws TransportTimeoutException if another link holds the lock all that time
   * @throws TransportException if the link is lost, or this link holds the lock already
   */
  default boolean lock(Duration timeout) {
    return false;
  }

  /**
   * Gives the lock back.
   *
   * @throws TransportException if the link is lost, or holds no lock
   */
  default void unlock() {
    throw new TransportException("this link has no locks, so there is none to release");
  }

  /** Closes the link; never throws. */
  @Override
  void close();

  /** The outcome of a wait for a service request. */
  enum ServiceRequest {
    /** The instrument asked for service. */
    REQUESTED,
    /** It did not within the time. */
    NOT_REQUESTED,
    /** This link carries no service requests; the status byte must be polled. */
    UNAVAILABLE
  }
}
