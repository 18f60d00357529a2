package org.spinbench.experiments.training.bayesian;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.refit.DesignPrior;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.training.Believed;
import org.spinbench.experiments.training.bayesian.PosteriorTrainer.Candidate;
import org.spinbench.experiments.training.loss.Loss;
import org.spinbench.experiments.training.trainer.Problem;

/** Blocks on a chip that is exactly as designed, from parameters that are nothing special. */
@Tag("any-jdk")
class PhysicsAwareBlockTest {
  private final Problem problem = Believed.problem(3);
  private final Evaluations chip = Believed.evaluations(Believed.exact(), 5000);
  private final double full = DesignPrior.fullScale(Believed.FILE).powers()[Believed.OUTPUT];
  private final Loss shape = Loss.forBelief(problem.answers(), full, 0.06);
  private final Twin twin = Twin.of(Believed.DESIGN, Believed.FILE);

  private Candidate start() {
    double[] parameters = twin.lower();
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] += 0.55 * (twin.upper()[i] - parameters[i]);
    }
    return new Candidate(parameters, new double[] {0.3}, new double[] {0.3 * full}, 0.5);
  }

  private PhysicsAwareBlock blocks() {
    ChipBelief belief = new ChipBelief(problem, chip, Seeds.generator(5));
    return new PhysicsAwareBlock(problem, chip, belief, shape, Seeds.generator(6));
  }

  @Test
  void stepsDownTheMeasuredLossWithinTheLimits() {
    Candidate start = start();
    PhysicsAwareBlock.Outcome after = blocks().run(start);
    assertTrue(after.better(), "loss " + after.loss());
    for (int i = 0; i < start.parameters().length; i++) {
      double range = twin.upper()[i] - twin.lower()[i];
      double moved = Math.abs(after.parameters()[i] - start.parameters()[i]) / range;
      // Ten of Adam's steps, each of at most about a rate.
      assertTrue(moved < 0.1, i + " moved by " + moved);
      assertTrue(after.parameters()[i] >= twin.lower()[i]);
      assertTrue(after.parameters()[i] <= twin.upper()[i]);
    }
  }

  @Test
  void takesWhatItSaysThatItCosts() {
    blocks().run(start());
    assertEquals(PhysicsAwareBlock.cost(), chip.ledger().total());
    assertEquals(160, chip.ledger().count(Purpose.TRAIN));
    assertEquals(64, chip.ledger().count(Purpose.ACCEPT), "32 samples before, the same after");
  }

  @Test
  void theCandidateIsLeftAsItWas() {
    Candidate start = start();
    blocks().run(start);
    assertArrayEquals(start().parameters(), start.parameters());
  }
}
