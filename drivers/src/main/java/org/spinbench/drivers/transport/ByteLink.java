package org.spinbench.drivers.transport;

/** Bytes to and from a device: what a serial port and a TCP connection have in common. */
public interface ByteLink extends AutoCloseable {
  /**
   * Sends all bytes.
   *
   * @throws TransportTimeoutException if the other end has not taken all of them at the deadline
   * @throws TransportException if the link is lost
   */
  void write(byte[] bytes, Deadline deadline);

  /**
   * Waits for bytes until a deadline.
   *
   * @param deadline one that has passed takes what is there
   * @return what came first, empty if nothing did
   * @throws EndOfStreamException at once if the other end is gone
   * @throws TransportException if the link is lost in any other way
   */
  byte[] read(Deadline deadline);

  /** Closes the link; never throws. */
  @Override
  void close();
}
