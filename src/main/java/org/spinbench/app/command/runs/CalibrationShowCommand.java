package org.spinbench.app.command.runs;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.spinbench.app.command.OverwriteOption;
import org.spinbench.app.command.RunsFolder;
import org.spinbench.app.command.StoredCalibration;
import org.spinbench.app.command.TextTable;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.PriorInfluence;
import org.spinbench.calibration.PriorOfNumber;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.refit.DesignInfluence;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.text.UserFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one calibration. */
@Command(
    name = "show",
    description = "Shows one calibration: every number with its deviation.",
    mixinStandardHelpOptions = true)
final class CalibrationShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "RUN",
      description = "a run that holds a calibration, or a calibration file ending in .json")
  private String name;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "write a page with the readings of each sweep, the fits and their residuals")
  private Path html;

  @Option(
      names = "--priors",
      description =
          "show each number that has a prior: the prior, and the number with and without it")
  private boolean priors;

  @Mixin private OverwriteOption overwrite;
  @Mixin private RunsFolder folder;

  @Override
  public Integer call() {
    overwrite.requireFile("--html", html);
    StoredCalibration stored = StoredCalibration.of(folder.path(), name);
    Calibration calibration = stored.calibration();
    PrintWriter out = spec.commandLine().getOut();
    if (priors) {
      TextTable.lines(lines(stored)).forEach(out::println);
    } else {
      out.print(calibration.describe());
    }
    spec.commandLine().getOut().flush();
    if (html != null) {
      try {
        Files.writeString(html, new CalibrationPage(calibration).html());
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write " + html + ": " + UserFile.reason(e), e);
      }
    }
    return 0;
  }

  private static List<List<String>> lines(StoredCalibration stored) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of("device", "number", "prior", "with readings", "without prior", "prior's share"));
    for (PriorOfNumber one : stored.calibration().priors()) {
      PriorInfluence of = one.influence();
      lines.add(
          line(one.device(), one.number(), of.prior(), of.posterior(), of.without(), of.share()));
    }
    for (DesignInfluence of : taught(stored)) {
      lines.add(
          line(of.device(), of.number(), of.prior(), of.posterior(), of.without(), of.share()));
    }
    return lines;
  }

  /** The influence of the design on a chip that a training taught, not a calibration. */
  private static List<DesignInfluence> taught(StoredCalibration stored) {
    if (!stored.calibration().priors().isEmpty() || stored.bench().isEmpty()) {
      return List.of();
    }
    BenchFile file = BenchFile.parse(stored.bench().get(), "the bench file of " + stored.name());
    return file.design().isEmpty() ? List.of() : DesignInfluence.of(file, stored.calibration());
  }

  private static List<String> line(
      String device,
      String number,
      Value prior,
      Value posterior,
      Optional<Value> without,
      double share) {
    return List.of(
        device,
        number,
        CalibrationCompareCommand.text(prior),
        CalibrationCompareCommand.text(posterior),
        without.map(CalibrationCompareCommand::text).orElse("nothing"),
        String.format(Locale.ROOT, "%.0f %%", 100 * share));
  }
}
