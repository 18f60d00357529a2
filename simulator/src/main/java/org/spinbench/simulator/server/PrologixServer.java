package org.spinbench.simulator.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.resource.GpibController.Firmware;

/**
 * Serves a GPIB bus of simulated instruments as a Prologix GPIB-ETHERNET controller does: over one
 * TCP connection at a time. A second client is disconnected at once. Instruments follow the message
 * exchange protocol: a read without a query queues error -420.
 */
public final class PrologixServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(PrologixServer.class.getName());

  /**
   * Time to notice, on a busy computer too, that the last client is gone when the next connects.
   */
  private static final long CHANGE_OVER_MILLIS = 1000;

  private final Map<Integer, GpibDevice> devices;
  private final PrologixInterpreter interpreter;
  private final Acceptor acceptor;
  private final Semaphore free = new Semaphore(1);
  private volatile Socket client;

  /**
   * Starts to serve.
   *
   * @param instruments by primary address, 0 to 30
   * @param bind address of this computer to listen on
   * @param port to listen on; 0 for any free one
   * @throws IllegalArgumentException if an address is not a GPIB address
   * @throws UncheckedIOException if the port cannot be listened on
   */
  public PrologixServer(Map<Integer, Endpoint> instruments, InetAddress bind, int port) {
    devices = devices(instruments);
    interpreter = new PrologixInterpreter(devices, Firmware.PROLOGIX);
    try {
      acceptor =
          new Acceptor("Prologix server", Listeners.open("the Prologix controller", bind, port));
    } catch (UncheckedIOException refused) {
      devices.values().forEach(GpibDevice::close);
      throw refused;
    }
    acceptor.start(this::take);
  }

  /** The instruments on their bus, each with a thread. */
  static Map<Integer, GpibDevice> devices(Map<Integer, Endpoint> instruments) {
    for (int address : instruments.keySet()) {
      if (address < 0 || address > 30) {
        throw new IllegalArgumentException("GPIB address " + address + " is not between 0 and 30");
      }
    }
    Map<Integer, GpibDevice> devices = new HashMap<>();
    instruments.forEach(
        (address, instrument) ->
            devices.put(address, new GpibDevice(instrument, "GPIB instrument " + address)));
    return Map.copyOf(devices);
  }

  /** The port that is listened on. */
  public int port() {
    return acceptor.port();
  }

  private void take(Socket next) {
    if (!isFree()) {
      Acceptor.hangUp(next);
      return;
    }
    boolean started = false;
    try {
      client = next;
      acceptor.daemon("client " + next.getPort(), () -> serve(next)).start();
      started = true;
    } finally {
      if (!started) {
        free.release();
      }
    }
  }

  private boolean isFree() {
    try {
      return free.tryAcquire(CHANGE_OVER_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stop) {
      throw new IllegalStateException("nobody interrupts the threads of a server", stop);
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      if (!acceptor.isClosed()) {
        interpreter.serve(socket.getInputStream(), socket.getOutputStream());
      }
    } catch (IOException lost) {
      LOG.log(Level.DEBUG, "the client went away", lost);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } finally {
      free.release();
    }
  }

  /** Stops listening and closes the connection. */
  @Override
  public void close() {
    acceptor.close();
    devices.values().forEach(GpibDevice::close);
    if (client != null) {
      Acceptor.hangUp(client);
    }
  }
}
