package org.spinbench.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.bench.file.CalibrationValidity;
import org.spinbench.drivers.bench.file.CalibrationValidity.Expired;

class ExpiryTest {
  private static final CalibrationValidity WARN = new CalibrationValidity(86_400, Expired.WARN);
  private static final CalibrationValidity REFUSE = new CalibrationValidity(86_400, Expired.REFUSE);
  private static final Instant MEASURED = Instant.parse("2019-03-01T08:00:00Z");

  private static Calibration calibration() {
    Calibration drawn =
        Chips.drawn(Chips.bench(), RandomGeneratorFactory.of("L64X128MixRandom").create(5));
    Provenance was = drawn.provenance();
    return drawn
        .learned(List.of(), MEASURED, MEASURED.plus(Duration.ofDays(1)), List.of())
        .from(Provenance.measured(MEASURED, was.wanders(), was.powerDegrees()));
  }

  private static Optional<String> check(Instant at, CalibrationValidity rules) {
    return Expiry.check(calibration(), "old.json", "calibrate again", at, rules);
  }

  @Test
  void aValidCalibrationIsUsedWithoutAWord() {
    for (CalibrationValidity rules : List.of(WARN, REFUSE)) {
      assertEquals(Optional.empty(), check(MEASURED, rules));
      assertEquals(Optional.empty(), check(MEASURED.plus(Duration.ofDays(1)), rules));
      assertEquals(Optional.empty(), check(MEASURED.minus(Duration.ofDays(1)), rules));
    }
  }

  /**
   * 2829 days after 2019-03-01 is 2026-11-28. Chain 2 has no measured drift: a half width in an
   * hour, times √(2829 · 24).
   */
  @Test
  void anExpiredOneIsNamedWithItsDateItsAgeItsDriftAndWhatToDo() {
    Instant now = Instant.parse("2026-11-28T08:00:00Z");
    double width =
        calibration().chains().get(1).synapses().stream()
            .mapToDouble(s -> s.halfWidth().value())
            .max()
            .orElseThrow();
    String moved = String.format(Locale.ROOT, "%.2g MHz", width * Math.sqrt(2829 * 24) / 1e6);
    assertEquals(
        "old.json has expired: it was measured at 2019-03-01T08:00:00Z, 2829 days before the time"
            + " that it is used for (2026-11-28T08:00:00Z), and is valid for 24.0 hours; in that"
            + " time a resonance of chain 2 moves by "
            + moved
            + " rms (no drift was measured; a half width in an hour is assumed). Better calibrate"
            + " again",
        check(now, WARN).orElseThrow());
  }

  @Test
  void oneThatWasMeasuredLongAfterTheReadingsIsNamedToo() {
    String warning = check(MEASURED.minus(Duration.ofHours(30)), WARN).orElseThrow();
    assertTrue(
        warning.contains("30.0 hours after the time that it is used for (2019-02-28T02:00:00Z)"),
        warning);
  }

  @Test
  void whereTheBenchFileRefusesItIsRefused() {
    ExpiredCalibrationException refused =
        assertThrows(
            ExpiredCalibrationException.class, () -> check(MEASURED.plusSeconds(90_000), REFUSE));
    String message = refused.getMessage();
    assertTrue(message.startsWith("old.json has expired: it was measured at 2019-03-01"), message);
    assertTrue(message.contains("25.0 hours before"), message);
    assertTrue(message.contains("(expired = \"refuse\" in its section [calibration])"), message);
    assertTrue(message.endsWith(" To go on, calibrate again"), message);
  }

  @Test
  void readingsAreJudgedByTheAgeOfTheLast() {
    Instant last = Instant.parse("2026-01-01T00:00:00Z");
    CalibrationValidity anHour = new CalibrationValidity(3600, Expired.WARN);
    assertEquals(
        Optional.empty(), Expiry.check("they", "do", last, last.plusSeconds(3600), anHour));
    assertEquals(
        "they have expired: the last was taken at 2026-01-01T00:00:00Z, 2.5 hours before now"
            + " (2026-01-01T02:30:00Z); they are valid for 3600 s. Better do",
        Expiry.check("they", "do", last, last.plusSeconds(9000), anHour).orElseThrow());
    assertThrows(
        ExpiredCalibrationException.class,
        () ->
            Expiry.check(
                "they",
                "do",
                last,
                last.plusSeconds(9000),
                new CalibrationValidity(3600, Expired.REFUSE)));
  }
}
