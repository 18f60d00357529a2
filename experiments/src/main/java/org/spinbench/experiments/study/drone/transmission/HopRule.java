package org.spinbench.experiments.study.drone.transmission;

import java.util.random.RandomGenerator;

/** The rule of a protocol by which the identity of a transmitter decides its carriers. */
public interface HopRule {
  /**
   * Carriers of a transmitter in the order of its bursts, Hz; the sequence repeats.
   *
   * @param identity source of the transmitter's identity
   */
  double[] carriers(RandomGenerator identity);
}
