package org.spinbench.calibration.procedure;

import org.spinbench.drivers.bench.file.BenchFile;

/** Computes how far apart the tones of a chain are, which limits the search for a line. */
final class ToneSpacing {
  /** Range of a tone sweep to either side, over the frequency, if there is room. */
  static final double RANGE = 0.085;

  private ToneSpacing() {}

  /**
   * The unit of widths of lines and of distances from a design: the design frequency, or less if a
   * neighbouring tone is within twice {@link #RANGE} of it.
   *
   * @param tone input or neuron
   * @param frequency design resonance or frequency, Hz
   */
  static double scale(BenchFile file, String tone, double frequency) {
    return Math.min(frequency, spacing(file, tone) / (2 * RANGE));
  }

  /** Distance of the nearest tone on the same chain, Hz; infinite if there is none. */
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
