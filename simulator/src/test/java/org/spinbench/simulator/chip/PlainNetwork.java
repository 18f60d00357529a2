package org.spinbench.simulator.chip;

/**
 * The typical nine-junction network written down once more, number by number: what an ideal chip is
 * compared with. Only what the default bench tunes between chip and instruments is taken from it:
 * transconductances and the gains of the links.
 */
public final class PlainNetwork {
  public final double[] chains = new double[3];
  public final double[] currents = new double[3];
  public final double[] powers = new double[3];

  /**
   * @param tone frequencies, Hz
   * @param power at the junctions, W
   * @param field currents, A
   * @param bias currents, A
   */
  public PlainNetwork(double[] tone, double[] power, double[] field, double[] bias) {
    chains[0] =
        synapse(250e6, tone, power, field[0], field[1])
            - synapse(330e6, tone, power, field[1], field[0]);
    chains[1] =
        synapse(250e6, tone, power, field[2], field[3])
            - synapse(330e6, tone, power, field[3], field[2]);
    double[] emitted = new double[2];
    double[] frequency = new double[2];
    for (int n = 0; n < 2; n++) {
      currents[n] = current(n, bias[n], chains[n]);
      powers[n] = emission(currents[n]);
      frequency[n] = (n == 0 ? 285e6 : 395e6) + 2e9 * Math.max(0, currents[n] - 4e-3);
      emitted[n] = link(n, powers[n]);
    }
    chains[2] =
        synapse(289e6, frequency, emitted, field[4], field[5])
            - synapse(399e6, frequency, emitted, field[5], field[4]);
    currents[2] = current(2, bias[2], chains[2]);
    powers[2] = emission(currents[2]);
  }

  /** Half width 5 MHz, 30 V/W at the antisymmetric extremum, a quarter symmetric, 5 mW. */
  private static double synapse(
      double design, double[] tone, double[] power, double own, double neighbour) {
    double resonance = design + 3e9 * own + 1e10 * own * own + 0.05 * 3e9 * neighbour;
    double width = 5e6;
    double volts = 0;
    double excited = 0;
    for (int i = 0; i < 2; i++) {
      double d = tone[i] - resonance;
      double lorentzian = 1 / (d * d + width * width);
      volts += power[i] * (7.5 * width * width + 60 * width * d) * lorentzian;
      excited += power[i] * width * width * lorentzian;
    }
    return volts / (1 + excited / 5e-3);
  }

  /** At most 4 mA either way, 9 mA in all. */
  private static double current(int neuron, double bias, double chain) {
    double gain = NineJunctions.FILE.neurons().get(neuron).transconductance();
    double signal = Math.max(-4e-3, Math.min(4e-3, gain * chain));
    return Math.min(9e-3, bias + signal);
  }

  /** Threshold 4 mA, Q = 2, 2 µW at 8 mA, 2 nW at threshold. */
  private static double emission(double current) {
    double ratio = current / 4e-3;
    double scale = 2e-6 / (64e-6 * (2 - 1.0) / (2 + 2.0));
    double noise = 3 * Math.pow(2e-9 / (scale * 16e-6), 2);
    double a = ratio + 2;
    double b = ratio - 1;
    double amplitude = (b + Math.sqrt(b * b + 4 * a * noise)) / (2 * a);
    return scale * current * current * amplitude;
  }

  /** Down by 1 dB at 1 mW out. */
  private static double link(int neuron, double power) {
    double linear =
        power * Math.pow(10, NineJunctions.FILE.neurons().get(neuron).linkGainDb() / 10);
    double overdrive = linear * Math.pow(10, -0.1) / 1e-3;
    return linear / Math.sqrt(1 + overdrive * overdrive * (Math.pow(10, 0.2) - 1));
  }
}
