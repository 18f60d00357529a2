package org.spinbench.experiments.study.broadcast;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.spinbench.calibration.polarity.BinarySynapse;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.run.store.RunException;
import org.spinbench.experiments.runner.Configuration;
import org.spinbench.experiments.runner.Experiment;
import org.spinbench.experiments.runner.RunContext;
import org.spinbench.experiments.spectra.Spectra;
import org.spinbench.experiments.spectra.SpectraFiles;
import org.spinbench.experiments.spectra.SpectraSplit;
import org.spinbench.experiments.task.LabelledTable;
import org.spinbench.experiments.task.SampleFile;
import org.spinbench.experiments.task.Seeds;

/**
 * The experiment {@code broadcast}: programs a chip of binary weights by RF ({@link
 * BroadcastStudy}).
 */
public final class BroadcastExperiment implements Experiment<BroadcastStudy.Result> {
  /** Its name in run files. */
  public static final String KIND = "broadcast";

  private static final String FIT_SAMPLES = "fit samples";
  private static final String FILE = "file ";
  private static final String DIGEST = "sha-256 of file ";

  private static final double TEST_SHARE = 0.3;

  private final List<SampleFile> tasks;
  private final List<LabelledTable.Split> tables;
  private final int fitSamples;
  private final long seed;

  private BroadcastExperiment(
      List<SampleFile> tasks, List<LabelledTable.Split> tables, int fitSamples, long seed) {
    this.tasks = tasks;
    this.tables = tables;
    this.fitSamples = fitSamples;
    this.seed = seed;
  }

  /**
   * Programs one or several tasks.
   *
   * @param tasks files of samples
   * @param fitSamples maximum number of training samples of a task that are read on the chip
   * @param seed of the choice of test samples
   * @throws IllegalArgumentException naming the file that cannot be read, and why
   */
  public static BroadcastExperiment of(List<Path> tasks, int fitSamples, long seed) {
    List<LabelledTable.Split> tables = tasks.stream().map(task -> split(task, seed)).toList();
    List<SampleFile> files = tasks.stream().map(SampleFile::of).toList();
    return new BroadcastExperiment(files, tables, fitSamples, seed);
  }

  /**
   * The experiment of a run.
   *
   * @throws IllegalArgumentException if a file of samples has changed
   */
  public static BroadcastExperiment of(RunFile run) {
    StartDocument start = run.start();
    Map<String, String> options = start.options();
    List<SampleFile> tasks = new ArrayList<>();
    List<LabelledTable.Split> tables = new ArrayList<>();
    for (int k = 1; options.containsKey(FILE + k); k++) {
      SampleFile task = new SampleFile(Path.of(options.get(FILE + k)), options.get(DIGEST + k));
      tables.add(split(task.verified(), start.seed()));
      tasks.add(task);
    }
    if (tasks.isEmpty()) {
      throw new RunException(
          run.path() + " does not name its files of samples: an earlier version made it");
    }
    int fitSamples = Integer.parseInt(options.get(FIT_SAMPLES));
    return new BroadcastExperiment(tasks, tables, fitSamples, start.seed());
  }

  /**
   * Splits samples. Spectra in HDF5 have their own test set; of a text file, three tenths are the
   * test.
   */
  private static LabelledTable.Split split(Path task, long seed) {
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

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Configuration configuration() {
    Map<String, String> options = new LinkedHashMap<>();
    options.put(FIT_SAMPLES, Integer.toString(fitSamples));
    for (int k = 1; k <= tasks.size(); k++) {
      options.put(FILE + k, tasks.get(k - 1).path().toString());
      options.put(DIGEST + k, tasks.get(k - 1).digest());
    }
    String names =
        tasks.stream()
            .map(task -> task.path().getFileName().toString())
            .collect(Collectors.joining("+"));
    return new Configuration(names, seed, options);
  }

  @Override
  public void requireSuits(BenchFile file) {
    file.requireChip("broadcast");
    for (BenchFile.Chain chain : file.chains()) {
      if (chain.stripLine().isEmpty()) {
        throw new IllegalArgumentException(
            chain.name()
                + " has no strip_line in the bench file, so its junctions cannot be programmed;"
                + " 'spinbench bench broadcast' prints a bench that has");
      }
    }
    tables.forEach(split -> requireSuits(split, file.inputs().size()));
  }

  private static void requireSuits(LabelledTable.Split split, int inputs) {
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
      requireClass(split, label);
    }
  }

  private static void requireClass(LabelledTable.Split split, int label) {
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

  @Override
  public BroadcastStudy.Result run(RunContext context) {
    Bench bench = context.bench();
    RunFile run = context.file();
    bench.ports().onReading(reading -> run.reading(reading, Purpose.MEASURE, OptionalLong.empty()));
    return new BroadcastStudy(
            bench.ports(),
            fitSamples,
            (stage, done, total) -> context.display().show(stage, (double) done / total, ""))
        .run(tables);
  }

  /**
   * The results for the run file.
   *
   * @param tasks one result per task
   * @param evaluations readings of the chip, including those of the survey
   * @param surveyEvaluations readings of the survey
   * @param pulses sent through strip lines, without those of the survey
   * @param repeatedPulses number of them that an earlier pulse made necessary
   */
  private record Results(
      List<BroadcastStudy.TaskResult> tasks,
      List<BinarySynapse> synapses,
      List<Double> toneFrequencies,
      long evaluations,
      long surveyEvaluations,
      long pulses,
      long repeatedPulses) {}

  @Override
  public Ending ending(BroadcastStudy.Result result) {
    return new Ending(
        StopDocument.SUCCESS,
        "",
        Json.write(
            new Results(
                result.tasks(),
                result.chip().synapses(),
                result.chip().toneFrequencies(),
                result.evaluations(),
                result.chip().evaluations(),
                result.pulses(),
                result.repeats())));
  }
}
