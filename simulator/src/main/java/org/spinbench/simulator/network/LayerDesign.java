package org.spinbench.simulator.network;

/**
 * The structure of one layer: chains of junctions that all receive the same tones.
 *
 * @param tones frequencies of the tones, Hz: those of the inputs, or those that the oscillators of
 *     the previous layer emit at threshold
 * @param resonances design frequencies of the junctions of a chain, head first, Hz; the same for
 *     every chain
 * @param chains number of chains, each ending in an oscillator or in an output of the network
 * @param synapse rectification of a junction
 */
public record LayerDesign(double[] tones, double[] resonances, int chains, SynapseModel synapse) {

  /** Copies the arrays and checks them. */
  public LayerDesign {
    tones = tones.clone();
    resonances = resonances.clone();
    requirePositive("tone", tones);
    requirePositive("resonance", resonances);
    if (chains < 1) {
      throw new IllegalArgumentException("a layer of " + chains + " chains: at least 1 is needed");
    }
  }

  private static void requirePositive(String what, double[] frequencies) {
    if (frequencies.length == 0) {
      throw new IllegalArgumentException("a layer needs at least one " + what);
    }
    for (int i = 0; i < frequencies.length; i++) {
      if (!(frequencies[i] > 0 && frequencies[i] < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            what
                + " "
                + i
                + " of a layer is "
                + frequencies[i]
                + " Hz: it must be positive and finite");
      }
    }
  }

  /** Copy of the tones, Hz. */
  @Override
  public double[] tones() {
    return tones.clone();
  }

  /** Copy of the design resonances of a chain, Hz. */
  @Override
  public double[] resonances() {
    return resonances.clone();
  }

  /** Number of tones. */
  public int toneCount() {
    return tones.length;
  }

  /** Number of junctions in a chain. */
  public int chainLength() {
    return resonances.length;
  }

  /** Number of junctions in the layer. */
  public int synapses() {
    return chains * resonances.length;
  }

  /** Frequencies in arithmetic progression, both ends inclusive, Hz. */
  public static double[] linear(double lowest, double highest, int count) {
    double[] frequencies = new double[count];
    for (int i = 0; i < count; i++) {
      frequencies[i] = count == 1 ? lowest : lowest + (highest - lowest) * i / (count - 1);
    }
    return frequencies;
  }

  /** Frequencies in geometric progression, both ends inclusive, Hz. */
  public static double[] geometric(double lowest, double highest, int count) {
    double[] frequencies = new double[count];
    for (int i = 0; i < count; i++) {
      frequencies[i] =
          count == 1 ? lowest : lowest * StrictMath.pow(highest / lowest, (double) i / (count - 1));
    }
    return frequencies;
  }
}
