package org.spinbench.simulator.network;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The deviations of one chip's junctions from their design: factors on resonances, emitted
 * frequencies and powers.
 *
 * <p>The spread is that of the code published with A. Ross et al. (doi:10.1038/s41565-023-01452-w):
 * every quantity is multiplied by (1 + ε X), with X standard normal, drawn once for a chip. The
 * tones of the first layer are external and have no spread.
 */
public final class Devices {
  private final double[][][] resonance;
  private final double[][] tone;
  private final double[][] power;

  private Devices(double[][][] resonance, double[][] tone, double[][] power) {
    this.resonance = resonance;
    this.tone = tone;
    this.power = power;
  }

  /** Devices without deviations. */
  public static Devices ideal(List<LayerDesign> layers) {
    double[][][] resonance = new double[layers.size()][][];
    double[][] tone = new double[layers.size()][];
    double[][] power = new double[layers.size()][];
    for (int l = 0; l < layers.size(); l++) {
      LayerDesign layer = layers.get(l);
      double[] ones = ones(layer.chainLength());
      resonance[l] = new double[layer.chains()][];
      Arrays.fill(
          resonance[l],
          ones); // factors are never changed in place, so ideal chains may share a row
      tone[l] = ones(layer.toneCount());
      power[l] = ones(layer.chains());
    }
    return new Devices(resonance, tone, power);
  }

  /**
   * Draws the devices of a chip.
   *
   * @param frequencySpread ε of resonances and emitted frequencies (at α = 0.01, 0.001 is a tenth
   *     of a linewidth)
   * @param powerSpread ε of emitted powers
   */
  public static Devices drawn(
      List<LayerDesign> layers,
      double frequencySpread,
      double powerSpread,
      RandomGenerator random) {
    return ideal(layers).scattered(frequencySpread, powerSpread, random);
  }

  /**
   * Measured devices.
   *
   * @param resonance factor on every resonance, [layer][chain][junction]
   * @param tone factor on every tone's frequency, [layer][tone]; 1 in the first layer
   * @param power factor on the power that the oscillator of every chain emits, [layer][chain]
   */
  public static Devices of(
      List<LayerDesign> layers, double[][][] resonance, double[][] tone, double[][] power) {
    requireLayers(layers, resonance.length, tone.length, power.length);
    Devices like = ideal(layers);
    Devices copy = new Devices(new double[layers.size()][][], copy(tone), copy(power));
    requireShape("tone", copy.tone, like.tone);
    requireShape("power", copy.power, like.power);
    for (int l = 0; l < resonance.length; l++) {
      copy.resonance[l] = copy(resonance[l]);
      requireShape("resonance", copy.resonance[l], like.resonance[l]);
    }
    return copy;
  }

  private static void requireLayers(List<LayerDesign> layers, int... counts) {
    for (int count : counts) {
      if (count != layers.size()) {
        throw new IllegalArgumentException(
            "factors of " + count + " layers for a network of " + layers.size());
      }
    }
  }

  private static void requireShape(String what, double[][] factors, double[][] like) {
    boolean fits = factors.length == like.length;
    for (int row = 0; fits && row < like.length; row++) {
      fits = factors[row].length == like[row].length;
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "the factors of " + what + " do not have the shape of the network");
    }
  }

  private static double[][] copy(double[][] rows) {
    return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
  }

  private Devices scattered(double frequencies, double powers, RandomGenerator random) {
    if (!(frequencies >= 0 && powers >= 0)) {
      throw new IllegalArgumentException(
          "spreads " + frequencies + " and " + powers + " must not be negative");
    }
    DoubleUnaryOperator frequency = factor -> factor * (1 + frequencies * random.nextGaussian());
    double[][][] resonances = new double[resonance.length][][];
    double[][] tones = new double[tone.length][];
    double[][] emitted = new double[power.length][];
    for (int l = 0; l < resonances.length; l++) {
      resonances[l] = new double[resonance[l].length][];
      for (int j = 0; j < resonances[l].length; j++) {
        resonances[l][j] = map(resonance[l][j], frequency);
      }
      tones[l] = l == 0 ? tone[l] : map(tone[l], frequency);
      emitted[l] = map(power[l], factor -> factor * (1 + powers * random.nextGaussian()));
    }
    return new Devices(resonances, tones, emitted);
  }

  /** Factor on the resonance of a junction. */
  public double resonance(int layer, int chain, int position) {
    return resonance[layer][chain][position];
  }

  double[] resonances(int layer, int chain) {
    return resonance[layer][chain];
  }

  /** Factor on the frequency of a tone that a layer receives. */
  public double tone(int layer, int index) {
    return tone[layer][index];
  }

  /** Factor on the power that the oscillator of a chain emits. */
  public double power(int layer, int chain) {
    return power[layer][chain];
  }

  private static double[] map(double[] values, DoubleUnaryOperator function) {
    return Arrays.stream(values).map(function).toArray();
  }

  private static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }
}
