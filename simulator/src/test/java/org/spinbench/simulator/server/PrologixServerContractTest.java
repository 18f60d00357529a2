package org.spinbench.simulator.server;

import java.net.InetAddress;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.GpibController;
import org.spinbench.drivers.transport.LinkSettings;
import org.spinbench.drivers.transport.ResourceName;
import org.spinbench.drivers.transport.SystemTransports;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportContract;

/** The contract over GPIB: our client and our server of the Prologix protocol, over TCP. */
class PrologixServerContractTest extends TransportContract {
  private PrologixServer server;
  private SystemTransports transports;

  @Override
  protected void start(Endpoint instrument) {
    server = new PrologixServer(Map.of(22, instrument), InetAddress.getLoopbackAddress(), 0);
    ResourceName link = new ResourceName.TcpipSocket(0, "127.0.0.1", server.port());
    GpibController controller = new GpibController(link, GpibController.Firmware.PROLOGIX);
    transports =
        new SystemTransports(new LinkSettings(Map.of(), Map.of(0, controller), Optional.empty()));
  }

  @Override
  protected void stop() {
    server.close();
  }

  @Override
  protected ResourceName name() {
    return ResourceName.parse("GPIB0::22::INSTR");
  }

  @Override
  protected Transport open(ResourceName name) {
    return transports.open(name);
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
}
