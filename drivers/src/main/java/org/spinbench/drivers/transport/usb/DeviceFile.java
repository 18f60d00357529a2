package org.spinbench.drivers.transport.usb;

import java.io.IOException;

/** A device file of Linux, opened for reading and writing. */
interface DeviceFile extends AutoCloseable {
  /**
   * Reads once.
   *
   * @return how many bytes came; fewer than the array holds when the device has ended its message
   * @throws DeviceException if the system refuses
   */
  int read(byte[] bytes) throws IOException;

  /**
   * Writes once.
   *
   * @return how many bytes were taken
   * @throws DeviceException if the system refuses
   */
  int write(byte[] bytes) throws IOException;

  /**
   * The system call ioctl.
   *
   * @param request number of the request
   * @param argument what it takes, and after it what it gives; may be empty
   * @throws DeviceException if the system refuses
   */
  void control(int request, byte[] argument) throws IOException;

  /** Closes the file; never throws. */
  @Override
  void close();
}
