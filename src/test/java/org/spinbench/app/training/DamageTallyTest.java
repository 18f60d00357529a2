package org.spinbench.app.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.app.training.Ensemble.Improvement;
import org.spinbench.app.training.Ensemble.Named;
import org.spinbench.app.training.Ensemble.Outcome;
import org.spinbench.calibration.damage.Fault;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.network.Ledger;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.Trainers;
import org.spinbench.experiments.training.dataset.Assignment;
import org.spinbench.experiments.training.trainer.TrainedParameters;
import org.spinbench.simulator.ensemble.Damage;
import org.spinbench.simulator.ensemble.Disorder;

@Tag("any-jdk")
class DamageTallyTest {
  private static final Damage DEAD = Damage.dead(List.of("synapse 1", "neuron 2"));
  private static final BenchFile FILE = BenchFile.parse(DefaultBench.text(), DefaultBench.RESOURCE);

  private static Named named(String device, long evaluations) {
    boolean neuron = device.startsWith("neuron");
    return named(device, neuron ? Fault.Kind.EMITS_NOT : Fault.Kind.RECTIFIES_NOT, evaluations);
  }

  private static Named named(String device, Fault.Kind kind, long evaluations) {
    return new Named(device, kind, evaluations, device + " fails");
  }

  private static Outcome outcome(
      long all, double accuracy, List<Improvement> improvements, Named... named) {
    return new Outcome(
        1,
        -1,
        -1,
        all,
        accuracy,
        accuracy,
        improvements,
        List.of(named),
        accuracy,
        10,
        20,
        Map.of(),
        -1,
        "because");
  }

  private static List<Improvement> improving(double first, double second) {
    return List.of(new Improvement(30, first), new Improvement(70, second));
  }

  @Test
  void countsWhatWasNamedAndWhatWasReached() {
    List<Outcome> outcomes =
        List.of(
            outcome(200, 0.79, improving(0.6, 0.79), named("synapse 1", 28), named("neuron 2", 40)),
            outcome(300, 0.85, improving(0.86, 0.87), named("neuron 2", 28)),
            outcome(
                250,
                0.6,
                improving(0.5, 0.6),
                named("neuron 2", 28),
                named("synapse 1", 32),
                named("synapse 3", 36)));
    DamageTally tally = DamageTally.of(outcomes, new double[] {0.8, 0.9, 0.8}, DEAD);
    assertEquals(1, tally.named(), "one without the other is not enough, one too many too much");
    assertEquals(1, tally.wrongly());
    assertEquals(-1, tally.namedMost());
    assertEquals(2, tally.near());
    assertEquals(70, tally.nearMedian());
    assertEquals(-1, tally.nearMost());
    assertEquals(1, tally.kept());
    assertEquals(0.6 / 0.8, tally.least(), 1e-12);
    assertEquals(300, tally.evaluationsMost());
  }

  @Test
  void onSoundChipsAnythingNamedIsWrong() {
    List<Outcome> outcomes =
        List.of(
            outcome(100, 0.99, improving(0.9, 0.99)),
            outcome(100, 0.98, improving(0.97, 0.98), named("synapse 3", 50)));
    DamageTally tally = DamageTally.of(outcomes, new double[] {1, 1}, Damage.NONE);
    assertEquals(1, tally.wrongly());
    assertEquals(2, tally.near());
    assertEquals(30, tally.nearMedian());
    assertEquals(70, tally.nearMost());
  }

  /** A reversed synapse that is called dead was not found out. */
  @Test
  void whatFailsHasToBeNamedAsWhatItIs() {
    Damage damage = new Damage(List.of(), List.of("synapse 2"), List.of("synapse 6"));
    List<Outcome> outcomes =
        List.of(
            outcome(
                90,
                0.9,
                improving(0.8, 0.9),
                named("synapse 6", Fault.Kind.REVERSED, 28),
                named("synapse 2", Fault.Kind.PINNED, 36)),
            outcome(
                90,
                0.9,
                improving(0.8, 0.9),
                named("synapse 6", Fault.Kind.RECTIFIES_NOT, 28),
                named("synapse 2", Fault.Kind.PINNED, 36)),
            outcome(90, 0.9, improving(0.8, 0.9), named("synapse 2", Fault.Kind.PINNED, 32)));
    DamageTally tally = DamageTally.of(outcomes, new double[] {1, 1, 1}, damage);
    assertEquals(1, tally.named());
    assertEquals(1, tally.wrongly());
    assertEquals(-1, tally.namedMost());
    DamageTally first = DamageTally.of(outcomes.subList(0, 1), new double[] {1}, damage);
    assertEquals(36, first.namedMost());
    List<Outcome> undriven =
        List.of(outcome(90, 0.9, improving(0.8, 0.9), named("neuron 1", Fault.Kind.UNDRIVEN, 32)));
    assertEquals(1, DamageTally.of(undriven, new double[] {1}, DEAD).wrongly());
  }

  /** The ladder itself, on a chip of each fault. */
  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"synapse 3, PINNED", "synapse 6, REVERSED"})
  void theLadderNamesPinnedAndReversedSynapses(String device, Fault.Kind kind) {
    boolean pinned = kind == Fault.Kind.PINNED;
    Damage damage =
        new Damage(
            List.of(), pinned ? List.of(device) : List.of(), pinned ? List.of() : List.of(device));
    Ensemble ensemble =
        new Ensemble(
            FILE,
            Beliefs.matching(FILE, 0.2, 0.02),
            new Disorder(0.2, true, 0.02, 0, damage),
            Assignment.of(Task.named("diagonal")),
            false,
            0.977,
            150);
    Outcome outcome = ensemble.run(Trainers.named("ladder"), 2);
    assertEquals(1, outcome.named().size(), outcome.how());
    assertEquals(device, outcome.named().get(0).device());
    assertEquals(kind, outcome.named().get(0).kind());
    assertTrue(outcome.named().get(0).evaluations() <= 100, outcome.how());
  }

  private static Ensemble ensemble(List<String> dead) {
    return new Ensemble(
        FILE,
        Beliefs.matching(FILE, 0.2, 0.02),
        new Disorder(0.2, true, 0.02, 0, Damage.dead(dead)),
        Assignment.of(Task.named("diagonal")),
        false,
        0.6,
        100);
  }

  /** What a trainer tells is noted with the evaluations that it had taken by then. */
  @Test
  void reportsAreNotedWithTheirTime() {
    Ensemble ensemble = ensemble(List.of("synapse 1"));
    double[] dark = new double[9];
    Outcome outcome =
        ensemble.run(
            (problem, chip) -> {
              chip.apply(dark);
              problem.incumbents().found(dark, new double[] {1e-6});
              for (int i = 0; i < 3; i++) {
                chip.evaluate(Purpose.TRAIN, problem.train().inputs()[i], 0);
              }
              problem
                  .incumbents()
                  .failing(new Fault("synapse 1", 1, Fault.Kind.RECTIFIES_NOT), "it is");
              problem.incumbents().found(dark, new double[] {2e-6});
              return new TrainedParameters(dark, 1e-6, false, "");
            },
            1);
    assertEquals(
        List.of(new Named("synapse 1", Fault.Kind.RECTIFIES_NOT, 3, "it is")), outcome.named());
    assertEquals(1, outcome.improvements().size(), "as dark as before is no improvement");
    assertEquals(0, outcome.improvements().get(0).evaluations());
    assertEquals(0.5, outcome.best(), 1e-9);
    assertTrue(outcome.ceiling() >= outcome.best(), "a search goes on from the best");
  }

  @Test
  void withoutDamageTheCeilingOfARunIsItsBest() {
    Ensemble ensemble = ensemble(List.of());
    TrainerLog log = new TrainerLog(ensemble.oracle(ensemble.chip(1)), new Ledger(10));
    assertEquals(0, log.best());
    assertEquals(0, log.ceiling(ensemble, 1));
    assertEquals(-1, log.firstOf(0.4));
    log.found(new double[9], new double[] {1e-6});
    assertEquals(0.5, log.best(), 1e-9);
    assertEquals(0, log.firstOf(0.4));
  }
}
