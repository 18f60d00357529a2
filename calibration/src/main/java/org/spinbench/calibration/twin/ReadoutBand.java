package org.spinbench.calibration.twin;

import java.util.List;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.Units;

/**
 * What the read-out band of an output neuron holds besides the neuron's emission: the skirts of all
 * other lines, less those of its own line that lie outside. A Lorentzian line of power P, centre f
 * and half width h has in a band from f₁ to f₂ the power
 *
 * <pre>P {atan[(f₂ − f)/h] − atan[(f₁ − f)/h]}/π,   h = w/2 √(P_b/P)</pre>
 *
 * with w the fitted width of the lines at their largest powers P_b ({@link
 * NeuronResponse#linewidth}). Powers of other lines count as the analyzer shows them, by the gains
 * of the monitors.
 */
final class ReadoutBand {
  /** Number of the neuron. */
  final int neuron;

  private final double low;
  private final double high;

  /** For each neuron: half the width of its line, Hz, times the root of its power, W. */
  private final double[] halves;

  /** Gain of each neuron's monitor over that of this one. */
  private final double[] gains;

  /**
   * @param fitted all neurons
   */
  ReadoutBand(BenchFile file, int neuron, List<NeuronResponse> fitted) {
    this.neuron = neuron;
    BenchFile.Neuron own = file.neurons().get(neuron);
    low = own.frequency() - file.readout().bandwidth() / 2;
    high = own.frequency() + file.readout().bandwidth() / 2;
    double half = fitted.get(neuron).linewidth().value() / 2;
    halves = new double[fitted.size()];
    gains = new double[fitted.size()];
    for (int n = 0; n < halves.length; n++) {
      halves[n] = half * Math.sqrt(fitted.get(n).brightest());
      gains[n] = Units.ratioOfDb(file.neurons().get(n).monitorGainDb() - own.monitorGainDb());
    }
  }

  /**
   * Power in the band less the neuron's emission, W at the neuron.
   *
   * @param powers emitted by all neurons, W
   * @param frequencies of their lines, Hz
   */
  double added(double[] powers, double[] frequencies) {
    double sum = 0;
    for (int n = 0; n < halves.length; n++) {
      if (powers[n] > 0 && halves[n] > 0) {
        double half = halves[n] / Math.sqrt(powers[n]);
        double above = StrictMath.atan((high - frequencies[n]) / half);
        double below = StrictMath.atan((low - frequencies[n]) / half);
        double inside = (above - below) / Math.PI;
        sum += gains[n] * powers[n] * (n == neuron ? inside - 1 : inside);
      }
    }
    return sum;
  }

  /**
   * Adds the gradient of {@link #added}.
   *
   * @param factor derivative of a loss by the power in the band, 1/W
   * @param byPower derivatives of the loss by all powers, 1/W; added to
   * @param byFrequency by all frequencies, 1/Hz; added to
   */
  void addGradient(
      double[] powers,
      double[] frequencies,
      double factor,
      double[] byPower,
      double[] byFrequency) {
    for (int n = 0; n < halves.length; n++) {
      if (powers[n] > 0 && halves[n] > 0) {
        double half = halves[n] / Math.sqrt(powers[n]);
        double above = (high - frequencies[n]) / half;
        double below = (low - frequencies[n]) / half;
        double inside = (StrictMath.atan(above) - StrictMath.atan(below)) / Math.PI;
        double atEnds = 1 / (1 + above * above) - 1 / (1 + below * below);
        double moments = above / (1 + above * above) - below / (1 + below * below);
        double widening = moments / (2 * Math.PI);
        double share = n == neuron ? inside - 1 : inside;
        byPower[n] += factor * gains[n] * (share + widening);
        byFrequency[n] -= factor * gains[n] * powers[n] * atEnds / (Math.PI * half);
      }
    }
  }
}
