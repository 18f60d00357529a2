package org.spinbench.simulator.dynamics;

/**
 * Independent streams of normal deviates, one for each layer. What a stream gives depends on the
 * seed and its number alone: not on threads, on how many streams there are, nor on the kernel that
 * computes it.
 *
 * <p>Each stream is a xoshiro256++ generator (D. Blackman, S. Vigna, ACM Trans. Math. Softw. 47, 36
 * (2021), doi:10.1145/3460772) with a state from SplitMix64 (G. L. Steele et al., OOPSLA 2014,
 * doi:10.1145/2660193.2660195). Two of its numbers make two deviates (G. E. P. Box, M. E. Muller,
 * Ann. Math. Stat. 29, 610 (1958), doi:10.1214/aoms/1177706645): √(−2 ln u) cos θ and √(−2 ln u)
 * sin θ. Truncated series for logarithm, sine and cosine make each right to 1e-8; they reach to
 * 8.5.
 */
public final class NormalStreams {
  /** No streams, where no temperature is used. */
  public static final NormalStreams NONE = new NormalStreams(0, 0);

  /** 2⁶⁴ divided by the golden ratio, odd. */
  private static final long STRIDE = 0x9e3779b97f4a7c15L;

  /** Bits of 1.0: with 52 random bits below them, a number from 1 to 2. */
  private static final long ONE = 0x3ff0000000000000L;

  private static final long FRACTION = 0x000fffffffffffffL;

  /** Bits of √½: mantissas are taken from √½ to √2. */
  private static final long ROOT_HALF = 0x3fe6a09e667f3bcdL;

  static final double LN_2 = 0.6931471805599453;

  /** Coefficients 1/k of artanh. */
  static final double ARTANH_3 = 1.0 / 3;

  static final double ARTANH_5 = 1.0 / 5;
  static final double ARTANH_7 = 1.0 / 7;
  static final double ARTANH_9 = 1.0 / 9;
  static final double ARTANH_11 = 1.0 / 11;

  /** Coefficients ±1/k! of the sine. */
  static final double SINE_3 = -1.0 / 6;

  static final double SINE_5 = 1.0 / 120;
  static final double SINE_7 = -1.0 / 5040;
  static final double SINE_9 = 1.0 / 362_880;
  static final double SINE_11 = -1.0 / 39_916_800;
  static final double SINE_13 = 1.0 / 6_227_020_800.0;

  /** Coefficients ±1/k! of the cosine. */
  static final double COSINE_2 = -1.0 / 2;

  static final double COSINE_4 = 1.0 / 24;
  static final double COSINE_6 = -1.0 / 720;
  static final double COSINE_8 = 1.0 / 40_320;
  static final double COSINE_10 = -1.0 / 3_628_800;
  static final double COSINE_12 = 1.0 / 479_001_600;
  static final double COSINE_14 = -1.0 / 87_178_291_200.0;

  final int count;

  /** The random numbers of a pair of deviates: u = mantissa 2^exponent, and a direction. */
  final double[] mantissa;

  final double[] exponent;

  /** θ of the right half of the circle, rad. */
  final double[] angle;

  /** 1, or −1 for the left half. */
  final double[] sign;

  /** Room for −2 ln u. */
  final double[] square;

  private final long[] s0;
  private final long[] s1;
  private final long[] s2;
  private final long[] s3;

  /** The first streams of a seed. */
  public NormalStreams(long seed, int count) {
    this.count = count;
    int filled = MacrospinState.filled(count);
    mantissa = new double[filled];
    exponent = new double[filled];
    angle = new double[filled];
    sign = new double[filled];
    square = new double[filled];
    s0 = new long[count];
    s1 = new long[count];
    s2 = new long[count];
    s3 = new long[count];
    for (int k = 0; k < count; k++) {
      long start = mixed(seed + (k + 1) * STRIDE);
      s0[k] = mixed(start + STRIDE);
      s1[k] = mixed(start + 2 * STRIDE);
      s2[k] = mixed(start + 3 * STRIDE);
      s3[k] = mixed(start + 4 * STRIDE);
    }
  }

  private static long mixed(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** Draws two vectors of deviates from each stream. */
  void draw(MacrospinKernel kernel, Components a, Components b) {
    pair(kernel, a.x, a.y);
    pair(kernel, a.z, b.x);
    pair(kernel, b.y, b.z);
  }

  private void pair(MacrospinKernel kernel, double[] a, double[] b) {
    for (int k = 0; k < count; k++) {
      long bits = Double.doubleToRawLongBits(2 - fromOneToTwo(next(k)));
      long above = bits - ROOT_HALF >> 52;
      exponent[k] = above;
      mantissa[k] = Double.longBitsToDouble(bits - (above << 52));
      bits = next(k);
      angle[k] = (fromOneToTwo(bits) - 1.5) * Math.PI;
      sign[k] = Double.longBitsToDouble(bits & Long.MIN_VALUE | ONE);
    }
    kernel.normals(this, a, b);
  }

  private static double fromOneToTwo(long bits) {
    return Double.longBitsToDouble(bits & FRACTION | ONE);
  }

  private long next(int k) {
    long a = s0[k];
    long b = s1[k];
    long c = s2[k] ^ a;
    long d = s3[k] ^ b;
    long result = Long.rotateLeft(a + s3[k], 23) + a;
    s0[k] = a ^ d;
    s1[k] = b ^ c;
    s2[k] = c ^ b << 17;
    s3[k] = Long.rotateLeft(d, 45);
    return result;
  }
}
