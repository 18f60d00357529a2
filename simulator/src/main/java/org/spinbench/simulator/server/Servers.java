package org.spinbench.simulator.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.resource.GpibController;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.resource.SerialSettings;
import org.spinbench.drivers.transport.rpc.Vxi11Protocol;
import org.spinbench.drivers.transport.system.LinkSettings;

/**
 * Serves a set of simulated instruments on every protocol, each to several clients at a time, until
 * it is closed.
 */
public final class Servers implements AutoCloseable {
  /** Number of shared ports: VXI-11, HiSLIP and the Prologix controller. */
  private static final int SHARED = 3;

  /** Primary addresses are 1 to 30; 0 is the controller's. */
  private static final int LAST_GPIB_ADDRESS = 30;

  private static final int BOARD = 0;

  private final Ports ports;
  private final List<Runnable> closing = new ArrayList<>();
  private final List<Served> served = new ArrayList<>();
  private Vxi11Server vxi11;
  private HiSlipServer hislip;
  private PrologixServer prologix;

  /** The kinds of links to an instrument, in the order of the list. */
  public enum Link {
    SOCKET("raw socket"),
    VXI11("VXI-11"),
    HISLIP("HiSLIP"),
    SERIAL("serial"),
    GPIB("GPIB");

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
   * A served instrument.
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
   * @param base first port: VXI-11, HiSLIP and the Prologix controller, then a raw socket for each
   *     instrument; 0 for any free ports
   * @param portmapper port that VXI-11 clients ask for the port of a service, usually 111; empty
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

    /** The host in resource names; a server on every address is also on loopback. */
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
      startShared(instruments);
      for (int i = 0; i < instruments.size(); i++) {
        served.add(serve(i, instruments.get(i)));
      }
    } catch (RuntimeException failure) {
      close();
      throw failure;
    }
  }

  private void startShared(List<Instrument> instruments) {
    InetAddress address = ports.address();
    vxi11 = new Vxi11Server(numbered(instruments, "inst"), address, ports.number(0));
    closing.add(vxi11::close);
    ports.portmapper().ifPresent(this::mapPorts);
    hislip = new HiSlipServer(numbered(instruments, "hislip"), address, ports.number(1));
    closing.add(hislip::close);
    prologix = new PrologixServer(addressed(instruments), address, ports.number(2));
    closing.add(prologix::close);
  }

  private void mapPorts(int port) {
    PortMapper mapper = new PortMapper(ports.address(), port);
    closing.add(mapper::close);
    mapper.register(Vxi11Protocol.CORE, Vxi11Protocol.VERSION, vxi11.port());
  }

  private static Map<String, Endpoint> numbered(List<Instrument> instruments, String word) {
    Map<String, Endpoint> devices = new LinkedHashMap<>();
    for (int i = 0; i < instruments.size(); i++) {
      devices.put(word + i, instruments.get(i).endpoint());
    }
    return devices;
  }

  private static Map<Integer, Endpoint> addressed(List<Instrument> instruments) {
    Map<Integer, Endpoint> devices = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(instruments.size(), LAST_GPIB_ADDRESS); i++) {
      devices.put(i + 1, instruments.get(i).endpoint());
    }
    return devices;
  }

  /** Number of ports for so many instruments. */
  public static int ports(int instruments) {
    return SHARED + instruments;
  }

  private Served serve(int number, Instrument instrument) {
    SocketServer socket =
        new SocketServer(instrument.endpoint(), ports.address(), ports.number(SHARED + number));
    closing.add(socket::close);
    String host = ports.host();
    Map<Link, ResourceName> names = new EnumMap<>(Link.class);
    names.put(Link.SOCKET, new ResourceName.TcpipSocket(BOARD, host, socket.port()));
    OptionalInt core = OptionalInt.of(vxi11.port());
    names.put(Link.VXI11, new ResourceName.Vxi11(BOARD, host, core, "inst" + number));
    names.put(Link.HISLIP, new ResourceName.HiSlip(BOARD, host, "hislip" + number, hislip.port()));
    if (instrument.serial()) {
      serveOnTerminal(instrument, names);
    }
    if (number < LAST_GPIB_ADDRESS) {
      names.put(Link.GPIB, new ResourceName.Gpib(BOARD, number + 1, OptionalInt.empty()));
    }
    return new Served(instrument.name(), instrument.model(), names);
  }

  private void serveOnTerminal(Instrument instrument, Map<Link, ResourceName> names) {
    try {
      PseudoTerminal terminal = new PseudoTerminal(instrument.endpoint(), SerialSettings.DEFAULT);
      closing.add(terminal::close);
      names.put(Link.SERIAL, new ResourceName.Serial(terminal.path()));
    } catch (UnsupportedOperationException notHere) {
      // Not Linux: serve the instrument on its other links only.
    }
  }

  /** The served instruments, in the given order. */
  public List<Served> instruments() {
    return Collections.unmodifiableList(served);
  }

  /** The Prologix controller, which is GPIB board 0. */
  public ResourceName controller() {
    return new ResourceName.TcpipSocket(BOARD, ports.host(), prologix.port());
  }

  /** The link settings that our own client needs besides the resource names. */
  public LinkSettings linkSettings() {
    GpibController board = new GpibController(controller(), GpibController.Firmware.PROLOGIX);
    return new LinkSettings(Map.of(), Map.of(BOARD, board), Optional.empty());
  }

  /** Stops serving and closes every connection. */
  @Override
  public void close() {
    closing.forEach(Runnable::run);
  }
}
