package org.spinbench.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class EvaluationEndsTest {
  @Test
  void timesAreWhatTheirTextsSay() {
    // date -u -d 2026-11-28T23:40:05Z +%s
    assertEquals(1_795_909_205_000_000_000L, EvaluationEnds.nanos("2026-11-28T23:40:05Z"));
    assertEquals(
        1_795_909_205_000_000_001L, EvaluationEnds.nanos("2026-11-28T23:40:05.000000001Z"));
  }

  @Test
  void allThatEndedAtATimeAreCounted() {
    long[] sorted = {0, 1_000_000_000, 1_000_000_000, 1_000_000_000, 2_000_000_000, 2_000_000_000};
    EvaluationEnds ends = new EvaluationEnds(sorted);
    assertEquals(1, ends.at("1970-01-01T00:00:00Z"));
    assertEquals(3, ends.at("1970-01-01T00:00:01Z"));
    assertEquals(2, ends.at("1970-01-01T00:00:02.000Z"), "however it is written");
    assertEquals(0, ends.at("1970-01-01T00:00:01.5Z"));
    assertEquals(0, ends.at("1970-01-01T00:00:03Z"));
  }

  @Test
  void aRunWithoutEvaluationsHasNoEnds() {
    assertEquals(0, new EvaluationEnds(new long[0]).at("1970-01-01T00:00:00Z"));
  }
}
