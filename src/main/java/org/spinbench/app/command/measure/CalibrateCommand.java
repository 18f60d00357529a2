package org.spinbench.app.command.measure;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.spinbench.app.chart.CalibrationChart;
import org.spinbench.app.chart.PictureFile;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.BenchOptions;
import org.spinbench.app.command.Faulty;
import org.spinbench.app.command.NewRun;
import org.spinbench.app.command.OverwriteOption;
import org.spinbench.app.command.PictureOptions;
import org.spinbench.app.command.Progress;
import org.spinbench.app.command.StoredCalibration;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.procedure.ChipCharacterization;
import org.spinbench.calibration.procedure.Selection;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.calibrate.CalibrationExperiment;
import org.spinbench.experiments.runner.Backend;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Calibrates the chip of a bench. */
@Command(
    name = "calibrate",
    description =
        "Measures the response of every synapse and neuron of the chip, or of one chain or neuron.",
    mixinStandardHelpOptions = true)
public final class CalibrateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private BenchOptions options;

  @Option(
      names = "--quick",
      description =
          "take about half of the readings: larger deviations, sooner (default: all of them)")
  private boolean quick;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      description = {
        "measure one chain or neuron, and keep all others from the last calibration of this chip;",
        "a synapse stands for its chain, since the synapses of a chain share its voltage"
      })
  private String only;

  @Option(
      names = "--from",
      paramLabel = "RUN",
      description =
          "with --only: the run, or calibration file ending in .json, whose other devices are kept"
              + " (default: the last run of this chip)")
  private String from;

  @Option(names = "--json", description = "print the calibration as JSON instead of a table")
  private boolean json;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description =
          "write the calibration as JSON, and a picture of its curves beside it as FILE.png, or as --picture-format says")
  private Path save;

  @Mixin private OverwriteOption overwrite;

  @Mixin private NewRun made;

  @Mixin private PictureOptions pictures;

  @Override
  public Integer call() {
    PictureFile picture = save == null ? null : pictures.form().file(save);
    overwrite.requireFile("--save", save);
    overwrite.requireFile("--save", picture == null ? null : picture.path());
    PrintWriter out = spec.commandLine().getOut();
    Progress progress = Progress.to(spec.commandLine());
    Calibration calibration;
    try (Backend backend = Backends.of(options)) {
      Selection selection = selection(backend);
      CalibrationExperiment experiment = new CalibrationExperiment(selection);
      experiment.requireSuits(backend.file());
      say(selection, backend.file(), progress);
      calibration =
          made.runner(progress, options.benchFile)
              .run(
                  backend,
                  experiment,
                  finished -> {
                    Faulty.say(finished.file(), progress);
                    return finished.result();
                  });
    }
    out.print(json ? calibration.toJson() + "\n" : calibration.describe());
    out.flush();
    calibration.dead().forEach(progress::say);
    if (save != null) {
      calibration.save(save);
      CalibrationChart.write(calibration, picture);
      progress.say("saved " + save + " and " + picture.path());
    }
    return 0;
  }

  /** What the options select. */
  private Selection selection(Backend backend) {
    if (only == null) {
      if (from != null) {
        throw new ParameterException(
            spec.commandLine(), "--from names what --only keeps; give --only too, or neither");
      }
      return new Selection(quick, "", Optional.empty());
    }
    backend.file().requireChip("this command");
    StoredCalibration kept =
        from == null
            ? StoredCalibration.last(made.path(), backend.file().chip().name(), backend.chipSeed())
            : StoredCalibration.of(made.path(), from);
    return new Selection(quick, only, Optional.of(kept.calibration()));
  }

  /** Says what is measured, with how many readings, and what is kept. */
  private static void say(Selection selection, BenchFile file, Progress progress) {
    progress.say(
        String.format(
            Locale.ROOT,
            "measures %s in %d readings; full grids of the same steps, device by device, are %d",
            selection.measured(file),
            ChipCharacterization.evaluations(file, selection),
            selection.denseGrid(file)));
    selection
        .kept()
        .ifPresent(
            kept ->
                progress.say(
                    "keeps "
                        + selection.keptNames(file)
                        + " from the calibration of "
                        + kept.time()));
  }
}
