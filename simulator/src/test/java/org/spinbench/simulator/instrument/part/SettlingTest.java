package org.spinbench.simulator.instrument.part;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.spinbench.simulator.instrument.Laboratory;

class SettlingTest {
  @Test
  void tenthOfAPercentOfTheStepIsLeftAfterTheSettlingTime() {
    Settling level = new Settling(2, 0);
    level.approach(3, 100, 1e-3);
    assertEquals(2, level.at(0));
    assertEquals(2, level.at(100), 1e-15);
    assertEquals(3 - 1e-3, level.at(100 + 1_000_000), 1e-12);
    assertEquals(3, level.at(100 + 5_000_000));
    assertEquals(3, level.target());
  }

  @Test
  void meanOverTheMoveIsTheExponentialIntegral() {
    Settling level = new Settling(0, 0);
    level.approach(1, 0, 1e-3);
    double sum = 0;
    int steps = 20_000;
    for (int i = 0; i < steps; i++) {
      sum += level.at((long) ((i + 0.5) * 2_000_000 / steps)) / steps;
    }
    double tau = 1e-3 / Math.log(1000);
    assertEquals(1 - tau / 2e-3 * (1 - Math.exp(-2e-3 / tau)), sum, 1e-7);
  }

  @Test
  void newMoveStartsWhereTheLastOneIs() {
    Settling level = new Settling(0, 0);
    level.ramp(1, 0, 1);
    level.ramp(0, 250_000_000L, 1);
    assertEquals(0.25, level.at(250_000_000L), 1e-12);
    assertEquals(0.125, level.at(750_000_000L), 1e-12);
    assertEquals(0.1, level.at(100_000_000L), 1e-12, "the past stays");
  }

  @Test
  void neverJumpsAndNeverOvershoots() {
    RandomGenerator random = new Laboratory().noise();
    Settling level = new Settling(0, 0);
    long now = 0;
    for (int i = 0; i < 2000; i++) {
      now += random.nextInt(3_000_000);
      double before = level.at(now);
      double target = random.nextDouble(-1, 1);
      level.approach(target, now, 1e-3);
      assertEquals(before, level.at(now), 1e-12);
      double between = level.at(now + random.nextInt(4_000_000));
      assertEquals(0, Math.max(0, between - Math.max(before, target)), 1e-15);
      assertEquals(0, Math.max(0, Math.min(before, target) - between), 1e-15);
    }
  }

  /** Each level is approached from where the one before it was left, settled or not. */
  @Test
  void followsLevelsOneAfterAnother() {
    Settling settling = new Settling(1, 0);
    double settlingTime = 2e-3;
    double[] levels = {3, -1, 2};
    settling.follow(levels, new long[] {0, 1_000_000, 21_000_000}, settlingTime);
    double left = Math.pow(1000, -0.5);
    double atFirst = 3 - 2 * left;
    assertEquals(3 - 2 * Math.pow(1000, -0.25), settling.at(500_000), 1e-12);
    assertEquals(atFirst, settling.at(1_000_000), 1e-12);
    assertEquals(-1 + (atFirst + 1) * left, settling.at(2_000_000), 1e-12);
    assertEquals(-1, settling.at(20_999_999), 1e-12);
    assertEquals(2 - 3 * left, settling.at(22_000_000), 1e-9);
    assertEquals(2, settling.target());
    assertEquals(2, settling.at(100_000_000));
  }

  /** A way of many levels is that of single moves, each made when it starts. */
  @Test
  void aWayIsItsMovesOneByOne() {
    RandomGenerator random = new Laboratory().noise();
    for (int trial = 0; trial < 200; trial++) {
      int moves = 1 + random.nextInt(60);
      double[] levels = random.doubles(moves, -1, 1).toArray();
      long[] starts = new long[moves];
      for (int k = 1; k < moves; k++) {
        starts[k] = starts[k - 1] + random.nextInt(3_000_000);
      }
      boolean lag = trial % 2 == 0;
      Settling way = new Settling(0.3, 0);
      Settling single = new Settling(0.3, 0);
      if (lag) {
        way.follow(levels, starts, 1e-3);
      } else {
        way.followRamps(levels, starts, 1e-3);
      }
      for (int k = 0; k < moves; k++) {
        if (lag) {
          single.approach(levels[k], starts[k], 1e-3);
        } else {
          single.ramp(levels[k], starts[k], 1e-3);
        }
      }
      for (int i = 0; i < 100; i++) {
        long moment = random.nextLong(-1000, starts[moves - 1] + 6_000_000);
        assertEquals(single.at(moment), way.at(moment), 1e-12);
        assertEquals(single.turn(moment), way.turn(moment));
      }
    }
  }

  @Test
  void aMoveTakesItOffItsWay() {
    Settling settling = new Settling(0, 0);
    settling.follow(new double[] {1, 2, 3}, new long[] {0, 10_000_000, 20_000_000}, 1e-3);
    settling.approach(-5, 15_000_000, 1e-3);
    assertEquals(1, settling.at(9_999_999), 1e-9);
    assertEquals(2, settling.at(14_999_999), 1e-9);
    assertEquals(-5 + 7e-3, settling.at(16_000_000), 1e-9);
    assertEquals(-5, settling.at(25_000_000), 1e-12, "the third level does not come");
  }

  @Test
  void remembersALongWay() {
    Settling settling = new Settling(0, 0);
    double[] levels = new double[2500];
    long[] starts = new long[2500];
    for (int k = 0; k < levels.length; k++) {
      levels[k] = k;
      starts[k] = 1_000_000L * k;
    }
    settling.follow(levels, starts, 1e-5);
    for (int k = 0; k < levels.length; k += 111) {
      assertEquals(k, settling.at(starts[k] + 500_000), 1e-9);
    }
  }

  @Test
  void turnsWhereANewMoveBegins() {
    Settling settling = new Settling(0, 0);
    settling.follow(new double[] {1, 2, 3}, new long[] {10, 20, 30}, 1e-3);
    assertEquals(10, settling.turn(9));
    assertEquals(20, settling.turn(10));
    assertEquals(30, settling.turn(29));
    assertEquals(Long.MAX_VALUE, settling.turn(30));
    settling.approach(0, 25, 1e-3);
    assertEquals(25, settling.turn(20));
    assertEquals(Long.MAX_VALUE, settling.turn(25), "the third level does not come");
  }
}
