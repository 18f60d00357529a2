package org.spinbench.simulator.effects;

import java.util.random.RandomGenerator;
import org.spinbench.simulator.physics.Checks;

/**
 * A population of two-state fluctuators, of which a device has one or none: telegraph noise of a
 * resistance, or hops of a mode between two frequencies.
 *
 * <p>The size is drawn uniformly between two sizes, each of the two dwell times log-uniformly
 * between two times: a log-uniform distribution of dwell times is what gives many fluctuators
 * together a 1/f spectrum (Phys. Rev. Lett. 119, 097201). Mode hops: Appl. Phys. Lett. 105, 132404
 * (2014); hops broaden both modes: arXiv:1203.3244.
 *
 * @param share of the devices that have one, 0 to 1
 * @param least smallest size, in the unit of what fluctuates
 * @param most largest size
 * @param shortest smallest mean dwell time, s
 * @param longest largest mean dwell time, s
 */
public record Fluctuators(
    double share, double least, double most, double shortest, double longest) {
  public Fluctuators {
    Checks.notNegative("share of devices", share, "");
    Checks.notNegative("smallest size", least, "");
    Checks.notNegative("largest size", most, "");
    Checks.positive("shortest dwell time", shortest, "s");
    Checks.positive("longest dwell time", longest, "s");
    if (share > 1 || most < least || longest < shortest) {
      throw new IllegalArgumentException(
          "a share of "
              + share
              + ", sizes from "
              + least
              + " to "
              + most
              + " and dwell times from "
              + shortest
              + " to "
              + longest
              + " s are no population; the share is at most 1, and the second of a pair is not"
              + " smaller");
    }
  }

  /**
   * The fluctuator of one device; one that stands still if it has none.
   *
   * @param unit of the sizes
   */
  Telegraph draw(double unit, RandomGenerator random) {
    boolean has = random.nextDouble() < share;
    double size = unit * (least + (most - least) * random.nextDouble());
    double up = dwell(random);
    double down = dwell(random);
    return new Telegraph(has ? size : 0, up, down, random);
  }

  private double dwell(RandomGenerator random) {
    return shortest * StrictMath.pow(longest / shortest, random.nextDouble());
  }
}
