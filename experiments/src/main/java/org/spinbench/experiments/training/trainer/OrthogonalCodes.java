package org.spinbench.experiments.training.trainer;

import java.math.BigInteger;

/**
 * Orthogonal sign sequences that sum to zero, one per parameter: the columns of a Hadamard matrix
 * except the first. Matrices of order p + 1 come from the squares modulo a prime p = 4k − 1 (Paley
 * 1933, doi:10.1002/sapm1933121311), the double of an order from Sylvester's rule. For nine
 * parameters the order is 12.
 */
final class OrthogonalCodes {
  private OrthogonalCodes() {}

  /**
   * The codes.
   *
   * @return signs ±1: first index the time, second the parameter
   */
  static int[][] of(int parameters) {
    int length = parameters < 2 ? 2 : 4 * (parameters / 4 + 1);
    while (!exists(length)) {
      length += 4;
    }
    int[][] matrix = hadamard(length);
    int[][] codes = new int[length][parameters];
    for (int t = 0; t < length; t++) {
      System.arraycopy(matrix[t], 1, codes[t], 0, parameters);
    }
    return codes;
  }

  private static boolean isPaley(int order) {
    return order % 4 == 0 && BigInteger.valueOf(order - 1L).isProbablePrime(40);
  }

  private static boolean exists(int order) {
    return order <= 2 || isPaley(order) || order % 4 == 0 && exists(order / 2);
  }

  /** A Hadamard matrix whose first column is all ones. */
  private static int[][] hadamard(int order) {
    if (order == 1) {
      return new int[][] {{1}};
    }
    return isPaley(order) ? paley(order - 1) : doubled(hadamard(order / 2));
  }

  private static int[][] doubled(int[][] half) {
    int n = half.length;
    int[][] matrix = new int[2 * n][2 * n];
    for (int i = 0; i < 2 * n; i++) {
      for (int j = 0; j < 2 * n; j++) {
        matrix[i][j] = half[i % n][j % n] * (i >= n && j >= n ? -1 : 1);
      }
    }
    return matrix;
  }

  /** H = [1 −1ᵀ; 1 Q + I] with Q[i][j] = 1 if j − i is a square modulo p, and −1 otherwise. */
  private static int[][] paley(int p) {
    boolean[] square = new boolean[p];
    for (long i = 1; i < p; i++) {
      square[(int) (i * i % p)] = true;
    }
    int[][] matrix = new int[p + 1][p + 1];
    for (int i = 0; i <= p; i++) {
      matrix[i][0] = 1;
      for (int j = 1; j <= p; j++) {
        boolean positive = i > 0 && (i == j || square[Math.floorMod(j - i, p)]);
        matrix[i][j] = positive ? 1 : -1;
      }
    }
    return matrix;
  }
}
