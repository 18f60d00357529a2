package org.spinbench.drivers.instrument;

/** A setting outside a limit. Nothing was sent. */
public final class LimitException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** The origin of the limit. */
  public enum Level {
    /** The abilities of the instrument. */
    INSTRUMENT,
    /** The limits of the bench file for the instrument. */
    STATION,
    /** The device card of the chip. */
    CHIP
  }

  private final Level level;

  /**
   * @param message names setting, value, unit, range and limit, and says what to do
   */
  public LimitException(Level level, String message) {
    super(message);
    this.level = level;
  }

  /** The origin of the limit that refused the value. */
  public Level level() {
    return level;
  }
}
