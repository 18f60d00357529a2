package org.spinbench.experiments.baseline;

import org.spinbench.experiments.spectra.Spectra;
import org.spinbench.experiments.spectra.SpectraStream;

/** A classifier in training, which learns epoch by epoch. */
public interface Learner {
  /** Goes once through the spectra of an epoch, in an order drawn for it. */
  void epoch(Spectra spectra);

  /** What has been learned so far. */
  Classifier classifier();

  /** Goes through the first epochs of a stream. */
  default Classifier learn(SpectraStream stream, int epochs) {
    for (int number = 1; number <= epochs; number++) {
      epoch(stream.epoch(number));
    }
    return classifier();
  }
}
