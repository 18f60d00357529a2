package org.spinbench.drivers.instrument.role;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.Unit;

/** A copy of a reading differs in what it was made for, and in nothing else. */
final class ReadingTest {
  private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");
  private static final Instant LATER = THEN.plusSeconds(7);

  private static Reading reading(
      double uncertainty, Instant time, boolean compliance, boolean settled) {
    return new Reading(
        "dmm",
        "voltage",
        1.5e-3,
        Unit.VOLT,
        uncertainty,
        time,
        10e-3,
        0.02,
        true,
        compliance,
        settled);
  }

  @Test
  void eachCopyChangesOneThing() {
    Reading reading = reading(1e-6, THEN, false, true);
    assertEquals(reading(1e-6, LATER, false, true), reading.at(LATER));
    assertEquals(reading(2e-6, THEN, false, true), reading.within(2e-6));
    assertEquals(reading(1e-6, THEN, false, false), reading.settledIf(false));
    assertEquals(reading(1e-6, THEN, true, true), reading.limitedIf(true));
  }

  @Test
  void whatIsLimitedOrUnsettledStaysSo() {
    Reading doubtful = reading(1e-6, THEN, true, false);
    assertEquals(doubtful, doubtful.settledIf(true));
    assertEquals(doubtful, doubtful.limitedIf(false));
  }
}
