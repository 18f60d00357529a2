package org.spinbench.drivers.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.role.SpectrumTrace;

final class UnitsTest {
  @Test
  void zeroDbmIsAMilliwatt() {
    assertEquals(1e-3, Units.wattsOfDbm(0));
    assertEquals(0, Units.dbmOfWatts(1e-3));
  }

  @Test
  void thirtyDbmIsAWattAndMinusThirtyAMicrowatt() {
    assertEquals(1, Units.wattsOfDbm(30), 1e-15);
    assertEquals(1e-6, Units.wattsOfDbm(-30), 1e-21);
    assertEquals(-30, Units.dbmOfWatts(1e-6), 1e-12);
  }

  @Test
  void threeDbAreAlmostTwice() {
    assertEquals(1.9952623149688795, Units.ratioOfDb(3), 1e-15);
    assertEquals(0.1, Units.ratioOfDb(-10), 1e-16);
  }

  @Test
  void noPowerHasNoLevel() {
    assertEquals(Double.NEGATIVE_INFINITY, Units.dbmOfWatts(0));
  }

  @Test
  void aTraceNumbersItsPointsFromStartToStop() {
    SpectrumTrace trace =
        new SpectrumTrace(100, 200, 1, new double[5], java.time.Instant.EPOCH, false);
    assertEquals(5, trace.points());
    assertEquals(100, trace.frequency(0));
    assertEquals(125, trace.frequency(1));
    assertEquals(200, trace.frequency(4));
  }
}
