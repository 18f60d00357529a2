package org.spinbench.simulator.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualClockTest {
  private final VirtualClock clock = new VirtualClock();

  @Test
  void startsAtTheSameMomentInEveryRun() {
    assertEquals(0, clock.nanos());
    assertEquals(Instant.parse("2026-01-01T00:00:00Z"), clock.now());
  }

  @Test
  void timePassesWhileSomebodySleeps() {
    clock.sleep(Duration.ofMillis(1500));
    assertEquals(1_500_000_000L, clock.nanos());
    assertEquals(Instant.parse("2026-01-01T00:00:01.500Z"), clock.now());
  }

  @Test
  void sleepingForNothingOrLessReturnsAtOnce() {
    clock.sleep(Duration.ZERO);
    clock.sleep(Duration.ofSeconds(-3));
    assertEquals(0, clock.nanos());
  }

  @Test
  void timeNeverTurnsBack() {
    clock.await(Long.MAX_VALUE - 5);
    clock.sleep(Duration.ofDays(300));
    assertEquals(Long.MAX_VALUE, clock.nanos());
  }

  @Test
  void alarmsRingOnceTheirMomentHasCome() {
    List<String> rung = new ArrayList<>();
    clock.at(30, () -> rung.add("late"));
    clock.at(10, () -> clock.at(20, () -> rung.add("second")));
    clock.sleep(Duration.ofNanos(9));
    assertEquals(List.of(), rung);
    clock.sleep(Duration.ofNanos(11));
    assertEquals(List.of("second"), rung);
    clock.await(30);
    assertEquals(30, clock.nanos());
    assertEquals(List.of("second", "late"), rung);
    clock.await(29);
    assertEquals(30, clock.nanos());
  }

  @Test
  void noSleepIsLostAmongThreads() throws InterruptedException {
    Thread[] threads = new Thread[4];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          new Thread(
              () -> {
                for (int k = 0; k < 1000; k++) {
                  clock.sleep(Duration.ofNanos(3));
                }
              });
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(12_000, clock.nanos());
  }
}
