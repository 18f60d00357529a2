package org.spinbench.simulator.instrument;

import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.spinbench.drivers.scpi.Dialect;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.drivers.transport.resource.ResourceName;

/** What the tests of instruments share: a clock, a seeded noise, and a count of changes. */
final class Laboratory {
  private final ManualClock clock = new ManualClock();
  private final RandomGenerator noise =
      RandomGeneratorFactory.of("L64X128MixRandom").create(20_240_607);
  private int changes;

  Surroundings surroundings(boolean noisy) {
    return new Surroundings(clock, noise, noisy, () -> changes++);
  }

  /** A session of the driver's side, in SCPI. */
  ScpiSession session(SimulatedInstrument instrument) {
    return session(instrument, Dialect.SCPI);
  }

  /** A session of the driver's side in the dialect of a model. */
  ScpiSession session(SimulatedInstrument instrument, Dialect dialect) {
    return session(instrument, dialect, "");
  }

  /**
   * The same.
   *
   * @param station what a bench file says of the instrument besides its model and its name
   */
  ScpiSession session(SimulatedInstrument instrument, Dialect dialect, String station) {
    ResourceName name = new ResourceName.InProcess("it");
    return new ScpiSession(
        "it",
        name,
        opened -> JudgedLink.to(instrument, opened, clock, dialect, station),
        clock,
        dialect);
  }

  RandomGenerator noise() {
    return noise;
  }

  void send(SimulatedInstrument instrument, String message) {
    MessageTable.exchange(instrument.endpoint(), message);
  }

  String ask(SimulatedInstrument instrument, String message) {
    return MessageTable.exchange(instrument.endpoint(), message);
  }

  double number(SimulatedInstrument instrument, String message) {
    return Double.parseDouble(ask(instrument, message));
  }

  void elapse(double seconds) {
    clock.sleep(Duration.ofNanos(Math.round(seconds * 1e9)));
  }

  long nanos() {
    return clock.nanos();
  }

  int changes() {
    return changes;
  }
}
