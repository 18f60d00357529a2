package org.spinbench.simulator.server;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.resource.SerialSettings;

/**
 * Serves one simulated instrument as a serial device: a pseudo-terminal of Linux that any program
 * opens as a serial port. It answers queries in their order, without a message exchange protocol.
 * It ignores baud rate, parity and flow control.
 */
public final class PseudoTerminal implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(PseudoTerminal.class.getName());

  /** Longest wait for the thread; an instrument at work finishes first. */
  private static final long LONGEST_JOIN_MILLIS = 1000;

  private final Endpoint instrument;
  private final int terminator;
  private final byte[] responseTerminator;
  private final Pty pty;
  private final Thread thread;

  /**
   * Starts to serve.
   *
   * @param instrument the instrument
   * @param settings terminators from the view of a client: its write terminator ends the messages
   *     received here
   * @throws UnsupportedOperationException on systems other than Linux
   * @throws IllegalArgumentException if messages have no terminator
   * @throws UncheckedIOException if the system gives no pseudo-terminal
   */
  public PseudoTerminal(Endpoint instrument, SerialSettings settings) {
    String end = settings.writeTerminator();
    if (end.isEmpty()) {
      throw new IllegalArgumentException(
          "an instrument on a serial line needs a write_terminator that marks the end of messages");
    }
    this.instrument = instrument;
    terminator = end.charAt(end.length() - 1);
    responseTerminator = settings.readTerminator().getBytes(StandardCharsets.US_ASCII);
    pty = new Pty();
    thread = new Thread(this::serve, "serial server " + pty.path());
    thread.setDaemon(true);
    thread.start();
  }

  /** The device file to open, such as {@code /dev/pts/4}. */
  public String path() {
    return pty.path();
  }

  private void serve() {
    try {
      MessageReader messages = new MessageReader(pty.input(), terminator);
      OutputStream out = pty.output();
      for (byte[] message = messages.next(); message != null; message = messages.next()) {
        byte[] response = exchange(message);
        if (response != null) {
          out.write(terminated(response));
        }
      }
    } catch (IOException lost) {
      LOG.log(Level.WARNING, "the pseudo-terminal failed", lost);
    } finally {
      pty.release();
    }
  }

  /**
   * The response; null if there is none, for example after a failure of the simulated instrument.
   */
  private byte[] exchange(byte[] message) {
    try {
      synchronized (instrument) {
        instrument.write(message);
        return instrument.read();
      }
    } catch (RuntimeException | Error defect) {
      LOG.log(Level.ERROR, "a simulated instrument failed", defect);
      return null;
    }
  }

  private byte[] terminated(byte[] response) {
    byte[] line = Arrays.copyOf(response, response.length + responseTerminator.length);
    System.arraycopy(responseTerminator, 0, line, response.length, responseTerminator.length);
    return line;
  }

  /** Stops serving and removes the device file. */
  @Override
  public void close() {
    pty.end();
    try {
      thread.join(LONGEST_JOIN_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
