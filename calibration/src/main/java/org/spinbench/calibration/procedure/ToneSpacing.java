package org.spinbench.calibration.procedure;

import org.spinbench.drivers.bench.file.BenchFile;

/** How far apart the tones are that share a chain, and so how far a line may be looked for. */
final class ToneSpacing {
  /** Tones are swept by this part of their frequency to either side, where there is room. */
  static final double RANGE = 0.085;

  private ToneSpacing() {}

  /**
   * What widths of lines and distances from a design are measured by: the design frequency or,
   * where a neighbour's channel would be reached within {@link #RANGE} of that, as much less.
   *
   * @param tone input or neuron
   * @param frequency design resonance or frequency, Hz
   */
  static double scale(BenchFile file, String tone, double frequency) {
    return Math.min(frequency, spacing(file, tone) / (2 * RANGE));
  }

  /** Distance of the nearest tone that shares a chain with one, Hz; infinite if there is none. */
  private static double spacing(BenchFile file, String tone) {
    double own = frequency(file, tone);
    return file.chains().stream()
        .filter(chain -> chain.tones().contains(tone))
        .flatMap(chain -> chain.tones().stream())
        .filter(other -> !other.equals(tone))
        .mapToDouble(other -> Math.abs(frequency(file, other) - own))
        .min()
        .orElse(Double.POSITIVE_INFINITY);
  }

  private static double frequency(BenchFile file, String tone) {
    int input = file.indexOfInput(tone);
    return input >= 0
        ? file.inputs().get(input).frequency()
        : file.neurons().get(file.indexOfNeuron(tone)).frequency();
  }
}
