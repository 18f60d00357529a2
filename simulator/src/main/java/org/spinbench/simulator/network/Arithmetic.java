package org.spinbench.simulator.network;

import java.lang.reflect.InvocationTargetException;

/**
 * The inner loops of a layer. An instance owns scratch memory: one thread uses it at a time.
 *
 * <p>Matrices are arrays of rows. Each element of a result is summed in the order of the inner
 * index, so results do not depend on the division of the rows among threads.
 */
interface Arithmetic {
  /**
   * Writes W_i = Σ_k ρ_k G(f_i, f_k) for one chain.
   *
   * @param tones f_i, Hz
   * @param resonances f_k, Hz
   * @param weights ρ_k
   * @param out W_i, V/W
   */
  void values(
      SynapseModel model, double[] tones, double[] resonances, double[] weights, double[] out);

  /**
   * Adds Σ_i g_i ∂G(f_i, f_k)/∂f_k, without the factor ρ_k, for one chain.
   *
   * @param tones f_i, Hz
   * @param gradient g_i
   * @param resonances f_k, Hz
   * @param out one sum per resonator
   */
  void slopes(
      SynapseModel model, double[] tones, double[] gradient, double[] resonances, double[] out);

  /**
   * Adds Σ_k a[row][k] b[k] to c[row], first {@code columns} elements, for the rows from..to-1; k
   * below {@code inner}.
   */
  void product(double[][] a, double[][] b, double[][] c, int from, int to, int inner, int columns);

  /**
   * Adds Σ_k a[row][k] b[column][k] to c[row][column], first {@code columns} elements, for the rows
   * from..to-1; k below {@code inner}.
   */
  void productOfRows(
      double[][] a, double[][] b, double[][] c, int from, int to, int inner, int columns);

  /**
   * Adds Σ_k a[k][row] b[k] to c[row], first {@code columns} elements, for the rows from..to-1; k
   * below {@code inner}.
   */
  void productTransposed(
      double[][] a, double[][] b, double[][] c, int from, int to, int inner, int columns);

  /**
   * The fastest one that this virtual machine has. In double precision all of them give the same
   * bits.
   *
   * @throws IllegalStateException in single precision, if the virtual machine lacks {@linkplain
   *     Numerics#vectors vector instructions}
   */
  static Arithmetic of(Numerics.Precision precision) {
    if (Numerics.vectors()) {
      return vectors(
          precision == Numerics.Precision.SINGLE ? "SingleArithmetic" : "VectorArithmetic");
    }
    if (precision == Numerics.Precision.SINGLE) {
      throw new IllegalStateException(
          "single precision needs vector instructions: start Java with --add-modules"
              + " jdk.incubator.vector");
    }
    return new DoubleArithmetic();
  }

  private static Arithmetic vectors(String name) {
    try {
      return (Arithmetic)
          Class.forName(Arithmetic.class.getPackageName() + "." + name)
              .getDeclaredConstructor()
              .newInstance();
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("the vector kernel does not start", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the vector kernel is missing from this build", e);
    }
  }
}
