package org.spinbench.experiments.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("any-jdk")
class LinearClassifierTest {

  @Test
  void separatesWhatALineSeparates() {
    RandomGenerator random = Seeds.generator(1);
    List<Sample> samples = new ArrayList<>();
    while (samples.size() < 200) {
      double x1 = random.nextDouble();
      double x2 = random.nextDouble();
      double side = x1 - 0.7 * x2 - 0.1;
      if (Math.abs(side) > 0.01) {
        samples.add(new Sample(x1, x2, side > 0 ? 0 : 1));
      }
    }
    LinearClassifier best = LinearClassifier.best(samples);
    assertEquals(1, best.accuracy());
    for (Sample sample : samples) {
      assertEquals(sample.label(), best.classify(sample.x1(), sample.x2()));
    }
  }

  @Test
  void getsThreeOfTheFourPointsOfXor() {
    List<Sample> corners =
        List.of(new Sample(0, 0, 0), new Sample(1, 1, 0), new Sample(0, 1, 1), new Sample(1, 0, 1));
    assertEquals(0.75, LinearClassifier.best(corners).accuracy());
  }

  @Test
  void countsPointsOfEqualProjectionOnOneSide() {
    List<Sample> same =
        List.of(
            new Sample(0.5, 0.5, 0),
            new Sample(0.5, 0.5, 1),
            new Sample(0.5, 0.5, 1),
            new Sample(0.5, 0.5, 0));
    assertEquals(0.5, LinearClassifier.best(same).accuracy());
  }

  @Test
  void reportsTheAccuracyItsOwnRuleHas() {
    List<Sample> samples = Task.named("wedge").drawSet(400, Seeds.generator(3));
    LinearClassifier best = LinearClassifier.best(samples);
    long right = samples.stream().filter(s -> best.classify(s.x1(), s.x2()) == s.label()).count();
    assertEquals(best.accuracy(), right / 400.0);
  }

  /** Every line that passes close to two samples, on either side of each. */
  @Test
  void noOtherLineOfItsDirectionsIsBetter() {
    List<Sample> samples = Task.named("xor").drawSet(60, Seeds.generator(5));
    double most = 0;
    for (int i = 0; i < 1440; i++) {
      double angle = Math.PI * i / 1440;
      for (Sample through : samples) {
        double at = Math.cos(angle) * through.x1() + Math.sin(angle) * through.x2();
        for (double threshold : new double[] {at - 1e-12, at + 1e-12}) {
          LinearClassifier line = new LinearClassifier(angle, threshold, 1, 0);
          double right =
              samples.stream().filter(s -> line.classify(s.x1(), s.x2()) == s.label()).count();
          most = Math.max(most, Math.max(right, 60 - right) / 60);
        }
      }
    }
    assertEquals(most, LinearClassifier.best(samples).accuracy());
  }
}
