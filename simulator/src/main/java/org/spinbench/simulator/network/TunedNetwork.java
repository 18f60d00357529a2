package org.spinbench.simulator.network;

import java.util.Arrays;

/**
 * A trained network at work: tuned once, then asked as often as needed. Every thread has a
 * workspace of its own and takes samples a block at a time, so that no thread waits for another in
 * the middle of a sample.
 *
 * <p>Results do not depend on the number of threads, bit for bit. Not for use by two threads at a
 * time.
 */
public final class TunedNetwork {
  /** Samples of a block: what a layer of a few hundred nodes holds then fits the cache. */
  private static final int BLOCK = 256;

  private final Workers workers;
  private final Workspace[] workspaces;

  /**
   * Tunes the network to its parameters as they are now; later changes to them have no effect.
   *
   * @param workers threads that do the work
   */
  public TunedNetwork(RfNetwork network, Workers workers) {
    this.workers = workers;
    workspaces = new Workspace[workers.threads()];
    workers.run(
        workspaces.length,
        (task, worker) -> {
          workspaces[task] = new Workspace(network, BLOCK, new Workers(1), Numerics.EXACT);
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
