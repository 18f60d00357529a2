package org.spinbench.experiments.drone;

import java.util.ArrayList;
import java.util.List;
import org.spinbench.experiments.drone.data.Spectra;

/** Repeated stratified k-fold cross-validation of whatever can be trained on spectra. */
public final class CrossValidation {
  private CrossValidation() {}

  /** Trains on some spectra and is judged on others. */
  @FunctionalInterface
  public interface Candidate {
    /**
     * Trains anew and counts the answers.
     *
     * @param seed of this training
     */
    Score score(Spectra train, Spectra test, long seed);
  }

  /**
   * Scores of all folds, repeat by repeat.
   *
   * @param folds parts of each division, at least 2
   * @param repeats divisions, each drawn anew
   * @param seed of the divisions and the trainings
   */
  public static List<Score> scores(
      Spectra spectra, int folds, int repeats, long seed, Candidate candidate) {
    List<Score> scores = new ArrayList<>();
    for (int repeat = 0; repeat < repeats; repeat++) {
      StratifiedFolds division = new StratifiedFolds(spectra.labels(), folds, seed + repeat);
      for (int fold = 0; fold < folds; fold++) {
        scores.add(
            candidate.score(
                spectra.select(division.trained(fold)),
                spectra.select(division.tested(fold)),
                seed + repeat));
      }
    }
    return scores;
  }
}
