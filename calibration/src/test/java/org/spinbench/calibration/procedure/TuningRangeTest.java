package org.spinbench.calibration.procedure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;

class TuningRangeTest {
  @Test
  void comesFromTuningOfEitherSign() {
    for (double tuning : new double[] {3e9, -3e9}) {
      TuningRange reach =
          TuningRange.of(
              new SynapseResponse(
                  "synapse 1",
                  1,
                  Value.exact(250e6),
                  Value.exact(5e6),
                  Value.exact(60),
                  Value.exact(8),
                  Value.exact(tuning),
                  Value.exact(1e10),
                  Value.exact(0.05),
                  Value.exact(0)),
              10e-3);
      assertEquals(221e6, reach.low(), 1);
      assertEquals(281e6, reach.high(), 1);
    }
  }

  @Test
  void marginIsThatOfTheTighterSide() {
    TuningRange reach = new TuningRange(221e6, 281e6, 5e6);
    assertEquals(2, reach.margin(231e6, 240e6), 1e-12);
    assertTrue(reach.margin(279e6, 285e6) < 0);
  }

  @Test
  void aToneIsPlacedWhereTheTightestMarginIsWidest() {
    assertEquals(250e6, TuningRange.place(List.of(new TuningRange(220e6, 280e6, 5e6))), 1e3);
    assertEquals(
        252e6,
        TuningRange.place(
            List.of(new TuningRange(220e6, 280e6, 5e6), new TuningRange(224e6, 284e6, 5e6))),
        1e3);
    // the narrow line gets its middle as far as the wide one allows: margins (f − 230)/2, (270 −
    // f)/5
    double f =
        TuningRange.place(
            List.of(new TuningRange(230e6, 300e6, 2e6), new TuningRange(200e6, 270e6, 5e6)));
    assertEquals((230.0 / 2 + 270.0 / 5) / (0.5 + 0.2) * 1e6, f, 1e5);
  }
}
