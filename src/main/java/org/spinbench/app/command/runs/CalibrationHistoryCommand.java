package org.spinbench.app.command.runs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.spinbench.app.command.RunsFolder;
import org.spinbench.app.command.StoredCalibration;
import org.spinbench.app.command.TextTable;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.CalibrationChange;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the calibrations of each chip. */
@Command(
    name = "history",
    description =
        "Lists the calibrations that the runs of a folder hold, chip by chip, the earliest first,"
            + " with the number that changed most since the one before.",
    mixinStandardHelpOptions = true)
final class CalibrationHistoryCommand implements Callable<Integer> {
  private static final List<String> HEADINGS =
      List.of("run", "measured (UTC)", "valid until", "readings", "changed most");

  @Spec private CommandSpec spec;

  @Option(names = "--chip", paramLabel = "NAME", description = "only the chip of this name")
  private String chip;

  @Mixin private RunsFolder folder;

  @Override
  public Integer call() {
    Map<String, List<StoredCalibration>> chips = new LinkedHashMap<>();
    for (StoredCalibration one : StoredCalibration.all(folder.path())) {
      String of = one.calibration().chip();
      if (chip == null || chip.equals(of)) {
        chips.computeIfAbsent(of, name -> new ArrayList<>()).add(one);
      }
    }
    if (chips.isEmpty()) {
      spec.commandLine()
          .getErr()
          .println(
              "The runs in "
                  + folder.path()
                  + " hold no calibration"
                  + (chip == null ? "." : " of the chip \"" + chip + "\"."));
    }
    chips.forEach(this::print);
    spec.commandLine().getOut().flush();
    return 0;
  }

  private void print(String name, List<StoredCalibration> history) {
    List<List<String>> lines = new ArrayList<>(List.of(HEADINGS));
    Calibration before = null;
    for (StoredCalibration one : history) {
      Calibration now = one.calibration();
      lines.add(
          List.of(
              one.name(),
              now.time().toString(),
              now.validUntil().toString(),
              Long.toString(now.evaluations()),
              before == null ? "-" : changed(before, now)));
      before = now;
    }
    spec.commandLine().getOut().println(name);
    TextTable.lines(lines).forEach(line -> spec.commandLine().getOut().println("  " + line));
  }

  private static String changed(Calibration before, Calibration now) {
    return CalibrationChange.largest(CalibrationChange.between(before, now))
        .map(
            c ->
                String.format(
                    Locale.ROOT,
                    "%s of %s, by %+.1f deviations",
                    c.number(),
                    c.device(),
                    c.deviations()))
        .orElse("-");
  }
}
