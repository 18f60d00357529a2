package org.spinbench.simulator.server;

import java.net.InetAddress;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportContract;
import org.spinbench.drivers.transport.hislip.HastyHiSlip;
import org.spinbench.drivers.transport.resource.ResourceName;

/** The contract over HiSLIP, against the bench's own server. */
class HiSlipServerContractTest extends TransportContract {
  private HiSlipServer server;

  @Override
  protected void start(Endpoint instrument) {
    server = new HiSlipServer(Map.of("hislip0", instrument), InetAddress.getLoopbackAddress(), 0);
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

  @Override
  protected ResourceName name(int port) {
    return new ResourceName.HiSlip(0, "127.0.0.1", "hislip0", port);
  }

  @Override
  protected Transport openHastily(ResourceName name) {
    return HastyHiSlip.open(name);
  }

  @Override
  protected Set<Service> services() {
    return EnumSet.allOf(Service.class);
  }

  /** The buffer of the reader, and the largest payload that the client may send. */
  @Override
  protected int[] chunkLimits() {
    return new int[] {1 << 14, (1 << 20) - 16};
  }
}
