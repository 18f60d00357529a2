package org.spinbench.simulator.server;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A pseudo-terminal of Linux: a device file that any program can open as a serial port; this class
 * is its other end. It passes every byte unchanged. It exists until {@link #release}, even if
 * programs open and close the device.
 *
 * <p>One thread may read while another writes; {@link #end} makes both return.
 */
final class Pty {
  private static final int O_RDWR = 2;
  private static final int O_NOCTTY = 0x100;
  private static final int O_NONBLOCK = 0x800;
  private static final int O_CLOEXEC = 0x80000;
  private static final int TCSANOW = 0;
  private static final short POLLIN = 1;
  private static final short POLLOUT = 4;
  private static final int EINTR = 4;
  private static final int EAGAIN = 11;

  /** Larger than {@code struct termios} on any machine. */
  private static final int TERMIOS_SIZE = 256;

  private static final int PATH_SIZE = 128;
  private static final int POLL_SIZE = 8;
  private static final int POLL_MILLIS = 50;
  private static final int CHUNK = 1 << 14;

  /** The functions of the C library for a pseudo-terminal. */
  private interface C extends Library {
    int posix_openpt(int flags);

    int grantpt(int master);

    int unlockpt(int master);

    int ptsname_r(int master, Pointer path, NativeLong size);

    int open(String path, int flags);

    int tcgetattr(int fd, Pointer termios);

    int tcsetattr(int fd, int when, Pointer termios);

    void cfmakeraw(Pointer termios);

    int poll(Pointer fds, NativeLong count, int millis);

    NativeLong read(int fd, Pointer buffer, NativeLong size);

    NativeLong write(int fd, Pointer buffer, NativeLong size);

    int close(int fd);
  }

  private final C c;
  private final int master;

  /** Kept open, because otherwise the terminal would hang up when a client closes it. */
  private final int slave;

  private final String path;
  private volatile boolean ended;

  /**
   * Makes one.
   *
   * @throws UnsupportedOperationException on systems other than Linux
   * @throws UncheckedIOException if the system refuses
   */
  Pty() {
    String system = System.getProperty("os.name");
    if (!system.toLowerCase(Locale.ROOT).contains("linux")) {
      throw new UnsupportedOperationException(
          "serial ports are simulated on Linux only, not on "
              + system
              + "; serve the instrument on a socket, and join a virtual serial port to it");
    }
    c = load();
    master = c.posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    require(master >= 0, "posix_openpt");
    int opened = -1;
    try {
      require(c.grantpt(master) == 0, "grantpt");
      require(c.unlockpt(master) == 0, "unlockpt");
      Memory name = new Memory(PATH_SIZE);
      require(c.ptsname_r(master, name, new NativeLong(PATH_SIZE)) == 0, "ptsname_r");
      path = name.getString(0, StandardCharsets.US_ASCII.name());
      opened = c.open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
      require(opened >= 0, "open " + path);
      makeRaw(opened);
    } catch (RuntimeException failure) {
      close(opened);
      close(master);
      throw failure;
    }
    slave = opened;
  }

  private static C load() {
    try {
      return Native.load("c", C.class);
    } catch (LinkageError failure) {
      throw new UnsupportedOperationException(
          "serial ports cannot be simulated: this Java may not call the C library ("
              + failure
              + ")",
          failure);
    }
  }

  private void makeRaw(int fd) {
    Memory termios = new Memory(TERMIOS_SIZE);
    require(c.tcgetattr(fd, termios) == 0, "tcgetattr");
    c.cfmakeraw(termios);
    require(c.tcsetattr(fd, TCSANOW, termios) == 0, "tcsetattr");
  }

  private static void require(boolean done, String call) {
    if (!done) {
      throw new UncheckedIOException(
          new IOException(
              "no pseudo-terminal can be made: "
                  + call
                  + " fails with error "
                  + Native.getLastError()));
    }
  }

  /** The device file. */
  String path() {
    return path;
  }

  /** The bytes from clients; ends after {@link #end}. */
  InputStream input() {
    return new Input();
  }

  /** The bytes to clients; bytes after {@link #end} are dropped. */
  OutputStream output() {
    return new Output();
  }

  /** Makes reads and writes return soon. */
  void end() {
    ended = true;
  }

  /** Releases the terminal. Nobody may read or write any more. */
  void release() {
    close(slave);
    close(master);
  }

  private void close(int fd) {
    if (fd >= 0) {
      c.close(fd);
    }
  }

  /**
   * Waits a moment for the terminal.
   *
   * @return whether it can be read or written
   */
  private boolean await(Memory poll, short events) throws IOException {
    poll.setInt(0, master);
    poll.setShort(4, events);
    poll.setShort(6, (short) 0);
    int ready = c.poll(poll, new NativeLong(1), POLL_MILLIS);
    if (ready < 0 && Native.getLastError() != EINTR) {
      throw new IOException(path + ": poll fails with error " + Native.getLastError());
    }
    return ready > 0;
  }

  private int count(NativeLong result, String call) throws IOException {
    int count = result.intValue();
    int error = count < 0 ? Native.getLastError() : 0;
    if (count < 0 && error != EAGAIN && error != EINTR) {
      throw new IOException(path + ": " + call + " fails with error " + error);
    }
    return Math.max(count, 0);
  }

  private final class Input extends InputStream {
    private final Memory poll = new Memory(POLL_SIZE);
    private final Memory buffer = new Memory(CHUNK);

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int wanted = Math.min(length, CHUNK);
      while (!ended) {
        if (await(poll, POLLIN)) {
          int count = count(c.read(master, buffer, new NativeLong(wanted)), "read");
          if (count > 0) {
            buffer.read(0, bytes, offset, count);
            return count;
          }
        }
      }
      return -1;
    }
  }

  private final class Output extends OutputStream {
    private final Memory poll = new Memory(POLL_SIZE);
    private final Memory buffer = new Memory(CHUNK);

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int sent = 0;
      while (sent < length && !ended) {
        if (await(poll, POLLOUT)) {
          int piece = Math.min(CHUNK, length - sent);
          buffer.write(0, bytes, offset + sent, piece);
          sent += count(c.write(master, buffer, new NativeLong(piece)), "write");
        }
      }
    }
  }
}
