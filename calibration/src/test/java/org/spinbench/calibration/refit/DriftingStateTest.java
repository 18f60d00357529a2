package org.spinbench.calibration.refit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.drift.DriftModel;

/** The state against the same readings taken in at once, as one normal distribution. */
class DriftingStateTest {
  private static final DriftModel DRIFT = new DriftModel(List.of(4.0, 30.0), List.of(0.3, 0.2));
  private static final double NOISE = 0.05;
  private static final double STEP = 1.5;
  private static final int READINGS = 25;

  private final Calibration prior = DesignPrior.of(DrawnChip.FILE);
  private final ChipModel model = new ChipModel(DrawnChip.FILE, prior);
  private final Resonances resonances = new Resonances(model, prior);
  private final int numbers = model.unknowns().size();
  private final DriftingState state = new DriftingState(numbers, resonances, DRIFT);

  /** Variance of a resonance that is not drift, half widths squared. */
  private double constant(int synapse) {
    return 1 / (resonances.width[synapse] * resonances.width[synapse]);
  }

  /** Covariance of the drift with itself some time later: two processes that relax. */
  private static double drift(double later) {
    return 0.09 * Math.exp(-later / 4) + 0.04 * Math.exp(-later / 30);
  }

  /** Reads the offset of a resonance, in half widths. */
  private void read(int synapse, double value, int error) {
    double[] byOffset = new double[6];
    byOffset[synapse] = 1;
    double known = state.project(new double[numbers], byOffset, error);
    double off = value - state.foreseen(0, new double[state.mean().length]);
    state.correct(off, NOISE * NOISE, known + NOISE * NOISE);
  }

  @Test
  void halfWidthsAreThoseOfTheChip() {
    double halfWidth = prior.chains().get(0).synapses().get(0).halfWidth().value();
    double deviation = prior.chains().get(0).synapses().get(0).resonance().deviation();
    assertEquals(halfWidth / deviation, resonances.width[0], 1e-12);
    assertEquals(6, resonances.place.length);
    assertEquals("synapse 6", model.unknowns().get(resonances.place[5]).device());
  }

  @Test
  void readingsThroughTimeTellTheDriftAsAllOfThemAtOnce() {
    Random random = new Random(4);
    RealMatrix all = new Array2DRowRealMatrix(READINGS, READINGS);
    RealVector values = new ArrayRealVector(READINGS);
    RealVector withDrift = new ArrayRealVector(READINGS);
    RealVector withOffset = new ArrayRealVector(READINGS);
    for (int i = 0; i < READINGS; i++) {
      values.setEntry(i, 0.4 * random.nextGaussian());
      double last = (READINGS - 1 - i) * STEP;
      withDrift.setEntry(i, drift(last));
      withOffset.setEntry(i, drift(last) + constant(0));
      for (int j = 0; j < READINGS; j++) {
        double noise = i == j ? NOISE * NOISE : 0;
        all.setEntry(i, j, constant(0) + drift(Math.abs(i - j) * STEP) + noise);
      }
    }
    for (int i = 0; i < READINGS; i++) {
      state.advance(STEP);
      read(0, values.getEntry(i), -1);
    }
    DecompositionSolver solver = new LUDecomposition(all).getSolver();
    double learned = withOffset.dotProduct(solver.solve(withOffset));
    double before = constant(0) + drift(0);
    assertEquals(before - learned, state.offsetCovariance()[0][0], 1e-8);
    assertEquals(withDrift.dotProduct(solver.solve(values)), state.offsets()[0], 1e-9);
    double[] z = state.z(state.mean());
    assertEquals(
        withOffset.dotProduct(solver.solve(values)),
        z[resonances.place[0]] / resonances.width[0],
        1e-9);
  }

  /** Another resonance learns nothing, and an unknown has the variance of its offset. */
  @Test
  void theCovarianceOfTheUnknownsIsThatOfTheOffsets() {
    read(0, 0.2, -1);
    double[][] covariance = state.covariance();
    double[][] offsets = state.offsetCovariance();
    double known = constant(1) + drift(0);
    assertEquals(known, offsets[1][1], 1e-8);
    assertEquals(0, offsets[0][1], 0);
    for (int s = 0; s < 6; s++) {
      double unit = resonances.width[s] * resonances.width[s];
      int place = resonances.place[s];
      assertEquals(1, covariance[place][place] / (offsets[s][s] * unit), 1e-6);
    }
    assertEquals(1, covariance[0][0], 1e-8, "an offset of a chain stays as uncertain as it was");
  }

  /** The reading is the sum of offset and error; each gets its part of the surprise. */
  @Test
  void anErrorOfTheModelTakesItsPartOfAReading() {
    state.addErrors(new double[] {1, 100});
    read(2, 3, 1);
    double offset = constant(2) + drift(0);
    double total = offset + 100 + NOISE * NOISE;
    double[] mean = state.mean();
    assertEquals(3 * 100 / total, mean[mean.length - 1], 1e-9);
    assertEquals(0, mean[mean.length - 2], 0);
    assertEquals(3 * drift(0) / total, state.offsets()[2], 1e-9);
    state.advance(1e9);
    assertEquals(3 * 100 / total, state.mean()[mean.length - 1], 1e-9, "an error stays");
    assertArrayEquals(new double[6], state.offsets(), 1e-12);
  }

  /** Of a reading now, the fast process tells less of a later offset than the slow one. */
  @Test
  void aReadingTellsLessOfLaterOffsets() {
    double[] byOffset = {0, 0, 0, 2, 0, 0};
    double variance = state.project(new double[numbers], byOffset, -1);
    assertEquals(4 * (constant(3) + drift(0)), variance, 1e-9);
    for (double later : new double[] {0, 1, 10, 100}) {
      double expected = 2 * (constant(3) + drift(later));
      assertEquals(expected, state.covarianceWithReading(3, later), 1e-9);
    }
    assertEquals(0, state.covarianceWithReading(1, 0), 0);
  }
}
