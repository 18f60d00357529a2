package org.spinbench.drivers.instrument;

/** A setting that cannot be changed now, or an unexpected answer of an instrument. */
public final class SettingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message names the setting and says what to do
   */
  public SettingException(String message) {
    super(message);
  }
}
