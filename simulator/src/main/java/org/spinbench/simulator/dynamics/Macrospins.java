package org.spinbench.simulator.dynamics;

import static org.spinbench.simulator.physics.Checks.notNegative;
import static org.spinbench.simulator.physics.Checks.positive;

import java.util.List;

/**
 * Macrospins in time: any number of layers, alone or coupled, in the Landau-Lifshitz-Gilbert
 * equation with spin-transfer torque, in its explicit form with exact cross terms.
 *
 * <pre>
 *   dm/dt = −γ₀/(1 + α²) m × { A + m × B }
 *   A = H + (a_FL − α a_DL) p,   B = α H + (a_DL + α a_FL) p
 *   H = H_ext(t) + T m + H_VCMA m_z ẑ + Σ_j C_ij m_j + H_th
 * </pre>
 *
 * T holds demagnetisation and anisotropy (see {@link MagneticLayer#innerField}). All layers advance
 * together: at each stage of a step every field is that of the same instant, so that coupled layers
 * keep the order of the method. After each step m is brought back to length 1.
 *
 * <p>Methods: classical Runge-Kutta of fourth order without temperature; Heun's method with
 * temperature, whose thermal field is constant over the step and enters precession, damping and the
 * re-evaluated field alike (Stratonovich). Every layer draws from a stream of its own, so its noise
 * depends neither on other layers nor on threads.
 *
 * <p>A Java virtual machine that was started with {@code --add-modules jdk.incubator.vector}
 * advances several layers at once with vector instructions, to the same bits.
 *
 * <p>References: J. C. Slonczewski, J. Magn. Magn. Mater. 159, L1 (1996),
 * doi:10.1016/0304-8853(96)00062-5; W. F. Brown, Phys. Rev. 130, 1677 (1963),
 * doi:10.1103/PhysRev.130.1677; J. L. García-Palacios, F. J. Lázaro, Phys. Rev. B 58, 14937 (1998),
 * doi:10.1103/PhysRevB.58.14937 (Heun's method).
 */
public final class Macrospins {
  /** s; the method finds its own step from there. */
  private static final double FIRST_STEP = 1e-13;

  private final List<MagneticLayer> layers;
  private final NormalStreams random;
  private final MacrospinState state;
  private final EnvironmentSignals surroundings;
  private final MacrospinKernel kernel;
  private final Components drawn;
  private final Components spare;
  private boolean spared;
  private double time;

  /**
   * Layers magnetised along z.
   *
   * @param random a stream for each layer; {@link NormalStreams#NONE} where no temperature is used
   */
  public Macrospins(
      List<MagneticLayer> layers, List<LayerCoupling> couplings, NormalStreams random) {
    this(layers, couplings, random, MacrospinKernel.forLayers(layers.size()));
  }

  Macrospins(
      List<MagneticLayer> layers,
      List<LayerCoupling> couplings,
      NormalStreams random,
      MacrospinKernel kernel) {
    this.layers = List.copyOf(layers);
    if (random.count != 0 && random.count != layers.size()) {
      throw new IllegalArgumentException(
          layers.size() + " layers need as many random streams; there are " + random.count);
    }
    this.random = random;
    this.kernel = kernel;
    state = new MacrospinState(layers, couplings);
    surroundings = new EnvironmentSignals(state, layers);
    drawn = new Components(MacrospinState.filled(layers.size()));
    spare = new Components(MacrospinState.filled(layers.size()));
  }

  /** Sets what surrounds a layer, from now on. */
  public void surround(int layer, LayerEnvironment with) {
    surroundings.surround(layer, with);
  }

  /** Sets the direction of a layer's magnetisation; any length but 0. */
  public void magnetise(int layer, Vector3 direction) {
    state.set(layer, MacrospinState.M, direction.unit());
    // Kernels multiply an old sum by 0, which would keep what is not finite.
    state.set(layer, MacrospinState.SUM, Vector3.ZERO);
  }

  /** Direction of a layer's magnetisation, of length 1. */
  public Vector3 magnetisation(int layer) {
    return state.get(layer, MacrospinState.M);
  }

  /** dm/dt of a layer now, without temperature, rad/s. */
  public Vector3 rate(int layer) {
    surroundings.prepare(time);
    kernel.open(state, MacrospinState.M, 0);
    return state.get(layer, MacrospinState.SUM);
  }

  /** Time since the beginning, s. */
  public double time() {
    return time;
  }

  /**
   * Advances by Runge-Kutta steps, without temperature.
   *
   * @param seconds the step, above zero; 1 to 2 ps at 10 GHz
   */
  public void advance(double seconds, long steps) {
    positive("time step", seconds, "s");
    for (long i = 0; i < steps; i++) {
      rungeKutta(seconds);
    }
  }

  /**
   * Advances by Heun steps at a temperature.
   *
   * @param temperature K, not negative
   * @param seconds the step, above zero; 0.5 ps at 10 GHz keeps equipartition within 1 %
   * @throws IllegalStateException if there are no random generators
   */
  public void advance(double temperature, double seconds, long steps) {
    notNegative("temperature", temperature, "K");
    positive("time step", seconds, "s");
    if (random.count < layers.size()) {
      throw new IllegalStateException("a temperature needs a random stream for each layer");
    }
    double[] deviations =
        layers.stream().mapToDouble(layer -> layer.thermalField(temperature, seconds)).toArray();
    for (long step = 0; step < steps; step++) {
      // Deviates come in pairs, so that two steps are drawn at once.
      if (!spared) {
        random.draw(kernel, drawn, spare);
      }
      state.heat(deviations, spared ? spare : drawn);
      spared = !spared;
      heun(seconds);
    }
    state.cool();
  }

  /**
   * Advances to a time with steps of the method's own choice, without temperature: the embedded
   * Runge-Kutta pair of fifth and fourth order of J. R. Dormand and P. J. Prince, J. Comput. Appl.
   * Math. 6, 19 (1980), doi:10.1016/0771-050X(80)90013-3.
   *
   * @param until s, not before now
   * @param tolerance largest estimated error of a component of m in a step, above zero
   * @return how many steps were accepted
   */
  public long advanceAdaptively(double until, double tolerance) {
    positive("tolerance", tolerance, "");
    if (!(until >= time) || Double.isInfinite(until)) {
      throw new IllegalArgumentException(
          "the time to advance to is " + until + " s, but must be finite and not before " + time);
    }
    long accepted = 0;
    double step = Math.min(until - time, FIRST_STEP);
    Vector3[][] slopes = new Vector3[DormandPrince.STAGES][layers.size()];
    Vector3[] point = new Vector3[layers.size()];
    while (time < until) {
      double dt = Math.min(step, until - time);
      double error = attempt(dt, slopes, point) / tolerance;
      if (error <= 1) {
        // The point of the last stage is the solution of fifth order.
        for (int i = 0; i < layers.size(); i++) {
          magnetise(i, point[i]);
        }
        time = dt == until - time ? until : time + dt;
        accepted++;
      }
      step = dt * DormandPrince.growth(error);
    }
    return accepted;
  }

  /** Takes the stages of a step of fifth order; returns the largest estimated error. */
  private double attempt(double dt, Vector3[][] slopes, Vector3[] point) {
    for (int stage = 0; stage < DormandPrince.STAGES; stage++) {
      for (int i = 0; i < state.count; i++) {
        Vector3 m = state.get(i, MacrospinState.M);
        for (int j = 0; j < stage; j++) {
          m = m.plus(slopes[j][i].times(dt * DormandPrince.weight(stage, j)));
        }
        point[i] = m;
        state.set(i, MacrospinState.STAGE, m);
      }
      surroundings.prepare(time + dt * DormandPrince.node(stage));
      kernel.open(state, MacrospinState.STAGE, 0);
      for (int i = 0; i < state.count; i++) {
        slopes[stage][i] = state.get(i, MacrospinState.SUM);
      }
    }
    double largest = 0;
    for (int i = 0; i < state.count; i++) {
      Vector3 error = Vector3.ZERO;
      for (int j = 0; j < DormandPrince.STAGES; j++) {
        error = error.plus(slopes[j][i].times(dt * DormandPrince.errorWeight(j)));
      }
      largest = Math.max(largest, Math.max(Math.abs(error.x()), Math.abs(error.y())));
      largest = Math.max(largest, Math.abs(error.z()));
    }
    return largest;
  }

  private void rungeKutta(double dt) {
    surroundings.prepare(time);
    kernel.open(state, MacrospinState.M, dt / 2);
    surroundings.prepare(time + dt / 2);
    kernel.proceed(state, 2, dt / 2);
    kernel.proceed(state, 2, dt);
    surroundings.prepare(time + dt);
    kernel.close(state, dt / 6);
    time += dt;
  }

  private void heun(double dt) {
    surroundings.prepare(time);
    kernel.open(state, MacrospinState.M, dt);
    surroundings.prepare(time + dt);
    kernel.close(state, dt / 2);
    time += dt;
  }
}
