package org.spinbench.calibration.refit;

import java.util.stream.IntStream;
import org.spinbench.calibration.refit.Unknown.Kind;
import org.spinbench.drivers.bench.file.BenchFile;

/**
 * The noise of a node by fluctuations of the emission frequencies, as the design states them.
 *
 * @param places of the emission frequencies among the unknowns
 * @param deviations of their fluctuations, in units of z, rms
 */
record FrequencyNoise(int[] places, double[] deviations) {
  static FrequencyNoise of(ChipModel model, BenchFile file) {
    double noise = file.design().map(design -> design.neuron().frequencyNoise()).orElse(0.0);
    int[] places = noise > 0 ? model.placesOf(Kind.FREQUENCY) : new int[0];
    return new FrequencyNoise(
        places,
        IntStream.of(places).mapToDouble(j -> noise / model.unknowns().get(j).slope(0)).toArray());
  }

  /**
   * Variance of a node.
   *
   * @param slopes of the node by z
   */
  double variance(double[] slopes) {
    double variance = 0;
    for (int k = 0; k < places.length; k++) {
      double one = slopes[places[k]] * deviations[k];
      variance += one * one;
    }
    return variance;
  }
}
