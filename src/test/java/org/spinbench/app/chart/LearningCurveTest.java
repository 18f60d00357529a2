package org.spinbench.app.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.experiments.run.Step;

/** Which steps a picture of a training shows. */
class LearningCurveTest {
  /** Every seventh is what a twin expects, every hundredth accepted; two stand out. */
  private static Step step(int number, int all) {
    double accuracy = number == all / 3 ? 0.125 : 0.5 + 0.25 * (number % 1000) / 1000.0;
    double loss = number == all / 2 ? 9 : 1 - accuracy;
    String phase = number % 7 == 0 ? "proposal" : "block";
    return new Step(Instant.EPOCH, phase, number, loss, accuracy, number % 100 == 0, List.of(1e-3));
  }

  private static LearningCurve.Source of(int all) {
    return (Consumer<Step> told) ->
        IntStream.rangeClosed(1, all).forEach(number -> told.accept(step(number, all)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, LearningCurve.MOST})
  void aShortTrainingIsShownStepByStep(int all) {
    LearningCurve curve = LearningCurve.of(of(all));
    assertTrue(curve.isWhole());
    assertEquals(
        IntStream.rangeClosed(1, all).mapToObj(number -> step(number, all)).toList(),
        curve.shown().stream().map(LearningCurve.Shown::step).toList());
    assertEquals(
        IntStream.rangeClosed(1, all).boxed().toList(),
        curve.shown().stream().map(one -> (int) one.number()).toList());
  }

  @Test
  void ofALongTrainingNothingThatStandsOutIsMissed() {
    int all = 700_001;
    LearningCurve curve = LearningCurve.of(of(all));
    assertFalse(curve.isWhole());
    assertTrue(curve.shown().size() <= 2000 * 2 * 5, "" + curve.shown().size());
    Set<Long> numbers =
        curve.shown().stream().map(LearningCurve.Shown::number).collect(Collectors.toSet());
    assertTrue(numbers.contains(all / 3L), "lowest accuracy");
    assertTrue(numbers.contains(all / 2L), "highest loss");
    long before = 0;
    for (LearningCurve.Shown one : curve.shown()) {
      assertEquals(step((int) one.number(), all), one.step());
      assertTrue(one.number() > before && one.number() - before <= 800, "no gap to be seen");
      before = one.number();
    }
    assertTrue(all - before < 400);
    assertTrue(curve.shown().stream().filter(one -> one.step().accepted()).count() >= 2000);
    assertTrue(curve.shown().stream().anyMatch(one -> one.step().byTwin()));
  }
}
