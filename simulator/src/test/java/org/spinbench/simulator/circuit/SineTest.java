package org.spinbench.simulator.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SineTest {
  private static final Sine SINE = new Sine(-0.2, 0.5, 50);

  @Test
  void itsCrestIsOnTheSideOfItsOffset() {
    assertEquals(0.7, SINE.crest(), 1e-15);
    assertEquals(0.5, new Sine(0, 0.5, 50).crest());
  }

  @Test
  void aLoadTakesItsPart() {
    assertEquals(0.5, SINE.share(50), 1e-15);
    assertEquals(0.25, SINE.behind(100).share(50), 1e-15);
    assertEquals(1, SINE.share(Double.POSITIVE_INFINITY), "an open load takes all");
  }

  /** Superposition: each source by itself through the divider of the other. */
  @Test
  void twoSourcesInParallelAddThroughTheirDividers() {
    double expected = 0.3 * 50 / 150 - 0.2 * 100 / 150;
    assertEquals(expected, SINE.across(0.3, 100), 1e-15);
    assertEquals(0.3, Sine.NONE.across(0.3, 100));
  }
}
