package org.spinbench.experiments.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.BenchFile;
import org.spinbench.experiments.Chips;
import org.spinbench.experiments.FixedClock;
import org.spinbench.experiments.RunFiles;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.network.Ledger;
import org.spinbench.experiments.network.PhysicalNetwork;
import org.spinbench.experiments.network.RunLog;
import org.spinbench.experiments.network.TwinNetwork;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Step;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.task.TaskData;

class LearnerTest {
  private static final BenchFile FILE = Chips.file();
  private static final TrainingOptions OPTIONS = TrainingOptions.standard();

  @TempDir Path folder;

  private static TaskData data(RunFile run) {
    return TaskData.draw(
        Task.named(run.start().task()),
        run.start().seed(),
        new TaskData.Sizes(
            OPTIONS.trainSamples(), OPTIONS.validationSamples(), OPTIONS.testSamples()));
  }

  private static Learner learner(Calibration calibration, PhysicalNetwork network, RunFile run) {
    Evaluations chip =
        new Evaluations(
            network,
            new Ledger(OPTIONS.budget(), run.evaluations()),
            new RunLog(run, new FixedClock(), FILE));
    return new Learner(
        calibration, FILE, data(run), chip, run, new FixedClock(), OPTIONS, TrainingProgress.NONE);
  }

  private static double accuracy(Learner.Outcome outcome, RunFile run) {
    List<Integer> labels = data(run).test().stream().map(s -> s.label()).toList();
    int right = 0;
    for (int i = 0; i < labels.size(); i++) {
      int decided = outcome.testPowers()[i] > outcome.decision() ? 1 : 0;
      right += decided == labels.get(i) ? 1 : 0;
    }
    return (double) right / labels.size();
  }

  /**
   * The chip is off its calibration by 5 % of the spread and fluctuates from reading to reading.
   */
  @Test
  void reachesTheGoalOnNoisyChipsThatAreNotTheirTwins() {
    double sum = 0;
    int runs = 0;
    for (String task : List.of("xor", "band")) {
      for (long chip = 1; chip <= 2; chip++) {
        try (RunFile run = RunFiles.create(folder, chip, task, OPTIONS)) {
          Twin truth = Twin.of(Chips.drawn(chip), FILE);
          PhysicalNetwork network =
              new TwinNetwork(truth, new int[] {2}, 2e-5, 0.02, Seeds.generator(chip, 5));
          Learner learner = learner(Chips.mistaken(chip, 0.05), network, run);
          double accuracy = accuracy(learner.learn(), run);
          assertTrue(accuracy >= 0.95, task + " on chip " + chip + ": " + accuracy);
          sum += accuracy;
          runs++;
        }
      }
    }
    assertTrue(sum / runs >= 0.977, "mean " + sum / runs);
  }

  /** Stops the network after a number of evaluations, as a lost connection would. */
  private static PhysicalNetwork failing(PhysicalNetwork inner, LongPredicate fails) {
    return new PhysicalNetwork() {
      private long evaluations;

      @Override
      public void apply(double[] parameters) {
        inner.apply(parameters);
      }

      @Override
      public Nodes forward(double[] input) {
        if (fails.test(++evaluations)) {
          throw new IllegalStateException("connection lost");
        }
        return inner.forward(input);
      }
    };
  }

  @Test
  void aResumedRunEndsAsOneThatWasNotInterrupted() {
    Calibration calibration = Chips.mistaken(8, 0.1);
    Twin truth = Twin.of(Chips.drawn(8), FILE);
    Learner.Outcome whole;
    List<Step> wholeSteps;
    try (RunFile run = RunFiles.create(folder, 5, "xor", OPTIONS)) {
      whole = learner(calibration, steady(truth), run).learn();
      wholeSteps = run.steps();
    }
    Path interrupted;
    try (RunFile run = RunFiles.create(folder, 5, "xor", OPTIONS)) {
      interrupted = run.path();
      // 128 for the deployment, 192 a block: in the middle of the second block.
      PhysicalNetwork network = failing(steady(truth), n -> n == 128 + 192 + 100);
      Learner learner = learner(calibration, network, run);
      assertThrows(IllegalStateException.class, learner::learn);
    }
    try (RunFile run = RunFile.open(interrupted)) {
      Learner.Outcome resumed = learner(calibration, steady(truth), run).learn();
      assertArrayEquals(whole.parameters(), resumed.parameters());
      assertEquals(whole.decision(), resumed.decision());
      assertArrayEquals(whole.testPowers(), resumed.testPowers());
      assertEquals(whole.blocks(), resumed.blocks());
      assertEquals(wholeSteps, run.steps());
      long made = run.evaluations().get(Purpose.TRAIN) + run.evaluations().get(Purpose.ACCEPT);
      assertEquals(128 + 192L * whole.blocks() + 100, made);
    }
  }

  private static PhysicalNetwork steady(Twin truth) {
    return new TwinNetwork(truth, new int[] {2}, 0, 0, Seeds.generator(0));
  }

  /** Neuron 3 dies between calibration and deployment. */
  @Test
  void namesTheNeuronThatDiedOnTheWay() {
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
    try (RunFile run = RunFiles.create(folder, 1, "band", OPTIONS)) {
      Learner learner = learner(Chips.drawn(2), dead, run);
      String message = assertThrows(TrainingFailedException.class, learner::learn).getMessage();
      assertTrue(message.startsWith("the network did not learn: "), message);
      assertTrue(message.contains("Suspect neuron 3 (junction 9)"), message);
    }
  }
}
