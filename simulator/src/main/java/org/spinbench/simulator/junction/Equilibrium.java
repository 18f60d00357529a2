package org.spinbench.simulator.junction;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.spinbench.simulator.dynamics.Macrospins;
import org.spinbench.simulator.dynamics.MagneticLayer;
import org.spinbench.simulator.dynamics.Vector3;

/**
 * Where the layers of a stack rest under its DC current, and at which current they no longer do.
 *
 * <p>At rest the Gilbert damping does not act, so that the equilibrium does not depend on it, and
 * layers with a damping of 1 find it even where the real ones would oscillate around it. There the
 * equation of motion is linearised in the plane across each magnetisation; the equilibrium is lost
 * at the current where the first eigenvalue gets a real part above zero, or where even such layers
 * find no rest: a perpendicular polariser turns a film around, out of its plane.
 */
final class Equilibrium {
  private static final double STRONG_DAMPING = 1;
  private static final double RELAXING_STEP = 1e-12;
  private static final int RELAXING_STEPS = 5_000;

  /** Angle, rad, by which the fastest precession may turn in a step. */
  private static final double RESOLVED = 0.5;

  /** Times that a layer which still moves may take those steps again. */
  private static final int PATIENCE = 10;

  /** Angle, rad, by which a layer at rest turns less in that many steps. */
  private static final double STILL = 1e-3;

  /** A layer that comes to rest turns by less than this fraction of its previous turn. */
  private static final double SLOWING = 0.9;

  private static final double TILT = 1e-6;

  /** Relative difference of thresholds of both signs that does not count. */
  private static final double ALIKE = 1e-3;

  /** Current density that no pillar stands, A/m². */
  private static final double LARGEST_DENSITY = 1e14;

  private final MacrospinDevice device;
  private final JunctionConditions conditions;
  private final Vector3[] rest;

  Equilibrium(MacrospinDevice device, JunctionConditions conditions) {
    this.device = device;
    this.conditions = conditions;
    rest =
        restAt(conditions.current().constant())
            .or(() -> restAt(0))
            .orElseGet(() -> device.starts().toArray(Vector3[]::new));
  }

  /**
   * Directions of the layers at rest under the DC current; where it leaves them none, without it,
   * and at last their directions at the beginning.
   */
  Vector3[] directions() {
    return rest.clone();
  }

  private Macrospins still(double current, boolean damped) {
    MacrospinDevice used = device;
    if (damped) {
      used =
          new MacrospinDevice(
              device.names(),
              device.layers().stream().map(Equilibrium::damped).toList(),
              device.starts(),
              device.couplings(),
              device.field(),
              device.electrical(),
              device.reference());
    }
    return used.spins(conditions.withDirectCurrent(current));
  }

  private static MagneticLayer damped(MagneticLayer layer) {
    return new MagneticLayer(
        layer.magnetisation(),
        STRONG_DAMPING,
        layer.thickness(),
        layer.area(),
        layer.demagnetisation(),
        layer.anisotropy(),
        layer.axis(),
        layer.torque(),
        layer.vcma(),
        layer.barrier());
  }

  /** Nothing where the layers turn for ever. */
  private Optional<Vector3[]> restAt(double current) {
    Macrospins spins = still(current, true);
    double step = Math.min(RELAXING_STEP, RESOLVED / device.fastest());
    double before = Double.POSITIVE_INFINITY;
    for (int i = 0; i < PATIENCE; i++) {
      spins.advance(step, RELAXING_STEPS);
      double turn = 0;
      for (int k = 0; k < device.layers().size(); k++) {
        turn = Math.max(turn, spins.rate(k).length() * step * RELAXING_STEPS);
      }
      if (turn < STILL) {
        Vector3[] directions = new Vector3[device.layers().size()];
        Arrays.setAll(directions, spins::magnetisation);
        return Optional.of(directions);
      }
      if (turn > SLOWING * before) {
        return Optional.empty();
      }
      before = turn;
    }
    return Optional.empty();
  }

  /** The largest real part of an eigenvalue at a DC current, 1/s; infinite without any rest. */
  private double growth(double current) {
    Optional<Vector3[]> found = restAt(current);
    if (found.isEmpty()) {
      return Double.POSITIVE_INFINITY;
    }
    Vector3[] at = found.get();
    int n = at.length;
    Vector3[] first = new Vector3[n];
    Vector3[] second = new Vector3[n];
    for (int i = 0; i < n; i++) {
      Vector3 other = Math.abs(at[i].x()) < 0.8 ? Vector3.X : Vector3.Y;
      first[i] = other.plus(at[i].times(-other.dot(at[i]))).unit();
      second[i] = cross(at[i], first[i]);
    }
    Macrospins spins = still(current, false);
    double[][] jacobian = new double[2 * n][2 * n];
    for (int j = 0; j < 2 * n; j++) {
      Vector3 tilt = (j % 2 == 0 ? first : second)[j / 2].times(TILT);
      for (int sign : new int[] {1, -1}) {
        for (int i = 0; i < n; i++) {
          spins.magnetise(i, i == j / 2 ? at[i].plus(tilt.times(sign)) : at[i]);
        }
        for (int i = 0; i < n; i++) {
          Vector3 rate = spins.rate(i).times(sign / (2 * TILT));
          jacobian[2 * i][j] += rate.dot(first[i]);
          jacobian[2 * i + 1][j] += rate.dot(second[i]);
        }
      }
    }
    double[] real = new EigenDecomposition(new Array2DRowRealMatrix(jacobian)).getRealEigenvalues();
    return Arrays.stream(real).max().orElseThrow();
  }

  private static Vector3 cross(Vector3 a, Vector3 b) {
    return new Vector3(
        a.y() * b.z() - a.z() * b.y(),
        a.z() * b.x() - a.x() * b.z(),
        a.x() * b.y() - a.y() * b.x());
  }

  /**
   * The current, A, that makes the equilibrium unstable: of both signs the smaller one, but that of
   * the DC current where that current exceeds it or both are as large.
   */
  OptionalDouble criticalCurrent() {
    double direct = conditions.current().constant();
    double sign = direct < 0 ? -1 : 1;
    double bound = LARGEST_DENSITY * device.layers().get(0).area();
    double own = critical(sign, bound);
    if (own <= Math.abs(direct)) {
      return OptionalDouble.of(sign * own);
    }
    double other = critical(-sign, Math.min(own, bound));
    double best = own <= other * (1 + ALIKE) ? sign * own : -sign * other;
    return Double.isFinite(best) ? OptionalDouble.of(best) : OptionalDouble.empty();
  }

  /** The size of the smallest unstable current of a sign, A; infinite if it exceeds a bound. */
  private double critical(double sign, double bound) {
    double low = 0;
    double high = 1e8 * device.layers().get(0).area();
    while (growth(sign * high) <= 0) {
      if (high >= bound) {
        return Double.POSITIVE_INFINITY;
      }
      low = high;
      high *= 2;
    }
    while (high - low > 1e-5 * high) {
      double middle = (low + high) / 2;
      if (growth(sign * middle) > 0) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }
}
