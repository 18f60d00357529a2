package org.spinbench.experiments.upkeep;

/**
 * Something that a controller did or found.
 *
 * @param evaluation evaluations since the chip was deployed
 * @param kind what it is
 * @param text for people, in one sentence
 */
public record WatchEvent(long evaluation, Kind kind, String text) {

  /** Kinds of happening. */
  public enum Kind {
    /** The belief about the chip no longer holds. */
    EXPIRED,
    /** The anchors were read for the first time. */
    REFERENCE,
    /** The drift was measured again. */
    DRIFT,
    /** Other parameters were taken. */
    RENEWED,
    /** Readings have changed. */
    ALARM,
    /** A device that jumped has its reference again. */
    RECALIBRATED,
    /** A dead device was found. */
    DAMAGE,
    /** A parameter cannot be set as far as it would have to. */
    LIMIT,
    /** Following the drift is not enough. */
    RETRAIN
  }
}
