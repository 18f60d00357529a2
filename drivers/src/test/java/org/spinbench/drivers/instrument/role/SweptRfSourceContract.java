package org.spinbench.drivers.instrument.role;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.LimitException;

/** What every RF source keeps to that steps through frequencies by itself. */
public abstract class SweptRfSourceContract extends RfSourceContract {
  private static final int POINTS = 1001;
  private static final double DWELL = 10e-3;

  /** A pass may take longer than its dwells, but not three times as long. */
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

  private SweptRfSource ready() {
    SweptRfSource source = (SweptRfSource) open();
    source.inspect();
    source.prepare();
    return source;
  }

  private static void runs(SweptRfSource source) {
    assertFalse(source.sweeping());
    long sent = source.session().messagesSent();
    source.startSweep();
    assertTrue(source.session().messagesSent() - sent <= 4, "it takes one message and its check");
    assertTrue(source.sweeping());
    source.session().clock().sleep(LONG_ENOUGH);
    assertFalse(source.sweeping());
    source.endSweep();
    assertEquals(List.of(), source.session().errors());
  }

  @Test
  final void aPassOverManyPointsRunsOnceAndEnds() {
    SweptRfSource source = ready();
    source.prepareSweep(1e9, 2e9, POINTS, DWELL);
    runs(source);
    source.prepareSweep(2e9, 1.5e9, 2, DWELL);
    runs(source);
  }

  @Test
  final void aListRunsOnceAndEnds() {
    SweptRfSource source = ready();
    assumeTrue(source instanceof ListRfSource, "it has no lists");
    double[] frequencies = new double[POINTS];
    for (int i = 0; i < POINTS; i++) {
      frequencies[i] = 1e9 + 1e6 * (i * 7 % POINTS);
    }
    ((ListRfSource) source).prepareList(DWELL, frequencies);
    runs(source);
    ((ListRfSource) source).prepareList(DWELL, 2e9);
    runs(source);
  }

  @Test
  final void whatIsOutOfRangeIsNotSwept() {
    SweptRfSource source = ready();
    double beyond = 1.01 * source.frequency().maximum();
    assertThrows(LimitException.class, () -> source.prepareSweep(1e9, beyond, POINTS, DWELL));
    assertThrows(LimitException.class, () -> source.prepareSweep(1e9, 2e9, 1, DWELL));
    assertThrows(LimitException.class, () -> source.prepareSweep(1e9, 2e9, POINTS, 1e6));
    if (source instanceof ListRfSource lists) {
      assertThrows(LimitException.class, () -> lists.prepareList(DWELL, 1e9, beyond, 2e9));
    }
    source.frequency().set(1e9);
    source.settings().limit("frequency", 0.9e9, 2e9);
    LimitException e =
        assertThrows(LimitException.class, () -> source.prepareSweep(1e9, 2.1e9, 3, DWELL));
    assertEquals(LimitException.Level.STATION, e.level());
    assertFalse(source.sweeping());
    assertEquals(List.of(), source.session().errors());
  }

  @Test
  final void safeEndsAPass() {
    SweptRfSource source = ready();
    source.power().set(source.power().minimum());
    source.prepareSweep(1e9, 2e9, POINTS, DWELL);
    source.output().set(true);
    source.startSweep();
    source.safe();
    assertFalse(source.sweeping());
    assertFalse(energised(source));
    assertEquals(List.of(), source.session().errors());
  }
}
