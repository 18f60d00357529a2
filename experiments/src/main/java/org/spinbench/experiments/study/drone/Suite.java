package org.spinbench.experiments.study.drone;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.spinbench.drivers.text.Spelling;

/** The tests of {@link DroneEvaluation}. */
public enum Suite {
  /** The published split. */
  PUBLISHED,
  /** Spectra shifted by some bins. */
  SHIFT,
  /** Spectra with noise added. */
  SNR,
  /** Spectra without their noise floor. */
  FLOOR,
  /** Chips whose junctions deviate from their design frequencies. */
  DETUNING,
  /** Transmitters that were not in the training set. */
  UNSEEN;

  /** Name on the command line. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All suites, or the one with this name. */
  public static List<Suite> named(String name) {
    if (name.equals("all")) {
      return List.of(values());
    }
    return List.of(
        Arrays.stream(values())
            .filter(suite -> suite.title().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "there is no suite \""
                            + name
                            + "\"; there are all, "
                            + String.join(", ", Arrays.stream(values()).map(Suite::title).toList())
                            + Spelling.hint(
                                name, Arrays.stream(values()).map(Suite::title).toList()))));
  }
}
