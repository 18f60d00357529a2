package org.spinbench.simulator.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

/** A pseudo-terminal whose bytes go to a TCP server of the loopback interface and back. */
final class SerialBridge implements AutoCloseable {
  private final Pty terminal = new Pty();
  private final Socket socket;
  private final Thread requests;
  private final Thread replies;

  SerialBridge(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    requests = carry(terminal.input(), socket.getOutputStream());
    replies = carry(socket.getInputStream(), terminal.output());
  }

  private static Thread carry(InputStream from, OutputStream to) {
    Thread thread =
        new Thread(
            () -> {
              try {
                from.transferTo(to);
              } catch (IOException closed) {
                // The test is over.
              }
            },
            "serial bridge");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  int port() {
    return socket.getPort();
  }

  String path() {
    return terminal.path();
  }

  @Override
  public void close() throws IOException {
    terminal.end();
    socket.close();
    try {
      requests.join();
      replies.join();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    terminal.release();
  }
}
