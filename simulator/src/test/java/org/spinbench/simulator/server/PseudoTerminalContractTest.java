package org.spinbench.simulator.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.LinkFault;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportContract;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.resource.SerialSettings;
import org.spinbench.drivers.transport.system.LinkSettings;
import org.spinbench.drivers.transport.system.SystemTransports;

/**
 * The contract over a serial line: our client on our pseudo-terminal. Faults are made where the
 * line goes to a raw socket.
 */
@EnabledOnOs(OS.LINUX)
class PseudoTerminalContractTest extends TransportContract {
  private static final SerialSettings LINE = line("\r\n");

  /** What ends a connection does not end a serial line. */
  private static final Set<LinkFault> ENDS =
      EnumSet.of(
          LinkFault.TRUNCATED_AND_CLOSED, LinkFault.CLOSED, LinkFault.RESET, LinkFault.HALF_OPEN);

  private final List<PseudoTerminal> terminals = new ArrayList<>();
  private final List<SerialBridge> bridges = new ArrayList<>();
  private Endpoint instrument;
  private SocketServer server;

  @Override
  protected void start(Endpoint served) {
    instrument = served;
    terminals.add(new PseudoTerminal(served, LINE));
    server = new SocketServer(served, InetAddress.getLoopbackAddress(), 0);
  }

  @Override
  protected void stop() throws Exception {
    terminals.forEach(PseudoTerminal::close);
    server.close();
    for (SerialBridge bridge : bridges) {
      bridge.close();
    }
    bridges.clear();
  }

  private static SerialSettings line(String terminator) {
    return new SerialSettings(
        115_200,
        8,
        SerialSettings.Parity.NONE,
        1,
        SerialSettings.FlowControl.NONE,
        terminator,
        terminator);
  }

  @Override
  protected OptionalInt port() {
    return OptionalInt.of(server.port());
  }

  @Override
  protected ResourceName name(int port) {
    return bridges.stream()
        .filter(bridge -> bridge.port() == port)
        .findFirst()
        .or(() -> Optional.of(bridgeTo(port)))
        .map(bridge -> new ResourceName.Serial(bridge.path()))
        .orElseThrow();
  }

  private SerialBridge bridgeTo(int port) {
    try {
      SerialBridge bridge = new SerialBridge(port);
      bridges.add(bridge);
      return bridge;
    } catch (IOException failure) {
      throw new UncheckedIOException("no bridge to port " + port, failure);
    }
  }

  @Override
  protected boolean canHappen(LinkFault fault) {
    return !ENDS.contains(fault);
  }

  @Override
  protected ResourceName name() {
    return new ResourceName.Serial(terminals.get(0).path());
  }

  /** A serial port has one client; for another one the instrument gets another port. */
  @Override
  protected Transport open(ResourceName name) {
    try {
      return link(name);
    } catch (TransportException busy) {
      if (!name.equals(name())) {
        throw busy;
      }
      PseudoTerminal another = new PseudoTerminal(instrument, LINE);
      terminals.add(another);
      return link(new ResourceName.Serial(another.path()));
    }
  }

  private Transport link(ResourceName name) {
    boolean bridged = bridges.stream().anyMatch(bridge -> name.toString().contains(bridge.path()));
    SerialSettings line = bridged ? line("\n") : LINE;
    Map<ResourceName.Serial, SerialSettings> lines = Map.of((ResourceName.Serial) name, line);
    return new SystemTransports(new LinkSettings(lines, Map.of(), Optional.empty())).open(name);
  }

  @Override
  protected Set<Service> services() {
    return EnumSet.of(Service.WAITS, Service.END_OF_STREAM, Service.BINARY);
  }

  /** What a terminal of Linux holds, and what we hand to it and take from it at a time. */
  @Override
  protected int[] chunkLimits() {
    return new int[] {1024, 4096, 1 << 14};
  }
}
