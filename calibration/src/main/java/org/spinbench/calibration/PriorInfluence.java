package org.spinbench.calibration;

import java.util.Optional;

/**
 * What the prior of a number does to its estimate. The estimate without the prior follows from
 * dividing one normal distribution by the other: its precision is the difference of theirs.
 *
 * @param prior the number before the readings
 * @param posterior the number after them
 */
public record PriorInfluence(Value prior, Value posterior) {
  /** Share from which on the prior says more than the readings. */
  private static final double DOMINATED = 0.5;

  /** Share from which on nothing is left without the prior. */
  private static final double ALONE = 0.999;

  /** The part of the estimate's precision that comes from the prior, 0 to 1. */
  public double share() {
    double ratio = posterior.deviation() / prior.deviation();
    return Math.min(1, ratio * ratio);
  }

  /**
   * The pull of the number: how far the readings moved it from its prior, over the deviation of
   * such moves, √(σ² of the prior − σ² of the posterior) (L. Demortier and L. Lyons, "Everything
   * you always wanted to know about pulls", CDF/ANAL/PUBLIC/5776, 2002). Over many honest fits with
   * honest priors it has mean 0 and width 1. Empty if the readings say nothing.
   */
  public Optional<Double> pull() {
    double share = share();
    return share > ALONE
        ? Optional.empty()
        : Optional.of(
            (posterior.value() - prior.value()) / (prior.deviation() * Math.sqrt(1 - share)));
  }

  /** Whether the prior says more than the readings. */
  public boolean dominated() {
    return share() > DOMINATED;
  }

  /** The number that the readings alone give; empty if they say nothing. */
  public Optional<Value> without() {
    double share = share();
    if (share > ALONE) {
      return Optional.empty();
    }
    return Optional.of(
        new Value(
            (posterior.value() - share * prior.value()) / (1 - share),
            posterior.deviation() / Math.sqrt(1 - share)));
  }
}
