package org.spinbench.app.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleConsumer;
import java.util.stream.LongStream;
import org.spinbench.app.training.Ensemble.Outcome;
import org.spinbench.experiments.study.engine.LocalEngine;
import org.spinbench.experiments.training.Trainers;

/** A comparison of trainers: each on each chip, on all cores. */
public final class Comparison {
  private final Ensemble ensemble;
  private final long[] chips;
  private final List<String> trainers;

  /**
   * @param first seed of the first chip; the others follow it
   * @param trainers by the names of {@link Trainers}
   */
  public Comparison(Ensemble ensemble, long first, int chips, List<String> trainers) {
    this.ensemble = ensemble;
    this.chips = LongStream.range(first, first + chips).toArray();
    this.trainers = List.copyOf(trainers);
  }

  /**
   * The result.
   *
   * @param goal accuracy to reach
   * @param seeds of the chips
   * @param ceilings best known accuracy of each chip
   * @param runs one per trainer
   */
  public record Result(double goal, List<Long> seeds, List<Double> ceilings, List<Run> runs) {}

  /**
   * One trainer on all chips.
   *
   * @param damage results for failing devices; on healthy chips, whether it named any
   */
  public record Run(Tally tally, DamageTally damage, List<Outcome> outcomes) {}

  /**
   * Compares.
   *
   * @param progress receives the completed fraction
   */
  public Result run(DoubleConsumer progress) {
    int total = chips.length * (1 + trainers.size());
    AtomicInteger done = new AtomicInteger();
    LocalEngine engine = LocalEngine.ofMachine();
    double[] ceilings =
        engine
            .map(
                chips.length,
                chip -> ensemble.ceiling(chips[chip]),
                ceiling -> progress.accept((double) done.incrementAndGet() / total))
            .stream()
            .mapToDouble(ceiling -> ceiling)
            .toArray();
    List<Outcome> outcomes =
        engine.map(
            chips.length * trainers.size(),
            job ->
                ensemble.run(
                    Trainers.named(trainers.get(job / chips.length)), chips[job % chips.length]),
            outcome -> progress.accept((double) done.incrementAndGet() / total));
    for (int i = 0; i < outcomes.size(); i++) {
      int chip = i % chips.length;
      ceilings[chip] = Math.max(ceilings[chip], outcomes.get(i).ceiling());
    }
    List<Run> runs = new ArrayList<>();
    for (int t = 0; t < trainers.size(); t++) {
      List<Outcome> own = outcomes.subList(t * chips.length, (t + 1) * chips.length);
      runs.add(
          new Run(
              Tally.of(trainers.get(t), own, ceilings, ensemble.goal()),
              DamageTally.of(own, ceilings, ensemble.damage()),
              List.copyOf(own)));
    }
    return new Result(
        ensemble.goal(),
        Arrays.stream(chips).boxed().toList(),
        Arrays.stream(ceilings).boxed().toList(),
        List.copyOf(runs));
  }
}
