package org.spinbench.simulator.bench;

import java.util.List;

/**
 * A port as the bench file names it: an instrument that has one of the kind, or {@code
 * instrument:number}.
 *
 * @param instrument name in the bench file
 * @param number from 1; 1 when none is named
 * @param numbered whether a number is named
 */
record Port(String instrument, int number, boolean numbered) {
  /** A number that cannot be read as one is that of no port. */
  static Port parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      return new Port(text, 1, false);
    }
    String digits = text.substring(colon + 1);
    int number = digits.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(digits) : 0;
    return new Port(text.substring(0, colon), number, true);
  }

  /** The port itself among those of its kind that the instrument has. */
  <T> T of(List<T> ports, String kind, String what) {
    require(ports.size(), kind, what);
    return ports.get(number - 1);
  }

  /** Requires that an instrument with this number of ports of the kind has this one. */
  void require(int count, String kind, String what) {
    if (number < 1 || number > count || !numbered && count > 1) {
      throw wrong(
          what,
          switch (count) {
            case 0 -> "it has no " + kind;
            case 1 -> "it has one " + kind + "; name the instrument alone";
            default ->
                "name one of its " + count + " " + kind + "s, as " + instrument + ":" + count;
          });
    }
  }

  IllegalArgumentException wrong(String what, String why) {
    String name = numbered ? instrument + ":" + (number > 0 ? number : "?") : instrument;
    return new IllegalArgumentException(
        "bench file: \"" + name + "\" cannot be simulated as the " + what + ": " + why);
  }
}
