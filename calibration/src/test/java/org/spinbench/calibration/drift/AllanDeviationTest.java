package org.spinbench.calibration.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("any-jdk")
class AllanDeviationTest {
  private static final DriftModel BELIEF = DriftModel.flicker(0.1);

  /** Readings of offsets that wander by one process, every 25 evaluations. */
  private static AllanDeviation measured(double time, double deviation, double noise) {
    AllanDeviation allan = new AllanDeviation(6);
    Random random = new Random(7);
    for (int offset = 0; offset < 6; offset++) {
      double value = deviation * random.nextGaussian();
      double forget = Math.exp(-25 / time);
      for (int i = 0; i < 400; i++) {
        value = forget * value + deviation * Math.sqrt(1 - forget * forget) * random.nextGaussian();
        allan.add(offset, 25L * i, value + noise * random.nextGaussian(), noise);
      }
    }
    return allan;
  }

  @Test
  void twoReadingsAreHalfTheirSquaredDifferenceApart() {
    AllanDeviation allan = new AllanDeviation(1);
    allan.add(0, 0, 0.1, 0);
    allan.add(0, 40, 0.3, 0);
    List<AllanDeviation.Point> points = allan.points();
    assertEquals(1, points.size());
    assertEquals(40, points.get(0).time());
    assertEquals(0.2 / Math.sqrt(2), points.get(0).deviation(), 1e-12);
    assertEquals(1, points.get(0).pairs());
  }

  @Test
  void whiteNoiseIsTheSameAtEveryTime() {
    for (AllanDeviation.Point point : measured(300, 0, 0.05).points()) {
      assertEquals(0.05, point.deviation(), 0.01, "over " + point.time());
    }
  }

  @Test
  void aProcessIsFoundAtItsTimeWithItsStrength() {
    DriftModel fitted = measured(300, 0.1, 0.01).fit(BELIEF);
    double change = Math.sqrt(fitted.meanSquareChange(100));
    double truth = Math.sqrt(2 * 0.01 * (1 - Math.exp(-1.0 / 3)));
    assertEquals(truth, change, 0.15 * truth);
    assertTrue(fitted.deviations().get(1) > 2 * fitted.deviations().get(0), fitted.toString());
    assertTrue(fitted.deviations().get(1) > fitted.deviations().get(3), fitted.toString());
  }

  @Test
  void aChipThatStandsStillIsBelievedToDriftLess() {
    DriftModel fitted = measured(300, 0, 0.01).fit(BELIEF);
    assertTrue(fitted.meanSquareChange(200) < BELIEF.meanSquareChange(200) / 10, fitted.toString());
  }

  @Test
  void withoutReadingsTheBeliefStays() {
    DriftModel fitted = new AllanDeviation(6).fit(BELIEF);
    assertEquals(BELIEF.total(), fitted.total(), 1e-9);
  }

  /** One reading that is no number would make every later fit none. */
  @Test
  void whatIsNoNumberIsRefused() {
    AllanDeviation allan = new AllanDeviation(1);
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> allan.add(0, 5, Double.NEGATIVE_INFINITY, 0.01))
            .getMessage()
            .contains("-Infinity"));
    assertThrows(IllegalArgumentException.class, () -> allan.add(0, 5, 0.1, Double.NaN));
    assertEquals(BELIEF.total(), allan.fit(BELIEF).total(), 1e-9);
  }
}
