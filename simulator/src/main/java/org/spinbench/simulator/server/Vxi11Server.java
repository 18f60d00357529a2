package org.spinbench.simulator.server;

import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.rpc.RpcCall;
import org.spinbench.drivers.transport.rpc.RpcFormatException;
import org.spinbench.drivers.transport.rpc.RpcReply;
import org.spinbench.drivers.transport.rpc.Vxi11Error;
import org.spinbench.drivers.transport.rpc.Vxi11Protocol;
import org.spinbench.drivers.transport.rpc.XdrWriter;

/**
 * Serves simulated instruments over VXI-11 (TCP/IP Instrument Protocol, revision 1.0), to several
 * clients at a time: the core channel on one port, the abort channel on a second port, and
 * interrupt channels back to the clients that ask for one.
 */
public final class Vxi11Server implements AutoCloseable {
  /** Bytes of the longest device_write. */
  static final int LARGEST_WRITE = 1 << 16;

  static final int MOST_LINKS = 256;

  /** Limit of the waits that clients ask for. */
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private final Clock clock;
  private final long longestWait;
  private final Map<String, Vxi11Device> devices = new HashMap<>();
  private final Map<Integer, Vxi11Link> links = new ConcurrentHashMap<>();
  private final RpcServer abort;
  private final RpcServer core;
  private int lastLink;

  /**
   * Starts to serve.
   *
   * @param devices endpoints by LAN device name; the first instrument's is {@code inst0}
   * @param address of this computer to listen on
   * @param port for the core channel; 0 for any free one
   * @throws java.io.UncheckedIOException if the port is taken
   */
  public Vxi11Server(Map<String, Endpoint> devices, InetAddress address, int port) {
    this(devices, address, port, new SystemClock(), LONGEST_WAIT);
  }

  Vxi11Server(
      Map<String, Endpoint> devices,
      InetAddress address,
      int port,
      Clock clock,
      Duration longestWait) {
    this.clock = clock;
    this.longestWait = longestWait.toNanos();
    this.abort = new RpcServer("VXI-11 abort", address, 0, client -> new AbortSession());
    devices.forEach(
        (name, instrument) -> this.devices.put(key(name), new Vxi11Device(name, instrument)));
    try {
      this.core = new RpcServer("VXI-11", address, port, this::open);
    } catch (RuntimeException portTaken) {
      abort.close();
      this.devices.values().forEach(Vxi11Device::close);
      throw portTaken;
    }
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The port of the core channel. */
  public int port() {
    return core.port();
  }

  int abortPort() {
    return abort.port();
  }

  private RpcServer.Session open(Socket client) {
    return Vxi11Session.open(this, client);
  }

  /** The device of that name; null if there is none. */
  Vxi11Device device(String name) {
    return devices.get(key(name));
  }

  /** A new link with an unused number; null if there are too many. */
  synchronized Vxi11Link newLink(Vxi11Device device, Vxi11Session session) {
    if (links.size() >= MOST_LINKS) {
      return null;
    }
    do {
      lastLink = (lastLink + 1) & Integer.MAX_VALUE;
    } while (links.containsKey(lastLink));
    Vxi11Link link = new Vxi11Link(lastLink, device, session);
    links.put(lastLink, link);
    return link;
  }

  /** Removes a link, its lock and its service requests. */
  void forget(Vxi11Link link) {
    links.remove(link.id());
    link.device().forget(link);
  }

  Vxi11Call newCall(boolean aborted) {
    return new Vxi11Call(clock, longestWait, aborted);
  }

  /** Ends every connection and stops listening. */
  @Override
  public void close() {
    core.close();
    abort.close();
    devices.values().forEach(Vxi11Device::close);
  }

  /** One abort channel, which serves a single procedure. */
  private final class AbortSession implements RpcServer.Session {
    @Override
    public XdrWriter answer(RpcCall call) throws RpcFormatException {
      Optional<XdrWriter> refusal =
          RpcServer.refusal(
              call, Vxi11Protocol.ABORT, Vxi11Protocol.VERSION, Vxi11Protocol.VERSION);
      if (refusal.isPresent()) {
        return refusal.get();
      }
      return switch (call.procedure()) {
        case 0 -> RpcReply.success(call.xid());
        case Vxi11Protocol.DEVICE_ABORT ->
            RpcReply.success(call.xid()).int32(abort(call.arguments().int32()).number());
        default -> RpcReply.procedureUnavailable(call.xid());
      };
    }

    private Vxi11Error abort(int id) {
      Vxi11Link link = links.get(id);
      if (link == null) {
        return Vxi11Error.INVALID_LINK;
      }
      link.abort();
      return Vxi11Error.NONE;
    }
  }
}
