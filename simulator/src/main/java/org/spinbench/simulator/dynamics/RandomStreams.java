package org.spinbench.simulator.dynamics;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Independent streams of random numbers: what stream k of a seed gives depends on the seed and k
 * alone, not on threads, nor on how many streams there are.
 */
public final class RandomStreams {
  private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
      RandomGeneratorFactory.of("L64X128MixRandom");

  /** Odd, so that streams of one seed differ: 2⁶⁴ divided by the golden ratio. */
  private static final long STRIDE = 0x9e3779b97f4a7c15L;

  private RandomStreams() {}

  /** Stream k of a seed, at its beginning. */
  public static RandomGenerator of(long seed, int k) {
    return FACTORY.create(seed + (k + 1) * STRIDE);
  }

  /** The first streams of a seed. */
  public static List<RandomGenerator> several(long seed, int count) {
    List<RandomGenerator> streams = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      streams.add(of(seed, k));
    }
    return streams;
  }
}
