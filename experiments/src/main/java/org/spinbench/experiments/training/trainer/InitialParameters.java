package org.spinbench.experiments.training.trainer;

import java.util.List;
import org.spinbench.calibration.twin.Twin;

/**
 * The starting values of trainers that know only the design, for comparison with other programs.
 *
 * @param units of their coordinates, A
 * @param lower smallest allowed parameters, A
 * @param upper largest allowed parameters, A
 * @param fullPower power that the deciding neuron is believed to emit at its largest current, W
 * @param starts parameters found without the chip, A, in the first round
 */
public record InitialParameters(
    double[] units, double[] lower, double[] upper, double fullPower, List<double[]> starts) {

  /** The starting values of a problem. */
  public static InitialParameters of(Problem problem) {
    Twin twin = Twin.of(problem.prior(), problem.file());
    Coordinates coordinates = new Coordinates(problem.prior(), twin);
    double[] units = new double[coordinates.size()];
    for (int i = 0; i < units.length; i++) {
      units[i] = coordinates.unit(i);
    }
    return new InitialParameters(
        units,
        twin.lower(),
        twin.upper(),
        problem.fullPower(),
        ExSitu.nominal(problem, 0).stream().map(s -> coordinates.parameters(s.point())).toList());
  }
}
