package org.spinbench.experiments.network;

import java.util.Arrays;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.experiments.run.Purpose;

/** A network whose only readable nodes are the output neurons; chain voltages are NaN. */
public final class OutputOnly implements PhysicalNetwork {
  private final PhysicalNetwork network;

  /** Hides the chain voltages of a network. */
  public OutputOnly(PhysicalNetwork network) {
    this.network = network;
  }

  @Override
  public void apply(double[] parameters) {
    network.apply(parameters);
  }

  @Override
  public void measureFor(Purpose purpose) {
    network.measureFor(purpose);
  }

  @Override
  public double[] kept(double[] input) {
    return network.kept(input);
  }

  @Override
  public Nodes forward(double[] input) {
    Nodes nodes = network.forward(input);
    double[] hidden = new double[nodes.chainVoltages().length];
    Arrays.fill(hidden, Double.NaN);
    return new Nodes(hidden, nodes.powers());
  }
}
