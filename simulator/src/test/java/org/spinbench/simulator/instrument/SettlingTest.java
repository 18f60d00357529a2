package org.spinbench.simulator.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

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
}
