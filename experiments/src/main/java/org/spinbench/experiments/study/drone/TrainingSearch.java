package org.spinbench.experiments.study.drone;

import java.util.List;
import java.util.Map;
import org.spinbench.experiments.spectra.Spectra;
import org.spinbench.experiments.study.drone.HyperparameterSearch.Range;
import org.spinbench.experiments.study.drone.HyperparameterSearch.Trial;
import org.spinbench.simulator.network.RfNetwork;
import org.spinbench.simulator.network.Workers;

/**
 * Evaluates trainings of the large network by cross-validation on the training spectra alone, and
 * searches for better ones.
 */
public final class TrainingSearch {
  /** The name of the learning rate in {@link HyperparameterSearch}. */
  public static final String RATE = "rate";

  /** The name of the fraction of epochs over which the rate falls. */
  public static final String COOLING = "cooling";

  /** The name of the damping of the resonances. */
  public static final String DAMPING = "damping";

  private static final List<Range> RANGES =
      List.of(
          new Range(RATE, 1e-6, 1e-4, true),
          new Range(COOLING, 0, 1, false),
          new Range(DAMPING, 0.002, 0.02, true));

  private final Spectra spectra;
  private final int hidden;
  private final int folds;
  private final Workers workers;

  /**
   * A search.
   *
   * @param spectra for training and test, in turn
   * @param hidden oscillators of the hidden layer
   * @param folds parts of the spectra, at least 2
   */
  public TrainingSearch(Spectra spectra, int hidden, int folds, Workers workers) {
    this.spectra = spectra;
    this.hidden = hidden;
    this.folds = folds;
    this.workers = workers;
  }

  /** Called after every fold, on the thread that trains. */
  @FunctionalInterface
  public interface Listener {
    /** Called with the completed fraction, 0 to 1. */
    void done(double share);
  }

  /**
   * Cross-validates one training.
   *
   * @param repeats number of random divisions into folds
   * @return a score for every fold of every repeat
   */
  public List<Score> validate(
      TrainerOptions options, RfDesign design, int repeats, Listener listener) {
    int[] done = {0};
    return CrossValidation.scores(
        spectra,
        folds,
        repeats,
        options.seed(),
        (train, test, seed) -> {
          RfNetwork network = design.network(train, hidden, seed);
          new DroneTrainer(network, options.withSeed(seed), workers)
              .fit(train.watts(), train.labels(), DroneTrainer.EpochListener.NONE);
          listener.done((double) ++done[0] / (folds * repeats));
          return Score.of(new RfClassifier(network, workers, options.numerics()), test);
        });
  }

  /**
   * Tries random rates, coolings and dampings, each cross-validated once on the same folds.
   *
   * @param base constant options: batch, epochs, seed
   * @param trials their number
   * @return all trials, scored by the accuracy of all folds together, best first
   */
  public List<Trial> search(TrainerOptions base, int trials, Listener listener) {
    int[] done = {0};
    return HyperparameterSearch.run(
        RANGES,
        trials,
        base.seed(),
        settings -> {
          double score = accuracy(validate(options(base, settings), design(settings), 1, s -> {}));
          listener.done((double) ++done[0] / trials);
          return score;
        });
  }

  private static TrainerOptions options(TrainerOptions base, Map<String, Double> settings) {
    return base.withLearningRate(settings.get(RATE)).withCooling(settings.get(COOLING));
  }

  private static RfDesign design(Map<String, Double> settings) {
    return new RfDesign(settings.get(DAMPING), RfDesign.PUBLISHED.bias());
  }

  /** Fraction of all spectra that their folds classified correctly, 0 to 1. */
  public static double accuracy(List<Score> scores) {
    return scores.stream().reduce(Score::plus).orElseThrow().accuracy();
  }
}
