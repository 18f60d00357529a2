package org.spinbench.simulator.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Map;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.resource.GpibController.Firmware;

/**
 * Serves a GPIB bus of simulated instruments as a Prologix GPIB-USB or an AR488 does: as a serial
 * device, here a pseudo-terminal of Linux.
 */
public final class PrologixTerminal implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(PrologixTerminal.class.getName());
  private static final long LONGEST_JOIN_MILLIS = 1000;

  private final Map<Integer, GpibDevice> devices;
  private final PrologixInterpreter interpreter;
  private final Pty pty;
  private final Thread thread;

  /**
   * Starts to serve.
   *
   * @param instruments by primary address, 0 to 30
   * @throws IllegalArgumentException if an address is not a GPIB address
   * @throws UnsupportedOperationException on systems other than Linux
   * @throws java.io.UncheckedIOException if the system provides no pseudo-terminal
   */
  public PrologixTerminal(Map<Integer, Endpoint> instruments, Firmware firmware) {
    devices = PrologixServer.devices(instruments);
    try {
      pty = new Pty();
    } catch (RuntimeException failure) {
      devices.values().forEach(GpibDevice::close);
      throw failure;
    }
    interpreter = new PrologixInterpreter(devices, firmware);
    thread = new Thread(this::serve, "Prologix server " + pty.path());
    thread.setDaemon(true);
    thread.start();
  }

  /** The device file to open, such as {@code /dev/pts/4}. */
  public String path() {
    return pty.path();
  }

  private void serve() {
    try {
      interpreter.serve(pty.input(), pty.output());
    } catch (IOException lost) {
      LOG.log(Level.WARNING, "the pseudo-terminal failed", lost);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } finally {
      pty.release();
    }
  }

  /** Stops serving and removes the device file. */
  @Override
  public void close() {
    pty.end();
    devices.values().forEach(GpibDevice::close);
    try {
      thread.join(LONGEST_JOIN_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
