package org.spinbench.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.BenchFile;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.broadcast.BroadcastStudy;
import org.spinbench.experiments.drone.data.Spectra;
import org.spinbench.experiments.drone.data.SpectraFiles;
import org.spinbench.experiments.drone.data.SpectraSplit;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.task.LabelledTable;
import org.spinbench.experiments.task.Seeds;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Programs a chip of binary weights by RF, for one or more tasks. */
@Command(
    name = "broadcast",
    description = {
      "Programs a chip of two-state junctions by RF pulses on strip lines, for one or more "
          + "tasks. Reads every test sample on the chip, and compares each accuracy with that of "
          + "free weights.",
      "Without BENCH.toml the bench has twenty-two simulated junctions; 'spinbench bench "
          + "broadcast' prints it."
    },
    mixinStandardHelpOptions = true)
final class BroadcastCommand implements Callable<Integer> {
  private static final String KIND = "broadcast";

  private static final double TEST_SHARE = 0.3;

  @Spec private CommandSpec spec;
  @Mixin private StationOptions options;

  @Option(
      names = "--task",
      paramLabel = "FILE",
      required = true,
      description =
          "samples of one task: a file with comma-separated numbers and a class in each line, "
              + "optionally packed (.gz), or spectra in HDF5 (.h5); repeat the option to switch the "
              + "chip between tasks")
  private List<Path> tasks;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "seed that selects the test samples (default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(
      names = "--fit-samples",
      paramLabel = "N",
      defaultValue = "300",
      description =
          "largest number of training samples for each task to read on the chip, to fit its "
              + "digital read-out (default: ${DEFAULT-VALUE})")
  private int fitSamples;

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "runs",
      description = "folder for the run file (default: ${DEFAULT-VALUE})")
  private Path folder;

  @Option(names = "--json", description = "print one JSON object on standard output, nothing else")
  private boolean json;

  private final Clock stopwatch = new SystemClock();

  @Override
  public Integer call() {
    if (fitSamples < 1) {
      throw new ParameterException(
          spec.commandLine(), "--fit-samples is " + fitSamples + "; at least 1");
    }
    PrintWriter out = spec.commandLine().getOut();
    Progress progress = Progress.to(spec.commandLine().getErr());
    List<LabelledTable.Split> tables = tasks.stream().map(this::split).toList();
    BroadcastReport report;
    try (Station station = station()) {
      check(station.file(), tables);
      report = onStation(station, tables, progress);
    }
    out.print(json ? report.json() + "\n" : report.text());
    out.flush();
    return 0;
  }

  /** Refuses what this bench cannot do or learn, before anything is set. */
  private static void check(BenchFile file, List<LabelledTable.Split> tables) {
    for (BenchFile.Chain chain : file.chains()) {
      if (chain.stripLine().isEmpty()) {
        throw new IllegalArgumentException(
            chain.name()
                + " has no strip_line in the bench file, so its junctions cannot be programmed;"
                + " 'spinbench bench broadcast' prints a bench that has");
      }
    }
    int inputs = file.inputs().size();
    for (LabelledTable.Split split : tables) {
      LabelledTable train = split.train();
      int columns = train.size() == 0 ? 0 : train.rows()[0].length;
      if (train.size() > 0 && columns < inputs) {
        throw new IllegalArgumentException(
            train.source()
                + " has "
                + columns
                + (columns == 1 ? " column" : " columns")
                + " of numbers, but the bench has "
                + inputs
                + " inputs; at least one column for each is needed");
      }
      for (int label = 0; label < train.classes().size(); label++) {
        check(split, label);
      }
    }
  }

  private static void check(LabelledTable.Split split, int label) {
    LabelledTable train = split.train();
    if (train.classes().size() < 2) {
      throw new IllegalArgumentException(
          train.source() + ": every sample is of class " + train.classes().get(label));
    }
    for (LabelledTable part : List.of(train, split.test())) {
      if (IntStream.of(part.labels()).noneMatch(one -> one == label)) {
        throw new IllegalArgumentException(
            train.source()
                + ": class "
                + train.classes().get(label)
                + " has too few samples; training takes seven of ten, and the test the others");
      }
    }
  }

  /** Spectra in HDF5 bring their own test set; of a text file three tenths become one. */
  private LabelledTable.Split split(Path task) {
    if (task.toString().toLowerCase(Locale.ROOT).matches(".*\\.(h5|hdf5)")) {
      SpectraSplit spectra = SpectraFiles.split(task, seed);
      return new LabelledTable.Split(table(spectra.train()), table(spectra.test()));
    }
    return LabelledTable.read(task).split(TEST_SHARE, Seeds.generator(seed, 1));
  }

  private static LabelledTable table(Spectra spectra) {
    return new LabelledTable(
        spectra.source(), spectra.classNames(), spectra.powers(), spectra.labels());
  }

  private Station station() {
    return options.benchFile == null
        ? Station.of(options, DefaultBench.text(DefaultBench.BROADCAST), "the broadcast bench")
        : Station.of(options);
  }

  private BroadcastReport onStation(
      Station station, List<LabelledTable.Split> tables, Progress progress) {
    BroadcastReport report;
    try (Bench bench = station.openBenchOfRun(clock -> unopened(station, clock))) {
      report =
          Safeguard.during(
              station, bench, progress, guard -> onBench(station, bench, tables, progress, guard));
    }
    station.verifyReplayed();
    return report;
  }

  private RunFile unopened(Station station, Clock clock) {
    StartDocument start =
        StartDocument.withoutBench(
            clock.now(),
            KIND,
            station.text(),
            station.chipSeed(),
            seed,
            names(),
            choices(station),
            Version.program());
    return new Runs(folder).create(start, stopwatch.now());
  }

  private String names() {
    return tasks.stream()
        .map(task -> task.getFileName().toString())
        .collect(Collectors.joining("+"));
  }

  private Map<String, String> choices(Station station) {
    return Map.of("coupling", station.coupling(), "fit samples", Integer.toString(fitSamples));
  }

  private BroadcastReport onBench(
      Station station,
      Bench bench,
      List<LabelledTable.Split> tables,
      Progress progress,
      Safeguard guard) {
    StartDocument start =
        StartDocument.on(
            bench,
            KIND,
            station.text(),
            station.chipSeed(),
            seed,
            names(),
            choices(station),
            Version.program());
    RunFile run = new Runs(folder).create(start, stopwatch.now());
    station.keep(run);
    bench.ports().onReading(reading -> run.reading(reading, Purpose.MEASURE, OptionalLong.empty()));
    long began = stopwatch.nanos();
    try {
      BroadcastStudy.Result result =
          new BroadcastStudy(
                  bench.ports(),
                  fitSamples,
                  (stage, done, total) -> progress.show(stage, (double) done / total, ""))
              .run(tables);
      bench.requireAsLeft();
      double seconds = (stopwatch.nanos() - began) * 1e-9;
      BroadcastReport report = new BroadcastReport(result, seconds, run.path().toString());
      run.stop(new StopDocument(bench.clock().now(), StopDocument.SUCCESS, "", report.json()));
      progress.clear();
      Faulty.say(run, progress);
      return report;
    } catch (RuntimeException e) {
      guard.noteFailure(run, e);
      throw e;
    } finally {
      progress.clear();
    }
  }
}
