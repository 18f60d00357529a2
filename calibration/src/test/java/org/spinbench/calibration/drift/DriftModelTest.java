package org.spinbench.calibration.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class DriftModelTest {
  @Test
  void flickerNoiseHasItsTotalAndChangesByTwiceItsVarianceInTheEnd() {
    DriftModel model = DriftModel.flicker(0.1);
    assertEquals(0.1, model.total(), 1e-15);
    assertEquals(2 * 0.01, model.meanSquareChange(1e9), 1e-12);
    assertEquals(0, model.meanSquareChange(0), 0);
  }

  @Test
  void oneProcessChangesAsItsAutocorrelationSays() {
    DriftModel model = new DriftModel(List.of(50.0), List.of(0.2));
    assertEquals(2 * 0.04 * (1 - Math.exp(-0.5)), model.meanSquareChange(25), 1e-12);
  }

  @Test
  void theIntervalIsWhereTheChangeReachesTheTolerance() {
    DriftModel model = DriftModel.flicker(0.1);
    double interval = model.interval(0.04);
    assertEquals(0.04, Math.sqrt(model.meanSquareChange(interval)), 1e-4);
    assertEquals(Double.POSITIVE_INFINITY, model.interval(0.2));
    assertTrue(model.interval(0.01) < interval);
  }

  @Test
  void timesAndDeviationsBelongTogether() {
    assertThrows(
        IllegalArgumentException.class, () -> new DriftModel(List.of(1.0, 2.0), List.of(1.0)));
  }

  @Test
  void aDriftThatIsNoNumberIsRefused() {
    for (double wrong : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -0.1}) {
      assertTrue(
          assertThrows(
                  IllegalArgumentException.class,
                  () -> new DriftModel(List.of(1.0), List.of(wrong)))
              .getMessage()
              .contains(Double.toString(wrong)));
    }
  }
}
