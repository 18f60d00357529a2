package org.spinbench.experiments.training.bayesian;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.spinbench.calibration.refit.ChipObservation;
import org.spinbench.calibration.refit.Posterior;
import org.spinbench.calibration.refit.PosteriorEstimator;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.training.bayesian.PosteriorTrainer.Candidate;
import org.spinbench.experiments.training.trainer.Problem;

/**
 * Looks for parameters that are good for the chip as it is believed to be: in twins drawn from the
 * posterior, and while instruments are at work.
 */
final class ProposalSearch {
  private static final int TWINS = 8;
  private static final int PROPOSALS_KEPT = 3;

  private final Problem problem;
  private final ChipBelief belief;
  private final BenchFile file;
  private final int[] outputs;
  private final double fullPower;
  private final double declaredNoise;
  private final RandomGenerator random;
  private Optional<BackgroundTask<Scouted>> scouting = Optional.empty();
  private boolean adjusted;
  private int scouts;
  private List<Candidate> proposals = List.of();
  private double loss;
  private Candidate best;

  /**
   * A search.
   *
   * @param fullPower full scale of an output neuron, W
   * @param random draws twins and starts of what is not searched ahead
   */
  ProposalSearch(Problem problem, ChipBelief belief, double fullPower, RandomGenerator random) {
    this.problem = problem;
    this.belief = belief;
    this.fullPower = fullPower;
    this.random = random;
    file = problem.file();
    outputs = problem.outputs();
    declaredNoise = file.design().orElseThrow().readNoise() * fullPower;
  }

  /** The best parameters so far; null before the first are {@link #take taken}. */
  Candidate best() {
    return best;
  }

  /** From now on these are the best. */
  void take(Candidate candidate) {
    best = candidate;
  }

  /** Parameters by what is believed of the chip now. */
  Candidate judge(double[] parameters, double[] levels) {
    return trainer(belief.fit(), random).judge(parameters, levels);
  }

  /** The best by what is believed of the chip now. */
  Candidate judgeBest() {
    best = judge(best.parameters(), best.levels());
    return best;
  }

  /** The best proposal for the chip as it is believed to be. */
  Candidate proposal() {
    return proposals.get(0);
  }

  /** Mean loss of the best proposal in the twins. */
  double loss() {
    return loss;
  }

  /** Forgets the proposals before. */
  void restart() {
    proposals = List.of();
  }

  /** A device was found to fail: what was trained ahead did not know it. */
  void outdate() {
    adjusted = false;
  }

  /** The posterior that was fitted ahead, waited for; empty if no search is under way. */
  Optional<Posterior> fitted() {
    return scouting.map(begun -> begun.get().fit());
  }

  /** Whether a search is under way. */
  boolean isUnderWay() {
    return scouting.isPresent();
  }

  /**
   * What was found while readings were taken.
   *
   * @param fit to the readings before
   * @param trained where training for that led
   */
  private record Scouted(Posterior fit, List<Candidate> trained) {}

  /**
   * Begins to train for the chip as it is believed to be now. Not where chains are hidden: a few
   * readings change too much of what is believed then.
   */
  void scout() {
    if (belief.isHidden()) {
      return;
    }
    RandomGenerator own = ownChance();
    Posterior believed = belief.fit();
    PosteriorTrainer trainer = trainer(believed, own);
    List<Candidate> from = known();
    adjusted = false;
    scouting =
        Optional.of(BackgroundTask.of(() -> new Scouted(believed, trainer.train(from, own))));
  }

  /**
   * Continues the search that was begun, for the belief from all readings so far.
   *
   * @param starts of the fit
   * @param restart whether training also begins from scratch
   */
  void continueScouting(int starts, boolean restart) {
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
                      return new Scouted(
                          refitted, restart ? trainer.train(from, own) : trainer.adjust(from, own));
                    }));
  }

  private RandomGenerator ownChance() {
    return Seeds.generator(problem.seed(), 47, ++scouts);
  }

  private PosteriorTrainer trainer(Posterior believed, RandomGenerator draws) {
    List<Twin> twins = new ArrayList<>();
    twins.add(Twin.of(believed.calibration(), file));
    while (twins.size() < TWINS) {
      twins.add(Twin.of(believed.draw(draws), file));
    }
    double noise = declaredNoise * believed.noise();
    return new PosteriorTrainer(
        twins, problem.train(), problem.answers(), outputs, fullPower, noise);
  }

  /**
   * Proposals for the chip as it is believed to be now. Where training while readings were taken
   * led is judged by all of them; where more than the last are missing from it, or a device was
   * found to fail since, it is trained further first. Where nothing was begun, or chains are
   * hidden, training begins from scratch.
   *
   * @param scale of the loss over full power
   */
  void propose(double scale) {
    Optional<Scouted> found = scouting.map(BackgroundTask::get);
    scouting = Optional.empty();
    List<Candidate> from = joined(known(), found.map(Scouted::trained).orElse(List.of()));
    PosteriorTrainer trainer = trainer(belief.fit(), random);
    List<Candidate> trained;
    if (found.isEmpty() || belief.isHidden()) {
      trained = trainer.train(from, random);
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

  /** The last proposals, and the best so far. */
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
