package org.spinbench.simulator.server;

import java.net.InetAddress;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportContract;
import org.spinbench.drivers.transport.resource.GpibController;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.system.LinkSettings;
import org.spinbench.drivers.transport.system.SystemTransports;

/** The contract over GPIB: our client and our server of the Prologix protocol, over TCP. */
class PrologixServerContractTest extends TransportContract {
  private final Map<Integer, SystemTransports> boards = new HashMap<>();
  private PrologixServer server;

  @Override
  protected void start(Endpoint instrument) {
    server = new PrologixServer(Map.of(22, instrument), InetAddress.getLoopbackAddress(), 0);
  }

  @Override
  protected void stop() {
    server.close();
  }

  @Override
  protected ResourceName name() {
    return name(server.port());
  }

  @Override
  protected OptionalInt port() {
    return OptionalInt.of(server.port());
  }

  /** The board has the number of the port that its controller is reached by. */
  @Override
  protected ResourceName name(int port) {
    return new ResourceName.Gpib(port, 22, OptionalInt.empty());
  }

  @Override
  protected Transport open(ResourceName name) {
    int port = ((ResourceName.Gpib) name).board();
    return boards.computeIfAbsent(port, PrologixServerContractTest::transports).open(name);
  }

  private static SystemTransports transports(int port) {
    ResourceName link = new ResourceName.TcpipSocket(0, "127.0.0.1", port);
    GpibController controller = new GpibController(link, GpibController.Firmware.PROLOGIX);
    return new SystemTransports(
        new LinkSettings(Map.of(), Map.of(port, controller), Optional.empty()));
  }

  @Override
  protected Set<Service> services() {
    return EnumSet.of(
        Service.WAITS,
        Service.END_OF_STREAM,
        Service.BINARY,
        Service.DEVICE_CLEAR,
        Service.SERIAL_POLL,
        Service.TRIGGER,
        Service.SERVICE_REQUEST,
        Service.TELLS_ANSWERS_APART);
  }

  @Override
  protected int[] chunkLimits() {
    return new int[] {1 << 13, 1 << 16};
  }

  @Override
  protected boolean isPatient() {
    return true;
  }
}
