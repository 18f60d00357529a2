package org.spinbench.drivers.standin;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * One spelling for each number: 2E4 and 20000 are the same to an instrument, and which of them is
 * sent is tested where numbers are formatted.
 */
final class Spelling {
  private Spelling() {}

  /** The message with its numeric parameters written out in decimal. */
  static String plain(String message) {
    return Arrays.stream(message.split(";", -1))
        .map(Spelling::plainUnit)
        .collect(Collectors.joining(";"));
  }

  private static String plainUnit(String unit) {
    int space = unit.indexOf(' ');
    String parameter = unit.substring(space + 1);
    if (space < 0 || !parameter.matches("[+-]?[0-9.]+(E[+-]?[0-9]+)?")) {
      return unit;
    }
    String number = new BigDecimal(parameter).stripTrailingZeros().toPlainString();
    return unit.substring(0, space + 1) + number;
  }
}
