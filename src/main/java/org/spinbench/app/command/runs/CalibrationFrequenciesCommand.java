package org.spinbench.app.command.runs;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.RunsFolder;
import org.spinbench.app.command.StoredCalibration;
import org.spinbench.app.command.TextTable;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.procedure.FrequencyPlan;
import org.spinbench.calibration.refit.DesignPrior;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.calibrate.CalibrationExperiment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says how well the devices of a network can be addressed by frequency. */
@Command(
    name = "frequencies",
    description = {
      "Says before a training how well each device can be addressed: how far each junction tunes"
          + " beyond its tone, how far other tones, their products and other lines stay away.",
      "Without --of it judges the design in the bench file."
    },
    mixinStandardHelpOptions = true)
final class CalibrationFrequenciesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "BENCH.toml",
      description = "bench file (default: nine simulated junctions)")
  private Path bench;

  @Option(
      names = "--of",
      paramLabel = "RUN",
      description = "a run that holds a calibration, or a calibration file ending in .json")
  private String name;

  @Mixin private RunsFolder folder;

  @Override
  public Integer call() {
    BenchFile file =
        BenchFile.parse(
            Backends.text(bench), bench == null ? "the default bench file" : bench.toString());
    CalibrationExperiment.requireTunable(file);
    Calibration chip =
        name == null
            ? DesignPrior.of(file)
            : StoredCalibration.of(folder.path(), name).calibration();
    FrequencyPlan plan = FrequencyPlan.of(file, chip);
    PrintWriter out = spec.commandLine().getOut();
    out.println(chip.chip() + (name == null ? ", as designed" : ", as calibrated"));
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("synapse", "tunes over (MHz)", "tone", "beyond it", "nearest other tone"));
    for (FrequencyPlan.Junction one : plan.synapses()) {
      rows.add(
          List.of(
              one.name(),
              range(one.low(), one.high()),
              one.tone(),
              text(one.margin(), "half widths"),
              nearest(one.other(), one.apart(), "half widths")));
    }
    TextTable.lines(rows).forEach(out::println);
    rows.clear();
    rows.add(List.of("neuron", "emits at (MHz)", "from the end of its band", "nearest other line"));
    for (FrequencyPlan.Line one : plan.neurons()) {
      rows.add(
          List.of(
              one.name(),
              range(one.low(), one.high()),
              text(one.bins(), "bins"),
              nearest(one.other(), one.apart(), "bins")));
    }
    out.println();
    TextTable.lines(rows).forEach(out::println);
    out.println();
    plan.warnings().forEach(warning -> out.println("warning: " + warning));
    if (plan.warnings().isEmpty()) {
      out.println("Each device can be addressed.");
    }
    out.flush();
    return 0;
  }

  private static String range(double low, double high) {
    return String.format(Locale.ROOT, "%.1f to %.1f", low / 1e6, high / 1e6);
  }

  private static String text(double value, String unit) {
    return String.format(Locale.ROOT, "%.1f %s", value, unit);
  }

  private static String nearest(String other, double apart, String unit) {
    return other.isEmpty() ? "-" : other + ", " + text(apart, unit);
  }
}
