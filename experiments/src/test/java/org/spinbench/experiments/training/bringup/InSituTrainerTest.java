package org.spinbench.experiments.training.bringup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.Chips;
import org.spinbench.experiments.network.EvaluationLog;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.network.Ledger;
import org.spinbench.experiments.network.PhysicalNetwork;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.task.TaskData;
import org.spinbench.experiments.training.Scripted;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.Decision;
import org.spinbench.experiments.training.loss.LogisticLoss;
import org.spinbench.experiments.training.loss.OutputReadings;
import org.spinbench.experiments.training.trainer.TrainingOptions;
import org.spinbench.experiments.training.trainer.TrainingProgress;

@Tag("any-jdk")
class InSituTrainerTest {
  private static final BenchFile FILE = Chips.file();
  private static final TrainingOptions OPTIONS =
      new TrainingOptions(
          "bring-up", 0, 0.977, 200, 200, 40, 0, 0, 1, 4, 3, 8, 0.004, 2, 3e-5, 10_000, true);
  private static final LogisticLoss SHAPE = new LogisticLoss(1e-7, 2e-8, 0.2);

  private final Ledger ledger = new Ledger(OPTIONS.budget());
  private final Twin twin = Twin.of(Chips.drawn(3), FILE);
  private final TaskData data = TaskData.draw(Task.named("xor"), 1, new TaskData.Sizes(200, 40, 0));

  /** A set that solves the task on this chip. */
  private final double[] solved = {
    1.74e-3, 3.72e-3, -9.91e-3, 2.68e-3, -0.59e-3, 4.63e-3, 7.36e-3, 5.08e-3, 4.17e-3
  };

  /** A set that neither solves the task nor has a dead neuron. */
  private final double[] begin = {2e-3, -1e-3, -2e-3, 1e-3, 1e-3, -1e-3, 6e-3, 6e-3, 5e-3};

  private InSituTrainer trainer(PhysicalNetwork network, double powerNoise) {
    Evaluations chip = new Evaluations(network, ledger, EvaluationLog.NONE);
    return new InSituTrainer(
        twin,
        new int[] {2},
        new double[] {powerNoise},
        SHAPE,
        chip,
        Examples.of(data.train(), FILE),
        Examples.of(data.validation(), FILE),
        OPTIONS,
        1,
        TrainingProgress.NONE,
        new Diagnosis(twin, FILE, 2));
  }

  @Test
  void acceptsABlockThatTheChipFindsBetterAndContinuesFromIt() {
    InSituTrainer trainer = trainer(new Scripted(twin, p -> 1), 0);
    TrainerState state = trainer.deploy(begin);
    InSituTrainer.Block block = trainer.block(state);
    assertTrue(block.decision().loss() < state.decision().loss());
    assertTrue(block.accepted());
    assertArrayEquals(block.proposed(), block.after().parameters());
    assertEquals(1, block.after().block());
    assertEquals(OPTIONS.rate(), block.after().rate());
    assertEquals(3, block.after().adam().steps());
  }

  /** A chip that gets useless as soon as it leaves the first parameters, whatever the twin says. */
  @Test
  void keepsTheBestAndHalvesTheStepWhenTheChipDisagrees() {
    Scripted network = new Scripted(twin, p -> p[0] == solved[0] ? 1 : 0);
    InSituTrainer trainer = trainer(network, 0);
    TrainerState state = trainer.deploy(solved);
    for (int n = 1; n <= OPTIONS.rejections(); n++) {
      assertTrue(trainer.isWorthAnotherBlock(state));
      InSituTrainer.Block block = trainer.block(state);
      assertFalse(block.accepted());
      state = block.after();
      assertArrayEquals(solved, state.parameters());
      assertEquals(n, state.rejections());
      assertEquals(OPTIONS.rate() / StrictMath.pow(2, n), state.rate(), 1e-18);
      assertEquals(0, state.adam().steps());
    }
    assertFalse(trainer.isWorthAnotherBlock(state));
  }

  /** The same gain is no gain when the readings fluctuate so much that chance explains it. */
  @Test
  void doesNotTakeNoiseForProgress() {
    TrainerState state = trainer(new Scripted(twin, p -> 1), 0).deploy(begin);
    assertTrue(trainer(new Scripted(twin, p -> 1), 0).block(state).accepted());
    assertFalse(trainer(new Scripted(twin, p -> 1), 30).block(state).accepted());
  }

  @Test
  void staysWithinTheRangesOfTheParameters() {
    double[] edge = {10e-3, -10e-3, 10e-3, -10e-3, 10e-3, -10e-3, 8e-3, 8e-3, 8e-3};
    Scripted network = new Scripted(twin, p -> 1);
    InSituTrainer trainer = trainer(network, 0);
    trainer.block(trainer.deploy(edge));
    double[] lower = twin.lower();
    double[] upper = twin.upper();
    for (double[] parameters : network.applied) {
      for (int i = 0; i < parameters.length; i++) {
        assertTrue(parameters[i] >= lower[i] && parameters[i] <= upper[i]);
      }
    }
  }

  @Test
  void endsAfterTheBlocksItMay() {
    InSituTrainer trainer = trainer(new Scripted(twin, p -> 1), 0);
    TrainerState state = trainer.deploy(begin);
    int blocks = 0;
    while (trainer.isWorthAnotherBlock(state)) {
      state = trainer.block(state).after();
      blocks++;
    }
    assertTrue(blocks <= OPTIONS.blocks());
    assertEquals(blocks, state.block());
  }

  @Test
  void countsEachEvaluationUnderItsPurpose() {
    InSituTrainer trainer = trainer(new Scripted(twin, p -> 1), 0);
    trainer.block(trainer.deploy(begin));
    assertEquals(80, ledger.count(Purpose.ACCEPT));
    assertEquals(24, ledger.count(Purpose.TRAIN));
  }

  /** Nothing but the state, the seed and the chip's answers enters a block. */
  @Test
  void makesTheSameBlockFromTheSameState() {
    InSituTrainer first = trainer(new Scripted(twin, p -> 1), 0);
    TrainerState state = first.block(first.deploy(begin)).after();
    InSituTrainer.Block one = first.block(state);
    InSituTrainer.Block other = trainer(new Scripted(twin, p -> 1), 0).block(state);
    assertArrayEquals(one.proposed(), other.proposed());
    assertArrayEquals(one.decision().levels(), other.decision().levels());
    assertEquals(one.decision().loss(), other.decision().loss());
    assertArrayEquals(one.after().powers().powers(), other.after().powers().powers());
  }

  /** On a chip that is its twin, the measured correction vanishes: the gradient is the twin's. */
  @Test
  void movesAsTheTwinSaysWhereTheChipIsItsTwin() {
    double[] gradient = numericalGradient();
    // Adam's first step has the length of the rate against the gradient's sign.
    Scripted network = new Scripted(twin, p -> 1);
    InSituTrainer trainer = trainer(network, 0);
    trainer.block(trainer.deploy(begin));
    double[] afterOneStep = network.applied.get(2);
    for (int i = 0; i < gradient.length; i++) {
      double range = twin.upper()[i] - twin.lower()[i];
      double expected = -OPTIONS.rate() * Math.signum(gradient[i]);
      assertEquals(expected, (afterOneStep[i] - begin[i]) / range, 1e-5);
    }
  }

  /** By central differences of the mean loss over the training set, at the deployed decision. */
  private double[] numericalGradient() {
    Examples train = Examples.of(data.train(), FILE);
    Examples accept = Examples.of(data.validation(), FILE);
    double[][] powers = new double[accept.size()][];
    for (int k = 0; k < powers.length; k++) {
      powers[k] = new double[] {twin.forward(begin, accept.inputs()[k]).powers()[2]};
    }
    Decision decision = Decision.best(new OutputReadings(powers, accept.targets()), SHAPE);
    LogisticLoss loss = SHAPE.at(decision.levels());
    double[] gradient = new double[begin.length];
    for (int i = 0; i < begin.length; i++) {
      for (int side = -1; side <= 1; side += 2) {
        double[] moved = begin.clone();
        moved[i] += side * 1e-8;
        for (int k = 0; k < train.size(); k++) {
          double power = twin.forward(moved, train.inputs()[k]).powers()[2];
          gradient[i] += side * loss.value(power, train.labels()[k]) / (2e-8 * train.size());
        }
      }
    }
    return gradient;
  }
}
