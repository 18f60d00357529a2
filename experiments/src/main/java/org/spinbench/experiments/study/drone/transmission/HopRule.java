package org.spinbench.experiments.study.drone.transmission;

import java.util.random.RandomGenerator;

/** The rule of a protocol that determines a transmitter's carriers from its identity. */
public interface HopRule {
  /**
   * Carriers of a transmitter in the order of its bursts, Hz; the sequence repeats.
   *
   * @param identity source of the transmitter's identity
   */
  double[] carriers(RandomGenerator identity);
}
