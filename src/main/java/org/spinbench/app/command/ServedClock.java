package org.spinbench.app.command;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;

/**
 * The clock of a bench that another process simulates in virtual time. A wait passes there
 * immediately.
 */
final class ServedClock implements Clock, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Transport link;

  ServedClock(ResourceName name, Transports transports) {
    link = transports.open(name);
    boolean known = false;
    try {
      String identity = ask("*IDN?");
      known = identity.contains("Bench clock");
      if (!known) {
        throw new TransportException(
            name
                + " is not a clock, but \""
                + identity
                + "\"; 'spinbench simulate --virtual-time' prints the name of its clock");
      }
    } finally {
      if (!known) {
        link.close();
      }
    }
  }

  @Override
  public long nanos() {
    return Long.parseLong(ask("TIME?"));
  }

  @Override
  public Instant now() {
    String quoted = ask("DATE?");
    return Instant.parse(quoted.substring(1, quoted.length() - 1));
  }

  @Override
  public void sleep(Duration duration) {
    if (!duration.isNegative() && !duration.isZero()) {
      ask("WAIT " + duration.toNanos() + ";*OPC?");
    }
  }

  @Override
  public boolean passesByItself() {
    return false;
  }

  private synchronized String ask(String question) {
    Duration left = link.write(question.getBytes(StandardCharsets.US_ASCII), PATIENCE);
    return new String(link.read(left), StandardCharsets.US_ASCII);
  }

  @Override
  public synchronized void close() {
    link.close();
  }
}
