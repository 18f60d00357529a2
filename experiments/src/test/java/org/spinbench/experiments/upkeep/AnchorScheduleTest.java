package org.spinbench.experiments.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnchorScheduleTest {
  private static final DriftCompensation UPKEEP = DriftCompensation.standard();
  private final AnchorSchedule schedule = new AnchorSchedule(UPKEEP, 6);

  /** Reads every anchor that is due; how many of all evaluations these were. */
  private double share(int evaluations) {
    int read = 0;
    while (schedule.evaluations() < evaluations) {
      if (schedule.isDue()) {
        int next = schedule.next(a -> 1 + a);
        schedule.pay();
        schedule.pass();
        schedule.read(next);
        read++;
      } else {
        schedule.pass();
      }
    }
    return (double) read / evaluations;
  }

  @Test
  void withoutAnchorsNoneIsDue() {
    assertEquals(0, share(1000));
  }

  @Test
  void theOverheadIsKeptAndNoLessThanAFifthOfItIsUsed() {
    schedule.anchors(6);
    double share = share(20_000);
    assertTrue(share <= UPKEEP.overhead(), "share " + share);
    assertTrue(share >= 0.19 * UPKEEP.overhead(), "share " + share);
    assertTrue(schedule.interval() >= 1 / UPKEEP.overhead());
  }

  /** A debt is paid with half of the overhead: ten tests take 10/(0.045/2) = 445 evaluations. */
  @Test
  void testsThatWereBorrowedArePaidBack() {
    schedule.anchors(6);
    for (int i = 0; i < 10; i++) {
      schedule.borrow();
    }
    int evaluations = 0;
    while (!schedule.isPaid()) {
      schedule.pass();
      evaluations++;
    }
    assertEquals(9 / (UPKEEP.overhead() / 2), evaluations, 2, "until less than one is left");
  }

  @Test
  void oneInFourIsTheOneThatWasReadLongestAgo() {
    schedule.anchors(3);
    List<Integer> read = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      int next = schedule.next(a -> a == 1 ? 5 : 1);
      schedule.pass();
      schedule.read(next);
      read.add(next);
    }
    assertEquals(List.of(1, 1, 1, 0, 1, 1, 1, 2, 1, 1, 1, 0), read);
  }

  @Test
  void theDriftIsMeasuredAfterTwiceAsManyEvaluationsEachTime() {
    List<Long> measured = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      schedule.pass();
      schedule.seen(0, 0.01 * (i % 7), 0.005);
      if (schedule.measure()) {
        measured.add(schedule.evaluations());
      }
    }
    assertEquals(List.of(512L, 1024L, 2048L, 4096L), measured);
    assertFalse(schedule.allanDeviation().isEmpty());
  }
}
