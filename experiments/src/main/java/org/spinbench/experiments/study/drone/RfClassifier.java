package org.spinbench.experiments.study.drone;

import org.spinbench.experiments.baseline.Classifier;
import org.spinbench.experiments.spectra.Spectra;
import org.spinbench.simulator.network.Numerics;
import org.spinbench.simulator.network.RfNetwork;
import org.spinbench.simulator.network.TunedNetwork;
import org.spinbench.simulator.network.Workers;

/** A trained network as a classifier. */
public final class RfClassifier implements Classifier {
  private final TunedNetwork network;

  /**
   * Tunes the network to its present parameters; later changes to them have no effect.
   *
   * @param workers threads that do the work
   */
  public RfClassifier(RfNetwork network, Workers workers) {
    this(network, workers, Numerics.EXACT);
  }

  /** A classifier that computes the network with other numerics. */
  RfClassifier(RfNetwork network, Workers workers, Numerics numerics) {
    this.network = new TunedNetwork(network, workers, numerics);
  }

  @Override
  public String name() {
    StringBuilder name = new StringBuilder("RF network " + network.network().inputs());
    network.network().layers().forEach(layer -> name.append('-').append(layer.chains()));
    return name.toString();
  }

  @Override
  public double[][] scores(Spectra spectra) {
    return logits(spectra.watts());
  }

  /**
   * Evaluates samples.
   *
   * @param powers [sample][tone], W
   * @return logits, [sample][output], mV
   */
  public double[][] logits(double[][] powers) {
    return network.infer(powers);
  }
}
