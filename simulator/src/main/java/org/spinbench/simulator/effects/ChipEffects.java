package org.spinbench.simulator.effects;

import java.util.Optional;

/**
 * Which effects a chip has, and how large they are; each may be absent.
 *
 * @param heating of every junction
 * @param bias loss of magnetoresistance under bias
 * @param telegraph of the resistance; sizes relative
 * @param hops of the mode; sizes in half widths of the junction's passive resonance
 * @param hysteresis width of a field line's loop, A; zero for none
 * @param asymmetry of lines: one standard deviation of the angle by which a line is turned from its
 *     symmetric into its antisymmetric part, rad; zero for none
 * @param mixing foreign tones
 * @param foldover of lines
 * @param dipoles of neighbours in a chain
 * @param electrical 1/f noise of rectified voltages
 * @param barrier law of breakdown in the place of the symmetric one
 * @param backaction of links on their neurons
 */
public record ChipEffects(
    Optional<Heating> heating,
    Optional<BiasDependence> bias,
    Optional<Fluctuators> telegraph,
    Optional<Fluctuators> hops,
    double hysteresis,
    double asymmetry,
    Optional<ToneMixing> mixing,
    Optional<Foldover> foldover,
    Optional<DipolarCoupling> dipoles,
    Optional<ElectricalNoise> electrical,
    Optional<PolarBarrier> barrier,
    Optional<Backaction> backaction) {

  /** None at all. */
  public static final ChipEffects NONE =
      new ChipEffects(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          0,
          0,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /**
   * The same on a simpler chip.
   *
   * @param varies whether its devices differ
   * @param fluctuates whether anything fluctuates
   */
  public ChipEffects on(boolean varies, boolean fluctuates) {
    return new ChipEffects(
        heating,
        bias,
        fluctuates ? telegraph : Optional.empty(),
        fluctuates ? hops : Optional.empty(),
        hysteresis,
        varies ? asymmetry : 0,
        mixing,
        foldover,
        dipoles,
        fluctuates ? electrical : Optional.empty(),
        barrier,
        backaction);
  }
}
