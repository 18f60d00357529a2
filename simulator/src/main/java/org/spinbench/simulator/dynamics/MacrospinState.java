package org.spinbench.simulator.dynamics;

import java.util.Arrays;
import java.util.List;

/**
 * Layers as a kernel wants them: all that it reads and writes in one array, in blocks of eight
 * layers. A block holds one quantity after the other, each for its eight layers.
 *
 * <p>The last block is filled up with layers that stand still.
 */
final class MacrospinState {
  /** Layers in a block, and in the widest vector that is used, of 512 bits. */
  static final int WIDEST = 8;

  // Where a quantity begins in a block. The y and z components of a vector follow its x component.

  static final int ALPHA = 0;

  /** −γ₀/(1 + α²), m/(A s). */
  static final int RATE = WIDEST;

  /** Demagnetisation and anisotropy, with VCMA in zz, A/m. */
  static final int XX = 2 * WIDEST;

  static final int YY = 3 * WIDEST;
  static final int ZZ = 4 * WIDEST;
  static final int XY = 5 * WIDEST;
  static final int XZ = 6 * WIDEST;
  static final int YZ = 7 * WIDEST;

  /** Polariser. */
  static final int P = 8 * WIDEST;

  /** (Λ² − 1)/(Λ² + 1). */
  static final int SLANTED = 11 * WIDEST;

  /** β − α: the part of the torque across p. */
  static final int ACROSS = 12 * WIDEST;

  /** 1 + α β: the part of the torque towards p. */
  static final int TOWARDS = 13 * WIDEST;

  /** a_DL at m·p = 0, A/m. */
  static final int TORQUE = 14 * WIDEST;

  /** What neither depends on m nor on chance, A/m. */
  static final int FIELD = 15 * WIDEST;

  /** The same with thermal field and the fields of other layers, A/m. */
  static final int ACTING = 18 * WIDEST;

  /** Magnetisation; that of a stage; dm/dt, weighted and summed over the stages. */
  static final int M = 21 * WIDEST;

  static final int STAGE = 24 * WIDEST;
  static final int SUM = 27 * WIDEST;
  static final int BLOCK = 30 * WIDEST;

  /** From a component to the next one. */
  static final int Y = WIDEST;

  static final int Z = 2 * WIDEST;

  final int count;
  final double[] data;

  /** Whether a torque depends on the angle to the polariser. */
  final boolean slanting;

  /** Distances from a layer to those that act on it, ascending, counted in layers. */
  private final int[] offsets;

  /** Layer i feels the layer i + offsets[k] by tensor k count + i. */
  private final Tensors coupling;

  /** The same couplings for vectors. */
  final CouplingTiles tiles;

  /** Standard deviations of the thermal fields, A/m. */
  final double[] sigma;

  /** Deviates of the thermal fields; none without temperature. */
  Components normals;

  MacrospinState(List<MagneticLayer> layers, List<LayerCoupling> couplings) {
    count = layers.size();
    data = new double[filled(count) / WIDEST * BLOCK];
    sigma = new double[filled(count)];
    tiles = new CouplingTiles(couplings, count);
    offsets =
        couplings.stream().mapToInt(one -> one.from() - one.to()).sorted().distinct().toArray();
    coupling = new Tensors(offsets.length * count);
    for (int i = 0; i < filled(count); i++) {
      set(i, M, Vector3.Z);
    }
    for (int i = 0; i < count; i++) {
      MagneticLayer layer = layers.get(i);
      MagneticLayer.SpinTorque spin = layer.torque();
      SymmetricTensor inner = layer.innerField();
      double gilbert = layer.gilbert();
      int at = at(i);
      data[at + ALPHA] = gilbert;
      data[at + RATE] = -PhysicalConstants.GYROMAGNETIC_RATIO_OF_FIELD / (1 + gilbert * gilbert);
      data[at + XX] = inner.xx();
      data[at + YY] = inner.yy();
      data[at + ZZ] = inner.zz();
      data[at + XY] = inner.xy();
      data[at + XZ] = inner.xz();
      data[at + YZ] = inner.yz();
      set(i, P, spin.polariser());
      data[at + SLANTED] = slope(spin);
      data[at + ACROSS] = spin.fieldLike() - gilbert;
      data[at + TOWARDS] = 1 + gilbert * spin.fieldLike();
    }
    slanting = layers.stream().anyMatch(layer -> slope(layer.torque()) != 0);
    for (LayerCoupling one : couplings) {
      int k = Arrays.binarySearch(offsets, one.from() - one.to());
      coupling.add(k * count + one.to(), one.tensor());
    }
  }

  /** η/P = 2Λ²/(Λ² + 1)/[1 + slope m·p]. */
  private static double slope(MagneticLayer.SpinTorque spin) {
    double square = spin.asymmetry() * spin.asymmetry();
    return (square - 1) / (square + 1);
  }

  /** A number of layers, filled up to whole blocks. */
  static int filled(int layers) {
    return (layers + WIDEST - 1) / WIDEST * WIDEST;
  }

  /** Where a layer's place in its block begins to count. */
  static int at(int layer) {
    return layer / WIDEST * BLOCK + layer % WIDEST;
  }

  void set(int layer, int vector, Vector3 to) {
    int at = at(layer) + vector;
    data[at] = to.x();
    data[at + Y] = to.y();
    data[at + Z] = to.z();
  }

  Vector3 get(int layer, int vector) {
    int at = at(layer) + vector;
    return new Vector3(data[at], data[at + Y], data[at + Z]);
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

  /** Whether there is neither a thermal field nor one of other layers. */
  boolean isGivenByFields() {
    return normals == null && offsets.length == 0;
  }

  /**
   * Which vector holds the part of H that a kernel takes as given: all but the field of a layer on
   * itself.
   *
   * @param m which vector holds the magnetisation
   */
  int given(int m) {
    if (isGivenByFields()) {
      return FIELD;
    }
    for (int i = 0; i < count; i++) {
      int at = at(i);
      double x = data[at + FIELD];
      double y = data[at + FIELD + Y];
      double z = data[at + FIELD + Z];
      if (normals != null) {
        x += sigma[i] * normals.x[i];
        y += sigma[i] * normals.y[i];
        z += sigma[i] * normals.z[i];
      }
      for (int k = 0; k < offsets.length; k++) {
        int from = i + offsets[k];
        if (from >= 0 && from < count) {
          int other = at(from) + m;
          int t = k * count + i;
          double ox = data[other];
          double oy = data[other + Y];
          double oz = data[other + Z];
          x += coupling.xx[t] * ox + coupling.xy[t] * oy + coupling.xz[t] * oz;
          y += coupling.xy[t] * ox + coupling.yy[t] * oy + coupling.yz[t] * oz;
          z += coupling.xz[t] * ox + coupling.yz[t] * oy + coupling.zz[t] * oz;
        }
      }
      data[at + ACTING] = x;
      data[at + ACTING + Y] = y;
      data[at + ACTING + Z] = z;
    }
    return ACTING;
  }
}
