package org.spinbench.experiments.study.drone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.experiments.study.drone.HyperparameterSearch.Trial;
import org.spinbench.simulator.network.Workers;

class TrainingSearchTest {

  @Test
  void everySpectrumIsJudgedOnceInEveryRepeat() {
    List<Double> shares = new ArrayList<>();
    try (Workers workers = new Workers(1)) {
      List<Score> scores =
          new TrainingSearch(Bands.spectra(61, 1), 6, 3, workers)
              .validate(Bands.options(40), RfDesign.PUBLISHED, 2, shares::add);
      assertEquals(6, scores.size());
      assertEquals(2 * 61, scores.stream().mapToInt(Score::trials).sum());
      assertTrue(TrainingSearch.accuracy(scores) > 0.9);
      assertEquals(1, shares.get(5), 1e-15);
    }
  }

  /** A rate of 1e-6 moves no shift far in six epochs, one of 1e-4 by many half widths. */
  @Test
  void theSearchPrefersRatesThatLearn() {
    try (Workers workers = new Workers(1)) {
      List<Trial> trials =
          new TrainingSearch(Bands.spectra(60, 1), 6, 2, workers)
              .search(Bands.options(6), 12, share -> {});
      assertEquals(12, trials.size());
      assertTrue(trials.get(0).score() > trials.get(11).score() + 0.2);
      assertTrue(
          trials.get(0).settings().get(TrainingSearch.RATE)
              > trials.get(11).settings().get(TrainingSearch.RATE));
    }
  }
}
