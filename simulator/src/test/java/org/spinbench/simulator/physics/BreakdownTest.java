package org.spinbench.simulator.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BreakdownTest {
  private static final Breakdown.Law LAW = new Breakdown.Law(0.9, 10e-3, 50);

  @Test
  void lifeGrowsExponentiallyBelowTheBreakdownVoltage() {
    assertEquals(10e-3, LAW.lifeAt(0.9), 1e-15);
    assertEquals(10e-3 * Math.exp(5), LAW.lifeAt(0.8), 1e-9);
    assertEquals(LAW.lifeAt(0.7), LAW.lifeAt(-0.7));
    assertTrue(LAW.lifeAt(0.45) > 365 * 86_400);
  }

  @Test
  void damageAddsUpOverVoltages() {
    Breakdown barrier = new Breakdown(LAW, 1);
    barrier.stress(0.8, 0.6 * LAW.lifeAt(0.8));
    barrier.stress(-0.85, 0.39 * LAW.lifeAt(0.85));
    assertFalse(barrier.broken());
    barrier.stress(0.8, 0.02 * LAW.lifeAt(0.8));
    assertTrue(barrier.broken());
  }

  @Test
  void aStrongerBarrierLivesLonger() {
    Breakdown strong = new Breakdown(LAW, 2);
    strong.stress(0.8, 1.9 * LAW.lifeAt(0.8));
    assertFalse(strong.broken());
    strong.stress(0.8, 0.2 * LAW.lifeAt(0.8));
    assertTrue(strong.broken());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void aboveTheBreakdownVoltageOfEitherSignItDiesAtOnceAndStaysDead(int sign) {
    Breakdown barrier = new Breakdown(LAW, 100);
    barrier.stress(sign * 0.9, 0);
    assertFalse(barrier.broken());
    barrier.stress(sign * 0.900001, 0);
    assertTrue(barrier.broken());
    barrier.stress(0, 1e9);
    assertTrue(barrier.broken());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void belowItAgesAtTheSamePaceUnderEitherSign(int sign) {
    Breakdown barrier = new Breakdown(LAW, 1);
    barrier.stress(sign * 0.85, 0.99 * LAW.lifeAt(0.85));
    assertFalse(barrier.broken());
    barrier.stress(sign * 0.85, 0.02 * LAW.lifeAt(0.85));
    assertTrue(barrier.broken());
  }

  /** Damage at V₀ grows by one in a life t₀, which is the typical barrier's strength. */
  @Test
  void atTheBreakdownVoltageATypicalBarrierLivesForItsLife() {
    Breakdown barrier = new Breakdown(LAW, 1);
    barrier.stress(0.9, 0);
    assertFalse(barrier.broken());
    barrier.stress(0.9, 9.99e-3);
    assertFalse(barrier.broken());
    Breakdown other = new Breakdown(LAW, 1);
    other.stress(0.9, 10e-3);
    assertTrue(other.broken());
  }

  @Test
  void strengthsFollowTheWeibullDistribution() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    int count = 40_000;
    int belowOne = 0;
    double sum = 0;
    for (int i = 0; i < count; i++) {
      double strength = Breakdown.strength(1.5, random.nextDouble());
      belowOne += strength <= 1 ? 1 : 0;
      sum += strength;
    }
    // F(1) = 1 - 1/e for every shape; the mean for shape 3/2 is Γ(5/3) = 0.902745.
    assertEquals(1 - Math.exp(-1), belowOne / (double) count, 0.01);
    assertEquals(0.902745, sum / count, 0.015);
  }

  @Test
  void noStrengthIsZero() {
    new Breakdown(LAW, Breakdown.strength(1.5, 0));
  }
}
