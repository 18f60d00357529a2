package org.spinbench.calibration;

import java.util.ArrayList;
import java.util.List;

/**
 * The response of one synapse, measured in its chain. A tone of power P and frequency f adds
 *
 * <pre>
 * P [S Δ² + A Δ (f − f_r)] / [(f − f_r)² + Δ²],   f_r = f₀ + a I + b I² + κ a I_neighbours + η P_k
 * </pre>
 *
 * to the chain's voltage, where I is the current of its own field line and P_k the power that it
 * absorbs of all tones, Σ P Δ²/[(f − f_r)² + Δ²] with f_r as it is without power. The sign of a
 * junction wired head to tail is in A and S.
 *
 * @param name name in the bench file
 * @param junction number on the chip
 * @param resonance f₀, Hz; at the last reading of the calibration
 * @param halfWidth Δ, half width at half maximum, Hz
 * @param antisymmetric A, V/W; the extremum of the antisymmetric part is A/2 at f − f_r = ±Δ
 * @param symmetric S, V/W; the value on resonance
 * @param tuning a, Hz/A
 * @param tuningQuadratic b, Hz/A²
 * @param crosstalk κ, tuning by a neighbour's field line in the chain over that by its own
 * @param powerShift η, Hz/W
 */
public record SynapseResponse(
    String name,
    int junction,
    Value resonance,
    Value halfWidth,
    Value antisymmetric,
    Value symmetric,
    Value tuning,
    Value tuningQuadratic,
    Value crosstalk,
    Value powerShift) {

  /** Names of the fitted numbers in the covariance of a fit, in the order of {@link #values}. */
  public static final List<String> NUMBERS =
      List.of(
          "resonance",
          "half width",
          "antisymmetric",
          "symmetric",
          "tuning",
          "quadratic",
          "crosstalk",
          "power shift");

  /** Whether it rectifies at all; a dead one does not. */
  public boolean rectifies() {
    return antisymmetric.value() != 0 || symmetric.value() != 0;
  }

  /** The same synapse with another resonance. */
  public SynapseResponse withResonance(Value other) {
    List<Value> values = new ArrayList<>(values());
    values.set(0, other);
    return with(values);
  }

  /** All fitted numbers, from the resonance to the shift by power. */
  public List<Value> values() {
    return List.of(
        resonance,
        halfWidth,
        antisymmetric,
        symmetric,
        tuning,
        tuningQuadratic,
        crosstalk,
        powerShift);
  }

  /** The same synapse with other numbers, in the order of {@link #values}. */
  public SynapseResponse with(List<Value> v) {
    return of(name, junction, v);
  }

  /** A synapse of these numbers, in the order of {@link #values}. */
  public static SynapseResponse of(String name, int junction, List<Value> v) {
    return new SynapseResponse(
        name, junction, v.get(0), v.get(1), v.get(2), v.get(3), v.get(4), v.get(5), v.get(6),
        v.get(7));
  }
}
