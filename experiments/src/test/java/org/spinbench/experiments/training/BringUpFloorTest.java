package org.spinbench.experiments.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.fit.FitException;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.experiments.network.EvaluationLog;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.network.Ledger;
import org.spinbench.experiments.network.PhysicalNetwork;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.training.trainer.Problem;
import org.spinbench.experiments.training.trainer.TrainedParameters;

class BringUpFloorTest {
  private static final PhysicalNetwork CHIP =
      new PhysicalNetwork() {
        @Override
        public void apply(double[] parameters) {}

        @Override
        public Nodes forward(double[] input) {
          throw new AssertionError("nothing is left to read");
        }
      };

  /** A bench on which 200 readings of the devices end without a fit. */
  private static final class NoFit implements BringUpFloor.Run {
    final List<String> said = new ArrayList<>();
    final Ledger ledger = new Ledger(1000);
    long readings = 70;

    @Override
    public Calibration measured() {
      readings += 200;
      throw new FitException("neuron 1: the fit did not converge in 400 steps.");
    }

    @Override
    public long readings() {
      return readings;
    }

    @Override
    public Evaluations evaluations(Calibration calibration, long before) {
      return new Evaluations(CHIP, ledger, EvaluationLog.NONE, before);
    }

    @Override
    public Problem problem(Calibration prior, Evaluations chip) {
      throw new AssertionError("there is no calibration to train with");
    }

    @Override
    public TrainedParameters train(Problem problem, Evaluations chip) {
      throw new AssertionError("there is no calibration to train with");
    }

    @Override
    public void said(String sentence) {
      said.add(sentence);
    }
  }

  @Test
  void aTrainingKeepsItsResultIfADeviceGivesNoFit() {
    NoFit run = new NoFit();
    Problem problem = Believed.problem(3);
    TrainedParameters first = new TrainedParameters(new double[9], 1e-6, false, "blocks");
    Evaluations chip = new Evaluations(CHIP, run.ledger, EvaluationLog.NONE, 41);
    BringUpFloor.Outcome outcome = BringUpFloor.raise(run, problem, first, chip);
    assertSame(first, outcome.trained());
    assertTrue(outcome.calibration().isEmpty());
    assertEquals(41, outcome.chip().number(), "the numbers of evaluations go on");
    assertEquals(200, run.ledger.count(Purpose.CALIBRATE));
    assertEquals(
        "the result so far stays, because measuring every device failed: neuron 1: the fit did not"
            + " converge in 400 steps.",
        run.said.get(1));
  }
}
