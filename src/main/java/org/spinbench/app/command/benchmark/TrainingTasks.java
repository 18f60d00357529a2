package org.spinbench.app.command.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.spinbench.app.command.OptionSettings;
import org.spinbench.app.training.DamageTally;
import org.spinbench.app.training.Ensemble;
import org.spinbench.experiments.study.engine.Measure;
import org.spinbench.experiments.study.engine.StudyExperiment;
import org.spinbench.experiments.training.Trainers;
import picocli.CommandLine.ParameterException;

/** Studies of trainings: a task is one chip with one trainer, as in 'benchmark training'. */
public final class TrainingTasks implements StudyExperiment {
  private static final Set<String> SEEDS = Set.of("chips", "first-chip", "export-chips");
  private static final String CEILING = "ceiling";
  private static final String FEASIBLE = "feasible";
  private static final String SPENT = "evaluations";

  private static final List<Measure> MEASURES =
      List.of(
          Measure.until("hit", SPENT, "evaluations until an incumbent has the goal, by the oracle"),
          Measure.until("claimed", SPENT, "evaluations until the trainer claims the goal"),
          Measure.until("certified", SPENT, "evaluations including a certification of 0.95"),
          Measure.number(SPENT, "all evaluations of the trainer"),
          Measure.number("accuracy", "accuracy of the result, by the oracle"),
          Measure.number("best", "largest accuracy of an incumbent, by the oracle"),
          Measure.number(CEILING, "best known accuracy of the chip"),
          Measure.yesNo(FEASIBLE, "whether the ceiling is at least the goal"),
          Measure.yesNo("false-claim", "whether the oracle contradicts the trainer's claim"),
          Measure.yesNo("named-all", "whether exactly the failing devices were named"),
          Measure.yesNo("named-wrong", "whether a sound device was named"),
          Measure.number("settings", "settings of parameters on the chip"),
          Measure.number("writes", "changed parameters"),
          Measure.text("how", "how the training ended"));

  /** Ceilings that were searched: trainers and budgets share them. */
  private final Map<Map<String, String>, Map<Long, FutureTask<Double>>> ceilings =
      new ConcurrentHashMap<>();

  @Override
  public String name() {
    return "training";
  }

  @Override
  public Set<String> settings() {
    return OptionSettings.names(new BenchmarkTrainingCommand(), SEEDS);
  }

  @Override
  public List<Measure> measures() {
    return MEASURES;
  }

  @Override
  public boolean isFile(String setting, String value) {
    return ChipOptions.isFile(setting, value);
  }

  @Override
  public Tasks prepare(Map<String, String> settings, Set<String> measures) {
    BenchmarkTrainingCommand command =
        OptionSettings.given(new BenchmarkTrainingCommand(), settings);
    Ensemble ensemble;
    try {
      ensemble = command.ensemble();
    } catch (ParameterException e) {
      throw OptionSettings.refused(e);
    }
    if (command.trainers().size() > 1) {
      throw new IllegalArgumentException(
          "trainer names " + command.trainers() + "; make it an axis, with a trainer a value");
    }
    String trainer = command.trainers().get(0);
    Map<String, String> chips = new TreeMap<>(settings);
    chips.keySet().removeAll(Set.of("trainer", "budget"));
    Map<Long, FutureTask<Double>> known =
        ceilings.computeIfAbsent(chips, key -> new ConcurrentHashMap<>());
    boolean searched = measures.contains(CEILING) || measures.contains(FEASIBLE);
    return (seed, place) ->
        row(
            ensemble,
            ensemble.run(Trainers.named(trainer), seed),
            searched ? ceiling(known, ensemble, seed) : 0);
  }

  /** The ceiling of a chip; whoever asks first searches, and others wait for it. */
  private static double ceiling(Map<Long, FutureTask<Double>> known, Ensemble ensemble, long seed) {
    FutureTask<Double> own = new FutureTask<>(() -> ensemble.ceiling(seed));
    FutureTask<Double> search = known.putIfAbsent(seed, own);
    if (search == null) {
      search = own;
      own.run();
    }
    try {
      return search.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a ceiling was searched", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("no ceiling: " + e.getCause().getMessage(), e);
    }
  }

  private static Map<String, Object> row(Ensemble of, Ensemble.Outcome outcome, double searched) {
    double ceiling = Math.max(searched, outcome.ceiling());
    DamageTally damage =
        DamageTally.of(List.of(outcome), new double[] {Math.max(ceiling, 1e-9)}, of.damage());
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("hit", reached(outcome.hit()));
    row.put("claimed", reached(outcome.declared()));
    row.put("certified", reached(outcome.certified()));
    row.put(SPENT, outcome.evaluations());
    row.put("accuracy", outcome.accuracy());
    row.put("best", outcome.best());
    row.put(CEILING, ceiling);
    row.put(FEASIBLE, ceiling >= of.goal());
    row.put("false-claim", outcome.declared() >= 0 && outcome.accuracy() < of.goal());
    row.put("named-all", damage.named() > 0);
    row.put("named-wrong", damage.wrongly() > 0);
    row.put("settings", outcome.settings());
    row.put("writes", outcome.parameterWrites());
    row.put("how", outcome.how());
    return row;
  }

  private static Long reached(long evaluations) {
    return evaluations < 0 ? null : (Long) evaluations;
  }
}
