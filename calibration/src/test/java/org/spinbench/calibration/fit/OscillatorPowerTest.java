package org.spinbench.calibration.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spinbench.calibration.Knee;

class OscillatorPowerTest {
  /** I_th = 10 µA, Q = 2: p(20 µA) = 1/4, p(40 µA) = 1/2 (Slavin and Tiberkevich 2009). */
  @ParameterizedTest
  @EnumSource
  void followsTheTextbookAboveThreshold(Knee knee) {
    assertEquals(0.25 * 4e-10, new OscillatorPower(10e-6, 1, 2, 0, 0, knee).at(20e-6), 1e-20);
    assertEquals(0.5 * 16e-10, new OscillatorPower(10e-6, 1, 2, 0, 0, knee).at(40e-6), 1e-20);
  }

  @ParameterizedTest
  @EnumSource
  void emitsItsNoiseAtThresholdAndLessBelow(Knee knee) {
    assertEquals(1e-3, new OscillatorPower(1, 1, 2, 1e-3, 0, knee).at(1), 1e-12);
    assertEquals(0, new OscillatorPower(1, 1, 2, 1e-3, 0, knee).at(0.5), 1e-5);
    assertEquals(0, new OscillatorPower(1, 1, 2, 1e-3, 0, knee).at(-5));
    assertEquals(0, new OscillatorPower(1, 1, 2, 0, 0, knee).at(0.5));
  }

  @ParameterizedTest
  @EnumSource
  void slopeIsThatOfThePower(Knee knee) {
    for (double threshold : new double[] {1, 0.4}) {
      for (double i = 0.1; i < 3; i += 0.13) {
        double h = 1e-6;
        double numeric =
            (new OscillatorPower(threshold, 2, 1.5, 0.02, 0, knee).at(i + h)
                    - new OscillatorPower(threshold, 2, 1.5, 0.02, 0, knee).at(i - h))
                / (2 * h);
        assertEquals(
            numeric, new OscillatorPower(threshold, 2, 1.5, 0.02, 0, knee).slopeAt(i), 1e-6);
      }
      assertEquals(0, new OscillatorPower(threshold, 2, 1.5, 0.02, 0, knee).slopeAt(-0.5));
    }
  }

  /**
   * Twice and four times the threshold, Q = 2: p = 1/4 and 1/2. Widths of such lines are inversely
   * proportional to p; without precession a line is no wider than forty times the bright one.
   */
  @ParameterizedTest
  @EnumSource
  void linesAreAsWideAsTheirOrbitsAreSmall(Knee knee) {
    OscillatorPower emission = new OscillatorPower(1, 1, 2, 1e-5, 0, knee);
    assertEquals(1, emission.widening(4, 4), 1e-12);
    assertEquals(2, emission.widening(2, 4), 0.06);
    assertEquals(1 / (1 / 40.0 + 39 / 40.0 * 0.5), emission.widening(2, 4), 1e-8);
    assertEquals(40, emission.widening(0.5, 4), 0.01);
    assertEquals(40, OscillatorPower.widening(0));
    OscillatorPower noisy = new OscillatorPower(1, 2, 1.5, 0.02, 0, knee);
    for (double i = 0.2; i < 3; i += 0.3) {
      double step = 1e-6;
      double slope = (noisy.widening(i + step, 2) - noisy.widening(i - step, 2)) / (2 * step);
      assertEquals(slope, noisy.wideningSlope(i, 2), 1e-5);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theCurrentForAPowerEmitsIt(Knee knee) {
    OscillatorPower emission = new OscillatorPower(4e-3, 0.13, 2, 1e-3, 0, knee);
    double current = emission.currentFor(1.1e-6, 9e-3);
    assertEquals(1.1e-6, emission.at(current), 1e-15);
    assertEquals(9e-3, emission.currentFor(1e-3, 9e-3), 1e-12);
  }

  /** At the half voltage half of the magnetoresistance is left, so a quarter of the power. */
  @ParameterizedTest
  @EnumSource
  void aQuarterIsLeftAtTheHalfVoltage(Knee knee) {
    double loss = OscillatorPower.loss(45, 0.36);
    assertEquals(0.25, OscillatorPower.left(loss, 8e-3), 1e-12);
    assertEquals(0.64, OscillatorPower.left(loss, 4e-3), 1e-12);
    assertEquals(1, OscillatorPower.left(loss, 0));
    assertEquals(1, OscillatorPower.left(OscillatorPower.loss(45, Double.POSITIVE_INFINITY), 8e-3));
    OscillatorPower whole = new OscillatorPower(4e-3, 0.13, 2, 1e-3, 0, knee);
    OscillatorPower lossy = new OscillatorPower(4e-3, 0.13, 2, 1e-3, loss, knee);
    assertEquals(0.25 * whole.at(8e-3), lossy.at(8e-3), 1e-18);
    double step = 1e-7;
    assertEquals(
        (lossy.at(6e-3 + step) - lossy.at(6e-3 - step)) / (2 * step), lossy.slopeAt(6e-3), 1e-9);
  }

  @Test
  void slopesAreThoseOfTheLogarithm() {
    double loss = 15_000;
    double step = 1e-7;
    double byCurrent =
        Math.log(OscillatorPower.left(loss, 6e-3 + step) / OscillatorPower.left(loss, 6e-3 - step));
    assertEquals(byCurrent / (2 * step), OscillatorPower.leftByCurrent(loss, 6e-3), 1e-4);
    double byLoss =
        Math.log(OscillatorPower.left(loss + 1, 6e-3) / OscillatorPower.left(loss - 1, 6e-3));
    assertEquals(byLoss / 2, OscillatorPower.leftByLoss(loss, 6e-3), 1e-10);
  }
}
