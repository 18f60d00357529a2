package org.spinbench.app.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.spinbench.drivers.transport.zeromq.KeyException;
import org.spinbench.drivers.transport.zeromq.KeyFolder;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * Decides which clients may connect (ZAP 1.0, ZeroMQ RFC 27): those whose public keys are in the
 * folder {@code clients}, which is read each time.
 */
final class Admission {
  /** The address at which ZeroMQ sends its authentication requests. */
  private static final String ADDRESS = "inproc://zeromq.zap.01";

  private static final String VERSION = "1.0";
  private static final String MECHANISM = "CURVE";

  /** Version, number, domain, address, identity, mechanism, key. */
  private static final int FRAMES = 7;

  private static final int NUMBER = 1;
  private static final int CLIENT_ADDRESS = 3;
  private static final int MECHANISM_AT = 5;
  private static final int KEY = 6;

  private final KeyFolder keys;
  private final Consumer<String> log;
  private final ZMQ.Socket socket;

  Admission(ZContext context, KeyFolder keys, Consumer<String> log) {
    this.keys = keys;
    this.log = log;
    socket = context.createSocket(SocketType.REP);
    socket.bind(ADDRESS);
  }

  ZMQ.Socket socket() {
    return socket;
  }

  /** Answers the pending requests. */
  void answer() {
    List<byte[]> question = receive();
    while (!question.isEmpty()) {
      Optional<String> client = question.size() == FRAMES ? client(question) : Optional.empty();
      boolean known = client.isPresent();
      socket.sendMore(VERSION);
      socket.sendMore(question.size() > NUMBER ? question.get(NUMBER) : new byte[0]);
      socket.sendMore(known ? "200" : "400");
      socket.sendMore(known ? "welcome" : "unknown key");
      socket.sendMore(client.orElse(""));
      socket.send("");
      question = receive();
    }
  }

  private List<byte[]> receive() {
    List<byte[]> frames = new ArrayList<>();
    byte[] frame = socket.recv(ZMQ.DONTWAIT);
    while (frame != null) {
      frames.add(frame);
      frame = socket.hasReceiveMore() ? socket.recv() : null;
    }
    return frames;
  }

  /** The name of the file with its key; the socket attaches it to each message of the client. */
  private Optional<String> client(List<byte[]> question) {
    String address = new String(question.get(CLIENT_ADDRESS), ZMQ.CHARSET);
    if (!new String(question.get(MECHANISM_AT), ZMQ.CHARSET).equals(MECHANISM)) {
      log.accept("a client at " + address + " has no key: refused");
      return Optional.empty();
    }
    try {
      Optional<String> name = keys.clientWith(question.get(KEY));
      if (name.isEmpty()) {
        log.accept(
            "a client at "
                + address
                + " has a key that is in no file of "
                + keys.path().resolve("clients")
                + ": refused");
      }
      return name;
    } catch (KeyException unreadable) {
      log.accept("a client at " + address + " is refused: " + unreadable.getMessage());
      return Optional.empty();
    }
  }
}
