package org.spinbench.app.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleConsumer;
import java.util.stream.LongStream;
import org.spinbench.calibration.drift.DriftModel;
import org.spinbench.calibration.refit.DesignPrior;
import org.spinbench.calibration.refit.ResonanceKalmanFilter;
import org.spinbench.experiments.network.EvaluationLog;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.network.Ledger;
import org.spinbench.experiments.network.RememberedNetwork;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.training.dataset.Work;
import org.spinbench.experiments.training.trainer.Problem;
import org.spinbench.experiments.training.trainer.Trained;
import org.spinbench.experiments.training.trainer.Trainer;
import org.spinbench.experiments.upkeep.Keeper;
import org.spinbench.experiments.upkeep.Upkeep;
import org.spinbench.simulator.ensemble.VirtualChip;

/**
 * Trains virtual chips that drift, puts them to work, and looks how long each stays good: as
 * trained, with the parameters that its keeper began with, and with all that the keeper does. All
 * three are judged on the same chip at the same moments, by an oracle that neither the trainer nor
 * the keeper sees: the accuracy on the test samples, expected over the noise of readings.
 */
public final class DriftStudy {
  /** Evaluations from one look of the oracle to the next. */
  private static final int EVERY = 50;

  private final Ensemble ensemble;
  private final Trainer trainer;
  private final Upkeep upkeep;
  private final long evaluations;

  /**
   * @param evaluations of each chip after its training, those of upkeep included
   */
  public DriftStudy(Ensemble ensemble, Trainer trainer, Upkeep upkeep, long evaluations) {
    this.ensemble = ensemble;
    this.trainer = trainer;
    this.upkeep = upkeep;
    this.evaluations = evaluations;
  }

  /**
   * How one chip fared in one way.
   *
   * @param share part of the time with at least the accuracy that is asked for
   * @param mean accuracy
   * @param worst accuracy
   * @param accuracies at every look
   */
  public record Fate(double share, double mean, double worst, List<Double> accuracies) {
    static Fate of(List<Double> accuracies, double target) {
      return new Fate(
          accuracies.stream().mapToInt(a -> a >= target ? 1 : 0).average().orElse(0),
          accuracies.stream().mapToDouble(a -> a).average().orElse(0),
          accuracies.stream().mapToDouble(a -> a).min().orElse(0),
          List.copyOf(accuracies));
    }
  }

  /**
   * How one chip fared.
   *
   * @param chip its seed
   * @param ceiling best accuracy known of it, standing still
   * @param trainedAfter evaluations of the training
   * @param trained accuracy at its end
   * @param alone as trained
   * @param hardened with the parameters that the keeper began with, never corrected
   * @param kept with upkeep
   * @param overhead part of the evaluations that were upkeep
   * @param writes parameters written
   */
  public record Outcome(
      long chip,
      double ceiling,
      long trainedAfter,
      double trained,
      Fate alone,
      Fate hardened,
      Fate kept,
      double overhead,
      long writes) {}

  /**
   * What came out.
   *
   * @param target accuracy that is asked for
   * @param evaluations of each chip after its training
   * @param every evaluations from one look to the next
   * @param alone mean share of the time in tune, as trained
   * @param hardened mean share with the parameters that keepers began with
   * @param kept mean share with upkeep
   * @param overhead mean part of the evaluations that were upkeep
   * @param chips one by one
   */
  public record Result(
      double target,
      long evaluations,
      int every,
      double alone,
      double hardened,
      double kept,
      double overhead,
      List<Outcome> chips) {}

  /**
   * Does the study, on all cores.
   *
   * @param first seed of the first chip; the others follow it
   * @param progress receives the part that is done
   */
  public Result run(long first, int chips, DoubleConsumer progress) {
    AtomicInteger done = new AtomicInteger();
    List<Outcome> outcomes =
        Arrays.stream(LongStream.range(first, first + chips).toArray())
            .parallel()
            .mapToObj(
                seed -> {
                  Outcome outcome = of(seed);
                  progress.accept((double) done.incrementAndGet() / chips);
                  return outcome;
                })
            .toList();
    return new Result(
        upkeep.target(),
        evaluations,
        EVERY,
        outcomes.stream().mapToDouble(o -> o.alone().share()).average().orElse(0),
        outcomes.stream().mapToDouble(o -> o.hardened().share()).average().orElse(0),
        outcomes.stream().mapToDouble(o -> o.kept().share()).average().orElse(0),
        outcomes.stream().mapToDouble(Outcome::overhead).average().orElse(0),
        outcomes);
  }

  private Outcome of(long seed) {
    VirtualChip chip = ensemble.chip(seed);
    Oracle oracle = ensemble.oracle(chip);
    RememberedNetwork network =
        new RememberedNetwork(ensemble.seen(new VirtualNetwork(chip)), Integer.MAX_VALUE);
    Problem problem = ensemble.problem(seed, Problem.Incumbents.NONE);
    Ledger training = new Ledger(ensemble.budget());
    Trained trained =
        trainer.train(problem, new Evaluations(network, training, EvaluationLog.NONE));
    double accuracy = oracle.accuracy(trained.parameters(), trained.decisions());
    double ceiling = Math.max(Ceiling.of(ensemble, seed), accuracy);
    ResonanceKalmanFilter belief =
        ResonanceKalmanFilter.of(
            ensemble.file(),
            DesignPrior.of(ensemble.file()),
            DriftModel.flicker(upkeep.drift()),
            network.readings(),
            Seeds.generator(seed, 20));
    Ledger ledger = new Ledger(Long.MAX_VALUE);
    Work work = ensemble.work(seed);
    Keeper keeper =
        new Keeper(
            belief,
            ensemble.file(),
            trained.parameters(),
            trained.decisions(),
            work.duty(),
            new Evaluations(ensemble.seen(new VirtualNetwork(chip)), ledger, EvaluationLog.NONE),
            upkeep,
            seed,
            happening -> {});
    keeper.begin();
    double[] begun = keeper.parameters();
    double[] begunDecision = keeper.decision();
    List<Double> alone = new ArrayList<>();
    List<Double> hardened = new ArrayList<>();
    List<Double> kept = new ArrayList<>();
    while (keeper.evaluations() < evaluations) {
      Work.Item item = work.next();
      keeper.evaluate(Purpose.TEST, item.input(), item.label(), item.target());
      while (kept.size() < keeper.evaluations() / EVERY) {
        alone.add(oracle.accuracy(trained.parameters(), trained.decisions()));
        hardened.add(oracle.accuracy(begun, begunDecision));
        kept.add(oracle.accuracy(keeper.parameters(), keeper.decision()));
      }
    }
    double target = upkeep.target();
    return new Outcome(
        seed,
        ceiling,
        training.total(),
        accuracy,
        Fate.of(alone, target),
        Fate.of(hardened, target),
        Fate.of(kept, target),
        (double) keeper.upkeepEvaluations() / keeper.evaluations(),
        ledger.parameterWrites());
  }
}
