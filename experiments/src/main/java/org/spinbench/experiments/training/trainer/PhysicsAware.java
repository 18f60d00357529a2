package org.spinbench.experiments.training.trainer;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.calibration.twin.TwinWorkspace;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.Loss;
import org.spinbench.experiments.training.loss.OutputReadings;

/**
 * Physics-aware training (Wright et al. 2022, doi:10.1038/s41586-021-04223-6): the loss is that of
 * the measured output, the slopes are those of a twin. Layer-injected, measured nodes replace the
 * twin's; end to end, the twin's own hidden states are used. Nodes that cannot be read come from
 * the twin in either case.
 *
 * <p>The twin for the slopes has neurons with a softer threshold, because otherwise a neuron
 * without emission would have no gradient.
 */
public final class PhysicsAware implements GradientMethod {
  private final Twin twin;
  private final Twin soft;
  private final boolean injected;

  /**
   * Physics-aware gradients.
   *
   * @param injected whether measured nodes replace the twin's
   * @param softness smallest power at threshold over K I_th², in the twin for the slopes
   */
  public PhysicsAware(Problem problem, boolean injected, double softness) {
    this.twin = Twin.of(problem.prior(), problem.file());
    this.soft = Twin.of(softened(problem.prior(), softness), problem.file());
    this.injected = injected;
  }

  private static Calibration softened(Calibration c, double softness) {
    return c.with(c.chains(), c.neurons().stream().map(n -> softened(n, softness)).toList());
  }

  private static NeuronResponse softened(NeuronResponse n, double softness) {
    double threshold = n.threshold().value();
    double power =
        Math.max(n.thresholdPower().value(), softness * n.slope().value() * threshold * threshold);
    List<Value> values = new ArrayList<>(n.values());
    values.set(3, Value.exact(power));
    return n.with(values);
  }

  @Override
  public double reach() {
    return 0;
  }

  @Override
  public long evaluations(int batch, int coordinates) {
    return batch;
  }

  @Override
  public Estimate estimate(
      Probe probe, double[] point, Examples batch, Loss loss, int step, RandomGenerator random) {
    double[] parameters = probe.coordinates().parameters(point);
    probe.apply(point);
    TwinWorkspace workspace = twin.workspace();
    TwinWorkspace slopes = soft.workspace();
    double[] byCurrent = new double[point.length];
    double[][] powers = new double[batch.size()][];
    double[] byLevel = new double[loss.levels().length];
    for (int i = 0; i < powers.length; i++) {
      double[] input = batch.inputs()[i];
      Nodes measured = probe.nodes(batch, i, Purpose.TRAIN);
      powers[i] = probe.powers(measured);
      double[] byPower = new double[powers[i].length];
      loss.addSlopes(powers[i], batch.targets()[i], 1.0 / powers.length, byPower, byLevel);
      workspace.forward(parameters, input);
      Nodes at = injected ? completed(parameters, measured, workspace) : workspace.nodes();
      slopes.backward(parameters, input, at, byPower, byCurrent);
    }
    double[] gradient = new double[point.length];
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = byCurrent[i] * probe.coordinates().unit(i);
    }
    return new Estimate(gradient, new OutputReadings(powers, batch.targets()));
  }

  /** Measured nodes; others follow from those before them, or else come from the twin. */
  private Nodes completed(double[] parameters, Nodes measured, TwinWorkspace workspace) {
    double[] voltages = measured.chainVoltages().clone();
    double[] powers = measured.powers().clone();
    for (int c = 0; c < voltages.length; c++) {
      voltages[c] = Double.isNaN(voltages[c]) ? workspace.voltages()[c] : voltages[c];
    }
    int synapses = parameters.length - powers.length;
    for (int n = 0; n < powers.length; n++) {
      if (Double.isNaN(powers[n])) {
        double current = twin.neuronCurrent(n, parameters[synapses + n], voltages[twin.chainOf(n)]);
        powers[n] = twin.emittedPower(n, current);
      }
    }
    return new Nodes(voltages, powers);
  }
}
