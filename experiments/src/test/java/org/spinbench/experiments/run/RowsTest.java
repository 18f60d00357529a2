package org.spinbench.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times in rows mean what Java says that they mean. */
class RowsTest {
  private static final long LAST_SECOND_OF_9999 = 253_402_300_799L;

  @Test
  void aTimeIsReadAsItWasWritten() {
    Random random = new Random(15);
    for (int i = 0; i < 10_000; i++) {
      long second = (long) (random.nextDouble() * LAST_SECOND_OF_9999);
      int nanos = random.nextInt(1_000_000_000);
      int coarse =
          i % 4 == 0 ? 0 : nanos - nanos % (i % 4 == 1 ? 1_000_000 : i % 4 == 2 ? 1000 : 1);
      Instant time = Instant.ofEpochSecond(second, coarse);
      assertEquals(time, Rows.time(time.toString()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-29T06:18:48.1Z",
        "2026-11-29T06:18:48.12345678Z",
        "2024-02-29T23:59:59Z",
        "2026-11-29T06:18:48.Z",
        "2026-11-29T24:00:00Z",
        "2016-12-31T23:59:60Z",
        "-0001-01-01T00:00:00Z",
        "+10000-01-01T00:00:00.5Z",
        "2026-11-29t06:18:48z",
        "2026-11-29T06:18:48+01:00",
      })
  void whatJavaReadsIsReadAlike(String text) {
    assertEquals(Instant.parse(text), Rows.time(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "2026-11-29",
        "2026-11-29T06:18Z",
        "2026-11-29T06:18:48",
        "2026-11-29 06:18:48Z",
        "2026-13-29T06:18:48Z",
        "2026-02-30T06:18:48Z",
        "2026-11-29T06:60:48Z",
        "2026-11-29T25:18:48Z",
        "2026-11-29T06:18:99Z",
        "2026-11-29T06:18:4xZ",
        "2026-11-+9T06:18:48Z",
        "2026-11-29T06:18:48.-1Z",
        "2026-11-29T06:18:48.1234567890Z",
      })
  void whatJavaRefusesIsRefused(String text) {
    assertThrows(DateTimeException.class, () -> Instant.parse(text));
    assertThrows(DateTimeException.class, () -> Rows.time(text));
  }
}
