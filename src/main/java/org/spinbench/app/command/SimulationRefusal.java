package org.spinbench.app.command;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.simulator.chip.SimulationException;

/** Adds the name of the bench file and the line to the simulation's error messages about it. */
final class SimulationRefusal {
  private static final String BEGIN = "bench file: ";

  /** A message that begins with a name in the bench file, such as that of a port. */
  private static final Pattern OF_NAME = Pattern.compile("(?s)(\"[^\"]+\") .*");

  private SimulationRefusal() {}

  /**
   * The message for people.
   *
   * @param refusal any exception; others than refusals of a bench file are returned unchanged
   * @param text of the bench file
   * @param origin its name in messages
   */
  static RuntimeException of(RuntimeException refusal, String text, String origin) {
    if (refusal instanceof SimulationException known) {
      return BenchFile.refusal(text, origin, known.problems());
    }
    String message = refusal.getMessage();
    if (!(refusal instanceof IllegalArgumentException)
        || message == null
        || !message.startsWith(BEGIN)) {
      return refusal;
    }
    String reason = message.substring(BEGIN.length());
    Matcher name = OF_NAME.matcher(reason);
    String place = name.matches() ? lines(text, name.group(1)) : "";
    return new IllegalArgumentException(origin + place + ": " + reason, refusal);
  }

  /** The lines of a name in quotation marks, except in comments: {@code , line 3}. */
  private static String lines(String text, String name) {
    List<String> lines = text.lines().toList();
    List<String> found =
        IntStream.range(0, lines.size())
            .filter(i -> lines.get(i).replaceFirst("^\\s*#.*", "").contains(name))
            .mapToObj(i -> Integer.toString(i + 1))
            .toList();
    return found.isEmpty()
        ? ""
        : (found.size() == 1 ? ", line " : ", lines ") + String.join(" and ", found);
  }
}
