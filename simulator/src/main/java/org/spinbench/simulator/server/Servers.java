package org.spinbench.simulator.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.ResourceName;
import org.spinbench.drivers.transport.SerialSettings;
import org.spinbench.drivers.transport.rpc.Vxi11Protocol;

/**
 * Serves a set of simulated instruments on every protocol, each to several clients at a time, until
 * it is closed.
 */
public final class Servers implements AutoCloseable {
  /** Ports that the instruments share, before their own: VXI-11. */
  private static final int SHARED = 3;

  private final Ports ports;
  private final List<Runnable> closing = new ArrayList<>();
  private final List<Served> served = new ArrayList<>();

  /** The ways to reach an instrument, in the order in which they are listed. */
  public enum Link {
    SOCKET("raw socket"),
    VXI11("VXI-11"),
    SERIAL("serial");

    private final String text;

    Link(String text) {
      this.text = text;
    }

    /** Its usual name. */
    public String text() {
      return text;
    }
  }

  /**
   * An instrument to serve.
   *
   * @param serial whether the model has a serial port
   */
  public record Instrument(String name, String model, boolean serial, Endpoint endpoint) {}

  /**
   * An instrument that is served.
   *
   * @param resources its resource names, by link
   */
  public record Served(String name, String model, Map<Link, ResourceName> resources) {
    public Served {
      resources = Collections.unmodifiableMap(new EnumMap<>(resources));
    }
  }

  /**
   * Where to listen.
   *
   * @param address of this computer
   * @param base first of the ports that are taken: VXI-11's, HiSLIP's and the Prologix
   *     controller's, then one for each instrument's raw socket; 0 for any free ones
   * @param portmapper where VXI-11 clients that are not told a port ask for it, usually 111; empty
   *     for no portmapper
   */
  public record Ports(InetAddress address, int base, OptionalInt portmapper) {
    /** Free ports of the loopback interface, and no portmapper. */
    public static Ports loopback() {
      return new Ports(InetAddress.getLoopbackAddress(), 0, OptionalInt.empty());
    }

    private int number(int n) {
      return base == 0 ? 0 : base + n;
    }

    /** The host in resource names; who listens on every address is on loopback too. */
    private String host() {
      InetAddress host = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
      String text = host.getHostAddress();
      return host instanceof Inet6Address ? "[" + text + "]" : text;
    }
  }

  /**
   * Starts to serve.
   *
   * @throws java.io.UncheckedIOException if a port is taken
   */
  public Servers(List<Instrument> instruments, Ports ports) {
    this.ports = ports;
    try {
      Vxi11Server vxi11 =
          new Vxi11Server(numbered(instruments, "inst"), ports.address(), ports.number(0));
      closing.add(vxi11::close);
      ports.portmapper().ifPresent(port -> mapPorts(port, vxi11));
      for (int i = 0; i < instruments.size(); i++) {
        served.add(serve(i, instruments.get(i), vxi11.port()));
      }
    } catch (RuntimeException failure) {
      close();
      throw failure;
    }
  }

  private static Map<String, Endpoint> numbered(List<Instrument> instruments, String word) {
    Map<String, Endpoint> devices = new LinkedHashMap<>();
    for (int i = 0; i < instruments.size(); i++) {
      devices.put(word + i, instruments.get(i).endpoint());
    }
    return devices;
  }

  private void mapPorts(int port, Vxi11Server vxi11) {
    PortMapper mapper = new PortMapper(ports.address(), port);
    closing.add(mapper::close);
    mapper.register(Vxi11Protocol.CORE, Vxi11Protocol.VERSION, vxi11.port());
  }

  /** How many ports it takes to serve so many instruments. */
  public static int ports(int instruments) {
    return SHARED + instruments;
  }

  private Served serve(int number, Instrument instrument, int vxi11) {
    SocketServer socket =
        new SocketServer(instrument.endpoint(), ports.address(), ports.number(SHARED + number));
    closing.add(socket::close);
    String host = ports.host();
    Map<Link, ResourceName> names = new EnumMap<>(Link.class);
    names.put(Link.SOCKET, new ResourceName.TcpipSocket(0, host, socket.port()));
    names.put(Link.VXI11, new ResourceName.Vxi11(0, host, OptionalInt.of(vxi11), "inst" + number));
    if (instrument.serial()) {
      serveOnTerminal(instrument, names);
    }
    return new Served(instrument.name(), instrument.model(), names);
  }

  private void serveOnTerminal(Instrument instrument, Map<Link, ResourceName> names) {
    try {
      PseudoTerminal terminal = new PseudoTerminal(instrument.endpoint(), SerialSettings.DEFAULT);
      closing.add(terminal::close);
      names.put(Link.SERIAL, new ResourceName.Serial(terminal.path()));
    } catch (UnsupportedOperationException notHere) {
      // Another system than Linux: the instrument is served on its other links alone.
    }
  }

  /** What is served, in the order in which it was given. */
  public List<Served> instruments() {
    return Collections.unmodifiableList(served);
  }

  /** Stops serving and closes every connection. */
  @Override
  public void close() {
    closing.forEach(Runnable::run);
  }
}
