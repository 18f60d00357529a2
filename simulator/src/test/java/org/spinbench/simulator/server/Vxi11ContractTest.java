package org.spinbench.simulator.server;

import java.net.InetAddress;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.TransportContract;
import org.spinbench.drivers.transport.resource.ResourceName;

/** The contract over VXI-11, against the bench's own server. */
class Vxi11ContractTest extends TransportContract {
  private Vxi11Server server;

  @Override
  protected void start(Endpoint instrument) {
    server = new Vxi11Server(Map.of("inst0", instrument), InetAddress.getLoopbackAddress(), 0);
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
    return new ResourceName.Vxi11(0, "127.0.0.1", OptionalInt.of(port), "inst0");
  }

  @Override
  protected Set<Service> services() {
    return EnumSet.allOf(Service.class);
  }

  /** The most bytes of one device_write. */
  @Override
  protected int[] chunkLimits() {
    return new int[] {Vxi11Server.LARGEST_WRITE};
  }

  @Override
  protected boolean isPatient() {
    return true;
  }
}
