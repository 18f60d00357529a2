package org.spinbench.simulator.network;

import java.util.Arrays;

/**
 * Inference with a trained network, which is tuned once. Every thread has its own workspace and
 * takes samples block by block, so that no thread waits for another within a sample.
 *
 * <p>Results are bit-identical for any number of threads. Not for use by two threads at a time.
 */
public final class TunedNetwork {
  /**
   * Samples in a block; with this size the data of a layer of a few hundred nodes fit into the
   * cache.
   */
  private static final int BLOCK = 256;

  private final Workers workers;
  private final Workspace[] workspaces;

  /**
   * Tunes the network to its present parameters; later changes to them have no effect.
   *
   * @param workers threads that do the work
   * @param numerics precision and accuracy
   */
  public TunedNetwork(RfNetwork network, Workers workers, Numerics numerics) {
    this.workers = workers;
    workspaces = new Workspace[workers.threads()];
    workers.run(
        workspaces.length,
        (task, worker) -> {
          workspaces[task] = new Workspace(network, BLOCK, new Workers(1), numerics);
          workspaces[task].tune();
        });
  }

  /** The network. */
  public RfNetwork network() {
    return workspaces[0].network();
  }

  /**
   * Evaluates any number of samples.
   *
   * @param powers [sample][tone], W
   * @return logits, [sample][output], mV
   */
  public double[][] infer(double[][] powers) {
    int samples = powers.length;
    int share = (samples + workspaces.length - 1) / workspaces.length;
    int block = Math.max(1, Math.min(BLOCK, share));
    double[][] logits = new double[samples][];
    workers.run(
        (samples + block - 1) / block,
        (task, worker) -> {
          int from = task * block;
          int to = Math.min(samples, from + block);
          double[][] part = workspaces[worker].infer(Arrays.copyOfRange(powers, from, to));
          for (int s = from; s < to; s++) {
            logits[s] = part[s - from].clone();
          }
        });
    return logits;
  }
}
