package org.spinbench.simulator.network;

import java.util.ArrayList;
import java.util.List;

/**
 * Evaluates a network on batches of samples, forward and backward, and holds the memory for that.
 *
 * <p>In training, repeat {@link #forward}, loss, {@link #backward}, and a step of the parameters.
 * With a trained network, call {@link #tune} once, then {@link #infer} as often as needed. A step
 * costs one rectification per junction and tone, not per sample, because the matrix depends only on
 * the resonances (unless oscillators pull their frequency).
 *
 * <p>Results are bit-identical for any number of workers. Returned arrays belong to the workspace
 * and are valid until the next call. Not for use by two threads at a time; two workspaces that
 * share workers must not run at the same time.
 */
public final class Workspace {
  private static final int SAMPLE_BLOCK = 16;

  private final RfNetwork network;
  private final int capacity;
  private final Workers workers;
  private final Layer[] layers;
  private LayerGradient[] gradients = new LayerGradient[0];
  private final Arithmetic[] arithmetic;
  private final List<Block> chainBlocks = new ArrayList<>();
  private final double[][] logits;
  private double[][] input = new double[0][];
  private NetworkNoise noise = NetworkNoise.NONE;
  private long batch;
  private boolean tuned;

  private record Block(int layer, int from, int to) {}

  private interface Range {
    void run(int from, int to, int worker);
  }

  /**
   * Allocates the memory.
   *
   * @param network the network; its parameter arrays are read at every {@link #tune}
   * @param capacity largest number of samples of a batch
   * @param workers threads that do the work
   * @param numerics precision and accuracy
   */
  public Workspace(RfNetwork network, int capacity, Workers workers, Numerics numerics) {
    if (capacity < 1) {
      throw new IllegalArgumentException(
          "a workspace for " + capacity + " samples: at least 1 is needed");
    }
    this.network = network;
    this.capacity = capacity;
    this.workers = workers;
    int depth = network.layers().size();
    layers = new Layer[depth];
    arithmetic = new Arithmetic[workers.threads()];
    for (int worker = 0; worker < arithmetic.length; worker++) {
      arithmetic[worker] = Arithmetic.of(numerics.precision());
    }
    for (int l = 0; l < depth; l++) {
      layers[l] = new Layer(network, l, capacity, numerics, workers.threads());
      int chains = network.layers().get(l).chains();
      int step = Layer.block(chains);
      for (int from = 0; from < chains; from += step) {
        chainBlocks.add(new Block(l, from, Math.min(chains, from + step)));
      }
    }
    logits = new double[capacity][network.outputs()];
  }

  /** The network this workspace evaluates. */
  public RfNetwork network() {
    return network;
  }

  /** Sets the noise of the following batches, and restarts its streams. */
  public void setNoise(NetworkNoise noise) {
    this.noise = noise;
    this.batch = 0;
  }

  /** Computes the rectification matrices from the present parameters. */
  public void tune() {
    workers.run(
        chainBlocks.size(),
        (task, worker) -> {
          Block block = chainBlocks.get(task);
          layers[block.layer].resonate(block.from, block.to);
        });
    for (Layer layer : layers) {
      layer.plan();
    }
    workers.run(
        chainBlocks.size(),
        (task, worker) -> {
          Block block = chainBlocks.get(task);
          layers[block.layer].rectify(block.from, block.to, worker, arithmetic[worker]);
        });
    tuned = true;
  }

  /**
   * Tunes the network and evaluates a batch.
   *
   * @param powers [sample][tone], W; kept by reference until {@link #backward}
   * @return logits, [sample][output], mV; as many valid rows as samples
   */
  public double[][] forward(double[][] powers) {
    tune();
    return infer(powers);
  }

  /**
   * Evaluates a batch with the parameters of the last tuning.
   *
   * @param powers [sample][tone], W; kept by reference until {@link #backward}
   * @return logits, [sample][output], mV; as many valid rows as samples
   */
  public double[][] infer(double[][] powers) {
    if (!tuned) {
      throw new IllegalStateException(
          "the network has not been tuned: call tune() or forward() first");
    }
    check(powers);
    input = powers;
    batch++;
    int samples = powers.length;
    for (Layer layer : layers) {
      layer.begin(noise);
    }
    if (layers[0].shaped) {
      parallel(network.inputs(), (from, to, worker) -> load(from, to, powers));
    }
    for (int l = 0; l < layers.length; l++) {
      propagate(l, samples);
    }
    Layer last = layers[layers.length - 1];
    for (int s = 0; s < samples; s++) {
      for (int j = 0; j < logits[s].length; j++) {
        logits[s][j] = last.voltage[j][s] * RfNetwork.LOGITS_PER_VOLT;
      }
    }
    return logits;
  }

  private void check(double[][] powers) {
    if (powers.length > capacity) {
      throw new IllegalArgumentException(
          powers.length + " samples: this workspace holds up to " + capacity);
    }
    for (double[] sample : powers) {
      if (sample.length != network.inputs()) {
        throw new IllegalArgumentException(
            "a sample of "
                + sample.length
                + " powers for a network of "
                + network.inputs()
                + " inputs");
      }
    }
  }

  private void load(int from, int to, double[][] powers) {
    Layer first = layers[0];
    for (int s = 0; s < powers.length; s++) {
      for (int i = from; i < to; i++) {
        first.drive[i][s] = powers[s][i];
      }
    }
    for (int i = from; i < to; i++) {
      first.shape(i, powers.length, noise, batch);
    }
  }

  private void propagate(int l, int samples) {
    Layer layer = layers[l];
    if (layer.pulled) {
      parallelSamples(samples, (from, to, worker) -> layer.gatherSamples(from, to, layers[l - 1]));
    }
    double[][] samplesOfInput = l == 0 && !layer.shaped ? input : null;
    parallelShares(
        layer.design.chains(),
        (from, to, worker) -> {
          layer.sumVoltages(from, to, samples, samplesOfInput, arithmetic[worker], noise, batch);
          if (l + 1 < layers.length) {
            layer.emit(from, to, samples, layers[l + 1], noise, batch);
          }
        });
  }

  /**
   * Replaces the nodes of this evaluation (powers, currents and voltages) by those of another
   * evaluation of the same batch. The gradient is then that of this workspace's network at nodes
   * measured on a chip.
   */
  public void takeNodes(Workspace measured) {
    input = measured.input;
    for (int l = 0; l < layers.length; l++) {
      layers[l].takeNodes(measured.layers[l], input.length);
      if (layers[l].pulled) {
        layers[l].gatherSamples(0, input.length, layers[l - 1]);
      }
    }
  }

  /**
   * Computes the gradients of a loss with respect to all parameters, for the last batch.
   *
   * @param logitGradient ∂L/∂logit, [sample][output]; at least as many rows as the batch
   */
  public void backward(double[][] logitGradient) {
    int samples = input.length;
    allocateGradients();
    parallelSamples(samples, (from, to, worker) -> begin(from, to, logitGradient));
    for (int l = layers.length - 1; l > 0; l--) {
      backThrough(l, samples);
    }
    for (int l = 0; l < layers.length; l++) {
      LayerGradient gradient = gradients[l];
      double[][] drive = l == 0 && !layers[0].shaped ? input : layers[l].sampleDrive;
      parallelShares(
          layers[l].design.chains(),
          (from, to, worker) -> gradient.sums(from, to, samples, arithmetic[worker], drive));
    }
    workers.run(
        chainBlocks.size(),
        (task, worker) -> {
          Block block = chainBlocks.get(task);
          gradients[block.layer].slopes(block.from, block.to, samples, worker, arithmetic[worker]);
        });
  }

  /**
   * Computes the gradients as {@link #backward(double[][])} does, and those with respect to the
   * inputs.
   *
   * @param inputGradient receives ∂L/∂P, 1/W, [sample][tone]
   */
  public void backward(double[][] logitGradient, double[][] inputGradient) {
    backward(logitGradient);
    int samples = input.length;
    parallelShares(
        network.inputs(),
        (from, to, worker) -> {
          double[][] powers = gradients[0].powers(from, to, samples, arithmetic[worker]);
          for (int s = 0; s < samples; s++) {
            for (int i = from; i < to; i++) {
              inputGradient[s][i] = powers[i][s];
            }
          }
        });
  }

  private void begin(int from, int to, double[][] logitGradient) {
    double[][] top = gradients[layers.length - 1].voltage;
    for (int j = 0; j < top.length; j++) {
      for (int s = from; s < to; s++) {
        top[j][s] = RfNetwork.LOGITS_PER_VOLT * logitGradient[s][j];
      }
    }
    for (int l = 0; l < layers.length; l++) {
      if (l > 0 && !layers[l].pulled || layers[l].shaped) {
        layers[l].gatherSamples(from, to, l == 0 ? null : layers[l - 1]);
      }
    }
  }

  private void backThrough(int l, int samples) {
    LayerGradient gradient = gradients[l];
    if (layers[l].pulled) {
      parallelSamples(samples, (from, to, worker) -> gradient.pullBack(from, to));
    }
    parallelShares(
        layers[l].tones.length,
        (from, to, worker) ->
            gradient.throughOscillators(
                from, to, samples, layers[l - 1], gradients[l - 1], arithmetic[worker]));
  }

  /**
   * Allocates the memory for gradients at the first backward pass, because inference does not need
   * it.
   */
  private void allocateGradients() {
    if (gradients.length == 0) {
      gradients = new LayerGradient[layers.length];
      for (int l = 0; l < layers.length; l++) {
        gradients[l] = new LayerGradient(layers[l], network, l, capacity);
      }
    }
  }

  private void parallel(int count, Range range) {
    parallel(count, Layer.block(count), range);
  }

  private void parallelShares(int count, Range range) {
    parallel(count, Layer.share(count, workers.threads()), range);
  }

  private void parallel(int count, int step, Range range) {
    workers.run(
        (count + step - 1) / step,
        (task, worker) -> range.run(task * step, Math.min(count, (task + 1) * step), worker));
  }

  private void parallelSamples(int samples, Range range) {
    workers.run(
        (samples + SAMPLE_BLOCK - 1) / SAMPLE_BLOCK,
        (task, worker) ->
            range.run(task * SAMPLE_BLOCK, Math.min(samples, (task + 1) * SAMPLE_BLOCK), worker));
  }

  /** ∂L/∂shift of a layer after {@link #backward}, 1/Hz: [chain][junction]. */
  public double[][] shiftGradient(int layer) {
    return gradients[layer].shifts;
  }

  /** ∂L/∂bias of a layer after {@link #backward}, 1/V: [chain]. */
  public double[] biasGradient(int layer) {
    return gradients[layer].biases;
  }

  /** Number of samples in the last batch. */
  public int samples() {
    return input.length;
  }

  /** Power of an input of a sample of that batch, W. */
  public double inputPower(int sample, int tone) {
    return input[sample][tone];
  }

  /** Voltage of a chain for a sample of that batch, bias and noise included, V. */
  public double voltage(int layer, int chain, int sample) {
    return layers[layer].voltage[chain][sample];
  }

  /** Current of a chain's oscillator for a sample of that batch, A. */
  public double current(int layer, int chain, int sample) {
    return layers[layer].current[chain][sample];
  }

  /** Power that this oscillator emits, before the noise of the path, W. */
  public double emittedPower(int layer, int chain, int sample) {
    return network.devices().power(layer, chain)
        * network.oscillator().power(current(layer, chain, sample));
  }

  /** Response time 1/(2π α f) of the narrowest resonance of a layer at the last tuning, s. */
  public double responseTime(int layer) {
    double lowest = Double.POSITIVE_INFINITY;
    for (double[] chain : layers[layer].resonances) {
      for (double resonance : chain) {
        lowest = Math.min(lowest, resonance);
      }
    }
    return 1 / (2 * Math.PI * layers[layer].synapse.damping() * lowest);
  }

  /** Weight of a tone in a chain at the last tuning, V/W. */
  public double weight(int layer, int chain, int tone) {
    return layers[layer].matrix[chain][tone];
  }
}
