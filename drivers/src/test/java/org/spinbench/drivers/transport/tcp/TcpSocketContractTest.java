package org.spinbench.drivers.transport.tcp;

import java.io.IOException;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.LoopbackServer;
import org.spinbench.drivers.transport.TransportContract;
import org.spinbench.drivers.transport.resource.ResourceName;

/** The contract over a raw socket, against a server of this test. */
class TcpSocketContractTest extends TransportContract {
  private Endpoint instrument;
  private LoopbackServer server;

  @Override
  protected void start(Endpoint served) throws IOException {
    instrument = served;
    server = new LoopbackServer(this::serve);
  }

  private void serve(LoopbackServer.Connection client) throws IOException {
    for (byte[] message = client.message(); message != null; message = client.message()) {
      byte[] response;
      synchronized (instrument) {
        instrument.write(message);
        response = instrument.read();
      }
      if (response != null) {
        client.sayLine(response);
      }
    }
  }

  @Override
  protected void stop() throws IOException {
    server.close();
  }

  @Override
  protected ResourceName name() {
    return server.name();
  }

  @Override
  protected OptionalInt port() {
    return OptionalInt.of(server.name().port());
  }

  @Override
  protected ResourceName name(int port) {
    return new ResourceName.TcpipSocket(0, "127.0.0.1", port);
  }

  @Override
  protected Set<Service> services() {
    return EnumSet.of(Service.WAITS, Service.END_OF_STREAM, Service.BINARY);
  }

  /** The first two sizes of the framer's buffer. */
  @Override
  protected int[] chunkLimits() {
    return new int[] {1 << 14, 1 << 15};
  }
}
