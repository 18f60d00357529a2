package org.spinbench.experiments.baseline;

import org.spinbench.experiments.spectra.Spectra;

/** A trained classifier of spectra. */
public interface Classifier {
  /** A short name, for tables. */
  String name();

  /** Scores of every row, [row][class]; the class of the largest is the answer. */
  double[][] scores(Spectra spectra);

  /** The class of every row: that of the largest score, the first among equals. */
  default int[] classify(Spectra spectra) {
    double[][] scores = scores(spectra);
    int[] classes = new int[spectra.rows()];
    for (int row = 0; row < classes.length; row++) {
      for (int c = 1; c < scores[row].length; c++) {
        if (scores[row][c] > scores[row][classes[row]]) {
          classes[row] = c;
        }
      }
    }
    return classes;
  }

  /** Fraction of correctly classified rows, 0 to 1. */
  default double accuracy(Spectra spectra) {
    int[] classes = classify(spectra);
    int right = 0;
    for (int row = 0; row < classes.length; row++) {
      if (classes[row] == spectra.label(row)) {
        right++;
      }
    }
    return (double) right / classes.length;
  }
}
