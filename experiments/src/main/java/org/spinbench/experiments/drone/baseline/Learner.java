package org.spinbench.experiments.drone.baseline;

import org.spinbench.experiments.drone.data.Spectra;
import org.spinbench.experiments.drone.data.SpectraStream;

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
