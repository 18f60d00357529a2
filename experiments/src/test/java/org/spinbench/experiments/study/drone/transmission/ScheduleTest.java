package org.spinbench.experiments.study.drone.transmission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.spinbench.experiments.study.drone.transmission.Schedule.Burst;

class ScheduleTest {
  private static List<String> heard(Schedule schedule, double from, double to) {
    List<String> heard = new ArrayList<>();
    schedule.between(
        from,
        to,
        (hop, begin, end) ->
            heard.add(String.format(Locale.ROOT, "%d: %.3f-%.3f", hop, begin, end)));
    return heard;
  }

  /** Two bursts in a period of ten, each on a carrier of its own, cut at both ends. */
  @Test
  void burstsRepeatHopOnAndAreCutWhereNobodyListens() {
    Schedule schedule = Schedule.of(10, 2, new Burst(0, 2, 0), new Burst(4, 2, 1));
    assertEquals(
        List.of("3: 15.000-16.000", "4: 20.000-22.000", "5: 24.000-24.500"),
        heard(schedule, 15, 24.5));
    assertEquals(List.of(), heard(schedule, 2, 4), "between two bursts");
  }

  @Test
  void aHoppingLinkIsOnTheNextCarrierInEveryPeriod() {
    assertEquals(
        List.of("0: 0.000-1.000", "1: 3.000-4.000", "2: 6.000-7.000"),
        heard(Schedule.hopping(3, 1), 0, 9));
  }

  @Test
  void burstsLieWithinTheirPeriod() {
    assertThrows(IllegalArgumentException.class, () -> Schedule.hopping(1, 0));
    assertThrows(IllegalArgumentException.class, () -> Schedule.of(10, 1, new Burst(-1, 2, 0)));
    String message =
        assertThrows(IllegalArgumentException.class, () -> Schedule.of(10, 1, new Burst(9, 2, 0)))
            .getMessage();
    assertTrue(message.contains("a burst of 2.0 s that begins after 9.0 s"), message);
  }
}
