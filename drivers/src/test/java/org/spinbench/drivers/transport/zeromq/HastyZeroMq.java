package org.spinbench.drivers.transport.zeromq;

import java.time.Duration;
import java.util.Optional;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.resource.ResourceName;

/** Opens links to a bench server that give a lost answer up soon, for tests that lose many. */
public final class HastyZeroMq {
  private static final Duration PATIENCE = Duration.ofMillis(150);

  private HastyZeroMq() {}

  public static Transport open(ResourceName name) {
    return ZeroMq.connect(
        (ResourceName.ZeroMq) name, Optional.empty(), "", new SystemClock(), PATIENCE);
  }
}
