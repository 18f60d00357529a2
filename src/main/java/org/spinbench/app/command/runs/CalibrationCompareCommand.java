package org.spinbench.app.command.runs;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.spinbench.app.command.RunsFolder;
import org.spinbench.app.command.StoredCalibration;
import org.spinbench.app.command.TextTable;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.CalibrationChange;
import org.spinbench.calibration.Value;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares two calibrations of one chip. */
@Command(
    name = "compare",
    description = {
      "Compares two calibrations of one chip, number by number, and names the devices that changed.",
      "The deviations of the earlier one include the wander until the later one."
    },
    mixinStandardHelpOptions = true)
final class CalibrationCompareCommand implements Callable<Integer> {
  /** Change of a number that chance makes in none of some hundred numbers, deviations. */
  private static final double CHANGED = 5;

  private static final List<String> HEADINGS =
      List.of("device", "number", "unit", "before", "after", "deviations");

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "A",
      description = "a run that holds a calibration, or a calibration file ending in .json")
  private String a;

  @Parameters(index = "1", paramLabel = "B", description = "another one, of the same chip")
  private String b;

  @Mixin private RunsFolder folder;

  @Override
  public Integer call() {
    Calibration one = StoredCalibration.of(folder.path(), a).calibration();
    Calibration other = StoredCalibration.of(folder.path(), b).calibration();
    if (!one.chip().equals(other.chip())) {
      throw new IllegalArgumentException(
          a
              + " is of the chip \""
              + one.chip()
              + "\", but "
              + b
              + " of \""
              + other.chip()
              + "\"; name two calibrations of one chip");
    }
    boolean ordered = !other.time().isBefore(one.time());
    List<CalibrationChange> changes =
        CalibrationChange.between(ordered ? one : other, ordered ? other : one);
    PrintWriter out = spec.commandLine().getOut();
    List<List<String>> lines = new ArrayList<>(List.of(HEADINGS));
    changes.forEach(change -> lines.add(line(change)));
    TextTable.lines(lines).forEach(out::println);
    List<String> changed =
        changes.stream()
            .filter(change -> Math.abs(change.deviations()) > CHANGED)
            .map(CalibrationChange::device)
            .distinct()
            .toList();
    out.println(
        changed.isEmpty()
            ? "No number changed by more than five deviations."
            : "Changed by more than five deviations: " + String.join(", ", changed) + ".");
    out.flush();
    return 0;
  }

  private static List<String> line(CalibrationChange change) {
    return List.of(
        change.device(),
        change.number(),
        change.unit(),
        text(change.before()),
        text(change.after()),
        String.format(Locale.ROOT, "%+.1f", change.deviations()));
  }

  static String text(Value value) {
    return String.format(Locale.ROOT, "%.6g ± %.2g", value.value(), value.deviation());
  }
}
