package org.spinbench.simulator.ensemble;

import org.spinbench.simulator.chip.World;

/**
 * How chips of an ensemble differ from their design, and how they fluctuate.
 *
 * @param spread one standard deviation of the logarithm of every sensitivity, width, tuning,
 *     threshold, emitted power, pulling and transconductance
 * @param structural whether the chip has what a plain model lacks: a rotated line, cross-talk of
 *     field lines, quadratic tuning, resonances moved by power, another damping for each neuron,
 *     links that compress
 * @param noise rms of each reading over the full scale of what is read
 * @param drift rms of each resonance's drift, half widths
 * @param law by which resonances drift
 * @param damage devices that fail
 * @param world effects, and spreads in the place of the one above
 */
public record Disorder(
    double spread,
    boolean structural,
    double noise,
    double drift,
    DriftLaw law,
    Damage damage,
    World world) {
  public Disorder {
    world.requireVirtual();
  }

  /** Disorder whose resonances drift by {@link DriftLaw#FLICKER}. */
  public Disorder(
      double spread, boolean structural, double noise, double drift, Damage damage, World world) {
    this(spread, structural, noise, drift, DriftLaw.FLICKER, damage, world);
  }

  /** Disorder in the world of the design. */
  public Disorder(double spread, boolean structural, double noise, double drift, Damage damage) {
    this(spread, structural, noise, drift, damage, World.NONE);
  }

  /** The same chips, with another law of drift. */
  public Disorder driftingBy(DriftLaw other) {
    return new Disorder(spread, structural, noise, drift, other, damage, world);
  }
}
