package org.spinbench.drivers.transport.serial;

import java.time.Duration;
import java.time.Instant;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.resource.SerialSettings;

/** Opens serial ports with a clock that runs fast, for tests that open many. */
public final class HastySerial {
  private static final int SPEED = 50;
  private static final int LONGEST_MESSAGE = 1 << 20;

  private HastySerial() {}

  public static Transport open(ResourceName name, SerialSettings settings) {
    return Serial.open((ResourceName.Serial) name, settings, new Fast(), LONGEST_MESSAGE);
  }

  private static final class Fast implements Clock {
    private final SystemClock system = new SystemClock();
    private final long start = system.nanos();

    @Override
    public long nanos() {
      return SPEED * (system.nanos() - start);
    }

    @Override
    public Instant now() {
      return system.now();
    }

    @Override
    public void sleep(Duration duration) {
      system.sleep(duration.dividedBy(SPEED));
    }
  }
}
