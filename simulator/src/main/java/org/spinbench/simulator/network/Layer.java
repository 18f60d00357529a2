package org.spinbench.simulator.network;

import java.util.Arrays;

/**
 * One layer with the state of a batch: its rectification matrix, and the powers and voltages of
 * every sample.
 *
 * <p>Arrays are [feature][sample], so that the inner loops run over samples. {@code sampleDrive}
 * and {@code sampleTones} are [sample][feature] copies for sums over features.
 */
final class Layer {
  final LayerDesign design;
  final SynapseModel synapse;
  final OscillatorModel oscillator;
  final double[] tones;
  final double[] weights;
  final double[][] resonances;
  final double[][] factors;

  /** W, V/W: [chain][tone]. Not used if the tones differ between samples. */
  final double[][] matrix;

  /**
   * Power that acts on the chains, W: [tone][sample]. Not used in the first layer unless {@link
   * #shaped}.
   */
  final double[][] drive;

  /** ∂drive/∂power: [tone][sample]; only when {@link #shaped}. */
  double[][] driveSlope = new double[0][];

  final double[][] sampleDrive;

  /** Frequencies for each sample, Hz; only when {@link #pulled}. */
  final double[][] sampleTones;

  /** Chain voltages with bias and noise, V: [chain][sample]. */
  final double[][] voltage;

  /** Oscillator currents, A: [chain][sample]; empty in the last layer. */
  final double[][] current;

  /** Whether noise or saturation change the emitted power in this batch. */
  boolean shaped;

  /** Whether tones depend on the currents of the oscillators that emit them. */
  final boolean pulled;

  private final RfNetwork network;
  private final int index;
  private final Numerics numerics;
  private final double[] toneLogs;
  private final double[][] logs;
  private LogConvolution convolution;
  private final LogConvolution.Buffers[] buffers;

  Layer(RfNetwork network, int index, int rows, Numerics numerics, int workers) {
    this.network = network;
    this.index = index;
    this.numerics = numerics;
    design = network.layers().get(index);
    synapse = design.synapse();
    oscillator = network.oscillator();
    pulled = index > 0 && oscillator.pulling() != 0;
    tones = design.tones();
    for (int i = 0; i < tones.length; i++) {
      tones[i] *= network.devices().tone(index, i);
    }
    toneLogs = LogGrid.logarithms(tones);
    weights = synapse.chainWeights(design.chainLength());
    int chains = design.chains();
    resonances = new double[chains][design.chainLength()];
    factors = new double[chains][];
    Arrays.setAll(factors, j -> network.devices().resonances(index, j));
    logs = new double[chains][0];
    matrix = new double[pulled ? 0 : chains][tones.length];
    drive = new double[tones.length][rows];
    sampleDrive = new double[rows][tones.length];
    sampleTones = new double[pulled ? rows : 0][tones.length];
    voltage = new double[chains][rows];
    boolean last = index == network.layers().size() - 1;
    current = new double[last ? 0 : chains][rows];
    buffers = new LogConvolution.Buffers[workers];
  }

  /** Rows that a thread takes of a product: few large parts, each of whole groups of four. */
  static int share(int count, int threads) {
    return (count + 4 * threads - 1) / (4 * threads) * 4;
  }

  /** Number of chains per task: even, so that no task splits a pair of chains. */
  static int block(int count) {
    return Math.min(16, 2 * ((count + 15) / 16));
  }

  /** Computes the present resonances of some chains. */
  void resonate(int from, int to) {
    double[] designed = design.resonances();
    for (int j = from; j < to; j++) {
      double[] shifts = network.shifts(index)[j];
      for (int k = 0; k < designed.length; k++) {
        double resonance = (designed[k] + shifts[k]) * factors[j][k];
        if (!(resonance > 0 && resonance < Double.POSITIVE_INFINITY)) {
          throw new IllegalStateException(
              "junction "
                  + k
                  + " of chain "
                  + j
                  + " in layer "
                  + index
                  + " would resonate at "
                  + resonance
                  + " Hz (shift "
                  + shifts[k]
                  + " Hz): lower the learning rate");
        }
        resonances[j][k] = resonance;
      }
    }
  }

  /** Chooses between direct and fast sums; the resonances must be known. */
  void plan() {
    if (numerics.tolerance() == 0 || pulled) {
      return;
    }
    double lowest = Double.POSITIVE_INFINITY;
    double highest = 0;
    for (double[] chain : resonances) {
      for (double resonance : chain) {
        lowest = Math.min(lowest, resonance);
        highest = Math.max(highest, resonance);
      }
    }
    LogConvolution.Plan plan =
        LogConvolution.plan(
                synapse,
                toneLogs,
                StrictMath.log(lowest),
                StrictMath.log(highest),
                design.chainLength(),
                numerics.tolerance())
            .orElse(null);
    if (plan == null) {
      convolution = null;
    } else if (convolution == null || !convolution.plan().equals(plan)) {
      convolution = new LogConvolution(synapse, plan, toneLogs);
      Arrays.fill(buffers, null);
    }
  }

  /** Computes the rectification matrix of some chains. */
  void rectify(int from, int to, int worker, Arithmetic arithmetic) {
    if (pulled) {
      return;
    }
    if (convolution == null) {
      for (int j = from; j < to; j++) {
        arithmetic.values(synapse, tones, resonances[j], weights, matrix[j]);
      }
      return;
    }
    for (int j = from; j < to; j++) {
      logs[j] = LogGrid.logarithms(resonances[j]);
    }
    for (int j = from; j < to; j += 2) {
      convolution.values(logs, weights, j, to, matrix, buffers(worker));
    }
  }

  /** Adds Σ_i g_i ∂G/∂f_k, without ρ_k, for some chains. */
  void slopes(
      double[][] gradient, int from, int to, int worker, Arithmetic arithmetic, double[][] out) {
    if (convolution == null) {
      for (int j = from; j < to; j++) {
        arithmetic.slopes(synapse, tones, gradient[j], resonances[j], out[j]);
      }
      return;
    }
    for (int j = from; j < to; j += 2) {
      convolution.slopes(gradient, logs, resonances, j, to, out, buffers(worker));
    }
  }

  private LogConvolution.Buffers buffers(int worker) {
    if (buffers[worker] == null) {
      buffers[worker] = convolution.new Buffers();
    }
    return buffers[worker];
  }

  /** Prepares a batch. */
  void begin(NetworkNoise noise) {
    shaped = noise.relativePower() > 0 || synapse.saturates();
    if (shaped && driveSlope.length == 0) {
      driveSlope = new double[tones.length][drive[0].length];
    }
  }

  /**
   * Converts the emitted powers of a tone, already in {@link #drive}, to the powers that act on the
   * chains.
   */
  void shape(int tone, int samples, NetworkNoise noise, long batch) {
    if (!shaped) {
      return;
    }
    double[] powers = drive[tone];
    double[] slopes = driveSlope[tone];
    Arrays.fill(slopes, 0, samples, 1);
    if (noise.relativePower() > 0) {
      noise.scalePowers(powers, slopes, samples, batch, index, tone);
    }
    if (synapse.saturates()) {
      for (int s = 0; s < samples; s++) {
        double compression = 1 / (1 + powers[s] / synapse.saturationPower());
        powers[s] *= compression;
        slopes[s] *= compression * compression;
      }
    }
  }

  /** Copies some samples of {@link #drive}, and of the pulled tones, to [sample][tone]. */
  void gatherSamples(int from, int to, Layer previous) {
    for (int i = 0; i < tones.length; i++) {
      for (int s = from; s < to; s++) {
        sampleDrive[s][i] = drive[i][s];
      }
    }
    if (pulled) {
      for (int i = 0; i < tones.length; i++) {
        for (int s = from; s < to; s++) {
          sampleTones[s][i] = tones[i] + oscillator.frequencyShift(previous.current[i][s]);
        }
      }
    }
  }

  /**
   * Sums the voltages of some chains.
   *
   * @param input powers that act on the chains, [sample][tone]; null if {@link #drive} holds them
   */
  void sumVoltages(
      int from,
      int to,
      int samples,
      double[][] input,
      Arithmetic arithmetic,
      NetworkNoise noise,
      long batch) {
    double[] biases = network.biases(index);
    for (int j = from; j < to; j++) {
      Arrays.fill(voltage[j], 0, samples, biases[j]);
    }
    if (pulled) {
      for (int j = from; j < to; j++) {
        Pulling.addVoltages(this, j, samples);
      }
    } else if (input != null) {
      arithmetic.productOfRows(matrix, input, voltage, from, to, tones.length, samples);
    } else {
      arithmetic.product(matrix, drive, voltage, from, to, tones.length, samples);
    }
    for (int j = from; j < to; j++) {
      noise.addToVoltages(voltage[j], samples, batch, index, j);
    }
  }

  /** Copies the powers, currents and voltages from another evaluation of the same batch. */
  void takeNodes(Layer measured, int samples) {
    copy(measured.drive, drive, samples);
    copy(measured.voltage, voltage, samples);
    copy(measured.current, current, samples);
    shaped = measured.shaped;
    if (shaped) {
      driveSlope = new double[tones.length][drive[0].length];
      copy(measured.driveSlope, driveSlope, samples);
    }
  }

  private static void copy(double[][] from, double[][] to, int samples) {
    for (int row = 0; row < to.length; row++) {
      System.arraycopy(from[row], 0, to[row], 0, samples);
    }
  }

  /** Computes the oscillators of some chains, whose tones the next layer receives. */
  void emit(int from, int to, int samples, Layer next, NetworkNoise noise, long batch) {
    for (int j = from; j < to; j++) {
      oscillator.currents(voltage[j], current[j], samples);
      double factor = network.devices().power(index, j);
      oscillator.powers(current[j], factor, next.drive[j], samples);
      next.shape(j, samples, noise, batch);
    }
  }
}
