package org.spinbench.experiments.training.trainer;

import java.util.List;
import org.spinbench.calibration.twin.Twin;

/**
 * What trainers that know nothing but the design begin with, for an account of them in another
 * program.
 *
 * @param units of the coordinates that they work in, A
 * @param lower smallest allowed parameters, A
 * @param upper largest allowed parameters, A
 * @param fullPower power that the deciding neuron is believed to emit at its largest current, W
 * @param starts parameters found without the chip, A, the first round of them
 */
public record InitialParameters(
    double[] units, double[] lower, double[] upper, double fullPower, List<double[]> starts) {

  /** The outset of a problem. */
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
