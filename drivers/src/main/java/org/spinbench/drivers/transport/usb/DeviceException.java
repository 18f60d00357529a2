package org.spinbench.drivers.transport.usb;

import java.io.IOException;

/** A system call that failed. */
final class DeviceException extends IOException {
  static final int EACCES = 13;
  static final int EBUSY = 16;
  static final int ENODEV = 19;
  static final int ETIMEDOUT = 110;

  private static final long serialVersionUID = 1L;

  private final int error;

  /**
   * A failed call.
   *
   * @param error number of the error (errno); 0 if it is not known
   */
  DeviceException(String call, int error) {
    super(call + " fails with error " + error);
    this.error = error;
  }

  int error() {
    return error;
  }
}
