package org.spinbench.simulator.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.hislip.FatalErrorCode;
import org.spinbench.drivers.transport.hislip.Header;
import org.spinbench.drivers.transport.hislip.MalformedHeaderException;
import org.spinbench.drivers.transport.hislip.MessageType;

/**
 * Serves simulated instruments over HiSLIP 1.0 and 2.0 without encryption (IVI-6.1), each under a
 * sub-address such as {@code hislip0}, to several clients at a time. It supports synchronised mode
 * only. A message and its response are one exchange under the instrument's lock.
 */
public final class HiSlipServer implements AutoCloseable {
  /** The sub-address for clients that give none. */
  public static final String DEFAULT_ADDRESS = "hislip0";

  private static final System.Logger LOG = System.getLogger(HiSlipServer.class.getName());
  private static final int MOST_CLIENTS = 64;
  private static final int MOST_CONNECTIONS = 3 * MOST_CLIENTS;
  private static final int LONGEST_ADDRESS = 256;
  private static final long HANDSHAKE_NANOS = 10_000_000_000L;
  private static final int CLOSING_MILLIS = 2_000;
  private static final int VERSION = 0x0200;
  private static final int OLDEST_VERSION = 0x0100;

  /** The two letters of the vendor; this program has no registered ones. */
  private static final int VENDOR = 'S' << 8 | 'B';

  private final Clock clock = new SystemClock();
  private final Map<String, Endpoint> devices = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<Endpoint, HiSlipLocks> locks = new IdentityHashMap<>();
  private final Map<Integer, HiSlipSession> sessions = new HashMap<>();
  private final Set<HiSlipChannel> channels = ConcurrentHashMap.newKeySet();
  private final Acceptor acceptor;
  private int lastSession;

  /**
   * Starts to serve.
   *
   * @param devices endpoints by sub-address; clients without a sub-address get {@code hislip0}, or
   *     the first
   * @param address to listen on
   * @param port to listen on; 0 for any free one
   * @throws IllegalArgumentException if there is no device
   * @throws java.io.UncheckedIOException if the port cannot be listened on
   */
  public HiSlipServer(Map<String, Endpoint> devices, InetAddress address, int port) {
    if (devices.isEmpty()) {
      throw new IllegalArgumentException("a HiSLIP server needs at least one device to serve");
    }
    this.devices.putAll(devices);
    devices.values().forEach(device -> locks.put(device, new HiSlipLocks()));
    acceptor = new Acceptor("HiSLIP server", Listeners.open("HiSLIP", address, port));
    acceptor.start(this::take);
  }

  /** The port that is listened on. */
  public int port() {
    return acceptor.port();
  }

  private void take(Socket socket) throws IOException {
    HiSlipChannel channel = new HiSlipChannel(socket, clock.nanos());
    channels.add(channel);
    boolean serving = false;
    try {
      hangUpOnTheSilent();
      channel.serve(acceptor.daemon("channel", () -> serve(channel)));
      serving = true;
    } finally {
      if (!serving) {
        channels.remove(channel);
      }
    }
  }

  /** Closes connections without a session when a new connection needs room. */
  private void hangUpOnTheSilent() {
    if (channels.size() > MOST_CONNECTIONS) {
      long now = clock.nanos();
      for (HiSlipChannel channel : channels) {
        if (!channel.inUse() && now - channel.since() > HANDSHAKE_NANOS) {
          channel.close();
        }
      }
    }
  }

  /** Serves one connection, which becomes one of the two channels of a session. */
  private void serve(HiSlipChannel channel) {
    try {
      begin(channel);
    } catch (IOException lost) {
      LOG.log(Level.DEBUG, "a client went away", lost);
    } finally {
      channel.close();
      channels.remove(channel);
    }
  }

  private void begin(HiSlipChannel channel) throws IOException {
    try {
      Header first = channel.input().header();
      if (first == null) {
        return;
      }
      if (channels.size() > MOST_CONNECTIONS) {
        channel.fatal(FatalErrorCode.TOO_MANY_CLIENTS, "too many connections");
      } else if (first.type() == MessageType.INITIALIZE) {
        beginSync(channel, first);
      } else if (first.type() == MessageType.ASYNC_INITIALIZE) {
        beginAsync(channel, first);
      } else {
        channel.fatal(
            FatalErrorCode.BAD_INITIALIZATION,
            "a connection begins with Initialize or AsyncInitialize, not type " + first.code());
      }
    } catch (MalformedHeaderException malformed) {
      channel.fatal(FatalErrorCode.BAD_HEADER, malformed.getMessage());
    }
  }

  private void beginSync(HiSlipChannel channel, Header first) throws IOException {
    byte[] address = channel.input().payload(LONGEST_ADDRESS);
    int version = Math.min(first.parameter() >>> 16, VERSION);
    Endpoint device = device(new String(address, StandardCharsets.US_ASCII));
    if (device == null || channel.input().left() != 0) {
      channel.fatal(
          FatalErrorCode.BAD_INITIALIZATION,
          "there is no such sub-address here; there are " + devices.keySet());
    } else if (version < OLDEST_VERSION) {
      channel.fatal(FatalErrorCode.BAD_INITIALIZATION, "this server supports HiSLIP 1.0 and 2.0");
    } else {
      converse(channel, device, version);
    }
  }

  private Endpoint device(String address) {
    if (address.isEmpty()) {
      return devices.getOrDefault(DEFAULT_ADDRESS, devices.values().iterator().next());
    }
    return devices.get(address);
  }

  private void converse(HiSlipChannel channel, Endpoint device, int version) throws IOException {
    HiSlipSession session;
    int id;
    synchronized (sessions) {
      if (sessions.size() >= MOST_CLIENTS) {
        channel.fatal(
            FatalErrorCode.TOO_MANY_CLIENTS,
            MOST_CLIENTS + " clients are the maximum of this server");
        return;
      }
      id = freeId();
      session = new HiSlipSession(device, locks.get(device), channel, () -> forget(id));
      sessions.put(id, session);
    }
    serve(
        session,
        () -> {
          channel.send(MessageType.INITIALIZE_RESPONSE, 0, version << 16 | id);
          session.serve();
        });
  }

  private int freeId() {
    do {
      lastSession = lastSession + 1 & 0xFFFF;
    } while (sessions.containsKey(lastSession));
    return lastSession;
  }

  private void forget(int id) {
    synchronized (sessions) {
      sessions.remove(id);
    }
  }

  private void beginAsync(HiSlipChannel channel, Header first) throws IOException {
    HiSlipSession session;
    synchronized (sessions) {
      session = sessions.get(first.parameter());
    }
    if (session == null || !session.attach(channel)) {
      channel.fatal(
          FatalErrorCode.BAD_INITIALIZATION,
          "no session " + first.parameter() + " waits for its asynchronous channel");
      return;
    }
    HiSlipRequests requests = new HiSlipRequests(session, channel);
    HiSlipChannel.Sending greeting =
        () -> channel.send(MessageType.ASYNC_INITIALIZE_RESPONSE, 0, VENDOR);
    serve(session, () -> requests.serve(greeting));
  }

  /** Serves one channel until it ends. */
  private interface Conversation {
    void hold() throws IOException;
  }

  private static void serve(HiSlipSession session, Conversation conversation) throws IOException {
    try {
      conversation.hold();
    } catch (MalformedHeaderException malformed) {
      session.fatal(FatalErrorCode.BAD_HEADER, malformed.getMessage());
    } catch (RuntimeException fault) {
      LOG.log(Level.ERROR, "a simulated instrument failed", fault);
      session.fatal(FatalErrorCode.UNIDENTIFIED, "the simulated instrument failed: " + fault);
    } finally {
      session.end();
    }
  }

  /**
   * Stops listening, ends every session and cancels the work for it. The port is free afterwards.
   */
  @Override
  public void close() {
    acceptor.close();
    Set<HiSlipSession> open;
    synchronized (sessions) {
      open = Set.copyOf(sessions.values());
    }
    open.forEach(HiSlipSession::abort);
    Set<HiSlipChannel> left = Set.copyOf(channels);
    left.forEach(HiSlipChannel::close);
    left.forEach(channel -> channel.join(CLOSING_MILLIS));
  }
}
