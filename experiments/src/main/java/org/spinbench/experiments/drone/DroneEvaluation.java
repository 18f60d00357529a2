package org.spinbench.experiments.drone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.spinbench.experiments.drone.baseline.Classifier;
import org.spinbench.experiments.drone.baseline.ResonatorLayer;
import org.spinbench.experiments.drone.baseline.SoftwareNetwork;
import org.spinbench.experiments.drone.data.Spectra;
import org.spinbench.experiments.drone.data.SpectraSplit;
import org.spinbench.experiments.drone.data.Transformations;
import org.spinbench.experiments.drone.data.TransmissionGenerator;
import org.spinbench.experiments.drone.data.Transmissions;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.simulator.network.RfNetwork;
import org.spinbench.simulator.network.Workers;

/**
 * Tests of the large network that are harder than the published split, always beside a linear
 * classifier, one layer of resonators and a software perceptron.
 *
 * <p>A network <em>trained for it</em> sees every training spectrum changed anew in each epoch, by
 * the same kind of change that the test applies; the perceptron trained for it sees as many changed
 * copies of the training set as the suite says. Test spectra are never trained on.
 */
public final class DroneEvaluation {
  private static final int[] SHIFTS = {0, 1, 2, 4, 8, 16};
  private static final int LARGEST_SHIFT = 16;
  private static final int[] RATIOS = {20, 10, 5, 0, -5, -10};
  private static final double LOWEST_RATIO = -10;
  private static final double HIGHEST_RATIO = 20;
  private static final double[] SPREADS = {1e-4, 1e-3, 1e-2};
  private static final int LOOP_EPOCHS = 5;
  private static final int COPIES = 20;

  private static final long TEST_NOISE = 1;
  private static final long COPY = 2;

  private final SpectraSplit data;
  private final Settings settings;
  private final Workers workers;
  private final Listener listener;

  /**
   * How thorough an evaluation is.
   *
   * @param hidden oscillators of the hidden layer
   * @param training of the network on spectra as they are
   * @param robust training on changed copies
   * @param seeds number of seeds, from that of the training upwards
   * @param unseen the suite of unseen transmitters
   */
  public record Settings(
      int hidden, TrainerOptions training, TrainerOptions robust, int seeds, Unseen unseen) {
    /** 128 hidden oscillators, one seed, trained four times as long for robustness. */
    public static final Settings STANDARD =
        new Settings(
            128,
            TrainerOptions.PUBLISHED,
            new TrainerOptions(1e-5, 256, 400, 0.5, 1),
            1,
            Unseen.STANDARD);

    /** These settings for another network, training and number of seeds. */
    public Settings with(int hidden, int epochs, int seeds, long seed) {
      return new Settings(
          hidden,
          training.withEpochs(epochs).withSeed(seed),
          robust.withEpochs(4 * epochs).withSeed(seed),
          seeds,
          unseen);
    }

    /** These settings with other integration times for unseen transmitters. */
    public Settings withHops(List<Integer> numbers) {
      return new Settings(hidden, training, robust, seeds, unseen.withHops(numbers));
    }

    private LongStream seedNumbers() {
      return LongStream.range(training.seed(), training.seed() + seeds);
    }
  }

  /**
   * The suite of unseen transmitters.
   *
   * @param hops bursts that a snapshot averages, one row each
   * @param transmitters of each class to learn from
   * @param strangers of each class to be judged on
   * @param snapshots of each of them
   * @param many transmitters of each class for those trained on many: one snapshot of each, for the
   *     perceptron once, for the network others in every epoch
   */
  public record Unseen(
      List<Integer> hops, int transmitters, int strangers, int snapshots, int many) {
    /** 1, 10 and 50 hops; 60 transmitters, 20 strangers, 10 snapshots of each; 500 for many. */
    public static final Unseen STANDARD = new Unseen(List.of(1, 10, 50), 60, 20, 10, 500);

    /** Copies the list. */
    public Unseen {
      hops = List.copyOf(hops);
    }

    Unseen withHops(List<Integer> numbers) {
      return new Unseen(numbers, transmitters, strangers, snapshots, many);
    }
  }

  /** Told what is under way, on the thread that evaluates. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Something has been done.
     *
     * @param stage what
     * @param share of it that is done, 0 to 1
     */
    void at(String stage, double share);
  }

  /** Makes ready to evaluate on a split. */
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
      case UNSEEN -> unseen();
    };
  }

  private SuiteTable published() {
    return new SuiteTable(
        Suite.PUBLISHED.title(),
        "split",
        List.of(new SuiteTable.Row(describe(data), judged(plain(data), data.test()))),
        List.of(intervals()));
  }

  private static String describe(SpectraSplit split) {
    return split.train().rows() + " train, " + split.test().rows() + " test";
  }

  private static String intervals() {
    return "± is the standard deviation over seeds.";
  }

  /** Classifiers of one kind, one for each seed. */
  private record Kind(String name, List<Classifier> trained) {}

  private List<Kind> plain(SpectraSplit split) {
    return List.of(
        new Kind("linear", List.of(SoftwareNetwork.logistic(split.train()))),
        kind("one resonator layer", seed -> ResonatorLayer.train(split.train(), workers, seed)),
        kind("perceptron", seed -> SoftwareNetwork.perceptron(split.train(), seed)),
        kind(
            "RF network",
            seed -> network(split.train(), settings.training().withSeed(seed), Augmentation.NONE)));
  }

  /** The perceptron and the network trained on changed spectra. */
  private List<Kind> robust(BiFunction<double[], RandomGenerator, double[]> change) {
    return List.of(
        kind(
            "perceptron, trained for it",
            seed -> SoftwareNetwork.perceptron(copies(data.train(), change, seed), seed)),
        kind(
            "RF network, trained for it",
            seed -> network(data.train(), settings.robust().withSeed(seed), change::apply)));
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

  private Classifier network(Spectra train, TrainerOptions options, Augmentation augmentation) {
    return new RfClassifier(trained(train, options, augmentation), workers);
  }

  private RfNetwork trained(Spectra train, TrainerOptions options, Augmentation augmentation) {
    RfNetwork network = DroneStudy.network(train, settings.hidden());
    DroneTrainer.initialise(network, options.seed());
    new DroneTrainer(network, options, workers)
        .augmentedBy(augmentation)
        .fit(
            train.watts(),
            train.labels(),
            epoch ->
                listener.at(
                    "RF network, seed " + options.seed(),
                    (double) epoch.number() / options.epochs()));
    return network;
  }

  /** The training set, each row changed anew in each copy. */
  private static Spectra copies(
      Spectra train, BiFunction<double[], RandomGenerator, double[]> change, long seed) {
    int[] rows = new int[COPIES * train.rows()];
    Arrays.setAll(rows, n -> n % train.rows());
    RandomGenerator random = Seeds.generator(seed, COPY);
    return train.select(rows).map(powers -> change.apply(powers, random));
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

  private SuiteTable shift() {
    List<Kind> kinds = new ArrayList<>(plain(data));
    kinds.addAll(
        robust(
            (powers, random) ->
                Transformations.shifted(
                    powers, random.nextInt(2 * LARGEST_SHIFT + 1) - LARGEST_SHIFT)));
    List<SuiteTable.Row> rows = new ArrayList<>();
    for (int bins : SHIFTS) {
      Spectra up = data.test().map(powers -> Transformations.shifted(powers, bins));
      Spectra down = data.test().map(powers -> Transformations.shifted(powers, -bins));
      rows.add(new SuiteTable.Row("± " + bins + " bins", judged(kinds, both(up, down))));
    }
    return new SuiteTable(
        Suite.SHIFT.title(),
        "shift",
        rows,
        List.of(
            "Test spectra moved up and down, both counted; trained for it: shifts of up to ± "
                + LARGEST_SHIFT
                + " bins.",
            intervals()));
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
    List<Kind> kinds = new ArrayList<>(plain(data));
    kinds.addAll(
        robust(
            (powers, random) ->
                Transformations.noisy(
                    powers,
                    LOWEST_RATIO + (HIGHEST_RATIO - LOWEST_RATIO) * random.nextDouble(),
                    random)));
    List<SuiteTable.Row> rows = new ArrayList<>();
    for (int ratio : RATIOS) {
      RandomGenerator random = Seeds.generator(settings.training().seed(), TEST_NOISE, ratio);
      Spectra noisy = data.test().map(powers -> Transformations.noisy(powers, ratio, random));
      rows.add(new SuiteTable.Row(ratio + " dB", judged(kinds, noisy)));
    }
    return new SuiteTable(
        Suite.SNR.title(),
        "signal to noise",
        rows,
        List.of(
            String.format(
                Locale.ROOT,
                "Trained for it: %.0f dB to %.0f dB, drawn anew for every spectrum.",
                LOWEST_RATIO,
                HIGHEST_RATIO),
            intervals()));
  }

  private SuiteTable floor() {
    SpectraSplit raised = data.map(Transformations::withoutFloor);
    return new SuiteTable(
        Suite.FLOOR.title(),
        "spectra",
        List.of(
            new SuiteTable.Row("as recorded", judged(plain(data), data.test())),
            new SuiteTable.Row("without floor", judged(plain(raised), raised.test()))),
        List.of(
            "Without floor: less its median, in units of its strongest bin, in training and test.",
            intervals()));
  }

  private SuiteTable detuning() {
    List<RfNetwork> networks =
        settings
            .seedNumbers()
            .mapToObj(
                seed ->
                    trained(data.train(), settings.training().withSeed(seed), Augmentation.NONE))
            .toList();
    List<Score> undisturbed =
        networks.stream()
            .map(network -> Score.of(new RfClassifier(network, workers), data.test()))
            .toList();
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
        "Chip readings at %s: published %d; calibrated %d; calibrated, then in the loop %d.",
        percent(spread),
        result.published().readings(),
        result.model().readings(),
        result.calibrated().readings());
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.4g %%", 100 * share)
        .replaceAll("0+ %", " %")
        .replaceAll("\\. %", " %");
  }

  private SuiteTable unseen() {
    Unseen unseen = settings.unseen();
    List<SuiteTable.Row> rows = new ArrayList<>();
    for (int hops : unseen.hops()) {
      TransmissionGenerator generator =
          new TransmissionGenerator(
              Transmissions.DEFAULT.withHops(hops).withSeed(settings.training().seed()));
      SpectraSplit split =
          generator.unseenTransmitters(
              unseen.transmitters(), unseen.strangers(), unseen.snapshots(), unseen.snapshots());
      List<Kind> kinds = new ArrayList<>(plain(split));
      kinds.add(
          kind("perceptron, many", seed -> SoftwareNetwork.perceptron(crowd(generator, 0), seed)));
      kinds.add(kind("RF network, many", seed -> amongMany(generator, seed)));
      rows.add(
          new SuiteTable.Row(hops + (hops == 1 ? " hop" : " hops"), judged(kinds, split.test())));
    }
    return new SuiteTable(
        Suite.UNSEEN.title(),
        "averaged",
        rows,
        List.of(
            String.format(
                Locale.ROOT,
                "Generated transmissions: %d transmitters of each protocol learned, %d others"
                    + " tested, %d snapshots of each.",
                unseen.transmitters(),
                unseen.strangers(),
                unseen.snapshots()),
            String.format(
                Locale.ROOT,
                "Many: one snapshot of each of %d transmitters of a protocol; for the network,"
                    + " of others in each of its %d epochs.",
                unseen.many(),
                settings.training().epochs()),
            intervals()));
  }

  /** One snapshot of each of many transmitters, who are none of the small set and no strangers. */
  private Spectra crowd(TransmissionGenerator generator, int number) {
    Unseen unseen = settings.unseen();
    int first = unseen.transmitters() + unseen.strangers();
    return generator.rows(first + number * unseen.many(), unseen.many(), 0, 1);
  }

  private Classifier amongMany(TransmissionGenerator generator, long seed) {
    Spectra crowd = crowd(generator, 0);
    RfNetwork network = DroneStudy.network(crowd, settings.hidden());
    DroneTrainer.initialise(network, seed);
    TrainerOptions options =
        settings.robust().withEpochs(settings.training().epochs()).withSeed(seed);
    DroneTrainer trainer = new DroneTrainer(network, options, workers);
    for (int epoch = 0; epoch < options.epochs(); epoch++) {
      crowd = crowd(generator, epoch);
      trainer.epoch(crowd.watts(), crowd.labels());
      listener.at("RF network, many, seed " + seed, (epoch + 1.0) / options.epochs());
    }
    return new RfClassifier(network, workers);
  }
}
