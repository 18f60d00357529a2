package org.spinbench.drivers.instrument;

/** A setting outside a limit. Nothing was sent. */
public final class LimitException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Whose limit it was. */
  public enum Level {
    /** What the instrument can do. */
    INSTRUMENT,
    /** What the bench file allows for the instrument at this station. */
    STATION,
    /** What the chip survives, from its device card. */
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

  /** Whose limit refused the value. */
  public Level level() {
    return level;
  }
}
