package org.spinbench.app.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A way over another port of the loopback interface to a server, which can be cut, unplugged or
 * disturbed for all connections at once.
 */
public final class Gate implements AutoCloseable {
  private static final int CHUNK = 1 << 16;
  private static final int QUEUE = 50;
  private static final int ATTEMPTS = 500;
  private static final long PAUSE_MILLIS = 10;

  /** A queue of one takes two connections on Linux; the others wait for an answer. */
  private static final int FILLING = 4;

  private final int target;
  private final int port;
  private final Runnable used;
  private final Set<Passage> passages = ConcurrentHashMap.newKeySet();
  private final List<Socket> filling = new ArrayList<>();
  private ServerSocket listening;
  private volatile boolean refusing;
  private volatile boolean noisy;

  /**
   * An open gate.
   *
   * @param target port of the server
   * @param used is run whenever a client connects or sends anything
   */
  public Gate(int target, Runnable used) throws IOException {
    this.target = target;
    this.used = used;
    listening = listen(0, QUEUE);
    port = listening.getLocalPort();
    accept();
  }

  public int port() {
    return port;
  }

  /** Resets every connection, and those that come from now on if so wished. */
  public void cut(boolean forGood) {
    refusing = forGood;
    passages.forEach(Passage::reset);
  }

  /** The connections that there are swallow every byte from now on. */
  void swallow() {
    passages.forEach(one -> one.dead = true);
  }

  /** As {@link #swallow}, and nothing answers whoever wants to connect. */
  void unplug() throws IOException {
    swallow();
    listening.close();
    listening = listen(port, 1);
    for (int n = 0; n < FILLING; n++) {
      fill();
    }
  }

  /** A connection that stands in the queue, or waits for an answer, until the gate opens. */
  private void fill() {
    Socket socket = new Socket();
    filling.add(socket);
    start(
        () -> {
          try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
          } catch (IOException opened) {
            // The gate is open again.
          }
        });
  }

  /** Spoils every byte of the server's from now on. */
  void disturb() {
    noisy = true;
  }

  /** Opens the gate for connections of now; those of before are closed. */
  public void open() throws IOException {
    refusing = false;
    noisy = false;
    passages.forEach(Passage::reset);
    if (!filling.isEmpty()) {
      listening.close();
      for (Socket socket : filling) {
        socket.close();
      }
      filling.clear();
      listening = listen(port, QUEUE);
      accept();
    }
  }

  /** A port that has just been closed may be taken for a moment yet. */
  private static ServerSocket listen(int port, int queue) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    for (int attempt = 1; ; attempt++) {
      ServerSocket socket = new ServerSocket();
      try {
        socket.setReuseAddress(true);
        socket.bind(address, queue);
        return socket;
      } catch (BindException taken) {
        socket.close();
        if (attempt == ATTEMPTS) {
          throw taken;
        }
        pause();
      }
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      throw new InterruptedIOException("while a port is taken");
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "gate");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    ServerSocket socket = listening;
    start(
        () -> {
          try {
            while (true) {
              Socket client = socket.accept();
              start(() -> pass(client));
            }
          } catch (IOException closed) {
            // Nobody comes in here any more.
          }
        });
  }

  private void pass(Socket client) {
    used.run();
    try (client;
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      Passage passage = new Passage(client, server);
      passages.add(passage);
      if (refusing) {
        passage.reset();
      }
      start(passage::carryAnswers);
      passage.carryRequests();
    } catch (IOException gone) {
      // One of the ends has hung up.
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
      for (Socket socket : filling) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    passages.forEach(Passage::reset);
  }

  /** One connection through the gate. */
  private final class Passage {
    private final Socket client;
    private final Socket server;
    private volatile boolean dead;

    Passage(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void reset() {
      try {
        client.setSoLinger(true, 0);
        client.close();
        server.close();
      } catch (IOException gone) {
        // It is closed already.
      }
    }

    private void carryRequests() throws IOException {
      try {
        carry(client.getInputStream(), server.getOutputStream(), true);
      } finally {
        if (dead) {
          client.close();
        }
        passages.remove(this);
      }
    }

    private void carryAnswers() {
      try {
        carry(server.getInputStream(), client.getOutputStream(), false);
        if (!dead) {
          client.close();
        }
      } catch (IOException gone) {
        // One of the ends has hung up.
      }
    }

    private void carry(InputStream from, OutputStream to, boolean requests) throws IOException {
      byte[] buffer = new byte[CHUNK];
      for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
        if (requests) {
          used.run();
        } else if (noisy) {
          for (int i = 0; i < count; i++) {
            buffer[i] = (byte) (buffer[i] * 37 + i + 101);
          }
        }
        if (!dead) {
          to.write(buffer, 0, count);
        }
      }
    }
  }
}
