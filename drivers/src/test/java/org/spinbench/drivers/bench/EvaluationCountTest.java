package org.spinbench.drivers.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** An evaluation is what is read at unchanged settings, each quantity once. */
final class EvaluationCountTest {
  private final EvaluationCount count = new EvaluationCount();

  @Test
  void severalQuantitiesAtTheSameSettingsAreOneEvaluation() {
    assertEquals(0, count.soFar());
    count.count("voltage 0");
    count.count("voltage 1");
    count.count("emission 0");
    assertEquals(1, count.soFar());
  }

  @Test
  void aQuantityThatIsReadAgainBeginsTheNext() {
    count.count("voltage 0");
    count.count("voltage 1");
    count.count("voltage 1");
    count.count("voltage 0");
    assertEquals(2, count.soFar());
  }

  @Test
  void theFirstReadingAfterAChangeBeginsTheNext() {
    count.count("voltage 0");
    count.change();
    count.change();
    assertEquals(1, count.soFar());
    count.count("voltage 1");
    count.count("voltage 0");
    assertEquals(2, count.soFar());
  }
}
