package org.spinbench.calibration.fit;

/** Priors of fits in tests. */
final class WidePriors {
  static final NeuronFit.Priors NEURON = new NeuronFit.Priors(0.25, 2, 3, 0.002, 0.01, 0.2, 0.05);
  static final ChainFit.Priors CHAIN = new ChainFit.Priors(0.2, 0.2, 1000, 0.5, 1);

  private WidePriors() {}
}
