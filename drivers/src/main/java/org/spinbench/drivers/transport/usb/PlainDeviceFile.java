package org.spinbench.drivers.transport.usb;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import org.spinbench.drivers.transport.Clock;

/**
 * A device file as Java opens any file: for computers on which the C library cannot be called.
 *
 * <p>Java gives the words of a failed call, in the language of the computer, and not its number. So
 * this class looks at what does not depend on a language: the file of an instrument that was
 * unplugged is gone, and a call that took as long as the driver waits has timed out.
 */
final class PlainDeviceFile implements DeviceFile {
  /** How long the driver of Linux waits for an instrument by default. */
  static final Duration DRIVER_WAITS = Duration.ofSeconds(5);

  /** The driver counts in ticks of the kernel, and may end that much earlier. */
  private static final Duration TICKS = Duration.ofMillis(50);

  /** A call on the file. */
  private interface Call {
    int make() throws IOException;
  }

  private final Path path;
  private final RandomAccessFile file;
  private final Clock clock;

  PlainDeviceFile(Path path, Clock clock) throws IOException {
    this(path, new RandomAccessFile(path.toFile(), "rw"), clock);
  }

  /** The same over a file that is open. */
  PlainDeviceFile(Path path, RandomAccessFile file, Clock clock) {
    this.path = path;
    this.file = file;
    this.clock = clock;
  }

  @Override
  public int read(byte[] bytes) throws IOException {
    return Math.max(0, numbered("read", () -> file.read(bytes)));
  }

  @Override
  public int write(byte[] bytes) throws IOException {
    return numbered(
        "write",
        () -> {
          file.write(bytes);
          return bytes.length;
        });
  }

  private int numbered(String what, Call call) throws IOException {
    long begun = clock.nanos();
    try {
      return call.make();
    } catch (IOException failure) {
      int error = 0;
      if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        error = DeviceException.ENODEV;
      } else if (clock.nanos() - begun >= DRIVER_WAITS.minus(TICKS).toNanos()) {
        error = DeviceException.ETIMEDOUT;
      }
      if (error == 0) {
        throw failure;
      }
      DeviceException known = new DeviceException(what, error);
      known.initCause(failure);
      throw known;
    }
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
