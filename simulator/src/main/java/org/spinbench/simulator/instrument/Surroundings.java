package org.spinbench.simulator.instrument;

import java.util.random.RandomGenerator;
import org.spinbench.simulator.scpi.BenchClock;

/**
 * What a simulated instrument shares with its bench.
 *
 * @param clock the bench's clock
 * @param noise where measurement noise is drawn from
 * @param noisy whether there is measurement noise at all
 * @param outputChanged called after each command that changed an output
 */
public record Surroundings(
    BenchClock clock, RandomGenerator noise, boolean noisy, Runnable outputChanged) {
  /** A standard normal number; zero where there is no noise. */
  double gaussian() {
    return noisy ? noise.nextGaussian() : 0;
  }

  /** The same, with something more to do after a command that changed an output. */
  Surroundings andThen(Runnable more) {
    return new Surroundings(
        clock,
        noise,
        noisy,
        () -> {
          outputChanged.run();
          more.run();
        });
  }
}
