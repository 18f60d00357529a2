package org.spinbench.simulator.network;

/**
 * The discrete Fourier transform of a complex signal whose length is a power of two.
 *
 * <p>For convolutions: the forward transform leaves its result in bit-reversed order and the
 * inverse expects it there, so no reordering is necessary (radix 2, decimation in frequency forward
 * and in time back; C. Van Loan, Computational Frameworks for the Fast Fourier Transform, SIAM
 * 1992). The inverse is not divided by the length.
 */
final class Fourier {
  private final int size;
  private final double[] cosine;
  private final double[] sine;

  /**
   * Tabulates the roots of unity.
   *
   * @param size length of the signals, a power of two
   */
  Fourier(int size) {
    this.size = size;
    this.cosine = new double[size];
    this.sine = new double[size];
    for (int half = 1; half < size; half *= 2) {
      for (int j = 0; j < half; j++) {
        double angle = -Math.PI * j / half;
        cosine[half + j] = StrictMath.cos(angle);
        sine[half + j] = StrictMath.sin(angle);
      }
    }
  }

  /** Transforms in place. The result is in bit-reversed order. */
  void forward(double[] re, double[] im) {
    for (int half = size / 2; half > 0; half /= 2) {
      for (int block = 0; block < size; block += 2 * half) {
        for (int j = 0; j < half; j++) {
          int upper = block + j;
          int lower = upper + half;
          double differenceRe = re[upper] - re[lower];
          double differenceIm = im[upper] - im[lower];
          re[upper] += re[lower];
          im[upper] += im[lower];
          double c = cosine[half + j];
          double s = sine[half + j];
          re[lower] = differenceRe * c - differenceIm * s;
          im[lower] = differenceRe * s + differenceIm * c;
        }
      }
    }
  }

  /**
   * Inverse transform in place, from bit-reversed order. The result is multiplied by the length.
   */
  void inverse(double[] re, double[] im) {
    for (int half = 1; half < size; half *= 2) {
      for (int block = 0; block < size; block += 2 * half) {
        for (int j = 0; j < half; j++) {
          int upper = block + j;
          int lower = upper + half;
          double c = cosine[half + j];
          double s = sine[half + j];
          double turnedRe = re[lower] * c + im[lower] * s;
          double turnedIm = im[lower] * c - re[lower] * s;
          re[lower] = re[upper] - turnedRe;
          im[lower] = im[upper] - turnedIm;
          re[upper] += turnedRe;
          im[upper] += turnedIm;
        }
      }
    }
  }
}
