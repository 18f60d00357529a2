package org.spinbench.simulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is measured of a trace, on a process with known statistics: a complex Ornstein-Uhlenbeck
 * process, whose power is exponentially distributed and whose line is a Lorentzian.
 */
class WanderingsTest {
  private static final double INTERVAL = 4e-9;
  private static final int SAMPLES = 100_000;

  /**
   * ⟨c*(0) c(t)⟩ = P exp[−(Γ + iω) t]: deviation of the power 1, its correlation time 1/(2Γ), full
   * width Γ/π, shift ω/2π. The frequencies turn by up to 1.5 rad between samples.
   */
  @ParameterizedTest
  @CsvSource({"0.3, 3e6, 0", "0.02, 3e6, 8e6", "1.0, 6e6, -20e6", "0.3, 2e6, 60e6"})
  void aLorentzianLineIsMeasuredAsItIs(double mean, double halfWidth, double shift) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(17);
    double decay = Math.exp(-2 * Math.PI * halfWidth * INTERVAL);
    double angle = -2 * Math.PI * shift * INTERVAL;
    double kick = Math.sqrt(mean / 2 * (1 - decay * decay));
    double[] re = new double[SAMPLES];
    double[] im = new double[SAMPLES];
    double x = Math.sqrt(mean / 2) * random.nextGaussian();
    double y = Math.sqrt(mean / 2) * random.nextGaussian();
    for (int i = 0; i < SAMPLES; i++) {
      re[i] = x;
      im[i] = y;
      double turned = decay * (x * Math.cos(angle) - y * Math.sin(angle));
      y = decay * (x * Math.sin(angle) + y * Math.cos(angle)) + kick * random.nextGaussian();
      x = turned + kick * random.nextGaussian();
    }
    FreeOscillation found = Wanderings.measure(re, im, INTERVAL);
    // Some Γ Δ N = 5 000 to 15 000 independent values.
    assertEquals(1, found.power() / mean, 0.05);
    assertEquals(1, found.deviation(), 0.05);
    // The correlation is summed down to 5 % of its beginning, which leaves out 5 % of the time.
    assertEquals(0.95, found.correlationTime() * 4 * Math.PI * halfWidth, 0.06);
    assertEquals(1, found.width() / (2 * halfWidth), 0.05);
    assertEquals(shift, found.shift(), 0.05 * halfWidth);
  }
}
