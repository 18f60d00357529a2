package org.spinbench.simulator.dynamics;

import java.lang.reflect.InvocationTargetException;

/**
 * The inner loops of {@link Macrospins}. Every kernel gives the same bits.
 *
 * <p>There is a scalar one, and one with the vector instructions of the processor. The latter needs
 * a Java virtual machine started with {@code --add-modules jdk.incubator.vector}.
 */
interface MacrospinKernel {
  /** Layers below which the scalar kernel is faster. */
  int FEWEST = 3;

  /**
   * Opens a step: sum = k, stage = m + dt k, where k is dm/dt.
   *
   * @param at which vector of the state k is computed at
   * @param dt s
   */
  void open(MacrospinState state, int at, double dt);

  /** Goes on from the stage: sum += weight k, stage = m + dt k. */
  void proceed(MacrospinState state, double weight, double dt);

  /** Closes a step from the stage: m = m + dt (sum + k), of length 1. */
  void close(MacrospinState state, double dt);

  /** Makes two normal deviates of what each stream has drawn. */
  void normals(NormalStreams streams, double[] cosines, double[] sines);

  /** The faster kernel for a number of layers that this virtual machine has. */
  static MacrospinKernel forLayers(int layers) {
    return layers < FEWEST ? ScalarKernel.INSTANCE : Choice.FASTEST;
  }

  /** Made once. */
  final class Choice {
    static final MacrospinKernel FASTEST = fastest();

    private Choice() {}

    private static MacrospinKernel fastest() {
      if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
        return ScalarKernel.INSTANCE;
      }
      try {
        return (MacrospinKernel)
            Class.forName("org.spinbench.simulator.dynamics.VectorKernel")
                .getDeclaredConstructor()
                .newInstance();
      } catch (InvocationTargetException e) {
        throw new IllegalStateException("the vector kernel does not start", e.getCause());
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("the vector kernel is missing from this build", e);
      }
    }
  }
}
