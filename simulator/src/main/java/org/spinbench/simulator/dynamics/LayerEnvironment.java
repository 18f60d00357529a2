package org.spinbench.simulator.dynamics;

/**
 * What surrounds a layer.
 *
 * @param field constant external field, A/m
 * @param density current density through the layer, A/m²
 * @param voltage over its barrier, V
 * @param line direction and strength of a field line's field, A/m per A
 * @param lineCurrent through that line, A
 */
public record LayerEnvironment(
    Vector3 field, Excitation density, Excitation voltage, Vector3 line, Excitation lineCurrent) {
  /** Nothing but a constant field, A/m. */
  public static LayerEnvironment field(Vector3 field) {
    return new LayerEnvironment(
        field, Excitation.NONE, Excitation.NONE, Vector3.ZERO, Excitation.NONE);
  }

  /** The same with a current density, A/m². */
  public LayerEnvironment withDensity(Excitation density) {
    return new LayerEnvironment(field, density, voltage, line, lineCurrent);
  }

  /** The same with a voltage over the barrier, V. */
  public LayerEnvironment withVoltage(Excitation voltage) {
    return new LayerEnvironment(field, density, voltage, line, lineCurrent);
  }

  /** The same with a field line: its field in A/m per A, and the current through it in A. */
  public LayerEnvironment withLine(Vector3 line, Excitation current) {
    return new LayerEnvironment(field, density, voltage, line, current);
  }
}
