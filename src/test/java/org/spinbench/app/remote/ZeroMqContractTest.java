package org.spinbench.app.remote;

import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.LinkFault;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportContract;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.zeromq.HastyZeroMq;
import org.spinbench.simulator.server.Servers.Link;

/** The contract through a bench server that reaches the instrument over HiSLIP. */
class ZeroMqContractTest extends TransportContract {
  private ServedInstrument served;

  @Override
  protected void start(Endpoint instrument) {
    served =
        new ServedInstrument(
            instrument, Link.HISLIP, ServedInstrument.ENDLESS, ServedInstrument.ENDLESS);
  }

  @Override
  protected void stop() {
    served.close();
  }

  @Override
  protected ResourceName name() {
    return served.name();
  }

  @Override
  protected OptionalInt port() {
    return OptionalInt.of(served.port());
  }

  @Override
  protected ResourceName name(int port) {
    return ServedInstrument.name(port);
  }

  @Override
  protected Transport openHastily(ResourceName name) {
    return HastyZeroMq.open(name);
  }

  @Override
  protected Set<Service> services() {
    return EnumSet.allOf(Service.class);
  }

  /**
   * What is lost may be the confirmation of a message, which nobody misses; and what follows a
   * frame that lacks its end fills it up to something that is none.
   */
  @Override
  protected Set<Class<?>> alsoEnds(LinkFault fault) {
    return fault.losesTheAnswer() ? Set.of(Void.class, TransportException.class) : Set.of();
  }

  /** Shorter frames of ZMTP have a length of one byte. */
  @Override
  protected int[] chunkLimits() {
    return new int[] {255 - 20, 8192};
  }
}
