package org.spinbench.simulator.chip;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * All chance of one simulated bench, as one random generator for each device and purpose. What a
 * generator gives depends on the seed and on those two names alone: not on the order in which
 * others are asked for, nor on how many devices there are.
 */
public final class Draws {
  private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
      RandomGeneratorFactory.of("L64X128MixRandom");
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private final long seed;

  public Draws(long seed) {
    this.seed = seed;
  }

  /** A new generator, at its beginning. */
  public RandomGenerator generator(String device, String purpose) {
    return FACTORY.create(mixed(mixed(seed + GOLDEN_GAMMA) ^ hash(device + '\n' + purpose)));
  }

  /** The first standard normal number for a device and purpose. */
  double gaussian(String device, String purpose) {
    return generator(device, purpose).nextGaussian();
  }

  /** FNV-1a of the text's UTF-16 code units. */
  private static long hash(String text) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return hash;
  }

  /** Spreads every bit over all bits (D. Stafford's variant 13, as in SplitMix64). */
  private static long mixed(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
