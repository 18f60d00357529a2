package org.spinbench.experiments.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.experiments.network.PhysicalNetwork;

/**
 * A network that does what its twin says, except that its output power is multiplied by a factor
 * that depends on the parameters. Keeps what was applied.
 */
public final class Scripted implements PhysicalNetwork {
  public final List<double[]> applied = new ArrayList<>();
  private final Twin twin;
  private final ToDoubleFunction<double[]> factor;

  public Scripted(Twin twin, ToDoubleFunction<double[]> factor) {
    this.twin = twin;
    this.factor = factor;
  }

  @Override
  public void apply(double[] parameters) {
    applied.add(parameters.clone());
  }

  @Override
  public Nodes forward(double[] input) {
    double[] parameters = applied.get(applied.size() - 1);
    Nodes nodes = twin.forward(parameters, input);
    double[] powers = {
      Double.NaN, Double.NaN, nodes.powers()[2] * factor.applyAsDouble(parameters)
    };
    return new Nodes(nodes.chainVoltages(), powers);
  }
}
