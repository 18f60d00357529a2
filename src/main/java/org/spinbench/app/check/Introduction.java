package org.spinbench.app.check;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.spinbench.drivers.bench.Ownership;
import org.spinbench.drivers.bench.model.Drivers;
import org.spinbench.drivers.scpi.Dialect;
import org.spinbench.drivers.scpi.Identity;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;

/**
 * An instrument that nobody has described yet, and who it says it is.
 *
 * @param identity its answer to {@code *IDN?}
 * @param model the model of a bench file whose driver knows this identity; empty if none does
 */
public record Introduction(Identity identity, Optional<String> model) {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /**
   * Opens the instrument at an address, asks it for its identity, and closes it. Sets nothing.
   *
   * @param transports links to exactly this address; no other is tried
   * @throws org.spinbench.drivers.transport.TransportException if nothing answers
   * @throws org.spinbench.drivers.bench.InUseException if another program owns it
   * @throws RuntimeException if it answers, but not as IEEE 488.2 demands
   */
  public static Introduction of(ResourceName address, Transports transports, Clock clock) {
    String name = address.toString();
    Ownership meanwhile = Ownership.take(Map.of(name, address), "spinbench init");
    try (ScpiSession session =
        new ScpiSession(name, address, transports, clock, Dialect.SCPI.within(PATIENCE))) {
      Identity identity = session.identity();
      return new Introduction(identity, model(identity));
    } finally {
      meanwhile.close();
    }
  }

  private static Optional<String> model(Identity identity) {
    return Drivers.models().stream()
        .filter(model -> Drivers.of(model).identities().contains(identity.model()))
        .findFirst();
  }
}
