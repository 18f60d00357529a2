package org.spinbench.app.command.runs;

import java.util.concurrent.Callable;
import org.spinbench.app.chart.PictureForm;
import org.spinbench.app.command.BenchOptions;
import org.spinbench.app.command.DashboardOption;
import org.spinbench.app.command.Faulty;
import org.spinbench.app.command.Outputs;
import org.spinbench.app.command.PictureOptions;
import org.spinbench.app.command.Progress;
import org.spinbench.app.command.Resuming;
import org.spinbench.app.command.RunsFolder;
import org.spinbench.app.command.Version;
import org.spinbench.app.command.measure.MeasureOutput;
import org.spinbench.app.command.measure.MeasureReport;
import org.spinbench.app.command.train.BroadcastReport;
import org.spinbench.app.command.train.TrainingReport;
import org.spinbench.app.command.train.WatchReport;
import org.spinbench.app.command.train.WatchView;
import org.spinbench.experiments.calibrate.CalibrationExperiment;
import org.spinbench.experiments.measure.Measurement;
import org.spinbench.experiments.runner.ExperimentRunner;
import org.spinbench.experiments.study.broadcast.BroadcastExperiment;
import org.spinbench.experiments.training.TrainingExperiment;
import org.spinbench.experiments.upkeep.WatchExperiment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Resumes a run of any kind. */
@Command(
    name = "resume",
    description = {
      "Resumes a run that was stopped or killed. It knows its bench file, seeds and options.",
      "A measurement continues at the first point that its run file lacks; a training is answered"
          + " from the record until that ends; a watch continues; any other run on instruments"
          + " begins again, in the same file. On a simulated bench a run ends as if it had never"
          + " been interrupted.",
      "On instruments the limits of the bench file apply as they are now, and never wider than they"
          + " were."
    },
    mixinStandardHelpOptions = true)
public final class ResumeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private BenchOptions options;

  @Parameters(index = "0", paramLabel = "RUN", description = RunsFolder.NAME)
  private String name;

  @Mixin private RunsFolder folder;

  @Mixin private DashboardOption dashboard;

  @Mixin private PictureOptions pictures;

  @Option(names = "--json", description = "print one JSON object on standard output, nothing else")
  private boolean json;

  @Override
  public Integer call() {
    Progress progress = Progress.to(spec.commandLine());
    ExperimentRunner runner =
        dashboard.follow(
            new ExperimentRunner(folder.path(), Version.program(), progress),
            folder.path(),
            progress,
            options.benchFile);
    Resuming run = new Resuming(name, folder.path(), options, spec);
    PictureForm form = pictures.form();
    String kind = run.kind();
    run.sayNotices();
    return switch (kind) {
      case TrainingExperiment.KIND -> {
        TrainingReport report =
            run.resume(
                runner,
                TrainingExperiment::of,
                finished -> TrainingReport.of(finished, progress, form));
        Outputs.print(spec, json ? report.json() + "\n" : report.text());
        report.scores().shortfall().ifPresent(reason -> progress.say("spinbench: " + reason));
        yield report.scores().shortfall().isPresent()
            ? CommandLine.ExitCode.SOFTWARE
            : CommandLine.ExitCode.OK;
      }
      case Measurement.KIND -> {
        MeasureReport report =
            run.resume(
                runner,
                file -> Measurement.of(file, MeasureOutput.opener(Measurement.plan(file), form)),
                finished -> MeasureReport.of(finished, form));
        Outputs.print(spec, json ? report.json() + "\n" : report.text());
        yield CommandLine.ExitCode.OK;
      }
      case CalibrationExperiment.KIND -> {
        String calibrated =
            run.resume(
                runner,
                CalibrationExperiment::resumed,
                finished -> {
                  Faulty.say(finished.file(), progress);
                  finished.result().dead().forEach(progress::say);
                  return json ? finished.result().toJson() + "\n" : finished.result().describe();
                });
        Outputs.print(spec, calibrated);
        yield CommandLine.ExitCode.OK;
      }
      case BroadcastExperiment.KIND -> {
        BroadcastReport report =
            run.resume(
                runner,
                BroadcastExperiment::of,
                finished -> BroadcastReport.of(finished, progress));
        Outputs.print(spec, json ? report.json() + "\n" : report.text());
        yield CommandLine.ExitCode.OK;
      }
      case WatchExperiment.KIND -> {
        yield run.resume(
            runner,
            file -> WatchExperiment.of(file, end -> new WatchView(progress, end)),
            finished ->
                WatchReport.print(finished, WatchExperiment.training(finished.file()), spec, json));
      }
      default ->
          throw new IllegalArgumentException(
              name + " is a run of '" + kind + "', which cannot be resumed");
    };
  }
}
