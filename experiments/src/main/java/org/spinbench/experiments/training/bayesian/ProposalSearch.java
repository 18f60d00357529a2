package org.spinbench.experiments.training.bayesian;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.refit.ChipObservation;
import org.spinbench.calibration.refit.Posterior;
import org.spinbench.calibration.refit.PosteriorEstimator;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.training.bayesian.PosteriorTrainer.Breadth;
import org.spinbench.experiments.training.bayesian.PosteriorTrainer.Candidate;
import org.spinbench.experiments.training.trainer.Problem;
import org.spinbench.experiments.training.trainer.ResonantInitialization;

/**
 * Searches good parameters for the chip as believed: in twins drawn from the posterior, also while
 * instruments measure.
 */
final class ProposalSearch {
  private static final int TWINS = 8;

  /** The same where frequencies fluctuate: the noise of each twin is drawn once. */
  private static final int FLUCTUATING_TWINS = 24;

  private static final int PROPOSALS_KEPT = 3;

  /** Number of other chips of the design that a wide search also searches. */
  private static final int KIN = 5;

  private final Problem problem;
  private final ChipBelief belief;
  private final BenchFile file;
  private final int[] outputs;
  private final double fullPower;
  private final boolean thorough;
  private final double declaredNoise;
  private final double frequencyNoise;
  private final RandomGenerator random;
  private Optional<BackgroundTask<BackgroundResult>> scouting = Optional.empty();
  private boolean adjusted;
  private int scouts;
  private List<Candidate> proposals = List.of();
  private double loss;
  private Candidate best;

  /** The best networks of other chips of the design; empty before the first wide search. */
  private List<KinNetwork> kin = List.of();

  /**
   * A search.
   *
   * @param fullPower full scale of an output neuron, W
   * @param thorough whether decisions are placed where most answers are right, while the belief
   *     explains the chip, and wide searches try networks of other chips of the design
   * @param random for twins and starts of foreground searches
   */
  ProposalSearch(
      Problem problem,
      ChipBelief belief,
      double fullPower,
      boolean thorough,
      RandomGenerator random) {
    this.thorough = thorough;
    this.problem = problem;
    this.belief = belief;
    this.fullPower = fullPower;
    this.random = random;
    file = problem.file();
    outputs = problem.outputs();
    declaredNoise = file.design().orElseThrow().readNoise() * fullPower;
    frequencyNoise = file.design().orElseThrow().neuron().frequencyNoise();
  }

  /** The best parameters so far; null before the first {@link #take}. */
  Candidate best() {
    return best;
  }

  /** Sets the best parameters. */
  void take(Candidate candidate) {
    best = candidate;
  }

  /** Judges parameters by the present belief. */
  Candidate judge(double[] parameters, double[] levels) {
    return trainer(belief.fit(), random).judge(parameters, levels);
  }

  /** Judges the best parameters by the present belief. */
  Candidate judgeBest() {
    best = judge(best.parameters(), best.levels());
    return best;
  }

  /** The best proposal for the present belief. */
  Candidate proposal() {
    return proposals.get(0);
  }

  /** Mean loss of the best proposal in the twins. */
  double loss() {
    return loss;
  }

  /** Discards the earlier proposals. */
  void restart() {
    proposals = List.of();
  }

  /** Notes that a failing device was found, which background searches did not know. */
  void outdate() {
    adjusted = false;
  }

  /** Waits for the posterior of the background search; empty without a search. */
  Optional<Posterior> fitted() {
    return scouting.map(begun -> begun.get().fit());
  }

  /** Whether a background search is in progress. */
  boolean isUnderWay() {
    return scouting.isPresent();
  }

  /**
   * The result of a background search.
   *
   * @param fit to the readings before it
   * @param trained parameters trained for that fit
   */
  private record BackgroundResult(Posterior fit, List<Candidate> trained) {}

  /**
   * Starts to train for the present belief in the background. Not with hidden chains, because then
   * a few readings change the belief too much.
   */
  void startBackgroundSearch() {
    if (belief.isHidden()) {
      return;
    }
    RandomGenerator own = ownChance();
    Posterior believed = belief.fit();
    PosteriorTrainer trainer = trainer(believed, own);
    List<Candidate> from = known();
    adjusted = false;
    scouting =
        Optional.of(
            BackgroundTask.of(
                () -> new BackgroundResult(believed, trainer.train(from, Breadth.USUAL, own))));
  }

  /**
   * Continues the background search, for the belief from all readings so far.
   *
   * @param starts of the fit
   * @param restart whether training also starts from scratch
   */
  void continueBackgroundSearch(int starts, boolean restart) {
    RandomGenerator own = ownChance();
    PosteriorEstimator partly = belief.estimator();
    List<ChipObservation> taken = belief.readings();
    List<Candidate> known = known();
    adjusted = !restart;
    scouting =
        scouting.map(
            begun ->
                begun.then(
                    found -> {
                      Posterior refitted = partly.fit(taken, found.fit(), starts, own);
                      PosteriorTrainer trainer = trainer(refitted, own);
                      List<Candidate> from = joined(known, found.trained());
                      return new BackgroundResult(
                          refitted,
                          restart
                              ? trainer.train(from, Breadth.USUAL, own)
                              : trainer.adjust(from, own));
                    }));
  }

  private RandomGenerator ownChance() {
    return Seeds.generator(problem.seed(), 47, ++scouts);
  }

  /**
   * The best networks of other chips, drawn from what was believed before the first reading. A wide
   * search finds a narrow optimum on some chips only; carried over, it is found on most others.
   */
  private List<KinNetwork> kin() {
    Twin designed = Twin.of(problem.prior(), file);
    int synapses = designed.lower().length - designed.thresholds().length;
    boolean small = synapses <= ResonantInitialization.SMALL;
    if (thorough && small && kin.isEmpty()) {
      RandomGenerator own = Seeds.generator(problem.seed(), 48);
      Posterior before = new PosteriorEstimator(file, problem.prior()).prior();
      kin =
          IntStream.range(0, KIN)
              .mapToObj(i -> i == 0 ? problem.prior() : before.draw(own))
              .map(chip -> kin(chip, own))
              .toList();
    }
    return kin;
  }

  private KinNetwork kin(Calibration chip, RandomGenerator own) {
    List<Twin> twins = new ArrayList<>();
    twins.add(Twin.of(chip, file));
    while (frequencyNoise > 0 && twins.size() < FLUCTUATING_TWINS) {
      twins.add(Twin.of(chip.fluctuated(frequencyNoise, own), file));
    }
    List<Candidate> trained =
        trainer(twins, declaredNoise, thorough).train(List.of(), Breadth.WIDE, own);
    return KinNetwork.of(twins.get(0), trained.get(0));
  }

  private PosteriorTrainer trainer(Posterior believed, RandomGenerator draws) {
    boolean fluctuates = frequencyNoise > 0;
    List<Twin> twins = new ArrayList<>();
    twins.add(Twin.of(believed.calibration(), file));
    while (twins.size() < (fluctuates ? FLUCTUATING_TWINS : TWINS)) {
      Calibration chip = believed.draw(draws);
      if (fluctuates) {
        chip = chip.fluctuated(frequencyNoise * believed.noise(), draws);
      }
      twins.add(Twin.of(chip, file));
    }
    return trainer(
        twins,
        declaredNoise * believed.noise(),
        thorough && believed.noise() <= BayesianTraining.UNEXPLAINED);
  }

  private PosteriorTrainer trainer(List<Twin> twins, double noise, boolean placing) {
    return new PosteriorTrainer(
        twins,
        frequencyNoise > 0 ? twins.size() : 1,
        problem.train(),
        problem.answers(),
        outputs,
        fullPower,
        noise,
        placing);
  }

  /**
   * Makes proposals for the present belief. The result of a background search is judged by the
   * belief from all readings. It is trained further first if more than the last readings are
   * missing from its belief, or if a failing device was found since. Without a background search,
   * and for a wide one, training starts from scratch.
   *
   * @param breadth of a training from scratch
   * @param scale of the loss relative to full power
   */
  void propose(Breadth breadth, double scale) {
    Optional<BackgroundResult> found = scouting.map(BackgroundTask::get);
    scouting = Optional.empty();
    List<Candidate> from = joined(known(), found.map(BackgroundResult::trained).orElse(List.of()));
    PosteriorTrainer trainer = trainer(belief.fit(), random);
    List<Candidate> trained;
    if (breadth == Breadth.WIDE) {
      trained = trainer.train(from, kin(), breadth, random);
    } else if (found.isEmpty() || belief.isHidden()) {
      trained = trainer.train(from, breadth, random);
    } else if (adjusted) {
      trained = trainer.judge(from);
    } else {
      trained = trainer.adjust(from, random);
    }
    proposals = kept(trained);
    loss = trainer.loss(proposals.get(0), scale);
  }

  private static List<Candidate> joined(List<Candidate> known, List<Candidate> trained) {
    List<Candidate> joined = new ArrayList<>(known);
    joined.addAll(kept(trained));
    return joined;
  }

  /** The last proposals, and the best parameters so far. */
  private List<Candidate> known() {
    List<Candidate> known = new ArrayList<>(proposals);
    if (best != null) {
      known.add(best);
    }
    return known;
  }

  private static List<Candidate> kept(List<Candidate> trained) {
    return List.copyOf(trained.subList(0, Math.min(PROPOSALS_KEPT, trained.size())));
  }
}
