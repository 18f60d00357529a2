package org.spinbench.app.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spinbench.app.training.Ensemble.Outcome;

class TallyTest {
  private static Outcome outcome(long chip, long hit, long declared, long all, double accuracy) {
    return new Outcome(
        chip, hit, declared, all, accuracy, accuracy, List.of(), List.of(), accuracy, 10, 20,
        Map.of(), -1, "because");
  }

  @Test
  void countsFeasibleChipsOnly() {
    List<Outcome> outcomes =
        List.of(
            outcome(1, 40, 100, 100, 0.99),
            outcome(2, -1, -1, 1000, 0.9),
            outcome(3, 60, 120, 120, 0.97),
            outcome(4, -1, -1, 5000, 0.8));
    Tally tally = Tally.of("some", outcomes, new double[] {1, 0.98, 0.99, 0.9}, 0.977);
    assertEquals(4, tally.chips());
    assertEquals(3, tally.feasible());
    assertEquals(2, tally.hits());
    assertEquals(60, tally.median());
    assertEquals(-1, tally.ninth());
    assertEquals((40 + 60 + 1000) / 2.0, tally.expectedRunningTime());
    assertEquals(2, tally.declared());
    assertEquals(1, tally.wrongly());
    assertEquals((0.99 / 1 + 0.9 / 0.98 + 0.97 / 0.99) / 3, tally.normalised(), 1e-12);
  }

  @Test
  void withoutAnyHitThereIsNoRunningTime() {
    Tally tally =
        Tally.of("some", List.of(outcome(1, -1, -1, 10, 0.5)), new double[] {0.99}, 0.977);
    assertEquals(-1, tally.expectedRunningTime());
    assertEquals(-1, tally.median());
  }

  @Test
  void aQuantileIsTheSmallestValueThatThePartDoesNotExceed() {
    long[] values = {5, -1, 3, 1};
    assertEquals(1, Tally.quantile(values, 0.25));
    assertEquals(3, Tally.quantile(values, 0.5));
    assertEquals(5, Tally.quantile(values, 0.75));
    assertEquals(-1, Tally.quantile(values, 0.9));
    assertEquals(-1, Tally.quantile(new long[0], 0.5));
  }
}
