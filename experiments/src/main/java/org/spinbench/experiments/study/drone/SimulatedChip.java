package org.spinbench.experiments.study.drone;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.simulator.network.Devices;
import org.spinbench.simulator.network.NetworkNoise;
import org.spinbench.simulator.network.Numerics;
import org.spinbench.simulator.network.OscillatorModel;
import org.spinbench.simulator.network.RfNetwork;
import org.spinbench.simulator.network.Workers;
import org.spinbench.simulator.network.Workspace;

/** A chip computed by the network engine, with hidden devices. */
public final class SimulatedChip implements Chip {
  private static final int CAPACITY = 512;
  private static final long DEVICES = 0;
  private static final long VOLTMETERS = 1;
  private static final long ANALYZER = 2;

  private final RfNetwork network;
  private final Workspace workspace;
  private final ReadingNoise noise;
  private final RandomGenerator analyzer;
  private boolean tuned;
  private long readings;

  /**
   * The noise of the chip's instruments.
   *
   * @param voltage standard deviation of a chain's voltage, V
   * @param relativeFrequency standard deviation of a line's frequency, over the frequency
   */
  public record ReadingNoise(double voltage, double relativeFrequency) {
    /**
     * 0.1 mV at a voltmeter, about 1 % of one junction's voltage at 1 µW; frequencies to 1e-4, a
     * hundredth of a resonance's half width.
     */
    public static final ReadingNoise TYPICAL = new ReadingNoise(1e-4, 1e-4);

    /** Instruments without errors. */
    public static final ReadingNoise NONE = new ReadingNoise(0, 0);
  }

  /**
   * Draws a chip.
   *
   * @param design structure; its parameters are not used
   * @param frequencySpread relative standard deviation of resonances and emitted frequencies
   * @param powerSpread relative standard deviation of emitted powers
   * @param seed of the devices and of the noise
   */
  public SimulatedChip(
      RfNetwork design,
      double frequencySpread,
      double powerSpread,
      ReadingNoise noise,
      long seed,
      Workers workers) {
    Devices devices =
        Devices.drawn(
            design.layers(), frequencySpread, powerSpread, Seeds.generator(seed, DEVICES));
    this.network = new RfNetwork(design.layers(), design.oscillator()).on(devices);
    this.workspace = new Workspace(network, CAPACITY, workers, Numerics.EXACT);
    this.noise = noise;
    workspace.setNoise(
        new NetworkNoise(noise.voltage(), 0, Seeds.generator(seed, VOLTMETERS).nextLong()));
    this.analyzer = Seeds.generator(seed, ANALYZER);
  }

  @Override
  public void set(RfNetwork parameters) {
    for (int l = 0; l < network.layers().size(); l++) {
      double[][] shifts = network.shifts(l);
      for (int j = 0; j < shifts.length; j++) {
        System.arraycopy(parameters.shifts(l)[j], 0, shifts[j], 0, shifts[j].length);
      }
      System.arraycopy(parameters.biases(l), 0, network.biases(l), 0, shifts.length);
    }
    tuned = false;
  }

  @Override
  public double[][] logits(double[][] powers) {
    tune();
    readings += powers.length;
    double[][] logits = new double[powers.length][];
    for (int from = 0; from < powers.length; from += CAPACITY) {
      int to = Math.min(powers.length, from + CAPACITY);
      double[][] read = workspace.infer(Arrays.copyOfRange(powers, from, to));
      for (int s = from; s < to; s++) {
        logits[s] = read[s - from].clone();
      }
    }
    return logits;
  }

  @Override
  public void inject(Workspace model) {
    if (model.samples() != workspace.samples()) {
      throw new IllegalStateException(
          "the chip was last read for "
              + workspace.samples()
              + " samples at a time, the model computed "
              + model.samples()
              + ": read batches of up to "
              + CAPACITY);
    }
    model.takeNodes(workspace);
  }

  @Override
  public double[] voltages(int layer, double[] powers) {
    tune();
    readings++;
    workspace.infer(new double[][] {powers});
    double[] voltages = new double[network.layers().get(layer).chains()];
    Arrays.setAll(voltages, j -> workspace.voltage(layer, j, 0));
    return voltages;
  }

  @Override
  public double emissionFrequency(int layer, int chain) {
    tune();
    readings++;
    workspace.infer(new double[1][network.inputs()]);
    OscillatorModel oscillator = network.oscillator();
    double atThreshold =
        network.layers().get(layer + 1).tones()[chain] * network.devices().tone(layer + 1, chain);
    double pulled =
        oscillator.pulling() * (workspace.current(layer, chain, 0) - oscillator.thresholdCurrent());
    return (atThreshold + pulled) * (1 + noise.relativeFrequency() * analyzer.nextGaussian());
  }

  @Override
  public long readings() {
    return readings;
  }

  private void tune() {
    if (!tuned) {
      workspace.tune();
      tuned = true;
    }
  }
}
