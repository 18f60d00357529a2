package org.spinbench.simulator.server;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.spinbench.drivers.transport.Endpoint;

/**
 * Serves one simulated instrument on a TCP port, to several clients at a time. Messages and
 * responses end with a line feed. A message and its response are one exchange, so a response always
 * goes to the client that asked. If a client closes its connection, its message in progress ends.
 */
public final class SocketServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(SocketServer.class.getName());
  private static final int LONGEST_COPIED = 1 << 16;

  private final Endpoint instrument;
  private final Acceptor acceptor;
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();

  /**
   * Starts to serve.
   *
   * @param instrument the endpoint
   * @param address of this computer to listen on
   * @param port to listen on; 0 for any free one
   * @throws UncheckedIOException if the port cannot be listened on
   */
  public SocketServer(Endpoint instrument, InetAddress address, int port) {
    this.instrument = instrument;
    acceptor = new Acceptor("SCPI server", Listeners.open("a raw socket", address, port));
    acceptor.start(this::take);
  }

  /** The port that is listened on. */
  public int port() {
    return acceptor.port();
  }

  private void take(Socket client) {
    clients.add(client);
    boolean started = false;
    try {
      acceptor.daemon("client " + client.getPort(), () -> serve(client)).start();
      started = true;
    } finally {
      if (!started) {
        clients.remove(client);
      }
    }
  }

  /** Answers a client until either side closes the connection. */
  private void serve(Socket client) {
    try (client) {
      client.setTcpNoDelay(true);
      OutputStream out = client.getOutputStream();
      byte[] line = new byte[LONGEST_COPIED];
      MessageReader messages = new MessageReader(client.getInputStream());
      Endpoint.Client asks = () -> messages.endsNow(client);
      for (byte[] message = messages.next(); message != null; message = messages.next()) {
        byte[] response = instrument.exchange(message, asks);
        if (response != null) {
          send(response, line, out);
        }
      }
    } catch (IOException lost) {
      LOG.log(Level.DEBUG, "client " + client.getPort() + " went away", lost);
    } finally {
      clients.remove(client);
    }
  }

  /**
   * Sends a response. A short one goes out in one piece; a long one is not copied for its line
   * feed.
   */
  private static void send(byte[] response, byte[] line, OutputStream out) throws IOException {
    if (response.length >= line.length) {
      out.write(response);
      out.write('\n');
      return;
    }
    System.arraycopy(response, 0, line, 0, response.length);
    line[response.length] = '\n';
    out.write(line, 0, response.length + 1);
  }

  /** Stops listening and closes every connection. */
  @Override
  public void close() {
    acceptor.close();
    clients.forEach(Acceptor::hangUp);
  }
}
