package org.spinbench.simulator.network;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The network written once more from its equations, one term at a time: the reference of the tests.
 */
final class Plain {
  private Plain() {}

  static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** Logits of one sample, mV. */
  static double[] logits(RfNetwork network, double[] inputs) {
    double[] powers = inputs;
    double[] frequencies = network.layers().get(0).tones();
    for (int l = 0; ; l++) {
      double[] voltages = new double[network.layers().get(l).chains()];
      for (int j = 0; j < voltages.length; j++) {
        voltages[j] = network.biases(l)[j];
        for (int i = 0; i < powers.length; i++) {
          voltages[j] += acting(network, l, powers[i]) * weight(network, l, j, frequencies[i]);
        }
      }
      if (l == network.layers().size() - 1) {
        for (int j = 0; j < voltages.length; j++) {
          voltages[j] *= 1000;
        }
        return voltages;
      }
      powers = new double[voltages.length];
      frequencies = new double[voltages.length];
      for (int j = 0; j < voltages.length; j++) {
        double current = current(network.oscillator(), voltages[j]);
        powers[j] = network.devices().power(l, j) * emitted(network.oscillator(), current);
        frequencies[j] =
            network.layers().get(l + 1).tones()[j] * network.devices().tone(l + 1, j)
                + network.oscillator().pulling()
                    * (current - network.oscillator().thresholdCurrent());
      }
    }
  }

  /** W_ji: what a chain makes of a tone, V/W. */
  static double weight(RfNetwork network, int layer, int chain, double frequency) {
    LayerDesign design = network.layers().get(layer);
    double[] designed = design.resonances();
    double sum = 0;
    for (int k = 0; k < designed.length; k++) {
      double resonance =
          (designed[k] + network.shifts(layer)[chain][k])
              * network.devices().resonance(layer, chain, k);
      double sign = k % 2 == 0 ? -1 : 1;
      sum +=
          sign
              * Math.pow(1 - design.synapse().loss(), k)
              * response(design.synapse(), frequency, resonance);
    }
    return sum;
  }

  static double response(SynapseModel model, double frequency, double resonance) {
    double width = model.damping() * resonance;
    double detuning = frequency - resonance;
    double lorentzian = 1 / (width * width + detuning * detuning);
    return model.sensitivity() * 2 * width * detuning * lorentzian
        + model.symmetricFraction() * model.sensitivity() * width * width * lorentzian;
  }

  private static double acting(RfNetwork network, int layer, double power) {
    return power / (1 + power / network.layers().get(layer).synapse().saturationPower());
  }

  private static double current(OscillatorModel model, double voltage) {
    double current = model.transconductance() * (voltage + model.offsetVoltage());
    double limit = model.currentRatio() * model.thresholdCurrent();
    return current < model.thresholdCurrent()
        ? model.thresholdCurrent()
        : current > limit ? limit : current;
  }

  private static double emitted(OscillatorModel model, double current) {
    double xi = current / model.thresholdCurrent();
    return model.efficiency()
        * (xi - 1)
        / (xi + model.damping())
        * model.resistance()
        * Math.pow(current, 2);
  }

  /** A network of random size and parameters, its oscillators mostly between their limits. */
  static RfNetwork network(
      SynapseModel synapse, OscillatorModel oscillator, long seed, int... widths) {
    RfNetwork network = RfNetwork.of(synapse, oscillator, widths);
    network.initialise(random(seed));
    RandomGenerator random = random(seed + 1000);
    for (int l = 0; l + 1 < network.layers().size(); l++) {
      for (int j = 0; j < network.biases(l).length; j++) {
        network.biases(l)[j] = -4e-3 + 5e-4 * random.nextGaussian();
      }
    }
    return network;
  }

  static double[][] powers(int samples, int tones, long seed) {
    RandomGenerator random = random(seed);
    double[][] powers = new double[samples][tones];
    for (double[] sample : powers) {
      for (int i = 0; i < tones; i++) {
        sample[i] = 1e-7 * random.nextDouble();
      }
    }
    return powers;
  }

  /** The published junction with options that it leaves out. */
  static SynapseModel synapse(double symmetricFraction, double loss, double saturationPower) {
    SynapseModel model = SynapseModel.PUBLISHED;
    return new SynapseModel(
        model.damping(), model.sensitivity(), symmetricFraction, loss, saturationPower);
  }

  /** The published junction with a symmetric part. */
  static SynapseModel symmetric(double fraction) {
    return synapse(fraction, 0, Double.POSITIVE_INFINITY);
  }

  /** The published oscillator, pulled by its current, Hz/A. */
  static OscillatorModel pulled(double hertzPerAmpere) {
    OscillatorModel model = OscillatorModel.PUBLISHED;
    return new OscillatorModel(
        model.thresholdCurrent(),
        model.currentRatio(),
        model.damping(),
        model.resistance(),
        model.efficiency(),
        model.transconductance(),
        model.offsetVoltage(),
        hertzPerAmpere);
  }

  /** Every option that the published model leaves out, and none. */
  static List<RfNetwork> variants(long seed, int... widths) {
    SynapseModel published = SynapseModel.PUBLISHED;
    OscillatorModel oscillator = OscillatorModel.PUBLISHED;
    RfNetwork spread = network(published, oscillator, seed, widths);
    SynapseModel all = synapse(0.3, 0.02, 3e-7);
    RfNetwork everything = network(all, pulled(3e10), seed, widths);
    return List.of(
        network(published, oscillator, seed, widths),
        network(symmetric(0.3), oscillator, seed, widths),
        network(synapse(0, 0.02, Double.POSITIVE_INFINITY), oscillator, seed, widths),
        network(synapse(0, 0, 2e-7), oscillator, seed, widths),
        network(published, pulled(2e10), seed, widths),
        spread.on(Devices.drawn(spread.layers(), 0.01, 0.05, random(seed))),
        everything.on(Devices.drawn(everything.layers(), 0.003, 0.02, random(seed))));
  }
}
