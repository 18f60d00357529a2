package org.spinbench.experiments.drone;

import java.util.Arrays;
import org.spinbench.experiments.drone.baseline.Classifier;
import org.spinbench.experiments.drone.data.Spectra;
import org.spinbench.simulator.network.Numerics;
import org.spinbench.simulator.network.RfNetwork;
import org.spinbench.simulator.network.Workers;
import org.spinbench.simulator.network.Workspace;

/** A trained network at work: tuned once, then asked as often as needed. */
public final class RfClassifier implements Classifier {
  private static final int CAPACITY = 256;

  private final Workspace workspace;

  /**
   * Tunes the network to its parameters as they are now; later changes to them have no effect.
   *
   * @param workers threads that do the work
   */
  public RfClassifier(RfNetwork network, Workers workers) {
    this(network, workers, CAPACITY);
  }

  /** Tunes the network, to be asked about so many samples at a time. */
  RfClassifier(RfNetwork network, Workers workers, int capacity) {
    workspace = new Workspace(network, capacity, workers, Numerics.EXACT);
    workspace.tune();
  }

  @Override
  public String name() {
    RfNetwork network = workspace.network();
    StringBuilder name = new StringBuilder("RF network " + network.inputs());
    network.layers().forEach(layer -> name.append('-').append(layer.chains()));
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
    double[][] logits = new double[powers.length][];
    for (int from = 0; from < powers.length; from += CAPACITY) {
      int to = Math.min(powers.length, from + CAPACITY);
      double[][] block = workspace.infer(Arrays.copyOfRange(powers, from, to));
      for (int s = from; s < to; s++) {
        logits[s] = block[s - from].clone();
      }
    }
    return logits;
  }

  /** The workspace, which holds the last batch. */
  Workspace workspace() {
    return workspace;
  }
}
