package org.spinbench.simulator.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.rpc.PortMapProtocol;
import org.spinbench.drivers.transport.rpc.RpcCall;
import org.spinbench.drivers.transport.rpc.RpcFormatException;
import org.spinbench.drivers.transport.rpc.RpcReply;
import org.spinbench.drivers.transport.rpc.XdrReader;
import org.spinbench.drivers.transport.rpc.XdrWriter;

/**
 * Answers which remote procedures are served on which ports (RFC 1833), over TCP and UDP. Version 2
 * gives ports, versions 3 and 4 universal addresses. Clients cannot register anything.
 */
public final class PortMapper implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(PortMapper.class.getName());
  private static final int LARGEST_DATAGRAM = 1 << 12;
  private static final int LONGEST_STRING = 256;
  private static final int JOIN_MILLIS = 2000;

  /** Attempts to find a port that is free for TCP and for datagrams, where any will do. */
  private static final int ATTEMPTS = 20;

  /** Pause between two attempts while the system refuses to receive. */
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Clock clock = new SystemClock();
  private final List<Mapping> mappings = new CopyOnWriteArrayList<>();
  private final RpcServer stream;
  private final DatagramSocket datagrams;
  private final Thread receiver;

  /** A program version, its protocol and its port. */
  private record Mapping(int program, int version, int protocol, int port) {}

  /**
   * Starts to serve.
   *
   * @param address of this computer to listen on
   * @param port for both TCP and UDP; clients ask on 111, which needs a privileged user; 0 for any
   *     free one
   * @throws UncheckedIOException if the port cannot be listened on
   */
  public PortMapper(InetAddress address, int port) {
    RpcServer listening = listen(address, port);
    DatagramSocket receiving = null;
    for (int attempt = 1; receiving == null; attempt++) {
      try {
        receiving = new DatagramSocket(new InetSocketAddress(address, listening.port()));
      } catch (IOException refused) {
        int taken = listening.port();
        listening.close();
        if (port != 0 || attempt == ATTEMPTS) {
          throw Listeners.cannotListen("the port mapper's datagrams", address, taken, refused);
        }
        listening = listen(address, port);
      }
    }
    stream = listening;
    datagrams = receiving;
    for (int version = PortMapProtocol.VERSION_2; version <= PortMapProtocol.VERSION_4; version++) {
      register(PortMapProtocol.PROGRAM, version, stream.port());
      mappings.add(
          new Mapping(
              PortMapProtocol.PROGRAM, version, PortMapProtocol.UDP, datagrams.getLocalPort()));
    }
    receiver = new Thread(this::receive, "port mapper " + port() + " UDP");
    receiver.setDaemon(true);
    receiver.start();
  }

  private RpcServer listen(InetAddress address, int port) {
    return new RpcServer("port mapper", address, port, client -> session(client.getLocalAddress()));
  }

  /** The port that is listened on. */
  public int port() {
    return stream.port();
  }

  /** Publishes the TCP port of this version of the program. */
  public void register(int program, int version, int port) {
    mappings.add(new Mapping(program, version, PortMapProtocol.TCP, port));
  }

  /** A session with a client that connected to this local address. */
  RpcServer.Session session(InetAddress local) {
    return new Session(local);
  }

  /** Answers datagrams until the socket is closed; ignores those that are not calls. */
  private void receive() {
    DatagramPacket packet = new DatagramPacket(new byte[LARGEST_DATAGRAM], LARGEST_DATAGRAM);
    while (!datagrams.isClosed()) {
      try {
        packet.setLength(LARGEST_DATAGRAM);
        datagrams.receive(packet);
      } catch (IOException refused) {
        if (!datagrams.isClosed()) {
          LOG.log(Level.DEBUG, "no datagram can be received", refused);
          clock.sleep(PAUSE);
        }
        continue;
      }
      try {
        answer(packet);
      } catch (IOException | RuntimeException | Error dropped) {
        Level level = dropped instanceof IOException ? Level.DEBUG : Level.ERROR;
        LOG.log(level, "no answer to a datagram", dropped);
      }
    }
  }

  private void answer(DatagramPacket packet) throws IOException {
    byte[] message = Arrays.copyOf(packet.getData(), packet.getLength());
    InetAddress local = localAddress(packet.getSocketAddress());
    byte[] reply = RpcServer.answer(session(local), message).toByteArray();
    datagrams.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
  }

  /** The local address on which a client can reach this computer. */
  private InetAddress localAddress(SocketAddress client) throws IOException {
    InetAddress own = datagrams.getLocalAddress();
    if (!own.isAnyLocalAddress()) {
      return own;
    }
    try (DatagramSocket probe = new DatagramSocket()) {
      probe.connect(client);
      return probe.getLocalAddress();
    }
  }

  private Optional<Mapping> find(int program, int version, int protocol) {
    return mappings.stream()
        .filter(m -> m.program() == program && m.protocol() == protocol)
        .filter(m -> m.version() == version)
        .findFirst();
  }

  /** Stops listening and ends every connection. */
  @Override
  public void close() {
    stream.close();
    datagrams.close();
    try {
      receiver.join(JOIN_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The session of one client. */
  private final class Session implements RpcServer.Session {
    private final InetAddress local;

    Session(InetAddress local) {
      this.local = local;
    }

    @Override
    public XdrWriter answer(RpcCall call) throws RpcFormatException {
      Optional<XdrWriter> refusal =
          RpcServer.refusal(
              call, PortMapProtocol.PROGRAM, PortMapProtocol.VERSION_2, PortMapProtocol.VERSION_4);
      if (refusal.isPresent()) {
        return refusal.get();
      }
      XdrWriter out = RpcReply.success(call.xid());
      boolean ports = call.version() == PortMapProtocol.VERSION_2;
      switch (call.procedure()) {
        case PortMapProtocol.NULL -> {
          return out;
        }
        case PortMapProtocol.SET, PortMapProtocol.UNSET -> {
          return out.bool(false);
        }
        case PortMapProtocol.GETPORT -> {
          return ports ? port(call.arguments(), out) : address(call.arguments(), out);
        }
        case PortMapProtocol.DUMP -> {
          return dump(ports, out);
        }
        case PortMapProtocol.GETVERSADDR -> {
          return call.version() == PortMapProtocol.VERSION_4
              ? address(call.arguments(), out)
              : RpcReply.procedureUnavailable(call.xid());
        }
        default -> {
          return RpcReply.procedureUnavailable(call.xid());
        }
      }
    }

    private XdrWriter port(XdrReader in, XdrWriter out) throws RpcFormatException {
      int program = in.int32();
      int version = in.int32();
      int protocol = in.int32();
      return out.int32(find(program, version, protocol).map(Mapping::port).orElse(0));
    }

    private XdrWriter address(XdrReader in, XdrWriter out) throws RpcFormatException {
      int program = in.int32();
      int version = in.int32();
      String network = in.string(LONGEST_STRING);
      int protocol =
          switch (network) {
            case "tcp" -> PortMapProtocol.TCP;
            case "udp" -> PortMapProtocol.UDP;
            default -> 0;
          };
      return out.string(find(program, version, protocol).map(this::universal).orElse(""));
    }

    /** The universal address (RFC 5665): host, and the two bytes of the port. */
    private String universal(Mapping mapping) {
      return local.getHostAddress() + "." + (mapping.port() >> 8) + "." + (mapping.port() & 0xFF);
    }

    private XdrWriter dump(boolean ports, XdrWriter out) {
      for (Mapping mapping : mappings) {
        out.bool(true).int32(mapping.program()).int32(mapping.version());
        if (ports) {
          out.int32(mapping.protocol()).int32(mapping.port());
        } else {
          out.string(mapping.protocol() == PortMapProtocol.TCP ? "tcp" : "udp")
              .string(universal(mapping))
              .string("superuser");
        }
      }
      return out.bool(false);
    }
  }
}
