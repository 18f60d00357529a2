package org.spinbench.simulator.junction;

import java.util.Arrays;
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
 * at the current where the first eigenvalue gets a real part above zero.
 */
final class Equilibrium {
  private static final double STRONG_DAMPING = 1;
  private static final double RELAXING_STEP = 0.2e-12;
  private static final int RELAXING_STEPS = 25_000;
  private static final double TILT = 1e-6;
  private static final int DOUBLINGS = 40;
  private static final int HALVINGS = 40;

  /** Current density that no pillar stands, A/m². */
  private static final double LARGEST_DENSITY = 1e14;

  private final MacrospinDevice device;
  private final JunctionConditions conditions;
  private final Vector3[] rest;

  Equilibrium(MacrospinDevice device, JunctionConditions conditions) {
    this.device = device;
    this.conditions = conditions;
    rest = restAt(conditions.current().constant());
  }

  /** Directions of the layers at rest under the DC current. */
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

  private Vector3[] restAt(double current) {
    Macrospins spins = still(current, true);
    spins.advance(RELAXING_STEP, RELAXING_STEPS);
    Vector3[] directions = new Vector3[device.layers().size()];
    Arrays.setAll(directions, spins::magnetisation);
    return directions;
  }

  /** The largest real part of an eigenvalue at a DC current, 1/s. */
  double growth(double current) {
    Vector3[] at = restAt(current);
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

  /** The smallest current of either sign, A, that makes the equilibrium unstable. */
  OptionalDouble criticalCurrent() {
    double area = device.layers().get(0).area();
    double best = Double.POSITIVE_INFINITY;
    int bestSign = 0;
    for (int sign : new int[] {1, -1}) {
      double low = 0;
      double high = 1e8 * area;
      for (int i = 0; i < DOUBLINGS && high < Math.min(best, LARGEST_DENSITY * area); i++) {
        if (growth(sign * high) > 0) {
          break;
        }
        low = high;
        high *= 2;
      }
      if (growth(sign * high) <= 0) {
        continue;
      }
      for (int i = 0; i < HALVINGS && high - low > 1e-6 * high; i++) {
        double middle = (low + high) / 2;
        if (growth(sign * middle) > 0) {
          high = middle;
        } else {
          low = middle;
        }
      }
      if (high < best) {
        best = high;
        bestSign = sign;
      }
    }
    return bestSign == 0 ? OptionalDouble.empty() : OptionalDouble.of(bestSign * best);
  }
}
