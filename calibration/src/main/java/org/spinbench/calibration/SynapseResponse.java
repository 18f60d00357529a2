package org.spinbench.calibration;

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
 * @param resonance f₀, Hz; its deviation includes the scatter of the chain's resonances
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

  /** A synapse whose resonance the power does not move. */
  public SynapseResponse(
      String name,
      int junction,
      Value resonance,
      Value halfWidth,
      Value antisymmetric,
      Value symmetric,
      Value tuning,
      Value tuningQuadratic,
      Value crosstalk) {
    this(
        name,
        junction,
        resonance,
        halfWidth,
        antisymmetric,
        symmetric,
        tuning,
        tuningQuadratic,
        crosstalk,
        Value.exact(0));
  }

  /** Whether it rectifies at all; a dead one does not. */
  public boolean rectifies() {
    return antisymmetric.value() != 0 || symmetric.value() != 0;
  }

  /** The same synapse with another resonance. */
  public SynapseResponse withResonance(Value other) {
    return new SynapseResponse(
        name,
        junction,
        other,
        halfWidth,
        antisymmetric,
        symmetric,
        tuning,
        tuningQuadratic,
        crosstalk,
        powerShift);
  }
}
