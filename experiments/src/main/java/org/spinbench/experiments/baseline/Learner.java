package org.spinbench.experiments.baseline;

import org.spinbench.experiments.spectra.Spectra;
import org.spinbench.experiments.spectra.SpectraStream;

/** A classifier in training; it learns epoch by epoch. */
public interface Learner {
  /** Trains on the spectra of an epoch, in a random order. */
  void epoch(Spectra spectra);

  /** The classifier trained so far. */
  Classifier classifier();

  /** Trains on the first epochs of a stream. */
  default Classifier learn(SpectraStream stream, int epochs) {
    for (int number = 1; number <= epochs; number++) {
      epoch(stream.epoch(number));
    }
    return classifier();
  }
}
