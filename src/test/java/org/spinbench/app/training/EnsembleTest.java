package org.spinbench.app.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.task.TableTask.Columns;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.dataset.Assignment;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.OutputNeurons;
import org.spinbench.experiments.training.trainer.TrainedParameters;
import org.spinbench.experiments.training.trainer.Trainer;
import org.spinbench.simulator.ensemble.Damage;
import org.spinbench.simulator.ensemble.Disorder;
import org.spinbench.simulator.ensemble.VirtualChip;

@Tag("slow")
class EnsembleTest {
  @TempDir private Path folder;

  private static final BenchFile FILE = BenchFile.parse(DefaultBench.text(), DefaultBench.RESOURCE);

  private static Ensemble ensemble(boolean outputOnly) {
    return new Ensemble(
        FILE,
        Beliefs.matching(FILE, 0.2, 0.02),
        new Disorder(0.2, true, 0.02, 0, Damage.NONE),
        Assignment.of(Task.named("diagonal")),
        outputOnly,
        0.6,
        100);
  }

  private static double[] drawn(RandomGenerator random) {
    double[] parameters = new double[9];
    for (int i = 0; i < 9; i++) {
      parameters[i] =
          i < 6 ? 5e-3 * (2 * random.nextDouble() - 1) : 1e-3 * (3 + 5 * random.nextDouble());
    }
    return parameters;
  }

  /** Expected accuracy is the mean over many readings. */
  @Test
  void theOracleExpectsWhatReadingsShow() {
    Ensemble ensemble = ensemble(false);
    VirtualChip chip = ensemble.chip(3);
    double[] parameters = drawn(Seeds.generator(2));
    Examples test = ensemble.test();
    double decision = chip.emitted(parameters, test.inputs()[0], 2);
    int right = 0;
    chip.apply(parameters);
    for (int round = 0; round < 20; round++) {
      for (int i = 0; i < test.size(); i++) {
        double power = chip.read(test.inputs()[i]).powers()[2];
        right += (power > decision ? 1 : 0) == test.labels()[i] ? 1 : 0;
      }
    }
    double expected = ensemble.oracle(chip).accuracy(parameters, new double[] {decision});
    assertEquals(right / (20.0 * test.size()), expected, 0.015);
  }

  @Test
  void anOutcomeSaysWhenAnIncumbentFirstHadTheGoal() {
    Trainer random =
        (problem, chip) -> {
          RandomGenerator chance = Seeds.generator(problem.seed(), 9);
          double[] parameters = drawn(chance);
          double decision = 0;
          for (int i = 0; i < 50; i++) {
            parameters = drawn(chance);
            chip.apply(parameters);
            decision = chip.evaluate(Purpose.TRAIN, problem.train().inputs()[i], 0).powers()[2];
            problem.incumbents().found(parameters, new double[] {decision});
          }
          return new TrainedParameters(parameters, decision, false, "by chance");
        };
    Ensemble.Outcome outcome = ensemble(false).run(random, 7);
    assertEquals(50, outcome.evaluations());
    assertEquals(50, outcome.settings());
    assertEquals(-1, outcome.declared());
    assertEquals(-1, outcome.certified());
    assertEquals(outcome.best() >= 0.6, outcome.hit() > 0);
    assertTrue(outcome.best() >= outcome.accuracy());
  }

  @Test
  void whatIsDeclaredGoesToCertification() {
    Trainer boaster =
        (problem, chip) -> new TrainedParameters(new double[9], 1e-6, true, "it looks well enough");
    Ensemble.Outcome outcome = ensemble(false).run(boaster, 1);
    assertEquals(0, outcome.declared());
    assertEquals(-1, outcome.certified());
    assertTrue(outcome.ledger().get(Purpose.CERTIFY) >= 1);
    assertEquals(0.5, outcome.accuracy(), 1e-9);
  }

  @Test
  void chainVoltagesCanBeHidden() {
    AtomicInteger seen = new AtomicInteger();
    Trainer looks =
        (problem, chip) -> {
          chip.apply(drawn(Seeds.generator(1)));
          Nodes nodes = chip.evaluate(Purpose.TRAIN, problem.train().inputs()[0], 0);
          seen.set(Double.isNaN(nodes.chainVoltages()[0]) ? 1 : 2);
          return new TrainedParameters(new double[9], 1, false, "");
        };
    ensemble(true).run(looks, 1);
    assertEquals(1, seen.get());
    ensemble(false).run(looks, 1);
    assertEquals(2, seen.get());
  }

  /** No random parameters beat what the search on the chip itself finds. */
  @Test
  void theCeilingIsAboveWhatChanceFinds() {
    Ensemble ensemble = ensemble(false);
    double ceiling = Ceiling.of(ensemble, 2);
    Oracle oracle = ensemble.oracle(ensemble.chip(2));
    RandomGenerator random = Seeds.generator(3);
    for (int i = 0; i < 300; i++) {
      double[] parameters = drawn(random);
      double decision = ensemble.chip(2).emitted(parameters, ensemble.test().inputs()[i], 2);
      assertTrue(oracle.accuracy(parameters, new double[] {decision}) <= ceiling);
    }
    assertTrue(ceiling > 0.9, () -> "ceiling " + ceiling);
  }

  private Ensemble ofFile(BenchFile bench, int columns, String answer, IntFunction<String> asked)
      throws IOException {
    RandomGenerator random = Seeds.generator(4);
    StringBuilder text = new StringBuilder("a,b,c,".substring(0, 2 * columns) + answer + "\n");
    for (int i = 0; i < 240; i++) {
      for (int c = 0; c < columns; c++) {
        text.append(random.nextDouble()).append(',');
      }
      text.append(asked.apply(i)).append('\n');
    }
    Path file = folder.resolve("samples.csv");
    Files.writeString(file, text);
    Disorder disorder = new Disorder(0.2, true, 0.02, 0, Damage.NONE);
    return new Ensemble(
        bench, bench, disorder, Assignment.of(file, Columns.USUAL), false, 0.6, 100);
  }

  /** What the answer of an untrained chip is, as samples ask for nothing that it could know. */
  private static double share(Ensemble ensemble, double[] parameters, double[] decision, int n) {
    VirtualChip chip = ensemble.chip(3);
    chip.apply(parameters);
    Examples test = ensemble.test();
    int right = 0;
    for (int round = 0; round < n; round++) {
      for (int i = 0; i < test.size(); i++) {
        double[] powers =
            OutputNeurons.select(chip.read(test.inputs()[i]).powers(), ensemble.outputs());
        right += ensemble.answers().isRight(powers, decision, test.targets()[i]) ? 1 : 0;
      }
    }
    return right / (double) (n * test.size());
  }

  @Test
  void theOracleExpectsWhatReadingsOfSeveralClassesShow() throws IOException {
    BenchFile vowels = BenchFile.parse(DefaultBench.text("vowels"), "vowels");
    Ensemble ensemble = ofFile(vowels, 3, "class", i -> Integer.toString(i % 6));
    double[] parameters = new double[46];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = i < 36 ? 1e-3 * (i % 5 - 2) : 6e-3;
    }
    VirtualChip chip = ensemble.chip(3);
    double[] decision = chip.emitted(parameters, ensemble.test().inputs()[0], ensemble.outputs());
    double expected = ensemble.oracle(chip).accuracy(parameters, decision);
    assertTrue(expected > 0.05 && expected < 0.5, "about one of six: " + expected);
    assertEquals(share(ensemble, parameters, decision, 200), expected, 0.02);
  }

  @Test
  void theOracleExpectsWhatReadingsOfAQuantityShow() throws IOException {
    Ensemble ensemble = ofFile(FILE, 2, "target", Integer::toString);
    double[] parameters = drawn(Seeds.generator(2));
    double[] decision = {0, 1e-6};
    double expected = ensemble.oracle(ensemble.chip(3)).accuracy(parameters, decision);
    assertEquals(share(ensemble, parameters, decision, 200), expected, 0.02);
  }

  /** Too few samples to prove anything with are no error of the chip. */
  @Test
  void whatAFileHasTooFewSamplesForIsNotCertified() throws IOException {
    Ensemble ensemble = ofFile(FILE, 2, "class", i -> i % 2 == 0 ? "x" : "y");
    Trainer boaster =
        (problem, chip) -> new TrainedParameters(new double[9], 1e-6, true, "it looks well");
    Ensemble.Outcome outcome = ensemble.run(boaster, 1);
    assertEquals(0, outcome.declared());
    assertEquals(-1, outcome.certified());
    assertFalse(outcome.ledger().containsKey(Purpose.CERTIFY));
  }

  /** A quantity that two inputs give as their difference: the chip's own ceiling is found. */
  @Test
  void theCeilingOfAQuantityIsAboveWhatChanceFinds() throws IOException {
    RandomGenerator random = Seeds.generator(5);
    StringBuilder text = new StringBuilder("a,b,target\n");
    for (int i = 0; i < 240; i++) {
      double a = random.nextDouble();
      double b = random.nextDouble();
      text.append(a).append(',').append(b).append(',').append(a - b).append('\n');
    }
    Path file = folder.resolve("quantity.csv");
    Files.writeString(file, text);
    Disorder disorder = new Disorder(0.2, true, 0.02, 0, Damage.NONE);
    Ensemble ensemble =
        new Ensemble(FILE, FILE, disorder, Assignment.of(file, Columns.USUAL), false, 0.6, 100);
    double ceiling = Ceiling.of(ensemble, 2);
    Oracle oracle = ensemble.oracle(ensemble.chip(2));
    for (int i = 0; i < 300; i++) {
      double power = 2e-6 * random.nextDouble();
      double[] decision = {power, power + 1e-6};
      assertTrue(oracle.accuracy(drawn(random), decision) <= ceiling);
    }
    assertTrue(ceiling > 0.8, () -> "ceiling " + ceiling);
  }
}
