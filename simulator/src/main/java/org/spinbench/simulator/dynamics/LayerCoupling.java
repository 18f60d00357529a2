package org.spinbench.simulator.dynamics;

import java.util.List;

/**
 * The field of one layer on another: H_to = tensor m_from.
 *
 * @param tensor A/m
 */
public record LayerCoupling(int to, int from, SymmetricTensor tensor) {
  /**
   * Interlayer exchange, both ways: H_i = J/(μ₀ M_s,i t_i) m_j.
   *
   * @param energy J, J/m²: positive aligns the layers
   */
  public static List<LayerCoupling> exchange(
      List<MagneticLayer> layers, int a, int b, double energy) {
    return List.of(
        new LayerCoupling(a, b, isotropic(layers.get(a), energy)),
        new LayerCoupling(b, a, isotropic(layers.get(b), energy)));
  }

  private static SymmetricTensor isotropic(MagneticLayer layer, double energy) {
    double field = energy / (layer.induction() * layer.thickness());
    return SymmetricTensor.diagonal(field, field, field);
  }

  /**
   * Dipolar field of each layer as a point on the other: H = V M_s/(4π d³) (3 d̂ d̂ᵀ − 1) m.
   *
   * @param distance from a to b, m
   */
  public static List<LayerCoupling> dipolar(
      List<MagneticLayer> layers, int a, int b, Vector3 distance) {
    double length = distance.length();
    SymmetricTensor shape =
        SymmetricTensor.dyad(distance.unit())
            .times(3)
            .plus(SymmetricTensor.diagonal(-1, -1, -1))
            .times(1 / (4 * Math.PI * length * length * length));
    return List.of(
        new LayerCoupling(a, b, shape.times(moment(layers.get(b)))),
        new LayerCoupling(b, a, shape.times(moment(layers.get(a)))));
  }

  private static double moment(MagneticLayer layer) {
    return layer.volume() * layer.magnetisation();
  }
}
