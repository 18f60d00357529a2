package org.spinbench.experiments.training.bringup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.damage.Dead;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.Chips;
import org.spinbench.experiments.FixedClock;
import org.spinbench.experiments.network.EvaluationLog;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.network.Ledger;
import org.spinbench.experiments.network.PhysicalNetwork;
import org.spinbench.experiments.network.TwinNetwork;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.Step;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.task.TaskData;
import org.spinbench.experiments.training.Believed;
import org.spinbench.experiments.training.Scripted;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.trainer.Problem;
import org.spinbench.experiments.training.trainer.TrainedParameters;
import org.spinbench.experiments.training.trainer.TrainingFailedException;
import org.spinbench.experiments.training.trainer.TrainingOptions;
import org.spinbench.experiments.training.trainer.TrainingProgress;

@Tag("slow")
class BringUpTrainerTest {
  private static final BenchFile FILE = Chips.file();
  private static final TrainingOptions OPTIONS = TrainingOptions.standard().withStarts(500);

  private final List<Step> steps = new ArrayList<>();
  private final List<double[]> incumbents = new ArrayList<>();

  private static TaskData data(String task, long seed) {
    return TaskData.draw(Task.named(task), seed, new TaskData.Sizes(2000, 1000, 300));
  }

  private Problem problem(Calibration calibration, String task, long seed) {
    TaskData data = data(task, seed);
    return Believed.problem(
        calibration,
        FILE,
        Examples.of(data.train(), FILE),
        Examples.of(data.validation(), FILE),
        0.977,
        seed,
        (parameters, decision) -> incumbents.add(parameters));
  }

  private static Evaluations chip(PhysicalNetwork network, long budget) {
    return new Evaluations(network, new Ledger(budget), EvaluationLog.NONE);
  }

  private BringUpTrainer trainer() {
    TrainingProgress keep =
        new TrainingProgress() {
          @Override
          public void at(String stage, int done, int total) {}

          @Override
          public void step(Step step) {
            steps.add(step);
          }
        };
    return new BringUpTrainer(OPTIONS, new FixedClock(), keep);
  }

  private static double accuracy(
      TrainedParameters trained, PhysicalNetwork network, TaskData data) {
    Examples test = Examples.of(data.test(), FILE);
    network.apply(trained.parameters());
    int right = 0;
    for (int i = 0; i < test.size(); i++) {
      double power = network.forward(test.inputs()[i]).powers()[2];
      right += (power > trained.decisions()[0] ? 1 : 0) == test.labels()[i] ? 1 : 0;
    }
    return (double) right / test.size();
  }

  /**
   * The chip is off its calibration by 5 % of the spread and fluctuates from reading to reading.
   */
  @Test
  void reachesTheGoalOnNoisyChipsThatAreNotTheirTwins() {
    double sum = 0;
    for (long seed = 1; seed <= 2; seed++) {
      String task = seed == 1 ? "xor" : "band";
      PhysicalNetwork network =
          new TwinNetwork(
              Twin.of(Chips.drawn(seed), FILE),
              new int[] {2},
              2e-5,
              0.02,
              Seeds.generator(seed, 5));
      Evaluations chip = chip(network, OPTIONS.budget());
      TrainedParameters trained =
          trainer().train(problem(Chips.mistaken(seed, 0.05), task, seed), chip);
      double validated = steps.get(steps.size() - 1).accuracy();
      assertEquals(validated >= 0.977, trained.reached(), trained.how());
      double accuracy = accuracy(trained, network, data(task, seed));
      assertTrue(accuracy >= 0.95, task + " on chip " + seed + ": " + accuracy);
      sum += accuracy;
      assertBlocksAreCounted(chip.ledger());
      assertArrayEquals(trained.parameters(), incumbents.get(incumbents.size() - 1));
    }
    assertTrue(sum / 2 >= 0.977, "mean " + sum / 2);
  }

  /** 4 steps of 16 samples and 128 to accept a block, 128 to deploy, 200 to decide. */
  private void assertBlocksAreCounted(Ledger ledger) {
    long blocks = steps.stream().filter(step -> step.phase().equals("block")).count();
    assertEquals(64 * blocks, ledger.count(Purpose.TRAIN));
    assertEquals(128 * (blocks + 1), ledger.count(Purpose.ACCEPT));
    assertEquals(200, ledger.count(Purpose.VALIDATE));
    assertEquals("twin", steps.get(0).phase());
    assertEquals("deploy", steps.get(1).phase());
    assertEquals("decision", steps.get(steps.size() - 1).phase());
    steps.clear();
  }

  /** Neuron 3 dies between calibration and deployment; the budget has room for one block. */
  @Test
  void namesTheNeuronThatDiedOnTheWayAndKeepsToItsBudget() {
    Twin truth = Twin.of(Chips.drawn(2), FILE);
    PhysicalNetwork dead =
        new PhysicalNetwork() {
          private double[] parameters;

          @Override
          public void apply(double[] applied) {
            parameters = applied.clone();
            parameters[8] = 0;
          }

          @Override
          public Nodes forward(double[] input) {
            Nodes nodes = truth.forward(parameters, input);
            double[] powers = {Double.NaN, Double.NaN, nodes.powers()[2]};
            return new Nodes(nodes.chainVoltages(), powers);
          }
        };
    Evaluations chip = chip(dead, 128 + 192 + 200 + 191);
    Problem problem = problem(Chips.drawn(2), "band", 1);
    String message =
        assertThrows(TrainingFailedException.class, () -> trainer().train(problem, chip))
            .getMessage();
    assertTrue(message.startsWith("the network did not learn: "), message);
    assertTrue(message.contains("Suspect neuron 3 (junction 9)"), message);
    assertEquals(128 + 192 + 200, chip.ledger().total());
  }

  /** A chip that was calibrated with a dead neuron cannot do what a sound one can. */
  @Test
  void learnsWhatIsLeftWithoutADeadNeuron() {
    Calibration damaged =
        Dead.without(Chips.drawn(1), "neuron 1").withDead("neuron 1 (junction 7) is no more");
    PhysicalNetwork network =
        new TwinNetwork(Twin.of(damaged, FILE), new int[] {2}, 0, 0.02, Seeds.generator(1, 5));
    Evaluations chip = chip(network, OPTIONS.budget());
    TrainedParameters trained = trainer().train(problem(damaged, "band", 1), chip);
    assertFalse(trained.reached());
    assertTrue(trained.how().endsWith("right; without neuron 1"), trained.how());
    double accuracy = accuracy(trained, network, data("band", 1));
    assertTrue(accuracy >= 0.6 && accuracy < Task.MORE_THAN_ONE_LAYER, "accuracy " + accuracy);
  }

  @Test
  void refusesToLearnWithoutTheNeuronThatDecides() {
    Calibration damaged = Dead.without(Chips.drawn(1), "neuron 3");
    Evaluations chip = chip(new Scripted(Twin.of(damaged, FILE), p -> 1), OPTIONS.budget());
    Problem problem = problem(damaged, "band", 1);
    String message =
        assertThrows(TrainingFailedException.class, () -> trainer().train(problem, chip))
            .getMessage();
    assertTrue(message.contains("no output neuron emits: neuron 3 (junction 9). Name"), message);
    assertEquals(0, chip.ledger().total());
  }

  @Test
  void saysThatTheBudgetLeavesTooLittle() {
    Evaluations chip = chip(new Scripted(Twin.of(Chips.drawn(2), FILE), p -> 1), 327);
    Problem problem = problem(Chips.drawn(2), "band", 1);
    String message =
        assertThrows(TrainingFailedException.class, () -> trainer().train(problem, chip))
            .getMessage();
    assertTrue(message.contains("leaves 327 evaluations"), message);
    assertTrue(message.contains("takes 328"), message);
    assertEquals(0, chip.ledger().total());
  }
}
