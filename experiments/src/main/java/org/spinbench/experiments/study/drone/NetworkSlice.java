package org.spinbench.experiments.study.drone;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.spinbench.simulator.network.LayerDesign;
import org.spinbench.simulator.network.Numerics;
import org.spinbench.simulator.network.OscillatorModel;
import org.spinbench.simulator.network.RfNetwork;
import org.spinbench.simulator.network.Workers;
import org.spinbench.simulator.network.Workspace;

/**
 * A small part of a trained network of two layers that fits a small chip: some inputs, some hidden
 * oscillators, one output.
 *
 * <p>Its weights are those of the whole network at the tones of the slice, from all junctions of
 * the long chain. So the hidden voltages of the slice are those of the network for a spectrum
 * without other tones, and its output is the contribution of its oscillators to the logit.
 */
public final class NetworkSlice {
  private final double[] tones;
  private final double[] emissions;
  private final double[][] hiddenWeights;
  private final double[] outputWeights;
  private final double[] biases;
  private final RfNetwork network;

  /**
   * Cuts a slice.
   *
   * @param network trained, of two layers
   * @param inputs indices of the tones
   * @param hidden indices of the oscillators
   * @param output index of the class
   */
  public NetworkSlice(RfNetwork network, int[] inputs, int[] hidden, int output) {
    if (network.layers().size() != 2) {
      throw new IllegalArgumentException(
          "a slice is cut from a network of 2 layers; this one has " + network.layers().size());
    }
    this.network = network;
    LayerDesign first = network.layers().get(0);
    LayerDesign second = network.layers().get(1);
    tones = Arrays.stream(inputs).mapToDouble(i -> first.tones()[i]).toArray();
    emissions = Arrays.stream(hidden).mapToDouble(j -> second.tones()[j]).toArray();
    for (int j : hidden) {
      if (biasCurrent(network, network.biases(0)[j]) > limit(network)) {
        throw new IllegalArgumentException(
            "oscillator "
                + j
                + " is biased at "
                + biasCurrent(network, network.biases(0)[j])
                + " A, above the limit of "
                + limit(network)
                + " A; choose another");
      }
    }
    biases = Arrays.stream(hidden).mapToDouble(j -> network.biases(0)[j]).toArray();
    hiddenWeights = new double[hidden.length][];
    try (Workers workers = new Workers(1)) {
      Workspace workspace = new Workspace(network, 1, workers, Numerics.EXACT);
      workspace.tune();
      for (int j = 0; j < hidden.length; j++) {
        int chain = hidden[j];
        hiddenWeights[j] =
            Arrays.stream(inputs).mapToDouble(i -> workspace.weight(0, chain, i)).toArray();
      }
      outputWeights =
          Arrays.stream(hidden).mapToDouble(j -> workspace.weight(1, output, j)).toArray();
    }
  }

  /**
   * Indices at equal distances in a range, for example the tones of a slice among those of the
   * network.
   */
  public static int[] spread(int count, int range) {
    int[] numbers = new int[count];
    Arrays.setAll(numbers, n -> (int) ((n + 0.5) * range / count));
    return numbers;
  }

  /**
   * Oscillators of a network that a bench can drive, at equal distances. Their bias current must be
   * below the limit of the amplifier, because a bias source has no limiter.
   */
  public static int[] drivable(RfNetwork network, int count) {
    int[] drivable =
        IntStream.range(0, network.layers().get(0).chains())
            .filter(j -> biasCurrent(network, network.biases(0)[j]) <= limit(network))
            .toArray();
    if (drivable.length < count) {
      throw new IllegalArgumentException(
          "only "
              + drivable.length
              + " oscillators are biased below the limit of "
              + limit(network)
              + " A; the slice asks for "
              + count);
    }
    return IntStream.of(spread(count, drivable.length)).map(n -> drivable[n]).toArray();
  }

  private static double limit(RfNetwork network) {
    OscillatorModel oscillator = network.oscillator();
    return oscillator.currentRatio() * oscillator.thresholdCurrent();
  }

  private static double biasCurrent(RfNetwork network, double bias) {
    OscillatorModel oscillator = network.oscillator();
    return oscillator.transconductance() * (oscillator.offsetVoltage() + bias);
  }

  /**
   * Voltages of the hidden chains without biases, computed directly, V.
   *
   * @param powers of the slice's tones, W
   */
  public double[] hiddenVoltages(double[] powers) {
    return Arrays.stream(hiddenWeights).mapToDouble(weights -> dot(weights, powers)).toArray();
  }

  /**
   * Voltage of the output chain, computed directly, V.
   *
   * @param powers of the slice's tones, W
   */
  public double output(double[] powers) {
    double[] voltages = hiddenVoltages(powers);
    OscillatorModel oscillator = network.oscillator();
    double[] emitted = new double[voltages.length];
    Arrays.setAll(emitted, j -> oscillator.power(oscillator.current(voltages[j] + biases[j])));
    return dot(outputWeights, emitted);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Frequencies of the tones, Hz. */
  double[] tones() {
    return tones;
  }

  /** Emission frequencies of the hidden oscillators, Hz. */
  double[] emissions() {
    return emissions;
  }

  /** Weights of the tones, V/W, [oscillator][tone]. */
  double[][] hiddenWeights() {
    return hiddenWeights;
  }

  /** Weights of the oscillators in the output chain, V/W. */
  double[] outputWeights() {
    return outputWeights;
  }

  /** Bias current of every oscillator: its current at zero chain voltage, A. */
  double[] biasCurrents() {
    return Arrays.stream(biases).map(bias -> biasCurrent(network, bias)).toArray();
  }

  /** The network of the slice. */
  RfNetwork network() {
    return network;
  }
}
