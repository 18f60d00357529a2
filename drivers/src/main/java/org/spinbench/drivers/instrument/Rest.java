package org.spinbench.drivers.instrument;

import java.util.Set;

/**
 * Which outputs of an instrument are to come to rest.
 *
 * @param every whether also those that nobody here has used or set: a dead program or somebody at
 *     the front panel may have
 * @param left names of outputs, or of instruments for all of theirs, that are left as they are
 */
public record Rest(boolean every, Set<String> left) {
  /** What is used, or was set. */
  public static final Rest OF_WHAT_IS_USED = new Rest(false, Set.of());

  /**
   * Whether an output has to come to rest.
   *
   * @param used whether somebody here uses it, or has set it
   */
  public boolean concerns(Instrument instrument, String output, boolean used) {
    return (every || used) && !leaves(instrument, output);
  }

  /** Whether an output is left as it is. */
  public boolean leaves(Instrument instrument, String output) {
    return left.contains(output) || left.contains(instrument.session().name());
  }
}
