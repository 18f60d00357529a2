package org.spinbench.experiments.study.drone;

import java.util.Arrays;
import org.spinbench.experiments.baseline.Classifier;
import org.spinbench.experiments.spectra.Spectra;

/**
 * The answers of a classifier on samples of known class.
 *
 * @param confusion number of samples, [true class][class answered]
 */
public record Score(int[][] confusion) {
  public Score {
    confusion = Arrays.stream(confusion).map(int[]::clone).toArray(int[][]::new);
  }

  /**
   * Counts answers.
   *
   * @param answers class answered for each sample
   * @param labels true class of each sample
   * @param classes number of classes
   */
  public static Score of(int[] answers, int[] labels, int classes) {
    if (answers.length != labels.length) {
      throw new IllegalArgumentException(
          answers.length + " answers for " + labels.length + " samples");
    }
    int[][] confusion = new int[classes][classes];
    for (int n = 0; n < labels.length; n++) {
      confusion[labels[n]][answers[n]]++;
    }
    return new Score(confusion);
  }

  /** Counts the largest of the logits, [sample][class], as the answer; the first of equals. */
  public static Score of(double[][] logits, int[] labels) {
    int[] answers = Arrays.stream(logits).mapToInt(Score::largest).toArray();
    return of(answers, labels, logits[0].length);
  }

  /** The score of a classifier on spectra. */
  public static Score of(Classifier classifier, Spectra spectra) {
    return of(classifier.classify(spectra), spectra.labels(), spectra.classes());
  }

  private static int largest(double[] logits) {
    int best = 0;
    for (int c = 1; c < logits.length; c++) {
      best = logits[c] > logits[best] ? c : best;
    }
    return best;
  }

  /** Copy of the counts, [true class][class answered]. */
  @Override
  public int[][] confusion() {
    return Arrays.stream(confusion).map(int[]::clone).toArray(int[][]::new);
  }

  /** Number of correctly classified samples. */
  public int correct() {
    int correct = 0;
    for (int c = 0; c < confusion.length; c++) {
      correct += confusion[c][c];
    }
    return correct;
  }

  /** Number of all samples. */
  public int trials() {
    return Arrays.stream(confusion).flatMapToInt(Arrays::stream).sum();
  }

  /** Fraction of correctly classified samples, 0 to 1. */
  public double accuracy() {
    return (double) correct() / trials();
  }

  /** The sum of both scores. */
  public Score plus(Score other) {
    int[][] sum = confusion();
    for (int row = 0; row < sum.length; row++) {
      for (int column = 0; column < sum.length; column++) {
        sum[row][column] += other.confusion[row][column];
      }
    }
    return new Score(sum);
  }
}
