package org.spinbench.simulator.chip;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A section {@code [simulation]} that cannot be used, with all that is wrong with it. */
public final class SimulationException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final LinkedHashMap<String, String> problems;

  /**
   * Something is wrong.
   *
   * @param problems what is wrong, by the key in the bench file
   */
  SimulationException(Map<String, String> problems) {
    super(message(problems));
    this.problems = new LinkedHashMap<>(problems);
  }

  private static String message(Map<String, String> problems) {
    String all =
        problems.entrySet().stream()
            .map(one -> one.getKey() + " " + one.getValue())
            .collect(Collectors.joining("\n  "));
    return problems.size() == 1
        ? "bench file: " + all
        : "bench file: " + problems.size() + " entries are wrong:\n  " + all;
  }

  /** What is wrong, by the key in the bench file. */
  public Map<String, String> problems() {
    return Map.copyOf(problems);
  }
}
