package org.spinbench.app.training;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.spinbench.calibration.drift.DriftModel;
import org.spinbench.calibration.refit.DesignPrior;
import org.spinbench.calibration.refit.ResonanceKalmanFilter;
import org.spinbench.experiments.network.EvaluationLog;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.network.Ledger;
import org.spinbench.experiments.network.RememberedNetwork;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.study.engine.LocalEngine;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.training.dataset.SampleStream;
import org.spinbench.experiments.training.trainer.Problem;
import org.spinbench.experiments.training.trainer.TrainedParameters;
import org.spinbench.experiments.training.trainer.Trainer;
import org.spinbench.experiments.upkeep.DriftCompensation;
import org.spinbench.experiments.upkeep.DriftController;
import org.spinbench.simulator.ensemble.VirtualChip;

/**
 * Trains drifting virtual chips, lets them work, and measures how long each is in tune: as trained,
 * with the initial parameters of its controller, and with the controller. All three are judged on
 * the same chip at the same moments by an oracle that neither the trainer nor the controller sees:
 * the accuracy on the test samples, expected over the noise of readings.
 */
public final class DriftStudy {
  /** Evaluations between two judgements of the oracle. */
  private static final int EVERY = 50;

  private final Ensemble ensemble;
  private final Trainer trainer;
  private final DriftCompensation upkeep;
  private final long evaluations;

  /**
   * @param evaluations of each chip after its training, including upkeep
   */
  public DriftStudy(
      Ensemble ensemble, Trainer trainer, DriftCompensation upkeep, long evaluations) {
    this.ensemble = ensemble;
    this.trainer = trainer;
    this.upkeep = upkeep;
    this.evaluations = evaluations;
  }

  /**
   * One chip in one way.
   *
   * @param share fraction of the time with at least the requested accuracy
   * @param mean accuracy
   * @param worst accuracy
   * @param accuracies at every judgement
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
   * The results of one chip.
   *
   * @param chip its seed
   * @param ceiling best known accuracy of the chip, wherever its drift takes it: of a search on the
   *     chip itself, of a descent from the trained parameters, and of all judgements
   * @param trainedAfter evaluations of the training
   * @param trained accuracy at its end
   * @param alone as trained
   * @param hardened with the controller's initial parameters, without correction
   * @param kept with the controller
   * @param overhead fraction of the evaluations for upkeep
   * @param writes number of parameters written
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
   * The result.
   *
   * @param target requested accuracy
   * @param evaluations of each chip after its training
   * @param every evaluations between two judgements
   * @param alone mean share of the time in tune, as trained
   * @param hardened mean share with the controllers' initial parameters
   * @param kept mean share with controllers
   * @param overhead mean fraction of the evaluations for upkeep
   * @param chips the single chips
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
   * Runs the study on all cores.
   *
   * @param first seed of the first chip; the others follow it
   * @param progress receives the completed fraction
   * @param ended receives each chip, in the order of the seeds, as soon as it and all before it
   *     have ended
   */
  public Result run(long first, int chips, DoubleConsumer progress, Consumer<Outcome> ended) {
    AtomicInteger done = new AtomicInteger();
    AtomicLong next = new AtomicLong(first);
    Map<Long, Outcome> waiting = new HashMap<>();
    List<Outcome> outcomes =
        LocalEngine.ofMachine()
            .map(
                chips,
                chip -> of(first + chip),
                outcome -> {
                  progress.accept((double) done.incrementAndGet() / chips);
                  waiting.put(outcome.chip(), outcome);
                  while (waiting.containsKey(next.get())) {
                    ended.accept(waiting.remove(next.getAndIncrement()));
                  }
                });
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

  /** The highest of the accuracies that are known of a chip. */
  static double highest(Stream<List<Double>> judged, double... found) {
    DoubleStream all = judged.flatMap(List::stream).mapToDouble(a -> a);
    return DoubleStream.concat(all, DoubleStream.of(found)).max().orElse(0);
  }

  /** Trains and keeps the chip of a seed. */
  public Outcome of(long seed) {
    VirtualChip chip = ensemble.chip(seed);
    Oracle oracle = ensemble.oracle(chip);
    RememberedNetwork network =
        new RememberedNetwork(ensemble.seen(new VirtualNetwork(chip)), Integer.MAX_VALUE);
    Problem problem = ensemble.problem(seed, Problem.Incumbents.NONE);
    Ledger training = new Ledger(ensemble.budget());
    TrainedParameters trained =
        trainer.train(problem, new Evaluations(network, training, EvaluationLog.NONE));
    double accuracy = oracle.accuracy(trained.parameters(), trained.decisions());
    ResonanceKalmanFilter belief =
        ResonanceKalmanFilter.of(
            ensemble.file(),
            DesignPrior.of(ensemble.file()),
            DriftModel.flicker(upkeep.drift()),
            network.readings(),
            Seeds.generator(seed, 20));
    Ledger ledger = new Ledger(Long.MAX_VALUE);
    SampleStream work = ensemble.work(seed);
    DriftController controller =
        new DriftController(
            belief,
            ensemble.file(),
            trained.parameters(),
            trained.decisions(),
            work.duty(),
            new Evaluations(ensemble.seen(new VirtualNetwork(chip)), ledger, EvaluationLog.NONE),
            upkeep,
            seed,
            happening -> {});
    controller.begin();
    double[] begun = controller.parameters();
    double[] begunDecision = controller.decision();
    List<Double> alone = new ArrayList<>();
    List<Double> hardened = new ArrayList<>();
    List<Double> kept = new ArrayList<>();
    while (controller.evaluations() < evaluations) {
      SampleStream.Item item = work.next();
      controller.evaluate(Purpose.TEST, item.input(), item.label(), item.target());
      while (kept.size() < controller.evaluations() / EVERY) {
        alone.add(oracle.accuracy(trained.parameters(), trained.decisions()));
        hardened.add(oracle.accuracy(begun, begunDecision));
        kept.add(oracle.accuracy(controller.parameters(), controller.decision()));
      }
    }
    double target = upkeep.target();
    return new Outcome(
        seed,
        highest(
            Stream.of(alone, hardened, kept),
            Ceiling.of(ensemble, seed),
            Ceiling.from(ensemble, seed, trained.parameters(), trained.decisions()),
            accuracy),
        training.total(),
        accuracy,
        Fate.of(alone, target),
        Fate.of(hardened, target),
        Fate.of(kept, target),
        (double) controller.upkeepEvaluations() / controller.evaluations(),
        ledger.parameterWrites());
  }
}
