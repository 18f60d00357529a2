package org.spinbench.drivers.instrument;

/** A setting that cannot be changed now, or an instrument that answered what it should not. */
public final class SettingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message names the setting and says what to do
   */
  public SettingException(String message) {
    super(message);
  }
}
