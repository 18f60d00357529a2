package org.spinbench.drivers.transport;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.spinbench.drivers.transport.resource.ResourceName;

/** A TCP server on the loopback interface whose connections follow a script. */
public final class LoopbackServer implements AutoCloseable {
  /** What one connection does; the connection is closed when it returns. */
  public interface Script {
    void serve(Connection connection) throws IOException;
  }

  /** The server's end of one connection. */
  public static final class Connection {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    public Connection(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new BufferedInputStream(socket.getInputStream());
      this.out = socket.getOutputStream();
    }

    public InputStream in() {
      return in;
    }

    public OutputStream out() {
      return out;
    }

    public void close() throws IOException {
      socket.close();
    }

    /** The next line without its line feed; null at the end of stream. */
    public String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int b = in.read(); b >= 0; b = in.read()) {
        if (b == '\n') {
          return line.toString();
        }
        line.append((char) b);
      }
      return null;
    }

    /**
     * The next message without its line feed; null at the end of stream. Line feeds in a block that
     * begins with # and a digit are data.
     */
    public byte[] message() throws IOException {
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      for (int b = in.read(); b >= 0; b = in.read()) {
        if (b == '\n') {
          return message.toByteArray();
        }
        message.write(b);
        if (b == '#') {
          block(message);
        }
      }
      return null;
    }

    private void block(ByteArrayOutputStream message) throws IOException {
      int digits = in.read();
      message.write(digits);
      byte[] length = in.readNBytes(digits - '0');
      message.writeBytes(length);
      int count = Integer.parseInt(new String(length, StandardCharsets.US_ASCII));
      message.writeBytes(in.readNBytes(count));
    }

    /** Says the bytes and a line feed, in one write. */
    public void sayLine(byte[] bytes) throws IOException {
      byte[] line = Arrays.copyOf(bytes, bytes.length + 1);
      line[bytes.length] = '\n';
      out.write(line);
    }

    public void say(String text) throws IOException {
      say(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void say(byte[] bytes) throws IOException {
      out.write(bytes);
    }

    /** Closes so that the other end sees a connection reset. */
    public void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }

  private final ServerSocket server;
  private final Script script;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  public LoopbackServer(Script script) throws IOException {
    this.script = script;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  public ResourceName.TcpipSocket name() {
    return new ResourceName.TcpipSocket(0, "127.0.0.1", server.getLocalPort());
  }

  public static void start(Runnable body) {
    Thread thread = new Thread(body, "loopback server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        if (server.isClosed()) {
          socket.close();
        }
        start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true); // not while accepting: it fails on a connection that is gone
      script.serve(new Connection(socket));
    } catch (IOException gone) {
      // The client has hung up, which scripts provoke.
    } finally {
      sockets.remove(socket);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
