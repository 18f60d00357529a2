package org.spinbench.simulator.bench;

import java.util.HashMap;
import java.util.Map;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.ResourceName;
import org.spinbench.drivers.transport.ResourceName.TcpipSocket;
import org.spinbench.drivers.transport.SystemTransports;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.simulator.server.SocketServer;

/**
 * A simulated bench whose instruments are served on TCP ports of the loopback interface. Opening
 * one of the bench file's resource names connects to that instrument's port; {@link #address} says
 * which it is, for any other program.
 */
public final class ServedBench implements Transports, AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  private final Map<ResourceName, SocketServer> servers = new HashMap<>();
  private final Transports sockets = new SystemTransports();

  ServedBench(Map<ResourceName, ? extends Endpoint> endpoints) {
    try {
      endpoints.forEach((name, endpoint) -> servers.put(name, new SocketServer(endpoint, 0)));
    } catch (RuntimeException failure) {
      close();
      throw failure;
    }
  }

  /** Where the instrument of that name is served. */
  public TcpipSocket address(ResourceName name) {
    SocketServer server = servers.get(name);
    if (server == null) {
      throw new TransportException(
          name + " is not on this simulated bench, which serves " + servers.keySet());
    }
    return new TcpipSocket(0, LOOPBACK, server.port());
  }

  @Override
  public Transport open(ResourceName name) {
    return sockets.open(address(name));
  }

  /** Stops serving and closes every connection. */
  @Override
  public void close() {
    servers.values().forEach(SocketServer::close);
  }
}
