package org.spinbench.drivers.instrument.role;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.LimitException;

/** What every source of bias keeps to that goes through levels by itself. */
public abstract class SweptBiasSourceContract extends BiasSourceContract<SweptBiasSource> {
  private static final int POINTS = 1001;
  private static final double DWELL = 10e-3;

  /** A pass may take longer than its dwells, but not three times as long. */
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

  /** Magnitude of a level that passes can begin at. */
  protected double base() {
    return largest() / 4;
  }

  private SweptBiasSource standingAt(double level) {
    SweptBiasSource source = open();
    source.inspect();
    source.prepare(largest());
    source.output().ensure(true);
    source.level().ensure(0);
    source.ramp(level);
    return source;
  }

  /** There and back between two levels. */
  private static double[] between(double from, double to) {
    double[] levels = new double[POINTS];
    for (int k = 0; k < POINTS; k++) {
      levels[k] = from + (to - from) * Math.min(k, POINTS - 1 - k) / (POINTS / 2);
    }
    return levels;
  }

  @Test
  final void aPassOverManyLevelsRunsOnceAndEndsWhereItBegan() {
    double base = base();
    SweptBiasSource source = standingAt(base);
    double[] levels = between(base, -largest());
    assertFalse(source.sweeping());
    source.preparePass(DWELL, levels);
    long sent = source.session().messagesSent();
    source.startSweep();
    assertTrue(source.session().messagesSent() - sent <= 4, "two messages and their checks");
    assertTrue(source.sweeping());
    source.session().clock().sleep(LONG_ENOUGH);
    assertFalse(source.sweeping());
    source.endSweep();
    assertEquals(base, source.level().get(), 1e-6 * base);
    assertTrue(source.output().get());
    sent = source.session().messagesSent();
    source.preparePass(DWELL, levels);
    assertTrue(source.session().messagesSent() - sent < 40, "the list is there already");
    source.endSweep();
    assertEquals(List.of(), source.session().errors());
    source.safe();
  }

  @Test
  final void aPassThatIsBrokenOffLeavesTheLevelThatItHad() {
    double base = -base();
    SweptBiasSource source = standingAt(base);
    source.preparePass(DWELL, between(base, largest()));
    source.startSweep();
    source.session().clock().sleep(Duration.ofSeconds(3));
    assertTrue(source.sweeping());
    source.endSweep();
    assertFalse(source.sweeping());
    assertEquals(base, source.level().get(), 1e-6 * Math.abs(base));
    assertTrue(source.output().get());
    source.ramp(0);
    assertEquals(List.of(), source.session().errors());
    source.safe();
  }

  @Test
  final void safeEndsAPass() {
    SweptBiasSource source = standingAt(0);
    source.preparePass(DWELL, between(0, largest()));
    source.startSweep();
    source.session().clock().sleep(Duration.ofSeconds(3));
    source.safe();
    assertFalse(source.sweeping());
    assertFalse(energised(source));
    assertEquals(0, source.level().get());
    assertEquals(List.of(), source.session().errors());
  }

  @Test
  final void aPassThatJumpsOrIsTooLongIsRefusedAndNothingIsSent() {
    SweptBiasSource source = standingAt(0);
    long sent = source.session().messagesSent();
    double[] tooLong = new double[source.longestPass() + 1];
    assertThrows(IllegalArgumentException.class, () -> source.preparePass(DWELL, tooLong));
    assertThrows(IllegalArgumentException.class, () -> source.preparePass(DWELL, 0, largest(), 0));
    assertThrows(
        IllegalArgumentException.class, () -> source.preparePass(DWELL, 0, 0.02 * largest()));
    assertThrows(LimitException.class, () -> source.preparePass(DWELL, 0, 1e6, 0));
    assertThrows(LimitException.class, () -> source.preparePass(0, 0, 0));
    source.settings().limit(source.level().name(), -largest(), 0.01 * largest());
    LimitException e =
        assertThrows(LimitException.class, () -> source.preparePass(DWELL, 0, 0.02 * largest(), 0));
    assertEquals(LimitException.Level.STATION, e.level());
    assertThrows(IllegalStateException.class, source::startSweep);
    assertEquals(sent, source.session().messagesSent());
    source.safe();
  }
}
