package org.spinbench.app.command.junction;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.spinbench.app.chart.JunctionChart;
import org.spinbench.app.chart.PictureFile;
import org.spinbench.app.command.Outputs;
import org.spinbench.app.command.OverwriteOption;
import org.spinbench.app.command.PictureWidth;
import org.spinbench.app.command.Progress;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.simulator.junction.JunctionResult;
import org.spinbench.simulator.junction.JunctionSpec;
import org.spinbench.simulator.validation.PhysicsCase;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Simulates one magnetic tunnel junction from its equation of motion. */
@Command(
    name = "simulate-junction",
    description = {
      "Simulates one magnetic tunnel junction: as an auto-oscillator, a vortex or macrospins.",
      "SPEC.toml holds the model, its parameters, currents, field and temperature in SI units;"
          + " docs/simulate-junction.md lists the keys."
    },
    mixinStandardHelpOptions = true)
public final class SimulateJunctionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SPEC.toml", arity = "0..1", description = "what to simulate")
  private Path file;

  @Option(
      names = "--check",
      description =
          "compute the table of known values instead: closed forms and published numbers, "
              + "compared with the results of the models; takes some ten seconds")
  private boolean check;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "write the trace, or the rows of a sweep, as CSV")
  private Path csv;

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      description =
          "draw the trace and its spectrum, or the sweep; the ending of the file is the format:"
              + " .png, .svg or .pdf")
  private Path plot;

  @Option(
      names = "--json",
      description = "print one JSON object with all arrays in SI units, nothing else")
  private boolean json;

  @Mixin private OverwriteOption overwrite;

  @Mixin private PictureWidth width;

  @Override
  public Integer call() throws IOException {
    if (check) {
      return check();
    }
    if (file == null) {
      throw new ParameterException(
          spec.commandLine(), "give a file SPEC.toml to simulate, or --check");
    }
    overwrite.requireFile("--csv", csv);
    overwrite.requireFile("--plot", plot);
    PictureFile picture = plot == null ? null : width.file("--plot", plot);
    String origin = file.toString();
    String toml = read();
    JunctionSpec.Contents contents = JunctionSpec.parse(toml, origin);
    JunctionReport report =
        contents.sweep().isPresent()
            ? sweep(toml, origin, contents.sweep().get())
            : JunctionReport.of(JunctionResult.of(contents.spec()));
    if (csv != null) {
      write(csv, report.csv());
    }
    if (picture != null) {
      draw(report, picture);
    }
    Outputs.print(spec, json ? report.json() + "\n" : report.text());
    return 0;
  }

  private int check() throws IOException {
    if (file != null || csv != null || plot != null) {
      throw new ParameterException(
          spec.commandLine(), "--check computes its own table; remove file, --csv and --plot");
    }
    Progress progress = Progress.to(spec.commandLine());
    List<PhysicsCase> cases = PhysicsCase.all();
    List<PhysicsCase.Row> rows = new ArrayList<>();
    for (PhysicsCase one : cases) {
      progress.show("computing", (double) rows.size() / cases.size(), one.quantity());
      rows.add(one.compute());
    }
    progress.clear();
    Outputs.print(spec, json ? PhysicsReport.json(rows) + "\n" : PhysicsReport.text(rows));
    return rows.stream().allMatch(PhysicsCase.Row::holds) ? 0 : 1;
  }

  private String read() {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read " + file + ": " + UserFile.reason(e), e);
    }
  }

  private JunctionReport sweep(String toml, String origin, JunctionSpec.Sweep sweep) {
    Progress progress = Progress.to(spec.commandLine());
    List<JunctionSpec> specs = new ArrayList<>();
    for (double value : sweep.values()) {
      specs.add(JunctionSpec.at(toml, origin, sweep.parameter(), value));
    }
    List<JunctionResult> results = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      progress.show(
          "simulating",
          (double) i / specs.size(),
          sweep.parameter() + " = " + sweep.values().get(i));
      results.add(JunctionResult.of(specs.get(i)).withoutTrace());
    }
    progress.clear();
    return JunctionReport.of(sweep, results);
  }

  private static void draw(JunctionReport report, PictureFile picture) {
    if (report.sweep().isPresent()) {
      JunctionChart.sweep(
          report.sweep().get().parameter(), report.values(), report.columns(), picture);
    } else {
      JunctionResult result = report.results().get(0);
      JunctionChart.trace(result.trace().orElseThrow(), result.spectrum(), picture);
    }
  }

  private static void write(Path to, String text) {
    try {
      Files.writeString(to, text);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot write " + to + ": " + UserFile.reason(e), e);
    }
  }
}
