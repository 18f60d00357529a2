package org.spinbench.experiments.study.drone.transmission;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A class of transmitters in the generator: remote controls and their aircraft.
 *
 * @param name short name, for tables and plots
 * @param rule from the identity of a pair to its links
 */
public record Protocol(String name, LinkRule rule) {
  /** The rule of a protocol that determines a pair's links from its identity. */
  interface LinkRule {
    /**
     * The links of a pair, at least one.
     *
     * @param identity source of the pair's identity
     */
    List<RadioLink> links(RandomGenerator identity);
  }
}
