package org.spinbench.simulator.server;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.spinbench.drivers.transport.rpc.RecordReader;
import org.spinbench.drivers.transport.rpc.RpcCall;
import org.spinbench.drivers.transport.rpc.RpcFormatException;
import org.spinbench.drivers.transport.rpc.RpcReply;
import org.spinbench.drivers.transport.rpc.XdrWriter;

/**
 * One TCP port on which remote procedures are called, by several clients at a time. The calls of
 * one client are executed one after another. Another thread keeps reading, so that a disconnect is
 * noticed even while a call waits. Anything but a call ends the connection.
 */
final class RpcServer implements AutoCloseable {
  /** Bytes of the longest call. */
  static final int LONGEST_CALL = 1 << 21;

  /** Calls that a client may send before it has read the reply to the first. */
  static final int MOST_CALLS_AHEAD = 16;

  static final int MOST_CLIENTS = 64;

  private static final System.Logger LOG = System.getLogger(RpcServer.class.getName());
  private static final int JOIN_MILLIS = 2000;
  private static final byte[] END = {};

  private final String title;
  private final Service service;
  private final Acceptor acceptor;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

  /** A service with sessions. */
  interface Service {
    /** Opens a session for a new client. */
    Session open(Socket client);
  }

  /** The session of one client. */
  interface Session {
    /**
     * Executes a call.
     *
     * @return the reply
     * @throws RpcFormatException if the arguments cannot be decoded
     */
    XdrWriter answer(RpcCall call) throws RpcFormatException;

    /** The client has gone: cancels a waiting call. Any thread may call this. */
    default void breakOff() {}

    /** The last call has been answered. */
    default void close() {}
  }

  /**
   * Starts to serve.
   *
   * @param title name of the service, for messages
   * @throws java.io.UncheckedIOException if the port cannot be listened on
   */
  RpcServer(String title, InetAddress address, int port, Service service) {
    this.title = title;
    this.service = service;
    acceptor = new Acceptor(title, Listeners.open(title, address, port));
    acceptor.start(this::take);
  }

  /** The port that is listened on. */
  int port() {
    return acceptor.port();
  }

  /**
   * Answers one message, from a record or a datagram.
   *
   * @throws RpcFormatException if the message is not a call
   */
  static XdrWriter answer(Session session, byte[] message) throws RpcFormatException {
    RpcCall call = RpcCall.parse(message);
    if (call.rpcVersion() != RpcCall.RPC_VERSION) {
      return RpcReply.rpcMismatch(call.xid());
    }
    try {
      return session.answer(call);
    } catch (RpcFormatException garbage) {
      return RpcReply.garbageArguments(call.xid());
    }
  }

  /** The error reply to a call of another program or version; otherwise empty. */
  static Optional<XdrWriter> refusal(RpcCall call, int program, int lowest, int highest) {
    if (call.program() != program) {
      return Optional.of(RpcReply.programUnavailable(call.xid()));
    }
    if (call.version() < lowest || call.version() > highest) {
      return Optional.of(RpcReply.programMismatch(call.xid(), lowest, highest));
    }
    return Optional.empty();
  }

  private void take(Socket client) throws IOException {
    if (connections.size() >= MOST_CLIENTS) {
      client.close();
      return;
    }
    Connection connection = new Connection(client);
    connections.add(connection);
    connection.start();
  }

  /** Stops listening, ends every connection, and waits for their threads. */
  @Override
  public void close() {
    acceptor.close();
    connections.forEach(Connection::hangUp);
    connections.forEach(Connection::join);
  }

  private static void join(Thread thread) {
    try {
      thread.join(JOIN_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** One client: a thread that reads its calls, and one that executes them. */
  private final class Connection {
    private final Socket client;
    private final Session session;
    private final BlockingQueue<byte[]> calls = new LinkedBlockingQueue<>();
    private final Thread reader;
    private final Thread worker;

    Connection(Socket client) throws IOException {
      this.client = client;
      client.setTcpNoDelay(true);
      RecordReader records = new RecordReader(client.getInputStream(), LONGEST_CALL);
      OutputStream out = client.getOutputStream();
      this.session = service.open(client);
      this.reader = acceptor.daemon("client " + client.getPort() + " in", () -> read(records));
      this.worker = acceptor.daemon("client " + client.getPort() + " out", () -> work(out));
    }

    /** Starts the threads. If the system provides none, closes the connection. */
    void start() {
      boolean started = false;
      try {
        worker.start();
        reader.start();
        started = true;
      } finally {
        if (!started) {
          end();
        }
      }
    }

    private void read(RecordReader records) {
      try {
        for (byte[] call = records.next(); call != null; call = records.next()) {
          if (calls.size() >= MOST_CALLS_AHEAD) {
            throw new RpcFormatException(MOST_CALLS_AHEAD + " calls ahead of their replies");
          }
          calls.add(call);
        }
      } catch (IOException gone) {
        LOG.log(Level.DEBUG, title + ": client " + client.getPort() + " went away", gone);
      } finally {
        session.breakOff();
        calls.add(END);
      }
    }

    private void work(OutputStream out) {
      try {
        for (byte[] call = calls.take(); call != END; call = calls.take()) {
          answer(session, call).sendRecord(out);
        }
      } catch (IOException gone) {
        LOG.log(Level.DEBUG, title + ": client " + client.getPort() + " is hung up on", gone);
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException | Error defect) {
        LOG.log(Level.ERROR, title + ": client " + client.getPort() + " is hung up on", defect);
      } finally {
        end();
      }
    }

    private void end() {
      calls.add(END);
      session.close();
      hangUp();
      connections.remove(this);
    }

    void hangUp() {
      Acceptor.hangUp(client);
    }

    void join() {
      RpcServer.join(reader);
      RpcServer.join(worker);
    }
  }
}
