package org.spinbench.simulator.dynamics;

import java.util.Arrays;
import java.util.List;

/**
 * Layers as a kernel wants them: an array for each quantity, with the layers one after another.
 *
 * <p>The arrays are filled up to whole vectors with layers that stand still.
 */
final class MacrospinState {
  /** Layers in the widest vector that is used, of 512 bits. */
  static final int WIDEST = 8;

  final int count;
  final int length;

  final double[] alpha;

  /** −γ₀/(1 + α²), m/(A s). */
  final double[] rate;

  /** Demagnetisation and anisotropy, with VCMA in zz, A/m. */
  final Tensors inner;

  final Components polariser;

  /** (Λ² − 1)/(Λ² + 1). */
  final double[] slanted;

  /** Whether a torque depends on the angle to the polariser. */
  final boolean slanting;

  /** a_DL at m·p = 0, A/m. */
  final double[] torque;

  /** β − α: the part of the torque across p. */
  final double[] across;

  /** 1 + α β: the part of the torque towards p. */
  final double[] towards;

  /** What neither depends on m nor on chance, A/m. */
  final Components field;

  /** Magnetisation; that of a stage; dm/dt, weighted and summed over the stages. */
  final Components m;

  final Components stage;
  final Components sum;

  /** Distances from a layer to those that act on it, ascending, counted in layers. */
  private final int[] offsets;

  /** Layer i feels the layer i + offsets[k] by tensor k length + i. */
  private final Tensors coupling;

  private final Components acting;
  private final double[] sigma;
  private Components normals;

  MacrospinState(List<MagneticLayer> layers, List<LayerCoupling> couplings) {
    count = layers.size();
    offsets =
        couplings.stream().mapToInt(one -> one.from() - one.to()).sorted().distinct().toArray();
    length = filled(count);
    alpha = new double[length];
    rate = new double[length];
    inner = new Tensors(length);
    polariser = new Components(length);
    across = new double[length];
    towards = new double[length];
    slanted = new double[length];
    coupling = new Tensors(offsets.length * length);
    field = new Components(length);
    torque = new double[length];
    sigma = new double[length];
    m = new Components(length);
    stage = new Components(length);
    sum = new Components(length);
    acting = new Components(length);
    Arrays.fill(m.z, 1);
    for (int i = 0; i < count; i++) {
      MagneticLayer layer = layers.get(i);
      MagneticLayer.SpinTorque spin = layer.torque();
      alpha[i] = layer.gilbert();
      rate[i] =
          -PhysicalConstants.GYROMAGNETIC_RATIO_OF_FIELD / (1 + layer.gilbert() * layer.gilbert());
      inner.add(i, layer.innerField());
      polariser.set(i, spin.polariser());
      across[i] = spin.fieldLike() - layer.gilbert();
      towards[i] = 1 + layer.gilbert() * spin.fieldLike();
      slanted[i] = slope(spin);
    }
    slanting = layers.stream().anyMatch(layer -> slope(layer.torque()) != 0);
    for (LayerCoupling one : couplings) {
      int k = Arrays.binarySearch(offsets, one.from() - one.to());
      coupling.add(k * length + one.to(), one.tensor());
    }
  }

  /** η/P = 2Λ²/(Λ² + 1)/[1 + slope m·p]. */
  private static double slope(MagneticLayer.SpinTorque spin) {
    double square = spin.asymmetry() * spin.asymmetry();
    return (square - 1) / (square + 1);
  }

  /** Sets the thermal field: a standard deviation in A/m for each layer, and normal deviates. */
  void heat(double[] deviations, Components drawn) {
    System.arraycopy(deviations, 0, sigma, 0, count);
    normals = drawn;
  }

  /** Takes the thermal field away. */
  void cool() {
    normals = null;
  }

  /** The part of H, A/m, that a kernel takes as given: all but the field of a layer on itself. */
  Components given(Components at) {
    if (normals == null && offsets.length == 0) {
      return field;
    }
    for (int i = 0; i < count; i++) {
      acting.x[i] = field.x[i];
      acting.y[i] = field.y[i];
      acting.z[i] = field.z[i];
    }
    if (normals != null) {
      for (int i = 0; i < count; i++) {
        acting.x[i] += sigma[i] * normals.x[i];
        acting.y[i] += sigma[i] * normals.y[i];
        acting.z[i] += sigma[i] * normals.z[i];
      }
    }
    for (int k = 0; k < offsets.length; k++) {
      couple(at, offsets[k], k * length);
    }
    return acting;
  }

  private void couple(Components at, int from, int row) {
    // Where neither layer is outside.
    int begin = Math.max(0, -from);
    int end = Math.min(count, count - from);
    for (int i = begin; i < end; i++) {
      double x = at.x[i + from];
      double y = at.y[i + from];
      double z = at.z[i + from];
      int t = row + i;
      acting.x[i] += coupling.xx[t] * x + coupling.xy[t] * y + coupling.xz[t] * z;
      acting.y[i] += coupling.xy[t] * x + coupling.yy[t] * y + coupling.yz[t] * z;
      acting.z[i] += coupling.xz[t] * x + coupling.yz[t] * y + coupling.zz[t] * z;
    }
  }

  /** A number of layers, filled up to whole vectors. */
  static int filled(int layers) {
    return (layers + WIDEST - 1) / WIDEST * WIDEST;
  }
}
