package org.spinbench.drivers.instrument;

import java.util.Set;

/**
 * Selects the outputs of an instrument that must come to rest.
 *
 * @param every whether to include outputs that this program has neither used nor set, because a
 *     dead program or somebody at the front panel may have
 * @param left names of outputs that are left as they are; an instrument's name means all its
 *     outputs
 */
public record Rest(boolean every, Set<String> left) {
  /** Outputs that are used or were set. */
  public static final Rest OF_WHAT_IS_USED = new Rest(false, Set.of());

  /**
   * Whether an output must come to rest.
   *
   * @param used whether this program uses it or has set it
   */
  public boolean concerns(Instrument instrument, String output, boolean used) {
    return (every || used) && !leaves(instrument, output);
  }

  /** Whether an output is left as it is. */
  public boolean leaves(Instrument instrument, String output) {
    return left.contains(output) || left.contains(instrument.session().name());
  }
}
