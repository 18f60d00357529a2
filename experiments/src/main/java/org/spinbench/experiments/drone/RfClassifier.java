package org.spinbench.experiments.drone;

import java.util.Arrays;
import org.spinbench.simulator.network.Numerics;
import org.spinbench.simulator.network.RfNetwork;
import org.spinbench.simulator.network.Workers;
import org.spinbench.simulator.network.Workspace;

/** A trained network at work: tuned once, then asked as often as needed. */
public final class RfClassifier {
  private static final int CAPACITY = 512;

  private final Workspace workspace;

  /**
   * Tunes the network to its parameters as they are now; later changes to them have no effect.
   *
   * @param workers threads that do the work
   */
  public RfClassifier(RfNetwork network, Workers workers, Numerics numerics) {
    workspace = new Workspace(network, CAPACITY, workers, numerics);
    workspace.tune();
  }

  /** Tunes the network, computed in double precision term by term. */
  public RfClassifier(RfNetwork network, Workers workers) {
    this(network, workers, Numerics.EXACT);
  }

  /**
   * Classifies samples.
   *
   * @param powers [sample][tone], W
   * @return class of each
   */
  public int[] classify(double[][] powers) {
    int[] answers = new int[powers.length];
    for (int from = 0; from < powers.length; from += CAPACITY) {
      int to = Math.min(powers.length, from + CAPACITY);
      double[][] logits = workspace.infer(Arrays.copyOfRange(powers, from, to));
      for (int s = from; s < to; s++) {
        answers[s] = Score.largest(logits[s - from]);
      }
    }
    return answers;
  }

  /** Classifies samples and counts the answers. */
  public Score score(double[][] powers, int[] labels) {
    return Score.of(classify(powers), labels, workspace.network().outputs());
  }

  /** The workspace, which holds the last batch. */
  Workspace workspace() {
    return workspace;
  }
}
