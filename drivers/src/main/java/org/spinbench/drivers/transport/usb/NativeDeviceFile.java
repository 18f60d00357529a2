package org.spinbench.drivers.transport.usb;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.file.Path;

/** A device file by way of the C library, with everything that the system offers for it. */
final class NativeDeviceFile implements DeviceFile {
  private static final int O_RDWR = 2;
  private static final int O_CLOEXEC = 0x80000;

  /** The calls of the C library. */
  private interface C extends Library {
    int open(String path, int flags);

    NativeLong read(int file, Pointer buffer, NativeLong size);

    NativeLong write(int file, Pointer buffer, NativeLong size);

    int ioctl(int file, NativeLong request, Pointer argument);

    int close(int file);
  }

  private final C c;
  private final int file;
  private volatile boolean closed;

  /**
   * Opens a file.
   *
   * @throws DeviceException if the system refuses
   * @throws LinkageError if this Java may not call the C library
   */
  NativeDeviceFile(Path path) throws IOException {
    c = Native.load("c", C.class);
    file = c.open(path.toString(), O_RDWR | O_CLOEXEC);
    require(file >= 0, "open");
  }

  /** The system may have given the number of a closed file to another. */
  private void requireOpen() throws IOException {
    if (closed) {
      throw new IOException("the device file is closed");
    }
  }

  private static void require(boolean done, String call) throws DeviceException {
    if (!done) {
      throw new DeviceException(call, Native.getLastError());
    }
  }

  @Override
  public int read(byte[] bytes) throws IOException {
    requireOpen();
    try (Memory buffer = new Memory(Math.max(1, bytes.length))) {
      int count = c.read(file, buffer, new NativeLong(bytes.length)).intValue();
      require(count >= 0, "read");
      buffer.read(0, bytes, 0, count);
      return count;
    }
  }

  @Override
  public int write(byte[] bytes) throws IOException {
    requireOpen();
    try (Memory buffer = new Memory(Math.max(1, bytes.length))) {
      buffer.write(0, bytes, 0, bytes.length);
      int count = c.write(file, buffer, new NativeLong(bytes.length)).intValue();
      require(count >= 0, "write");
      return count;
    }
  }

  @Override
  public void control(int request, byte[] argument) throws IOException {
    requireOpen();
    try (Memory buffer = new Memory(Math.max(1, argument.length))) {
      buffer.write(0, argument, 0, argument.length);
      long number = Integer.toUnsignedLong(request);
      require(c.ioctl(file, new NativeLong(number, true), buffer) >= 0, "ioctl");
      buffer.read(0, argument, 0, argument.length);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      c.close(file);
    }
  }
}
