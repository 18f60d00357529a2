package org.spinbench.experiments.task;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Independent random generators from one seed. Each use of randomness has a path of numbers (such
 * as set, start, block), so that uses do not affect each other and a resumed run needs no saved
 * state of a generator.
 */
public final class Seeds {
  private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
      RandomGeneratorFactory.of("L64X128MixRandom");

  private Seeds() {}

  /** The generator of one use of randomness, named by a path of numbers below the seed. */
  public static RandomGenerator generator(long seed, long... path) {
    long state = mix(seed);
    for (long step : path) {
      state = mix(state + 0x9E3779B97F4A7C15L * (step + 1));
    }
    return FACTORY.create(state);
  }

  /** The 64-bit finaliser of SplitMix (Steele, Lea, Flood 2014, doi:10.1145/2660193.2660195). */
  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
