package org.spinbench.drivers.scpi;

/** The four fields of an answer to {@code *IDN?} (IEEE 488.2 section 10.14), trimmed. */
public record Identity(String manufacturer, String model, String serial, String firmware) {
  /**
   * Parses an answer to {@code *IDN?}; a comma behind the third belongs to the firmware.
   *
   * @throws IllegalArgumentException if there are fewer than four fields, or no manufacturer or
   *     model
   */
  static Identity parse(String text) {
    int first = text.indexOf(',');
    int second = text.indexOf(',', first + 1);
    int third = text.indexOf(',', second + 1);
    if (first < 0 || second < 0 || third < 0) {
      throw new IllegalArgumentException("an identity has four fields separated by commas");
    }
    Identity identity =
        new Identity(
            text.substring(0, first).strip(),
            text.substring(first + 1, second).strip(),
            text.substring(second + 1, third).strip(),
            text.substring(third + 1).strip());
    if (identity.manufacturer.isEmpty() || identity.model.isEmpty()) {
      throw new IllegalArgumentException("an identity names manufacturer and model");
    }
    return identity;
  }

  /** The four fields as an instrument says them. */
  @Override
  public String toString() {
    return String.join(",", manufacturer, model, serial, firmware);
  }
}
