package org.spinbench.experiments.study.drone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.spinbench.experiments.baseline.Classifier;
import org.spinbench.experiments.spectra.Spectra;
import org.spinbench.experiments.spectra.SpectraSplit;
import org.spinbench.experiments.spectra.SpectraStream;
import org.spinbench.experiments.study.drone.transmission.Transformations;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.simulator.network.RfNetwork;
import org.spinbench.simulator.network.Workers;

/**
 * Harder tests of the large network than the published split, always with the {@linkplain Baseline
 * baselines}.
 *
 * <p>Classifiers <em>trained for it</em> get every training spectrum with a new random change in
 * each epoch, of the kind that the test applies; all classifiers get the same ones ({@link
 * TrainingSchedule}). Test spectra are never used for training.
 */
public final class DroneEvaluation {
  private static final int[] SHIFTS = {0, 1, 2, 4, 8, 16};
  private static final int LARGEST_SHIFT = 16;
  private static final int[] RATIOS = {20, 10, 5, 0, -5, -10};
  private static final double LOWEST_RATIO = -10;
  private static final double HIGHEST_RATIO = 20;
  private static final double[] SPREADS = {1e-4, 1e-3, 1e-2, 5e-2};
  private static final int LOOP_EPOCHS = 5;

  private static final long TEST_NOISE = 1;

  private final SpectraSplit data;
  private final Settings settings;
  private final Workers workers;
  private final Listener listener;

  /**
   * The extent of an evaluation.
   *
   * @param hidden oscillators of the hidden layer
   * @param training of the network on unchanged spectra
   * @param robust schedule on changed spectra
   * @param seeds number of seeds, starting with that of the training
   * @param unseen the suite of unseen transmitters
   */
  public record Settings(
      int hidden,
      TrainerOptions training,
      TrainingSchedule robust,
      int seeds,
      UnseenSuite.Scope unseen) {
    /** 128 hidden oscillators, one seed. */
    public static final Settings STANDARD =
        new Settings(
            128,
            TrainerOptions.PUBLISHED,
            new TrainingSchedule(1000, 256, 0.03, 1e-4, 0.01, 1e-5, RfDesign.SELECTIVE),
            1,
            UnseenSuite.Scope.STANDARD);

    /**
     * These settings for another network, training and number of seeds; schedules scale with the
     * length of the training.
     *
     * @param options of the training on unchanged spectra, with the first seed
     */
    public Settings with(int hidden, TrainerOptions options, int seeds) {
      double share = (double) options.epochs() / training.epochs();
      return new Settings(hidden, options, robust.longer(share), seeds, unseen.longer(share));
    }

    /** These settings with other durations of snapshots of unseen transmitters, s. */
    public Settings withDwells(List<Double> seconds) {
      return new Settings(hidden, training, robust, seeds, unseen.withDwells(seconds));
    }

    LongStream seedNumbers() {
      return LongStream.range(training.seed(), training.seed() + seeds);
    }
  }

  /** Receives the progress, on the thread that evaluates. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Reports progress.
     *
     * @param stage its name
     * @param share completed fraction, 0 to 1
     */
    void at(String stage, double share);
  }

  /** An evaluation on a split. */
  public DroneEvaluation(SpectraSplit data, Settings settings, Workers workers, Listener listener) {
    this.data = data;
    this.settings = settings;
    this.workers = workers;
    this.listener = listener;
  }

  /** Runs a suite. */
  public SuiteTable run(Suite suite) {
    return switch (suite) {
      case PUBLISHED -> published();
      case SHIFT -> shift();
      case SNR -> snr();
      case FLOOR -> floor();
      case DETUNING -> detuning();
      case UNSEEN -> new UnseenSuite(settings, this::taught).run();
    };
  }

  private SuiteTable published() {
    return new SuiteTable(
        Suite.PUBLISHED.title(),
        "split",
        List.of(new SuiteTable.Row(describe(data), judged(plain(data.train()), data.test()))),
        List.of(intervals()));
  }

  private static String describe(SpectraSplit split) {
    return split.train().rows() + " train, " + split.test().rows() + " test";
  }

  static String intervals() {
    return "± is the standard deviation over seeds.";
  }

  /** Classifiers of one kind, one per seed. */
  private record Kind(String name, List<Classifier> trained) {}

  /** All classifiers, trained on unchanged spectra, each with its best parameters. */
  private List<Kind> plain(Spectra train) {
    List<Kind> kinds = new ArrayList<>();
    for (Baseline baseline : Baseline.values()) {
      kinds.add(
          baseline.seeded()
              ? kind(baseline.title(), seed -> baseline.train(train, workers, seed))
              : new Kind(
                  baseline.title(),
                  List.of(baseline.train(train, workers, settings.training().seed()))));
    }
    kinds.add(kind(Baseline.NETWORK, seed -> classifier(published(train, seed))));
    return kinds;
  }

  private Kind kind(String name, LongFunction<Classifier> training) {
    List<Classifier> trained = new ArrayList<>();
    settings
        .seedNumbers()
        .forEach(
            seed -> {
              trained.add(training.apply(seed));
              listener.at(name, (double) trained.size() / settings.seeds());
            });
    return new Kind(name, trained);
  }

  private RfNetwork published(Spectra train, long seed) {
    RfNetwork network = RfDesign.PUBLISHED.network(train, settings.hidden(), seed);
    TrainerOptions options = settings.training().withSeed(seed);
    new DroneTrainer(network, options, workers)
        .fit(
            train.watts(),
            train.labels(),
            epoch ->
                listener.at(
                    "RF network, seed " + seed, (double) epoch.number() / options.epochs()));
    return network;
  }

  /** All classifiers, trained on changed spectra. */
  private List<Kind> robust(SpectraStream.Change change) {
    SpectraStream stream = SpectraStream.of(data.train());
    return kinds(
        settings
            .seedNumbers()
            .mapToObj(
                seed -> taught("changed", stream.changed(change, seed), settings.robust(), seed))
            .toList());
  }

  private List<Classifier> taught(
      String what, SpectraStream stream, TrainingSchedule course, long seed) {
    return course.learn(
        stream,
        settings.hidden(),
        seed,
        workers,
        epoch ->
            listener.at("on " + what + " spectra, seed " + seed, (double) epoch / course.epochs()));
  }

  /** Groups classifiers of all seeds by kind. */
  private static List<Kind> kinds(List<List<Classifier>> seeds) {
    return IntStream.range(0, TrainingSchedule.NAMES.size())
        .mapToObj(
            n ->
                new Kind(
                    TrainingSchedule.NAMES.get(n), seeds.stream().map(all -> all.get(n)).toList()))
        .toList();
  }

  private static List<SuiteTable.Cell> judged(List<Kind> kinds, Spectra test) {
    return kinds.stream()
        .map(
            kind ->
                SuiteTable.Cell.of(
                    kind.name(),
                    kind.trained().stream().map(model -> Score.of(model, test)).toList()))
        .toList();
  }

  /** A set of test spectra. */
  private record Condition(String name, Spectra test) {}

  /** Both trainings under all conditions. */
  private List<SuiteTable.Row> bothWays(List<Condition> conditions, SpectraStream.Change change) {
    List<SuiteTable.Row> rows = new ArrayList<>();
    List<Kind> clean = plain(data.train());
    conditions.forEach(c -> rows.add(new SuiteTable.Row(c.name(), judged(clean, c.test()))));
    List<Kind> changed = robust(change);
    conditions.forEach(
        c ->
            rows.add(
                new SuiteTable.Row(
                    c.name() + ", trained for it, " + settings.robust().design().label(),
                    judged(changed, c.test()))));
    return rows;
  }

  private SuiteTable shift() {
    List<Condition> conditions = new ArrayList<>();
    for (int bins : SHIFTS) {
      Spectra up = data.test().map(powers -> Transformations.shifted(powers, bins));
      Spectra down = data.test().map(powers -> Transformations.shifted(powers, -bins));
      conditions.add(new Condition("± " + bins + " bins", both(up, down)));
    }
    SpectraStream.Change change =
        (powers, random) ->
            Transformations.shifted(powers, random.nextInt(2 * LARGEST_SHIFT + 1) - LARGEST_SHIFT);
    return new SuiteTable(
        Suite.SHIFT.title(),
        "shift",
        bothWays(conditions, change),
        List.of(
            "Test spectra moved up and down, both counted; trained for it: shifts of up to ± "
                + LARGEST_SHIFT
                + " bins, new for every spectrum in every epoch.",
            courseNote(),
            intervals()));
  }

  private String courseNote() {
    return String.format(
        Locale.ROOT,
        "Trained for it: all on the same %d epochs of changed spectra. Resonators and RF network are"
            + " of another design there: half width %.3g of the frequency (α), as published %.3g.",
        settings.robust().epochs(),
        settings.robust().design().damping(),
        RfDesign.PUBLISHED.damping());
  }

  private static Spectra both(Spectra first, Spectra second) {
    double[][] powers =
        LongStream.range(0, 2L * first.rows())
            .mapToObj(
                n ->
                    n < first.rows()
                        ? first.powers((int) n)
                        : second.powers((int) n - first.rows()))
            .toArray(double[][]::new);
    int[] labels = new int[powers.length];
    Arrays.setAll(labels, n -> first.label(n % first.rows()));
    return new Spectra(first.source(), first.classNames(), powers, labels);
  }

  private SuiteTable snr() {
    List<Condition> conditions = new ArrayList<>();
    for (int ratio : RATIOS) {
      RandomGenerator random = Seeds.generator(settings.training().seed(), TEST_NOISE, ratio);
      conditions.add(
          new Condition(
              ratio + " dB",
              data.test().map(powers -> Transformations.noisy(powers, ratio, random))));
    }
    SpectraStream.Change change =
        (powers, random) ->
            Transformations.noisy(
                powers,
                LOWEST_RATIO + (HIGHEST_RATIO - LOWEST_RATIO) * random.nextDouble(),
                random);
    return new SuiteTable(
        Suite.SNR.title(),
        "signal to noise",
        bothWays(conditions, change),
        List.of(
            String.format(
                Locale.ROOT,
                "Trained for it: %.0f dB to %.0f dB, new for every spectrum in every epoch.",
                LOWEST_RATIO,
                HIGHEST_RATIO),
            courseNote(),
            intervals()));
  }

  private SuiteTable floor() {
    SpectraSplit raised = data.map(Transformations::withoutFloor);
    return new SuiteTable(
        Suite.FLOOR.title(),
        "spectra",
        List.of(
            new SuiteTable.Row("as recorded", judged(plain(data.train()), data.test())),
            new SuiteTable.Row("without floor", judged(plain(raised.train()), raised.test()))),
        List.of(
            "Without floor: less its median, in units of its strongest bin, in training and test.",
            intervals()));
  }

  private RfClassifier classifier(RfNetwork network) {
    return new RfClassifier(network, workers, settings.training().numerics());
  }

  private SuiteTable detuning() {
    List<RfNetwork> networks =
        settings.seedNumbers().mapToObj(seed -> published(data.train(), seed)).toList();
    List<Score> undisturbed =
        networks.stream().map(network -> Score.of(classifier(network), data.test())).toList();
    DetuningStudy study =
        new DetuningStudy(
            data, settings.training(), LOOP_EPOCHS, SimulatedChip.ReadingNoise.TYPICAL, workers);
    List<SuiteTable.Row> rows = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (double spread : SPREADS) {
      List<DetuningStudy.Result> results = new ArrayList<>();
      for (int n = 0; n < networks.size(); n++) {
        results.add(study.run(networks.get(n), spread, settings.training().seed() + n));
        listener.at(percent(spread) + " detuned", (n + 1.0) / networks.size());
      }
      rows.add(new SuiteTable.Row(percent(spread), cells(undisturbed, results)));
      notes.add(readings(spread, results.get(0)));
    }
    notes.add(
        "Nodes injected: as published, but with the gradient at the voltages and powers "
            + "measured in the chip.");
    notes.add(
        "Every chip reading includes 0.1 mV of noise; spread of emitted powers as of frequencies.");
    notes.add(intervals());
    return new SuiteTable(Suite.DETUNING.title(), "detuning", rows, notes);
  }

  private static List<SuiteTable.Cell> cells(
      List<Score> undisturbed, List<DetuningStudy.Result> results) {
    return List.of(
        SuiteTable.Cell.of("ideal chip", undisturbed),
        cell("transfer", results, DetuningStudy.Result::transfer),
        cell("published in the loop", results, DetuningStudy.Result::published),
        cell("nodes injected", results, DetuningStudy.Result::injected),
        cell("calibrated", results, DetuningStudy.Result::model),
        cell("calibrated, then in the loop", results, DetuningStudy.Result::calibrated));
  }

  private static SuiteTable.Cell cell(
      String name,
      List<DetuningStudy.Result> results,
      Function<DetuningStudy.Result, DetuningStudy.Outcome> way) {
    return SuiteTable.Cell.of(
        name, results.stream().map(result -> way.apply(result).score()).toList());
  }

  private static String readings(double spread, DetuningStudy.Result result) {
    return String.format(
        Locale.ROOT,
        "Chip readings at %s: published %d; nodes injected %d; calibrated %d; calibrated, then in the"
            + " loop %d.",
        percent(spread),
        result.published().readings(),
        result.injected().readings(),
        result.model().readings(),
        result.calibrated().readings());
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.4g %%", 100 * share)
        .replaceAll("0+ %", " %")
        .replaceAll("\\. %", " %");
  }
}
