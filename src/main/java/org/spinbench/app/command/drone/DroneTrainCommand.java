package org.spinbench.app.command.drone;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.spinbench.app.command.PictureOptions;
import org.spinbench.app.command.Progress;
import org.spinbench.drivers.text.Percent;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.spectra.SpectraSplit;
import org.spinbench.experiments.study.drone.Baseline;
import org.spinbench.experiments.study.drone.DroneStudy;
import org.spinbench.experiments.study.drone.DroneStudy.SeedResult;
import org.spinbench.experiments.study.drone.Score;
import org.spinbench.simulator.network.Workers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Trains the large network as published and reports accuracy, speed and power. */
@Command(
    name = "train",
    description = {
      "Trains the large RF network as published, from one or more seeds. Compares it with "
          + "linear models, one layer of resonators and perceptrons in software.",
      "With --out, a stopped training resumes from its last saved state."
    },
    mixinStandardHelpOptions = true)
final class DroneTrainCommand implements Callable<Integer> {
  private static final String RESULT = "result.json";

  @Spec private CommandSpec spec;
  @Mixin private DroneOptions options;
  @Mixin private PictureOptions pictures;

  private final Clock clock = new SystemClock();

  @Override
  public Integer call() {
    SpectraSplit data =
        options.split(
            Stream.concat(Stream.of(RESULT), DronePictures.names(pictures.form()).stream())
                .toList());
    Progress progress = Progress.to(spec.commandLine());
    try (Workers workers = Workers.ofMachine()) {
      DroneStudy study = new DroneStudy(data, options.hidden, options.training(), workers, clock);
      List<SeedResult> results = train(study, progress);
      progress.show("baselines", 0, "");
      SeedResult first = results.get(0);
      DroneReport report =
          new DroneReport(
              results,
              baselines(data, workers),
              study.ledger(first.network()),
              study.inferencesPerSecond(first.network()),
              options.seed);
      progress.clear();
      print(report, data);
    }
    return 0;
  }

  private Map<Baseline, Score> baselines(SpectraSplit data, Workers workers) {
    Map<Baseline, Score> scores = new EnumMap<>(Baseline.class);
    for (Baseline baseline : Baseline.values()) {
      scores.put(
          baseline, Score.of(baseline.train(data.train(), workers, options.seed), data.test()));
    }
    return scores;
  }

  private List<SeedResult> train(DroneStudy study, Progress progress) {
    List<SeedResult> results = new ArrayList<>();
    for (long seed = options.seed; seed < options.seed + options.seeds; seed++) {
      DroneStudy.Listener listener =
          (number, epoch, test) ->
              progress.show(
                  "seed " + number,
                  (double) epoch.number() / options.epochs,
                  String.format(
                      Locale.ROOT,
                      "loss %.4f, training %s %%, test %s %%",
                      epoch.loss(),
                      Percent.of(epoch.accuracy(), 2),
                      Percent.of(test, 2)));
      results.add(
          options.out == null
              ? study.train(seed, listener)
              : study.train(seed, options.out.resolve("seed-" + seed + ".training"), listener));
    }
    return results;
  }

  private void print(DroneReport report, SpectraSplit data) {
    PrintWriter out = spec.commandLine().getOut();
    List<Path> files =
        options.out == null
            ? List.of()
            : DronePictures.write(options.out, data, report, pictures.form());
    if (options.out != null) {
      write(options.out.resolve(RESULT), report.json() + "\n");
    }
    out.print(options.json ? report.json() + "\n" : report.text(files));
    out.flush();
  }

  static void write(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
