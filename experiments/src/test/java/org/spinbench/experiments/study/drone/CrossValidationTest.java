package org.spinbench.experiments.study.drone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.spinbench.experiments.study.drone.HyperparameterSearch.Range;
import org.spinbench.experiments.study.drone.HyperparameterSearch.Trial;
import org.spinbench.experiments.training.certification.BinomialInterval;

class CrossValidationTest {
  private static final int[] LABELS =
      IntStream.range(0, 103).map(n -> n < 50 ? 0 : n < 80 ? 1 : 2).toArray();

  @Test
  void foldsPartTheSamplesAndEveryClassEvenly() {
    StratifiedFolds folds = new StratifiedFolds(LABELS, 5, 9);
    int[] tested = new int[LABELS.length];
    for (int fold = 0; fold < 5; fold++) {
      int[] perClass = new int[3];
      for (int sample : folds.tested(fold)) {
        tested[sample]++;
        perClass[LABELS[sample]]++;
      }
      assertEquals(10, perClass[0]);
      assertEquals(6, perClass[1]);
      assertTrue(perClass[2] == 4 || perClass[2] == 5);
      int[] both =
          IntStream.concat(Arrays.stream(folds.tested(fold)), Arrays.stream(folds.trained(fold)))
              .sorted()
              .toArray();
      assertArrayEquals(IntStream.range(0, LABELS.length).toArray(), both);
    }
    assertTrue(Arrays.stream(tested).allMatch(times -> times == 1));
  }

  @Test
  void theSeedDecidesTheFolds() {
    int[] first = new StratifiedFolds(LABELS, 5, 9).tested(0);
    assertArrayEquals(first, new StratifiedFolds(LABELS, 5, 9).tested(0));
    assertTrue(!Arrays.equals(first, new StratifiedFolds(LABELS, 5, 10).tested(0)));
    assertThrows(IllegalArgumentException.class, () -> new StratifiedFolds(LABELS, 1, 1));
  }

  @Test
  void everyFoldOfEveryRepeatIsScoredOnWhatItWasNotTrainedOn() {
    List<Integer> sizes = new ArrayList<>();
    List<Score> scores =
        CrossValidation.scores(
            Bands.spectra(31, 1),
            3,
            2,
            1,
            (train, test, seed) -> {
              sizes.add(test.rows());
              assertEquals(31, train.rows() + test.rows());
              return Score.of(test.labels(), test.labels(), Bands.CLASSES);
            });
    assertEquals(6, scores.size());
    assertEquals(62, sizes.stream().mapToInt(Integer::intValue).sum());
    assertEquals(1, scores.get(3).accuracy());
  }

  @Test
  void aRandomSearchStaysInRangeAndFindsTheBetterSettings() {
    List<Range> ranges =
        List.of(new Range("rate", 1e-6, 1e-2, true), new Range("share", -1, 1, false));
    List<Trial> trials =
        HyperparameterSearch.run(
            ranges,
            200,
            3,
            settings ->
                -Math.abs(Math.log10(settings.get("rate")) + 4) - Math.abs(settings.get("share")));
    assertEquals(200, trials.size());
    for (Trial trial : trials) {
      double rate = trial.settings().get("rate");
      assertTrue(rate >= 1e-6 && rate <= 1e-2);
      assertTrue(Math.abs(trial.settings().get("share")) <= 1);
    }
    assertEquals(1e-4, trials.get(0).settings().get("rate"), 1e-4);
    assertTrue(trials.get(0).score() >= trials.get(1).score());
    long small = trials.stream().filter(t -> t.settings().get("rate") < 1e-4).count();
    assertEquals(100, small, 30, "half of the rates lie in the lower half of the decades");
    Map<String, Double> again =
        HyperparameterSearch.run(ranges, 1, 3, settings -> 0).get(0).settings();
    assertTrue(trials.stream().anyMatch(trial -> trial.settings().equals(again)));
    assertThrows(IllegalArgumentException.class, () -> new Range("rate", 0, 1, true));
    assertThrows(IllegalArgumentException.class, () -> new Range("rate", 2, 1, false));
  }

  @Test
  void scoresCountAnswers() {
    Score score = Score.of(new int[] {0, 1, 1, 2}, new int[] {0, 1, 2, 2}, 3);
    assertEquals(3, score.correct());
    assertEquals(0.75, score.accuracy());
    assertArrayEquals(new int[] {0, 1, 1}, score.confusion()[2]);
    assertEquals(6, score.plus(score).correct());
    assertEquals(8, score.plus(score).trials());
    // Clopper-Pearson for 3 of 4: Beta quantiles, R's binom.test(3, 4).
    assertEquals(0.1941, BinomialInterval.of(score.correct(), score.trials(), 0.95).low(), 1e-4);
    assertEquals(0.9937, BinomialInterval.of(score.correct(), score.trials(), 0.95).high(), 1e-4);
    assertEquals(1, Score.of(new double[][] {{1, 3, 3}, {2, 1, 0}}, new int[] {1, 0}).accuracy());
  }
}
