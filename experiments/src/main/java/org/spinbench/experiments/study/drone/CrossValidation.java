package org.spinbench.experiments.study.drone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.spinbench.experiments.spectra.Spectra;

/** Repeated stratified k-fold cross-validation of any training on spectra. */
public final class CrossValidation {
  private CrossValidation() {}

  /** A training that is judged on other spectra. */
  @FunctionalInterface
  public interface Candidate {
    /**
     * Trains and counts the answers.
     *
     * @param seed of this training
     */
    Score score(Spectra train, Spectra test, long seed);
  }

  /**
   * Scores of all folds, repeat by repeat.
   *
   * @param folds parts of each division, at least 2
   * @param repeats number of random divisions
   * @param seed of the divisions and the trainings
   * @throws IllegalArgumentException if a class has a single spectrum
   */
  public static List<Score> scores(
      Spectra spectra, int folds, int repeats, long seed, Candidate candidate) {
    requirePairs(spectra);
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

  /** Requires two spectra of each class; a class with one would be unknown in its test. */
  private static void requirePairs(Spectra spectra) {
    int[] counts = new int[spectra.classNames().size()];
    Arrays.stream(spectra.labels()).forEach(label -> counts[label]++);
    for (int label = 0; label < counts.length; label++) {
      if (counts[label] == 1) {
        throw new IllegalArgumentException(
            "class "
                + spectra.classNames().get(label)
                + " has 1 training spectrum; cross-validation needs at least 2 of each class");
      }
    }
  }
}
