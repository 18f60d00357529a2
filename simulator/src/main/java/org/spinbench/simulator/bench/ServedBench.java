package org.spinbench.simulator.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.system.SystemTransports;
import org.spinbench.simulator.server.Servers;
import org.spinbench.simulator.server.Servers.Link;
import org.spinbench.simulator.server.Servers.Served;

/** A simulated bench whose instruments are served to any program. */
public final class ServedBench implements AutoCloseable {
  private final Servers servers;
  private final Map<ResourceName, String> names;

  /**
   * @param names the instruments' names by what the bench file has as their resource names
   */
  ServedBench(Servers servers, Map<ResourceName, String> names) {
    this.servers = servers;
    this.names = Map.copyOf(names);
  }

  /** The instruments that are served, in the order of the bench file. */
  public List<Served> instruments() {
    return servers.instruments().subList(0, names.size());
  }

  /** The bench's clock, which is served behind the instruments if its time is virtual. */
  public Optional<Served> clock() {
    return servers.instruments().stream().skip(names.size()).findFirst();
  }

  /** The Prologix controller behind which the instruments have GPIB addresses. */
  public ResourceName controller() {
    return servers.controller();
  }

  /**
   * Opens the bench file's resource names through the servers, each over the kind of link that it
   * names; where an instrument does not have that, and for names of other kinds, over a socket.
   */
  public Transports asNamed() {
    Transports system = new SystemTransports(servers.linkSettings());
    return name -> open(system, name, link(name));
  }

  private static Link link(ResourceName name) {
    if (name instanceof ResourceName.Vxi11) {
      return Link.VXI11;
    }
    if (name instanceof ResourceName.HiSlip) {
      return Link.HISLIP;
    }
    if (name instanceof ResourceName.Serial) {
      return Link.SERIAL;
    }
    return name instanceof ResourceName.Gpib ? Link.GPIB : Link.SOCKET;
  }

  private Transport open(Transports system, ResourceName name, Link link) {
    String instrument = names.get(name);
    if (instrument == null) {
      throw new TransportException(
          name + " is not on this simulated bench, which serves " + names.keySet());
    }
    Map<Link, ResourceName> resources =
        instruments().stream()
            .filter(served -> served.name().equals(instrument))
            .findFirst()
            .orElseThrow()
            .resources();
    return system.open(resources.getOrDefault(link, resources.get(Link.SOCKET)));
  }

  /** Stops serving and closes every connection. */
  @Override
  public void close() {
    servers.close();
  }
}
