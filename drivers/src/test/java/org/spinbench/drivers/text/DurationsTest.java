package org.spinbench.drivers.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0.00 s",
    "0.000004, 4 µs",
    "0.0032, 3.2 ms",
    "0.04, 40 ms",
    "0.42, 0.42 s",
    "12.34, 12.3 s",
    "245, 4 min 05 s",
    "12345, 3 h 25 min",
    "359940, 99 h 59 min",
    "1080000, 12.5 days",
    "126230400, 4 years",
  })
  void noTimeThatPassedIsShownAsNone(double seconds, String shown) {
    assertEquals(shown, Durations.text(seconds));
  }

  @ParameterizedTest
  @CsvSource({"0.1234, 0.123", "1234.5, 1230", "12.3, 12.3", "0, 0", "1e-7, 0.0000001"})
  void noRateIsShownAsNone(double rate, String shown) {
    assertEquals(shown, Figures.of(rate));
  }

  @ParameterizedTest
  @CsvSource({"PT0.25S, 0.25 s", "PT3S, 3.0 s", "PT0.0009S, 0.0 s", "PT2M0.5S, 120.5 s"})
  void aTimeLimitIsShownInSeconds(Duration limit, String shown) {
    assertEquals(shown, Durations.limit(limit));
  }
}
