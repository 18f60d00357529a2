package org.spinbench.drivers.transport;

import java.util.EnumSet;
import java.util.Set;

/** The contract over the link to an instrument inside this program. */
class InProcessContractTest extends TransportContract {
  private Endpoint instrument;

  @Override
  protected void start(Endpoint served) {
    instrument = served;
  }

  @Override
  protected void stop() {}

  @Override
  protected ResourceName name() {
    return new ResourceName.InProcess("meter");
  }

  @Override
  protected Transport open(ResourceName name) {
    return new InProcess(name, instrument);
  }

  @Override
  protected Set<Service> services() {
    return EnumSet.of(Service.BINARY, Service.DEVICE_CLEAR, Service.SERIAL_POLL, Service.TRIGGER);
  }
}
