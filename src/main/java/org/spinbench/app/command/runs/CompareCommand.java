package org.spinbench.app.command.runs;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.BenchOptions;
import org.spinbench.app.command.PlanSize;
import org.spinbench.app.command.Progress;
import org.spinbench.app.command.RunsFolder;
import org.spinbench.app.command.Version;
import org.spinbench.app.command.measure.PlanRunner;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.text.ScratchFolder;
import org.spinbench.drivers.text.Spelling;
import org.spinbench.experiments.calibrate.CalibrationExperiment;
import org.spinbench.experiments.imported.RunImport;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.runner.ExperimentRunner;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.PlanSense;
import org.spinbench.simulator.bench.SimulatedBench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs one experiment on two benches, and reports the first difference. */
@Command(
    name = "compare",
    description = {
      "Runs one experiment on two backends. Reports the first message that differs, and the "
          + "first reading that differs by more than its uncertainty.",
      "A backend is 'simulator', 'served' (simulated, reached over loopback), a bench file "
          + "with its instruments, or a run of the same experiment."
    },
    mixinStandardHelpOptions = true)
public final class CompareCommand implements Callable<Integer> {
  private static final String SIMULATOR = "simulator";
  private static final String SERVED = "served";
  private static final String CALIBRATE = "calibrate";

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PLAN.toml|calibrate",
      description = "the experiment: a plan to measure, or a calibration")
  private String experiment;

  @Option(
      names = "--backend",
      required = true,
      paramLabel = "BACKEND",
      description =
          "simulator, served, BENCH.toml, or a run (imported runs too); give this option twice")
  private List<String> backends;

  @Option(
      names = "--bench",
      paramLabel = "BENCH.toml",
      description = "bench file of the simulator (default: nine simulated junctions)")
  private Path bench;

  @Option(
      names = "--chip-seed",
      paramLabel = "N",
      description = "seed of the simulated chip and its noise (default: 1)")
  private Long chipSeed;

  @Mixin private RunsFolder folder;

  @Option(names = "--json", description = "print one JSON object on standard output, nothing else")
  private boolean json;

  /** The one JSON object of {@code --json}; its keys are a promise to scripts. */
  private record Report(
      List<String> backends,
      int messages,
      int readings,
      double limit,
      double largest,
      String firstMessage,
      String firstReading) {}

  @Override
  public Integer call() {
    if (backends.size() != 2) {
      throw new ParameterException(
          spec.commandLine(),
          "give --backend twice, not "
              + (backends.size() == 1 ? "once" : backends.size() + " times"));
    }
    if (!experiment.equals(CALIBRATE) && !experiment.endsWith(".toml")) {
      Spelling.nearest(experiment, List.of(CALIBRATE))
          .ifPresent(
              meant -> {
                throw new ParameterException(
                    spec.commandLine(),
                    "'" + experiment + "' is not a plan; did you mean '" + meant + "'?");
              });
    }
    backends.forEach(this::requireBackend);
    if (!isLive(backends.get(0)) && !isLive(backends.get(1))) {
      Runs runs = new Runs(folder.path());
      OneRun.refuse(runs.find(backends.get(0)), runs.find(backends.get(1)));
    }
    if (!experiment.equals(CALIBRATE)) {
      PlanSense.require(Plan.read(Path.of(experiment)));
    }
    try (ScratchFolder scratch = ScratchFolder.of("comparison");
        RunFile one = RunFile.read(run(backends.get(0), scratch.path().resolve("1")));
        RunFile other = RunFile.read(run(backends.get(1), scratch.path().resolve("2")))) {
      Agreement agreement = Agreement.of(one, other);
      report(agreement);
      return agreement.agrees() ? 0 : 1;
    }
  }

  /** Checks the second backend before the first is measured. */
  private void requireBackend(String backend) {
    if (backend.equals(SIMULATOR) || backend.equals(SERVED)) {
      requireBench(bench, true);
    } else if (backend.endsWith(".toml")) {
      requireBench(Path.of(backend), false);
    } else {
      Spelling.nearest(backend, List.of(SIMULATOR, SERVED))
          .ifPresent(
              meant -> {
                throw new ParameterException(
                    spec.commandLine(),
                    "there is no backend '" + backend + "'; did you mean '" + meant + "'?");
              });
      recorded(backend);
    }
  }

  private static boolean isLive(String backend) {
    return backend.equals(SIMULATOR) || backend.equals(SERVED) || backend.endsWith(".toml");
  }

  private static void requireBench(Path path, boolean simulated) {
    BenchFile file = Backends.file(path);
    if (Backends.real(file, simulated).size() < file.instruments().size()) {
      Backends.simulated(path, () -> new SimulatedBench(file, 1));
    }
  }

  /** The run file on a backend. */
  private Path run(String backend, Path runs) {
    BenchOptions options = new BenchOptions();
    switch (backend) {
      case SIMULATOR, SERVED -> {
        options.benchFile = bench;
        options.simulated = true;
        options.served = backend.equals(SERVED);
        options.chipSeed = chipSeed;
      }
      default -> {
        if (!backend.endsWith(".toml")) {
          return recorded(backend);
        }
        options.benchFile = Path.of(backend);
      }
    }
    Progress progress = Progress.to(spec.commandLine());
    ExperimentRunner runner = new ExperimentRunner(runs, Version.program(), progress);
    try (Backend chosen = Backends.of(options)) {
      if (experiment.equals(CALIBRATE)) {
        return runner.run(chosen, new CalibrationExperiment(), finished -> finished.file().path());
      } else {
        Plan plan = Plan.read(Path.of(experiment));
        PlanSize.require(
            plan,
            Backends.simulable(chosen.file()),
            Long.parseLong(PlanSize.MOST),
            "cannot be compared; use fewer points",
            progress);
        return PlanRunner.measure(runner, chosen, plan).runFile();
      }
    }
  }

  /** The file of a run of this kind of experiment, or an import. */
  private Path recorded(String backend) {
    Path path = new Runs(folder.path()).find(backend);
    String wanted = experiment.equals(CALIBRATE) ? "calibrate" : "measure";
    try (RunFile run = RunFile.read(path)) {
      String kind = run.start().kind();
      if (!kind.equals(wanted) && !kind.equals(RunImport.KIND)) {
        throw new ParameterException(
            spec.commandLine(),
            "--backend "
                + backend
                + " is a run of '"
                + kind
                + "', which cannot be compared with a run of '"
                + wanted
                + "'");
      }
    }
    return path;
  }

  private void report(Agreement agreement) {
    PrintWriter out = spec.commandLine().getOut();
    String message = agreement.firstMessage().orElse(null);
    String reading = agreement.firstReading().orElse(null);
    if (json) {
      Report report =
          new Report(
              backends,
              agreement.messages(),
              agreement.readings(),
              agreement.limit(),
              agreement.largest(),
              message,
              reading);
      out.print(Json.write(report) + "\n");
    } else {
      out.printf(
          Locale.ROOT,
          "%s, then %s: %d messages and %d readings compared%n",
          backends.get(0),
          backends.get(1),
          agreement.messages(),
          agreement.readings());
      if (message != null) {
        out.println("first differs " + message);
      } else {
        out.println("every message is the same");
      }
      out.println(
          reading == null
              ? String.format(
                  Locale.ROOT,
                  "no reading differs by more than %.1f standard deviations; %.1f are chance",
                  agreement.largest(),
                  agreement.limit())
              : "first outside its uncertainty is " + reading);
    }
    out.flush();
  }
}
