package org.spinbench.experiments.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.refit.Nominal;
import org.spinbench.calibration.refit.Refit;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.network.EvaluationLog;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.network.Ledger;
import org.spinbench.experiments.network.OutputOnly;
import org.spinbench.experiments.network.PhysicalNetwork;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.task.Normal;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.task.TaskData;

class LadderTrainerTest {
  private static final BenchFile FILE = wide();
  private static final double NOISE = 0.02;
  private static final TaskData DATA =
      TaskData.draw(Task.named("diagonal"), 1, new TaskData.Sizes(128, 128, 512));
  private static final Trained NOTHING = new Trained(new double[9], 1e-6, false, "no way");
  private static final Trainer NEVER =
      (problem, chip) -> {
        throw new AssertionError("no other trainer should be needed");
      };

  private static BenchFile wide() {
    BenchFile file = BenchFile.parse(DefaultBench.text(), DefaultBench.RESOURCE);
    BenchFile.Design design = file.design().orElseThrow();
    return file.withDesign(design.withSpread(new BenchFile.Spread(0.2, 2.5e6, 0, 0)));
  }

  /** A chip drawn from what is believed beforehand; each reading has the declared noise. */
  private static final class Drawn implements PhysicalNetwork {
    private final Twin twin;
    private final RandomGenerator random;
    private double[] parameters;
    private final List<double[]> applied = new ArrayList<>();

    Drawn(long seed) {
      random = Seeds.generator(seed, 77);
      Calibration truth = new Refit(FILE, Nominal.of(FILE)).prior().draw(random);
      twin = Twin.of(truth, FILE);
    }

    @Override
    public void apply(double[] parameters) {
      this.parameters = parameters.clone();
      applied.add(this.parameters);
    }

    @Override
    public Nodes forward(double[] input) {
      Nodes exact = twin.forward(parameters, input);
      Nodes full = Nominal.fullScale(FILE);
      double[] voltages = exact.chainVoltages().clone();
      for (int c = 0; c < voltages.length; c++) {
        voltages[c] += NOISE * full.chainVoltages()[c] * Normal.draw(random);
      }
      double output = exact.powers()[2] + NOISE * full.powers()[2] * Normal.draw(random);
      return new Nodes(voltages, new double[] {Double.NaN, Double.NaN, output});
    }

    /** Part of the test samples that are right without noise. */
    double accuracy(Trained trained) {
      Examples test = Examples.of(DATA.test(), FILE);
      int right = 0;
      for (int i = 0; i < test.size(); i++) {
        double power = twin.forward(trained.parameters(), test.inputs()[i]).powers()[2];
        right += (power > trained.decision() ? 1 : 0) == test.labels()[i] ? 1 : 0;
      }
      return (double) right / test.size();
    }
  }

  private static Problem problem(Calibration prior, long seed, List<double[]> incumbents) {
    return new Problem(
        prior,
        FILE,
        Examples.of(DATA.train(), FILE),
        Examples.of(DATA.validation(), FILE),
        0.977,
        seed,
        (parameters, decision) -> incumbents.add(parameters));
  }

  private static Problem problem(long seed) {
    return problem(Nominal.of(FILE), seed, new ArrayList<>());
  }

  private static Evaluations evaluations(PhysicalNetwork network, long budget) {
    return new Evaluations(network, new Ledger(budget), EvaluationLog.NONE);
  }

  @Test
  void trainsAChipOfWhichOnlyTheDesignIsKnown() {
    Drawn chip = new Drawn(3);
    Evaluations evaluations = evaluations(chip, 1000);
    List<double[]> incumbents = new ArrayList<>();
    Trained trained =
        new LadderTrainer(NEVER).train(problem(Nominal.of(FILE), 3, incumbents), evaluations);
    assertTrue(trained.reached(), trained.how());
    assertTrue(chip.accuracy(trained) >= 0.977, () -> "accuracy " + chip.accuracy(trained));
    assertTrue(evaluations.ledger().total() <= 300, () -> evaluations.ledger().counts().toString());
    assertEquals(
        evaluations.ledger().total(),
        evaluations.ledger().counts().values().stream().mapToLong(n -> n).sum());
    assertTrue(evaluations.ledger().count(Purpose.ACCEPT) >= 64);
    assertArrayEquals(trained.parameters(), incumbents.get(incumbents.size() - 1));
  }

  /** Proposals are numbered; a test that was passed has at least the goal's part right. */
  @Test
  void tellsItsSteps() {
    Believed.Heard heard = new Believed.Heard();
    Problem one = problem(3);
    Problem told = new Problem(one.prior(), FILE, one.train(), one.validation(), 0.977, 3, heard);
    Evaluations chip = evaluations(new Drawn(3), 1000);
    assertTrue(new LadderTrainer(NEVER).train(told, chip).reached());
    heard.steps.forEach(step -> assertTrue(step.sound(), step::toString));
    for (String phase : List.of("proposal", "test")) {
      List<Integer> numbers =
          heard.steps.stream()
              .filter(step -> step.phase().equals(phase))
              .map(Believed.Told::number)
              .toList();
      assertEquals(IntStream.rangeClosed(1, numbers.size()).boxed().toList(), numbers);
    }
    assertEquals("proposal", heard.steps.get(0).phase());
    Believed.Told last = heard.steps.get(heard.steps.size() - 1);
    assertEquals("test", last.phase());
    assertTrue(last.accepted() && last.accuracy() >= 0.977, last::toString);
    long proposals = heard.steps.stream().filter(s -> s.phase().equals("proposal")).count();
    assertEquals(proposals, heard.parameters.size(), "each proposal becomes the best");
  }

  @Test
  void theSameAnswersMakeTheSameRun() {
    Drawn first = new Drawn(4);
    Drawn second = new Drawn(4);
    Trained one = new LadderTrainer(NEVER).train(problem(4), evaluations(first, 41));
    Trained two = new LadderTrainer(NEVER).train(problem(4), evaluations(second, 41));
    assertEquals(first.applied.size(), second.applied.size());
    for (int i = 0; i < first.applied.size(); i++) {
      assertArrayEquals(first.applied.get(i), second.applied.get(i));
    }
    assertEquals(one.decision(), two.decision());
    assertEquals(one.how(), two.how());
  }

  @Test
  void theOutputAloneSuffices() {
    Drawn chip = new Drawn(5);
    Evaluations evaluations = evaluations(new OutputOnly(chip), 1000);
    Trained trained = new LadderTrainer(NEVER).train(problem(5), evaluations);
    assertTrue(trained.reached(), trained.how());
    assertTrue(chip.accuracy(trained) >= 0.977, () -> "accuracy " + chip.accuracy(trained));
  }

  @Test
  void endsBeforeItsBudgetIsExceeded() {
    Evaluations evaluations = evaluations(new Drawn(6), 50);
    Trained trained = new LadderTrainer(NEVER).train(problem(6), evaluations);
    assertFalse(trained.reached());
    assertTrue(trained.how().startsWith("too few evaluations are left"), trained.how());
    assertTrue(evaluations.ledger().total() <= 50);
  }

  @Test
  void aBudgetTooSmallForTheFirstReadingsIsSaidToBe() {
    Trained trained = new LadderTrainer(NEVER).train(problem(6), evaluations(new Drawn(6), 20));
    assertFalse(trained.reached());
    assertTrue(trained.how().contains("24"), trained.how());
  }

  /** A network that answers by chance is nothing that a twin could explain. */
  @Test
  void anotherTrainerTakesOverWhereNoModelExplainsTheChip() {
    RandomGenerator random = Seeds.generator(9);
    PhysicalNetwork senseless =
        new PhysicalNetwork() {
          @Override
          public void apply(double[] parameters) {}

          @Override
          public Nodes forward(double[] input) {
            double[] voltages = random.doubles(3, -3e-3, 3e-3).toArray();
            double output = 2e-6 * random.nextDouble();
            return new Nodes(voltages, new double[] {Double.NaN, Double.NaN, output});
          }
        };
    boolean[] asked = {false};
    Trained trained =
        new LadderTrainer(
                (problem, chip) -> {
                  asked[0] = true;
                  return NOTHING;
                })
            .train(problem(1), evaluations(senseless, 600));
    assertTrue(asked[0], trained.how());
    assertFalse(trained.reached());
    assertTrue(trained.how().contains("no way"), trained.how());
  }
}
