package org.spinbench.drivers.transport;

import java.time.Duration;

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
   * Sends one program message.
   *
   * @param message the bytes of the message, without terminator
   * @throws TransportException if the link is lost
   */
  void write(byte[] message);

  /**
   * Reads one whole response message.
   *
   * @param timeout one deadline for the whole message, however many pieces it comes in
   * @return the bytes of the message, without terminator
   * @throws TransportTimeoutException if the message is not complete in time
   * @throws EndOfStreamException at once if the other end has closed the link
   * @throws TransportException if the link is lost in any other way
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

  /** Closes the link; never throws. */
  @Override
  void close();
}
