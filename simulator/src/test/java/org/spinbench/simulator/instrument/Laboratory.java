package org.spinbench.simulator.instrument;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.spinbench.drivers.scpi.Dialect;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.simulator.bench.Connections;
import org.spinbench.simulator.bench.SimulatedModel;
import org.spinbench.simulator.circuit.Resistor;
import org.spinbench.simulator.instrument.dcsource.Simulated6221;
import org.spinbench.simulator.scpi.BenchClock;

/** What the tests of instruments share: a clock, a seeded noise, and a count of changes. */
public final class Laboratory {
  private final ManualClock clock = new ManualClock();
  private final RandomGenerator noise =
      RandomGeneratorFactory.of("L64X128MixRandom").create(20_240_607);
  private int changes;

  /** Surroundings with noise on another clock. */
  public static Surroundings surroundings(BenchClock clock, long seed) {
    RandomGenerator noise = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    return new Surroundings(clock, noise, true, () -> {});
  }

  /** A new instrument with something to measure at every port; a 6221 with its nanovoltmeter. */
  public static SimulatedInstrument connected(SimulatedModel model, Surroundings around) {
    Connections something =
        new Connections(
            input -> (from, to) -> 1e-3 * around.noise().nextGaussian(),
            (from, to) -> List.of(new SpectralLine(3e6, 1e-6, 1e5)),
            (from, to) -> 1e-6,
            output -> load(45),
            nanos -> 1e-3);
    SimulatedInstrument made = model.make(around, something);
    if (made instanceof Simulated6221) {
      SimulatedInstrument meter = SimulatedModel.of("2182A").orElseThrow().make(around, something);
      meter.nanovoltmeter().ifPresent(made::attach);
    }
    return made;
  }

  public Surroundings surroundings(boolean noisy) {
    return new Surroundings(clock, noise, noisy, () -> changes++);
  }

  /** A session of the driver's side, in SCPI. */
  public ScpiSession session(SimulatedInstrument instrument) {
    return session(instrument, Dialect.SCPI);
  }

  /** A session of the driver's side in the dialect of a model. */
  public ScpiSession session(SimulatedInstrument instrument, Dialect dialect) {
    return session(instrument, dialect, "");
  }

  /**
   * The same.
   *
   * @param station what a bench file says of the instrument besides its model and its name
   */
  public ScpiSession session(SimulatedInstrument instrument, Dialect dialect, String station) {
    ResourceName name = new ResourceName.InProcess("it");
    return new ScpiSession(
        "it",
        name,
        opened -> JudgedLink.to(instrument, opened, clock, dialect, station),
        clock,
        dialect);
  }

  public RandomGenerator noise() {
    return noise;
  }

  public void send(SimulatedInstrument instrument, String message) {
    MessageTable.exchange(instrument.endpoint(), message);
  }

  public String ask(SimulatedInstrument instrument, String message) {
    return MessageTable.exchange(instrument.endpoint(), message);
  }

  public double number(SimulatedInstrument instrument, String message) {
    return Double.parseDouble(ask(instrument, message));
  }

  public void elapse(double seconds) {
    clock.sleep(Duration.ofNanos(Math.round(seconds * 1e9)));
  }

  public long nanos() {
    return clock.nanos();
  }

  public int changes() {
    return changes;
  }

  /** A resistor at the terminals of a source, Ω. */
  public static TerminalLoad load(double resistance) {
    Resistor resistor = new Resistor(resistance);
    return nanos -> resistor;
  }

  /** A continuous wave, Hz and W. */
  public static Tone tone(double frequency, double power) {
    return new Tone(frequency, power, power);
  }
}
