package org.spinbench.app.heldout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spinbench.app.command.Outcome;

/**
 * The table of the README: every chip of every row is trained again by the command that the page
 * names, and the row must be what comes out, to its last digit. Simulated chips give the same
 * numbers on every computer.
 */
@HeldOut
class ReadmeTableTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** Task, trainer, remark, seeds, four accuracies, evaluations. */
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| `(\\w+)`, `([\\w-]+)`,( spreads twice [^|]*,)? (\\d+) to (\\d+)"
              + " \\| ([\\d.]+) % \\| ([\\d.]+) % \\| ([\\d.]+) % \\| ([\\d.]+) % \\| ([^|]*) \\|$");

  private static final Pattern RANGE = Pattern.compile("^([\\d ]+) to ([\\d ]+?)(?:,.*)?$");
  private static final Pattern MOST = Pattern.compile("^at most ([\\d ]+?)(?:,.*)?$");
  private static final String WORLD = "docs/examples/worlds/doubled-spreads.toml";

  @TempDir Path folder;

  static Stream<MatchResult> rows() throws IOException {
    return ROW.matcher(Files.readString(ROOT.resolve("README.md"))).results();
  }

  @Test
  void everyRowIsRead() throws IOException {
    assertEquals(5, rows().count());
    assertTrue(Files.readString(ROOT.resolve("README.md")).contains("--world " + WORLD));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aRowIsWhatTrainingGives(MatchResult row) throws IOException {
    List<ObjectNode> chips = new ArrayList<>();
    for (long seed = Long.parseLong(row.group(4)); seed <= Long.parseLong(row.group(5)); seed++) {
      chips.add(trained(row, seed));
    }
    System.out.println(row.group());
    List<String> wrong = new ArrayList<>();
    compare(wrong, "mean", row.group(6), percent(mean(chips, "testAccuracy")));
    compare(wrong, "lowest", row.group(7), percent(least(chips, "testAccuracy")));
    compare(wrong, "best straight line", row.group(8), percent(mean(chips, "linearAccuracy")));
    compare(wrong, "best possible", row.group(9), percent(mean(chips, "bayesAccuracy")));
    String evaluations = row.group(10);
    long fewest = (long) least(chips, "chipEvaluations");
    long most = (long) -of(chips, one -> -one.get("chipEvaluations").doubleValue()).getAsDouble();
    var range = RANGE.matcher(evaluations);
    var limit = MOST.matcher(evaluations);
    if (range.matches()) {
      compare(wrong, "fewest evaluations", plain(range.group(1)), String.valueOf(fewest));
      compare(wrong, "most evaluations", plain(range.group(2)), String.valueOf(most));
    } else {
      assertTrue(limit.matches(), evaluations);
      if (most > Long.parseLong(plain(limit.group(1)))) {
        wrong.add("most evaluations: stated " + limit.group(1) + ", measured " + most);
      }
    }
    System.out.println("  evaluations measured: " + fewest + " to " + most);
    assertEquals(List.of(), wrong, row.group());
  }

  private ObjectNode trained(MatchResult row, long seed) throws IOException {
    List<String> line = new ArrayList<>(List.of("train", "--json", "--quiet"));
    line.addAll(List.of("--task", row.group(1), "--trainer", row.group(2)));
    line.addAll(List.of("--chip-seed", String.valueOf(seed), "--runs", folder.toString()));
    if (row.group(3) != null) {
      line.addAll(List.of("--world", ROOT.resolve(WORLD).toString()));
    }
    return Outcome.of(line.toArray(String[]::new)).json();
  }

  private static void compare(List<String> wrong, String what, String stated, String measured) {
    System.out.println("  " + what + ": stated " + stated + ", measured " + measured);
    if (!stated.equals(measured)) {
      wrong.add(what + ": stated " + stated + ", measured " + measured);
    }
  }

  private static OptionalDouble of(List<ObjectNode> chips, ToDoubleFunction<ObjectNode> what) {
    return chips.stream().mapToDouble(what).min();
  }

  private static double least(List<ObjectNode> chips, String key) {
    return of(chips, one -> one.get(key).doubleValue()).getAsDouble();
  }

  private static double mean(List<ObjectNode> chips, String key) {
    return chips.stream().mapToDouble(one -> one.get(key).doubleValue()).average().getAsDouble();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f", 100 * share);
  }

  private static String plain(String number) {
    return number.replace(" ", "");
  }
}
