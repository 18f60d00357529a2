package org.spinbench.calibration;

import java.util.ArrayList;
import java.util.List;

/**
 * The prior of one number of a calibration.
 *
 * @param device chain or neuron
 * @param number name of the number in the covariance of its fit
 */
public record PriorOfNumber(String device, String number, PriorInfluence influence) {
  static List<PriorOfNumber> of(Calibration calibration) {
    List<PriorOfNumber> all = new ArrayList<>();
    calibration.chains().forEach(chain -> add(chain.name(), chain.fit(), all));
    calibration.neurons().forEach(neuron -> add(neuron.name(), neuron.fit(), all));
    return List.copyOf(all);
  }

  private static void add(String device, FitReport fit, List<PriorOfNumber> all) {
    fit.priors().forEach((number, one) -> all.add(new PriorOfNumber(device, number, one)));
  }

  /** The number with its device. */
  public String name() {
    return number + " of " + device;
  }
}
