package org.spinbench.experiments.network;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.calibration.twin.TwinWorkspace;
import org.spinbench.experiments.task.Normal;

/**
 * A twin instead of a chip, to test a training method without a bench. Neurons without readout stay
 * hidden, as on the bench. Bias currents and the output power fluctuate from reading to reading.
 */
public final class TwinNetwork implements PhysicalNetwork {
  private final TwinWorkspace workspace;
  private final int synapses;
  private final int[] readout;
  private final double biasNoise;
  private final double powerNoise;
  private final RandomGenerator random;
  private double[] parameters;

  /**
   * A network computed by a twin.
   *
   * @param twin the model
   * @param readout indices of the neurons with readout
   * @param biasNoise fluctuation of every bias current, A rms
   * @param powerNoise fluctuation of the output power, rms over power
   * @param random source of the fluctuations
   */
  public TwinNetwork(
      Twin twin, int[] readout, double biasNoise, double powerNoise, RandomGenerator random) {
    this.workspace = twin.workspace();
    this.synapses = twin.parameters() - workspace.powers().length;
    this.readout = readout.clone();
    this.biasNoise = biasNoise;
    this.powerNoise = powerNoise;
    this.random = random;
  }

  @Override
  public void apply(double[] parameters) {
    this.parameters = parameters.clone();
  }

  @Override
  public Nodes forward(double[] input) {
    double[] noisy = parameters.clone();
    for (int i = synapses; i < noisy.length; i++) {
      noisy[i] += biasNoise * Normal.draw(random);
    }
    workspace.forward(noisy, input);
    double[] powers = new double[workspace.powers().length];
    Arrays.fill(powers, Double.NaN);
    for (int neuron : readout) {
      powers[neuron] = workspace.powers()[neuron] * (1 + powerNoise * Normal.draw(random));
    }
    return new Nodes(workspace.voltages().clone(), powers);
  }
}
