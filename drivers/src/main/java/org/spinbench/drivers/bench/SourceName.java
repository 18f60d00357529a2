package org.spinbench.drivers.bench;

/**
 * A source as the bench file names it: an instrument, or {@code instrument:channel}.
 *
 * @param channel from 1; 0 when none is named, -1 when what stands there is no channel
 */
record SourceName(String instrument, int channel) {
  static SourceName parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return new SourceName(text, 0);
    }
    String digits = text.substring(colon + 1);
    boolean number = digits.matches("[1-9][0-9]{0,3}");
    return new SourceName(text.substring(0, colon), number ? Integer.parseInt(digits) : -1);
  }
}
