package org.spinbench.simulator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class AcceptorTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int FAILURES = 3;

  /** A port on which the system refuses the first clients, as it does without descriptors. */
  private static final class Exhausted extends ServerSocket {
    private final AtomicInteger asked = new AtomicInteger();

    Exhausted() throws IOException {
      super(0, 50, LOOPBACK);
    }

    @Override
    public Socket accept() throws IOException {
      if (asked.incrementAndGet() <= FAILURES) {
        throw new SocketException("Too many open files");
      }
      return super.accept();
    }
  }

  private static void say(Socket client) throws IOException {
    try (client) {
      client.getOutputStream().write('!');
    }
  }

  private static int heard(int port) throws IOException {
    try (Socket client = new Socket(LOOPBACK, port)) {
      return client.getInputStream().read();
    }
  }

  @Test
  void continuesWhenTheSystemRefuses() throws IOException {
    Exhausted listener = new Exhausted();
    try (Acceptor acceptor = new Acceptor("test server", listener)) {
      acceptor.start(AcceptorTest::say);
      assertEquals('!', heard(acceptor.port()));
      assertEquals('!', heard(acceptor.port()));
    }
    assertTrue(listener.asked.get() > FAILURES);
  }

  @Test
  void aClientThatCannotBeTakenInIsHungUpOnAndTheNextIsServed() throws IOException {
    AtomicInteger clients = new AtomicInteger();
    try (Acceptor acceptor = new Acceptor("test server", Listeners.open("a test", LOOPBACK, 0))) {
      acceptor.start(
          client -> {
            switch (clients.incrementAndGet()) {
              case 1 -> throw new OutOfMemoryError("unable to create native thread");
              case 2 -> throw new SocketException("Connection reset");
              case 3 -> throw new IllegalStateException("a defect");
              default -> say(client);
            }
          });
      for (int failing = 1; failing <= 3; failing++) {
        assertEquals(-1, heard(acceptor.port()));
      }
      assertEquals('!', heard(acceptor.port()));
    }
  }

  @Test
  void letsGoOfThePortWhenItIsClosed() throws IOException {
    Acceptor acceptor = new Acceptor("test server", Listeners.open("a test", LOOPBACK, 0));
    acceptor.start(AcceptorTest::say);
    int port = acceptor.port();
    acceptor.close();
    acceptor.close();
    assertTrue(acceptor.isClosed());
    new ServerSocket(port, 1, LOOPBACK).close();
  }
}
