package org.spinbench.drivers.transport;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** A device file as Java opens any file: for computers on which the C library cannot be called. */
final class PlainDeviceFile implements DeviceFile {
  private final RandomAccessFile file;

  PlainDeviceFile(Path path) throws IOException {
    file = new RandomAccessFile(path.toFile(), "rw");
  }

  @Override
  public int read(byte[] bytes) throws IOException {
    return Math.max(0, file.read(bytes));
  }

  @Override
  public int write(byte[] bytes) throws IOException {
    file.write(bytes);
    return bytes.length;
  }

  /** Always refused: Java has no such call. */
  @Override
  public void control(int request, byte[] argument) throws IOException {
    throw new DeviceException("ioctl is not open to this Java, it", 0);
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException alreadyGone) {
      // The file is released whatever close reports.
    }
  }
}
