package org.spinbench.simulator.server;

import java.net.InetAddress;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.TransportContract;
import org.spinbench.drivers.transport.resource.ResourceName;

/** The contract over a raw socket, against the bench's own server. */
class SocketServerContractTest extends TransportContract {
  private SocketServer server;

  @Override
  protected void start(Endpoint instrument) {
    server = new SocketServer(instrument, InetAddress.getLoopbackAddress(), 0);
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
    return new ResourceName.TcpipSocket(0, "127.0.0.1", port);
  }

  @Override
  protected Set<Service> services() {
    return EnumSet.of(Service.WAITS, Service.END_OF_STREAM, Service.BINARY);
  }
}
