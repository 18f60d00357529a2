package org.spinbench.calibration.twin;

import java.util.List;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.fit.OscillatorPower;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.Units;

/**
 * What the read-out band of an output neuron holds besides the neuron's emission: the skirts of all
 * other lines, less those of its own line that lie outside. A Lorentzian line of power P, centre f
 * and half width h has in a band from f₁ to f₂ the power
 *
 * <pre>P {atan[(f₂ − f)/h] − atan[(f₁ − f)/h]}/π,   h = W w/2</pre>
 *
 * with w the fitted width of the lines at their brightest ({@link NeuronResponse#linewidth}), and W
 * how much wider a line is, as in the fit: another's by its current ({@link
 * OscillatorPower#widening}), its own by the root of its power. Powers of other lines count as the
 * analyzer shows them, by the gains of the monitors.
 */
final class ReadoutBand {
  /** Number of the neuron. */
  final int neuron;

  private final double low;
  private final double high;

  /** Half the width of the lines at their brightest, Hz. */
  private final double half;

  private final OscillatorPower[] emissions;

  /** Largest power of the neuron itself, W. */
  private final double most;

  /** Current of each neuron at which it was brightest, A; zero if its line was not fitted. */
  private final double[] bright;

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
    half = fitted.get(neuron).linewidth().value() / 2;
    most = fitted.get(neuron).brightest();
    emissions = fitted.stream().map(OscillatorPower::of).toArray(OscillatorPower[]::new);
    bright = new double[fitted.size()];
    gains = new double[fitted.size()];
    for (int n = 0; n < bright.length; n++) {
      double power = fitted.get(n).brightest();
      bright[n] = power > 0 ? emissions[n].currentFor(power, file.coupling().totalLimit()) : 0;
      gains[n] = Units.ratioOfDb(file.neurons().get(n).monitorGainDb() - own.monitorGainDb());
    }
  }

  /** Half the width of a line, Hz. */
  private double half(int n, double current, double power) {
    return n == neuron
        ? half * Math.sqrt(most / power)
        : half * emissions[n].widening(current, bright[n]);
  }

  /** Whether a neuron has a line. */
  private boolean emits(int n, double[] powers) {
    return powers[n] > 0 && bright[n] > 0;
  }

  /**
   * Power in the band less the neuron's emission, W at the neuron.
   *
   * @param currents of all neurons, A
   * @param powers emitted by them, W
   * @param frequencies of their lines, Hz
   */
  double added(double[] currents, double[] powers, double[] frequencies) {
    double sum = 0;
    for (int n = 0; n < bright.length; n++) {
      if (emits(n, powers)) {
        double h = half(n, currents[n], powers[n]);
        double above = StrictMath.atan((high - frequencies[n]) / h);
        double below = StrictMath.atan((low - frequencies[n]) / h);
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
   * @param byCurrent derivatives of the loss by all currents, 1/A; added to
   * @param byPower by all powers, 1/W; added to
   * @param byFrequency by all frequencies, 1/Hz; added to
   */
  void addGradient(
      double[] currents,
      double[] powers,
      double[] frequencies,
      double factor,
      double[] byCurrent,
      double[] byPower,
      double[] byFrequency) {
    for (int n = 0; n < bright.length; n++) {
      if (emits(n, powers)) {
        double h = half(n, currents[n], powers[n]);
        double above = (high - frequencies[n]) / h;
        double below = (low - frequencies[n]) / h;
        double inside = (StrictMath.atan(above) - StrictMath.atan(below)) / Math.PI;
        double atEnds = 1 / (1 + above * above) - 1 / (1 + below * below);
        double moments = above / (1 + above * above) - below / (1 + below * below);
        double part = factor * gains[n];
        if (n == neuron) {
          byPower[n] += part * (inside - 1 + moments / (2 * Math.PI));
        } else {
          double byHalf = -part * powers[n] * moments / (Math.PI * h);
          byCurrent[n] += byHalf * half * emissions[n].wideningSlope(currents[n], bright[n]);
          byPower[n] += part * inside;
        }
        byFrequency[n] -= part * powers[n] * atEnds / (Math.PI * h);
      }
    }
  }
}
