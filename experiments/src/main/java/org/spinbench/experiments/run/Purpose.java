package org.spinbench.experiments.run;

/** The purpose of an evaluation of the chip. */
public enum Purpose {
  /** Bring-up: fitting the responses of synapses and neurons. */
  CALIBRATE,
  /** A training sample: its reading enters a gradient. */
  TRAIN,
  /** A validation sample that decides whether a block of training is accepted. */
  ACCEPT,
  /** A validation sample that sets the decision power. */
  VALIDATE,
  /** A test sample: its reading counts for the accuracy and for nothing else. */
  TEST,
  /** A fresh sample, never trained on, that counts for the certified accuracy. */
  CERTIFY,
  /** A reading of a reference setting that shows drift. */
  ANCHOR,
  /** A repetition of a reading that could not be used. */
  REPEAT,
  /** A setpoint of a sweep. */
  MEASURE,
  /** A return of a sweep to its reference setpoint. */
  REFERENCE
}
