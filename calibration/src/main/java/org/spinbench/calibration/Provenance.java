package org.spinbench.calibration;

import java.time.Instant;
import java.util.List;

/**
 * What a calibration was made of, and how its chip was seen to drift meanwhile.
 *
 * @param begun when the first of its readings was taken; null where the version that made it did
 *     not note that
 * @param fitted readings of a whole network that it was fitted to; 0 where each device was measured
 *     by itself
 * @param last fingerprint of the last of these readings, by which a run that has it is known; empty
 *     where there is none
 * @param wanders of the chains, then of the neurons, of those that were looked at
 */
public record Provenance(Instant begun, long fitted, String last, List<Wander> wanders) {
  /** Of a calibration of which nothing of this is known. */
  public static final Provenance UNKNOWN = new Provenance(null, 0, "", List.of());

  public Provenance {
    wanders = List.copyOf(wanders);
  }

  /** Of a calibration that measured each device by itself. */
  public static Provenance measured(Instant begun, List<Wander> wanders) {
    return new Provenance(begun, 0, "", wanders);
  }
}
