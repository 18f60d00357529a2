package org.spinbench.experiments.study.drone;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.simulator.network.Adam;
import org.spinbench.simulator.network.CrossEntropy;
import org.spinbench.simulator.network.RfNetwork;
import org.spinbench.simulator.network.Workers;
import org.spinbench.simulator.network.Workspace;

/**
 * Trains a large RF network with Adam on the cross-entropy of mini-batches, in simulation or with a
 * chip in the loop.
 *
 * <p>With a chip in the loop the logits are read from the chip, and the gradient is that of the
 * trainer's own network at its own nodes (physics-aware training: L. Wright et al., Nature 601, 549
 * (2022), doi:10.1038/s41586-021-04223-6; also in the code published with A. Ross et al.).
 *
 * <p>The result depends only on the seed, not on the number of threads, and not on interruptions.
 */
public final class DroneTrainer {
  /** Shifts are trained in GHz. */
  static final double SHIFT_UNIT = 1e9;

  /** Biases are trained in V. */
  static final double BIAS_UNIT = 1;

  private static final long INITIALISATION = 0;
  private static final long ORDER = 1;

  private final RfNetwork network;
  private final TrainerOptions options;
  private final Workspace workspace;
  private final Adam[] shiftRules;
  private final Adam[] biasRules;
  private final List<Epoch> history = new ArrayList<>();
  private Chip chip;
  private boolean injecting;

  /**
   * A trainer of a network, starting from its parameters.
   *
   * @param network whose parameters are changed in place
   * @param options of the training
   * @param workers threads that do the work
   */
  public DroneTrainer(RfNetwork network, TrainerOptions options, Workers workers) {
    this.network = network;
    this.options = options;
    this.workspace = new Workspace(network, options.batch(), workers, options.numerics());
    int depth = network.layers().size();
    shiftRules = new Adam[depth];
    biasRules = new Adam[depth];
    for (int l = 0; l < depth; l++) {
      shiftRules[l] = new Adam(network.shifts(l), SHIFT_UNIT);
      biasRules[l] = new Adam(biases(l), BIAS_UNIT);
    }
  }

  /** Draws the initial parameters of a network as in the publication. */
  public static void initialise(RfNetwork network, long seed) {
    network.initialise(Seeds.generator(seed, INITIALISATION));
  }

  /** Takes the logits of the next epochs from a chip. */
  public DroneTrainer inTheLoop(Chip chip) {
    this.chip = chip;
    return this;
  }

  /**
   * Takes the logits of the next epochs from a chip, and the gradient at the powers, currents and
   * voltages that were read with them in every layer.
   */
  public DroneTrainer injecting(Chip chip) {
    injecting = true;
    return inTheLoop(chip);
  }

  /** Trains on all samples once, in a random order. */
  public Epoch epoch(double[][] powers, int[] labels) {
    if (powers.length != labels.length || powers.length == 0) {
      throw new IllegalArgumentException(
          powers.length + " samples with " + labels.length + " labels cannot be trained on");
    }
    int number = history.size() + 1;
    int[] order = order(powers.length, number);
    double loss = 0;
    int right = 0;
    for (int from = 0; from < order.length; from += options.batch()) {
      int to = Math.min(order.length, from + options.batch());
      double[][] batch = new double[to - from][];
      int[] wanted = new int[to - from];
      for (int n = 0; n < batch.length; n++) {
        int sample = order[from + n];
        batch[n] = powers[sample];
        wanted[n] = labels[sample];
      }
      double[][] logits = logits(batch);
      loss += batch.length * descend(logits, wanted, options.rate(number));
      right += Score.of(logits, wanted).correct();
    }
    Epoch epoch = new Epoch(number, loss / order.length, (double) right / order.length);
    history.add(epoch);
    return epoch;
  }

  private double[][] logits(double[][] batch) {
    double[][] computed = Arrays.copyOf(workspace.forward(batch), batch.length);
    if (chip == null) {
      return computed;
    }
    chip.set(network);
    double[][] read = chip.logits(batch);
    if (injecting) {
      chip.inject(workspace);
    }
    return read;
  }

  private double descend(double[][] logits, int[] labels, double rate) {
    double[][] gradient = new double[labels.length][network.outputs()];
    double loss = CrossEntropy.of(logits, labels, gradient);
    workspace.backward(gradient);
    for (int l = 0; l < shiftRules.length; l++) {
      shiftRules[l].step(network.shifts(l), workspace.shiftGradient(l), rate);
      biasRules[l].step(biases(l), new double[][] {workspace.biasGradient(l)}, rate);
    }
    return loss;
  }

  private double[][] biases(int layer) {
    return new double[][] {network.biases(layer)};
  }

  private int[] order(int samples, int epoch) {
    RandomGenerator random = Seeds.generator(options.seed(), ORDER, epoch);
    int[] order = new int[samples];
    for (int n = 0; n < samples; n++) {
      int place = random.nextInt(n + 1);
      order[n] = order[place];
      order[place] = n;
    }
    return order;
  }

  /**
   * Trains up to the number of epochs in the options.
   *
   * @param listener called after every epoch
   */
  public void fit(double[][] powers, int[] labels, EpochListener listener) {
    while (history.size() < options.epochs()) {
      listener.after(epoch(powers, labels));
    }
  }

  /** Called after every epoch, on the thread that trains. */
  @FunctionalInterface
  public interface EpochListener {
    /** Ignores epochs. */
    EpochListener NONE = epoch -> {};

    /** Called after an epoch. It may read parameters and save the training. */
    void after(Epoch epoch);
  }

  /** The network. */
  public RfNetwork network() {
    return network;
  }

  /** The epochs so far. */
  public List<Epoch> history() {
    return List.copyOf(history);
  }

  /**
   * Saves parameters, moments and history atomically: a reader finds the old or the new file.
   *
   * @param laps the caller's notes of every epoch, or none
   * @param spectra fingerprint of the training spectra
   */
  void save(Path file, List<Lap> laps, String spectra) {
    Checkpoint.write(
        file,
        options,
        network,
        shiftRules,
        biasRules,
        new Checkpoint.Record(history, laps, spectra));
  }

  /**
   * Resumes a saved training, bit for bit.
   *
   * @param file written by {@link #save} of a trainer with the same structure, seed, rate and batch
   * @return the notes saved with it
   */
  Checkpoint.Record resume(Path file) {
    Checkpoint.Record saved = Checkpoint.read(file, options, network, shiftRules, biasRules);
    history.clear();
    history.addAll(saved.history());
    return saved;
  }
}
