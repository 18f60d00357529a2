package org.spinbench.calibration.procedure;

import org.spinbench.calibration.fit.ChainFit;
import org.spinbench.calibration.fit.NeuronFit;
import org.spinbench.drivers.bench.file.CalibrationValidity;

/** The priors of a bench file, in the form of the fits. */
public final class FitPriors {
  private FitPriors() {}

  /** Those of a neuron. */
  public static NeuronFit.Priors neuron(CalibrationValidity.Priors all) {
    return new NeuronFit.Priors(
        all.threshold(),
        all.q(),
        all.qDeviation(),
        all.thresholdPower(),
        all.linewidth(),
        all.transconductance(),
        all.amplifierOffset());
  }

  static ChainFit.Priors chain(CalibrationValidity.Priors all) {
    return new ChainFit.Priors(
        all.crosstalk(), all.toneGain(), all.saturation(), all.quadratic(), all.powerShift());
  }
}
