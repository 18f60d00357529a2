package org.spinbench.experiments.study.drone.transmission;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A class of transmitters that the generator knows: remote controls and their aircraft.
 *
 * @param name short name, as in tables and plots
 * @param rule from the identity of a pair to what the two send
 */
public record Protocol(String name, LinkRule rule) {
  /** The rule of a protocol by which the identity of a pair decides what the two send. */
  interface LinkRule {
    /**
     * The links of a pair, one at least.
     *
     * @param identity source of the pair's identity
     */
    List<RadioLink> links(RandomGenerator identity);
  }
}
