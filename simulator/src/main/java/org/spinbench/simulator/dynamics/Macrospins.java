package org.spinbench.simulator.dynamics;

import static org.spinbench.simulator.physics.Checks.notNegative;
import static org.spinbench.simulator.physics.Checks.positive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

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
 * re-evaluated field alike (Stratonovich). Every layer draws from a random generator of its own, so
 * its noise depends neither on other layers nor on threads.
 *
 * <p>References: J. C. Slonczewski, J. Magn. Magn. Mater. 159, L1 (1996),
 * doi:10.1016/0304-8853(96)00062-5; W. F. Brown, Phys. Rev. 130, 1677 (1963),
 * doi:10.1103/PhysRev.130.1677; J. L. García-Palacios, F. J. Lázaro, Phys. Rev. B 58, 14937 (1998),
 * doi:10.1103/PhysRevB.58.14937 (Heun's method).
 */
public final class Macrospins {
  /** s; the method finds its own step from there. */
  private static final double FIRST_STEP = 1e-13;

  private final int n;
  private final List<MagneticLayer> layers;
  private final LayerEnvironment[] surroundings;
  private final RandomGenerator[] random;
  private final int[] pairTo;
  private final int[] pairFrom;
  private final SymmetricTensor[] pair;

  private final double[] alpha;
  private final double[] rate;
  private final double[] txx;
  private final double[] tyy;
  private final double[] tzz;
  private final double[] txy;
  private final double[] txz;
  private final double[] tyz;
  private final double[] px;
  private final double[] py;
  private final double[] pz;
  private final double[] perDensity;
  private final double[] fieldLike;
  private final double[] slanted;
  private final boolean symmetric;

  private Excitation[] signals = {};
  private double[] values = {};
  private final int[] densityOf;
  private final int[] voltageOf;
  private final int[] lineOf;
  private final double[] perVolt;

  private final double[] mx;
  private final double[] my;
  private final double[] mz;
  private final double[] sx;
  private final double[] sy;
  private final double[] sz;
  private final double[] kx;
  private final double[] ky;
  private final double[] kz;
  private final double[] gx;
  private final double[] gy;
  private final double[] gz;
  private final double[] hx;
  private final double[] hy;
  private final double[] hz;
  private final double[] vz;
  private final double[] torque;
  private final double[] nx;
  private final double[] ny;
  private final double[] nz;
  private final double[] cx;
  private final double[] cy;
  private final double[] cz;
  private double preparedAt = Double.NaN;
  private double time;

  /**
   * Layers magnetised along z.
   *
   * @param random a generator for each layer; empty where no temperature is used
   */
  public Macrospins(
      List<MagneticLayer> layers, List<LayerCoupling> couplings, List<RandomGenerator> random) {
    n = layers.size();
    this.layers = List.copyOf(layers);
    if (!random.isEmpty() && random.size() != n) {
      throw new IllegalArgumentException(
          n + " layers need as many random generators; there are " + random.size());
    }
    this.random = random.toArray(RandomGenerator[]::new);
    surroundings = new LayerEnvironment[n];
    Arrays.fill(surroundings, LayerEnvironment.field(Vector3.ZERO));
    pairTo = couplings.stream().mapToInt(LayerCoupling::to).toArray();
    pairFrom = couplings.stream().mapToInt(LayerCoupling::from).toArray();
    pair = couplings.stream().map(LayerCoupling::tensor).toArray(SymmetricTensor[]::new);
    alpha = new double[n];
    rate = new double[n];
    txx = new double[n];
    tyy = new double[n];
    tzz = new double[n];
    txy = new double[n];
    txz = new double[n];
    tyz = new double[n];
    px = new double[n];
    py = new double[n];
    pz = new double[n];
    perDensity = new double[n];
    fieldLike = new double[n];
    slanted = new double[n];
    boolean plain = true;
    for (int i = 0; i < n; i++) {
      MagneticLayer layer = layers.get(i);
      SymmetricTensor inner = layer.innerField();
      alpha[i] = layer.gilbert();
      rate[i] = -PhysicalConstants.GYROMAGNETIC_RATIO_OF_FIELD / (1 + alpha[i] * alpha[i]);
      txx[i] = inner.xx();
      tyy[i] = inner.yy();
      tzz[i] = inner.zz();
      txy[i] = inner.xy();
      txz[i] = inner.xz();
      tyz[i] = inner.yz();
      MagneticLayer.SpinTorque spin = layer.torque();
      px[i] = spin.polariser().x();
      py[i] = spin.polariser().y();
      pz[i] = spin.polariser().z();
      fieldLike[i] = spin.fieldLike();
      double square = spin.asymmetry() * spin.asymmetry();
      // η/P = 2Λ²/(Λ² + 1) / [1 + slanted m·p]
      perDensity[i] = layer.torquePerDensity() * 2 * square / (square + 1);
      slanted[i] = (square - 1) / (square + 1);
      plain &= slanted[i] == 0;
    }
    symmetric = plain;
    perVolt = layers.stream().mapToDouble(MagneticLayer::fieldPerVolt).toArray();
    densityOf = new int[n];
    voltageOf = new int[n];
    lineOf = new int[n];
    mx = new double[n];
    my = new double[n];
    mz = new double[n];
    Arrays.fill(mz, 1);
    sx = new double[n];
    sy = new double[n];
    sz = new double[n];
    kx = new double[n];
    ky = new double[n];
    kz = new double[n];
    gx = new double[n];
    gy = new double[n];
    gz = new double[n];
    hx = new double[n];
    hy = new double[n];
    hz = new double[n];
    vz = new double[n];
    torque = new double[n];
    nx = new double[n];
    ny = new double[n];
    nz = new double[n];
    cx = new double[n];
    cy = new double[n];
    cz = new double[n];
  }

  /** Sets what surrounds a layer, from now on. */
  public void surround(int layer, LayerEnvironment with) {
    surroundings[layer] = with;
    preparedAt = Double.NaN;
    signals = new Excitation[0];
  }

  /** A signal that several layers share is evaluated once. */
  private void collectSignals() {
    List<Excitation> all = new ArrayList<>();
    Map<Excitation, Integer> known = new HashMap<>();
    for (int i = 0; i < n; i++) {
      densityOf[i] = index(surroundings[i].density(), all, known);
      voltageOf[i] = index(surroundings[i].voltage(), all, known);
      lineOf[i] = index(surroundings[i].lineCurrent(), all, known);
    }
    signals = all.toArray(Excitation[]::new);
    values = new double[signals.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = signals[i].constant();
    }
  }

  private static int index(Excitation one, List<Excitation> all, Map<Excitation, Integer> known) {
    return known.computeIfAbsent(
        one,
        fresh -> {
          all.add(fresh);
          return all.size() - 1;
        });
  }

  /** Sets the direction of a layer's magnetisation; any length but 0. */
  public void magnetise(int layer, Vector3 direction) {
    Vector3 unit = direction.unit();
    mx[layer] = unit.x();
    my[layer] = unit.y();
    mz[layer] = unit.z();
  }

  /** Direction of a layer's magnetisation, of length 1. */
  public Vector3 magnetisation(int layer) {
    return new Vector3(mx[layer], my[layer], mz[layer]);
  }

  /** dm/dt of a layer now, without temperature, rad/s. */
  public Vector3 rate(int layer) {
    fieldsAt(time);
    slope(mx, my, mz);
    return new Vector3(kx[layer], ky[layer], kz[layer]);
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
    if (random.length == 0 && n > 0) {
      throw new IllegalStateException("a temperature needs a random generator for each layer");
    }
    double[] sigma = new double[n];
    for (int i = 0; i < n; i++) {
      sigma[i] = layers.get(i).thermalField(temperature, seconds);
    }
    for (long step = 0; step < steps; step++) {
      for (int i = 0; i < n; i++) {
        nx[i] = sigma[i] * random[i].nextGaussian();
        ny[i] = sigma[i] * random[i].nextGaussian();
        nz[i] = sigma[i] * random[i].nextGaussian();
      }
      heun(seconds);
    }
    Arrays.fill(nx, 0);
    Arrays.fill(ny, 0);
    Arrays.fill(nz, 0);
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
    double[][] stages = new double[DormandPrince.STAGES][3 * n];
    while (time < until) {
      double dt = Math.min(step, until - time);
      double error = attempt(dt, stages) / tolerance;
      if (error <= 1) {
        finish(1);
        time = dt == until - time ? until : time + dt;
        accepted++;
      }
      step = dt * DormandPrince.growth(error);
    }
    return accepted;
  }

  /** Fills g with the step that a method of fifth order takes; returns its estimated error. */
  private double attempt(double dt, double[][] stages) {
    for (int stage = 0; stage < DormandPrince.STAGES; stage++) {
      for (int i = 0; i < n; i++) {
        double x = mx[i];
        double y = my[i];
        double z = mz[i];
        for (int j = 0; j < stage; j++) {
          double weight = dt * DormandPrince.weight(stage, j);
          x += weight * stages[j][3 * i];
          y += weight * stages[j][3 * i + 1];
          z += weight * stages[j][3 * i + 2];
        }
        sx[i] = x;
        sy[i] = y;
        sz[i] = z;
      }
      fieldsAt(time + dt * DormandPrince.node(stage));
      slope(sx, sy, sz);
      for (int i = 0; i < n; i++) {
        stages[stage][3 * i] = kx[i];
        stages[stage][3 * i + 1] = ky[i];
        stages[stage][3 * i + 2] = kz[i];
      }
    }
    // The last stage stands at the solution of fifth order.
    double error = 0;
    for (int i = 0; i < n; i++) {
      gx[i] = sx[i] - mx[i];
      gy[i] = sy[i] - my[i];
      gz[i] = sz[i] - mz[i];
      for (int component = 0; component < 3; component++) {
        double sum = 0;
        for (int j = 0; j < DormandPrince.STAGES; j++) {
          sum += DormandPrince.errorWeight(j) * stages[j][3 * i + component];
        }
        error = Math.max(error, Math.abs(dt * sum));
      }
    }
    return error;
  }

  private void rungeKutta(double dt) {
    fieldsAt(time);
    slope(mx, my, mz);
    for (int i = 0; i < n; i++) {
      gx[i] = kx[i];
      gy[i] = ky[i];
      gz[i] = kz[i];
    }
    stage(dt / 2);
    fieldsAt(time + dt / 2);
    slope(sx, sy, sz);
    add(2);
    stage(dt / 2);
    slope(sx, sy, sz);
    add(2);
    stage(dt);
    fieldsAt(time + dt);
    slope(sx, sy, sz);
    add(1);
    finish(dt / 6);
    time += dt;
  }

  private void heun(double dt) {
    fieldsAt(time);
    slope(mx, my, mz);
    for (int i = 0; i < n; i++) {
      gx[i] = kx[i];
      gy[i] = ky[i];
      gz[i] = kz[i];
    }
    stage(dt);
    fieldsAt(time + dt);
    slope(sx, sy, sz);
    add(1);
    finish(dt / 2);
    time += dt;
  }

  private void stage(double dt) {
    for (int i = 0; i < n; i++) {
      sx[i] = mx[i] + dt * kx[i];
      sy[i] = my[i] + dt * ky[i];
      sz[i] = mz[i] + dt * kz[i];
    }
  }

  private void add(double weight) {
    for (int i = 0; i < n; i++) {
      gx[i] += weight * kx[i];
      gy[i] += weight * ky[i];
      gz[i] += weight * kz[i];
    }
  }

  private void finish(double dt) {
    for (int i = 0; i < n; i++) {
      double x = mx[i] + dt * gx[i];
      double y = my[i] + dt * gy[i];
      double z = mz[i] + dt * gz[i];
      double scale = 1 / Math.sqrt(x * x + y * y + z * z);
      mx[i] = x * scale;
      my[i] = y * scale;
      mz[i] = z * scale;
    }
  }

  /** What does not depend on the magnetisation, at a time. */
  private void fieldsAt(double when) {
    if (when == preparedAt) {
      return;
    }
    boolean fresh = Double.isNaN(preparedAt);
    if (fresh) {
      collectSignals();
    }
    boolean changed = fresh;
    for (int i = 0; i < signals.length; i++) {
      if (!signals[i].tones().isEmpty()) {
        values[i] = signals[i].at(when);
        changed = true;
      }
    }
    preparedAt = when;
    if (!changed) {
      return;
    }
    for (int i = 0; i < n; i++) {
      LayerEnvironment one = surroundings[i];
      double current = values[lineOf[i]];
      hx[i] = one.field().x() + current * one.line().x();
      hy[i] = one.field().y() + current * one.line().y();
      hz[i] = one.field().z() + current * one.line().z();
      torque[i] = perDensity[i] * values[densityOf[i]];
      vz[i] = perVolt[i] * values[voltageOf[i]];
    }
  }

  /** dm/dt of every layer into k, all at the same instant. */
  private void slope(double[] x, double[] y, double[] z) {
    if (pair.length > 0) {
      couple(x, y, z);
    }
    for (int i = 0; i < n; i++) {
      double ax = x[i];
      double ay = y[i];
      double az = z[i];
      double fx = hx[i] + cx[i] + nx[i] + txx[i] * ax + txy[i] * ay + txz[i] * az;
      double fy = hy[i] + cy[i] + ny[i] + txy[i] * ax + tyy[i] * ay + tyz[i] * az;
      double fz = hz[i] + cz[i] + nz[i] + txz[i] * ax + tyz[i] * ay + (tzz[i] + vz[i]) * az;
      double damping = torque[i];
      if (!symmetric) {
        damping /= 1 + slanted[i] * (px[i] * ax + py[i] * ay + pz[i] * az);
      }
      double field = fieldLike[i] * damping;
      double first = field - alpha[i] * damping;
      double second = damping + alpha[i] * field;
      double bx = alpha[i] * fx + second * px[i];
      double by = alpha[i] * fy + second * py[i];
      double bz = alpha[i] * fz + second * pz[i];
      double wx = fx + first * px[i] + ay * bz - az * by;
      double wy = fy + first * py[i] + az * bx - ax * bz;
      double wz = fz + first * pz[i] + ax * by - ay * bx;
      kx[i] = rate[i] * (ay * wz - az * wy);
      ky[i] = rate[i] * (az * wx - ax * wz);
      kz[i] = rate[i] * (ax * wy - ay * wx);
    }
  }

  private void couple(double[] x, double[] y, double[] z) {
    Arrays.fill(cx, 0);
    Arrays.fill(cy, 0);
    Arrays.fill(cz, 0);
    for (int c = 0; c < pair.length; c++) {
      int to = pairTo[c];
      int from = pairFrom[c];
      SymmetricTensor t = pair[c];
      cx[to] += t.xx() * x[from] + t.xy() * y[from] + t.xz() * z[from];
      cy[to] += t.xy() * x[from] + t.yy() * y[from] + t.yz() * z[from];
      cz[to] += t.xz() * x[from] + t.yz() * y[from] + t.zz() * z[from];
    }
  }
}
