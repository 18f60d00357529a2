package org.spinbench.simulator.network;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The noise of a run, redrawn for every batch.
 *
 * <p>Each chain and each tone of each batch has a separate random stream, seeded by all three
 * numbers, so that noise does not depend on the number of threads.
 *
 * @param readVoltage standard deviation of the noise on the voltage of every chain, V
 * @param relativePower standard deviation of the relative noise on the power of every tone
 * @param seed seed of the streams
 */
public record NetworkNoise(double readVoltage, double relativePower, long seed) {
  public static final NetworkNoise NONE = new NetworkNoise(0, 0, 0);

  private static final RandomGeneratorFactory<RandomGenerator> GENERATORS =
      RandomGeneratorFactory.of("L64X128MixRandom");

  /**
   * @throws IllegalArgumentException if a standard deviation is negative
   */
  public NetworkNoise {
    if (!(readVoltage >= 0 && relativePower >= 0)) {
      throw new IllegalArgumentException(
          "noise of "
              + readVoltage
              + " V and "
              + relativePower
              + " of the power must not be negative");
    }
  }

  /** Adds read noise to the voltages of one chain. */
  void addToVoltages(double[] voltages, int samples, long batch, int layer, int chain) {
    if (readVoltage > 0) {
      RandomGenerator random = stream(batch, 2L * layer, chain);
      for (int s = 0; s < samples; s++) {
        voltages[s] += readVoltage * random.nextGaussian();
      }
    }
  }

  /** Multiplies the powers of one tone, and their slopes, by 1 + noise. */
  void scalePowers(double[] powers, double[] slopes, int samples, long batch, int layer, int tone) {
    RandomGenerator random = stream(batch, 2L * layer + 1, tone);
    for (int s = 0; s < samples; s++) {
      double factor = 1 + relativePower * random.nextGaussian();
      powers[s] *= factor;
      slopes[s] *= factor;
    }
  }

  private RandomGenerator stream(long batch, long kind, long index) {
    return GENERATORS.create(mix(mix(mix(seed) + batch) + kind) + index);
  }

  /**
   * Finaliser of SplitMix64 (G. Steele, D. Lea, C. Flood, OOPSLA 2014,
   * doi:10.1145/2714064.2660195).
   */
  private static long mix(long z) {
    long x = z + 0x9E3779B97F4A7C15L;
    x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
