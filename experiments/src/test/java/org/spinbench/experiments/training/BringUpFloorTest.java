package org.spinbench.experiments.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
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

@Tag("any-jdk")
class BringUpFloorTest {
  private static final double FULL = Believed.FILE.inputs().get(0).maximumPower();

  /** A chip that has learned the diagonal: 1 µW for class 1, 0.4 µW for class 0. */
  private static final PhysicalNetwork CHIP =
      new PhysicalNetwork() {
        @Override
        public void apply(double[] parameters) {}

        @Override
        public Nodes forward(double[] input) {
          double apart = Math.abs(input[0] - input[1]);
          double power = apart > 0.35 * FULL ? 1.0e-6 : 0.4e-6;
          return new Nodes(new double[3], new double[] {Double.NaN, Double.NaN, power});
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

  private static TrainedParameters trained(double decision) {
    return new TrainedParameters(new double[9], decision, false, "blocks");
  }

  private static BringUpFloor.Outcome raised(NoFit run, TrainedParameters first) {
    Evaluations chip = new Evaluations(CHIP, run.ledger, EvaluationLog.NONE, 41);
    return BringUpFloor.raise(run, Believed.problem(3), first, chip);
  }

  @Test
  void aTrainingKeepsItsResultIfADeviceGivesNoFit() {
    NoFit run = new NoFit();
    TrainedParameters first = trained(0.7e-6);
    BringUpFloor.Outcome outcome = raised(run, first);
    assertSame(first, outcome.trained(), "its decision is still right");
    assertTrue(outcome.calibration().isEmpty());
    assertEquals(41 + 64, outcome.chip().number(), "the numbers of evaluations go on");
    assertEquals(200, run.ledger.count(Purpose.CALIBRATE));
    assertEquals(
        "the result so far stays, because measuring every device failed: neuron 1: the fit did not"
            + " converge in 400 steps.",
        run.said.get(1));
  }

  /** The chip emitted more when it was trained: the level of then is above both classes. */
  @Test
  void itsDecisionIsPlacedAnewIfTheChipHasDrifted() {
    NoFit run = new NoFit();
    TrainedParameters placed = raised(run, trained(1.2e-6)).trained();
    assertTrue(placed.decisions()[0] > 0.4e-6 && placed.decisions()[0] < 1e-6);
    assertEquals(64, run.ledger.count(Purpose.ACCEPT));
    assertFalse(placed.reached());
    assertTrue(placed.how().endsWith("the decision of then, 0 with one placed anew"), placed.how());
  }

  @Test
  void itStaysAsItWasIfNoEvaluationIsLeft() {
    NoFit run = new NoFit();
    run.ledger.count(Purpose.TRAIN, 1000 - 200 - 63);
    TrainedParameters first = trained(1.2e-6);
    assertSame(first, raised(run, first).trained());
  }
}
