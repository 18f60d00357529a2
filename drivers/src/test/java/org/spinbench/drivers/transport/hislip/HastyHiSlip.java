package org.spinbench.drivers.transport.hislip;

import java.time.Duration;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.resource.ResourceName;

/** Opens HiSLIP links that give a lost answer up soon, for tests that lose many. */
public final class HastyHiSlip {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofMillis(150);
  private static final int LONGEST_MESSAGE = 1 << 24;

  private HastyHiSlip() {}

  public static Transport open(ResourceName name) {
    return HiSlip.connect(
        (ResourceName.HiSlip) name,
        CONNECT_TIMEOUT,
        PATIENCE,
        PATIENCE,
        new SystemClock(),
        LONGEST_MESSAGE);
  }
}
