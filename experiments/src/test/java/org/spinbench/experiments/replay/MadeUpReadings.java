package org.spinbench.experiments.replay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.spinbench.calibration.Calibration;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.run.Purpose;

/** Readings of one node under settings by chance, every quarter of a second. */
final class MadeUpReadings {
  static final int NUMBER = 60;

  private MadeUpReadings() {}

  /**
   * Readings of a chip that does not drift.
   *
   * @param noise of each reading, rms
   */
  static NodeReadings of(
      NodeModel model, Calibration chip, BenchFile file, double noise, RandomGenerator random) {
    List<Recording.Setpoint> setpoints = new ArrayList<>();
    List<Observed> recorded = new ArrayList<>();
    double[] times = new double[NUMBER];
    double[] variances = new double[NUMBER];
    Arrays.fill(variances, noise * noise);
    for (int i = 0; i < NUMBER; i++) {
      times[i] = 1 + 0.25 * i;
      double[] parameters = new double[9];
      Arrays.setAll(
          parameters,
          j -> j < 6 ? random.nextDouble(-5e-3, 5e-3) : random.nextDouble(5.5e-3, 7.5e-3));
      double[] input = {random.nextDouble(5e-6, 120e-6), random.nextDouble(5e-6, 120e-6)};
      setpoints.add(new Recording.Setpoint(i, Purpose.TRAIN, parameters, input));
      recorded.add(
          new Observed(
              Instant.EPOCH.plusMillis(1000 + 250L * i),
              new double[3],
              new double[3],
              new double[3],
              new double[3]));
    }
    double[] errors = new double[NUMBER];
    Arrays.setAll(errors, i -> noise * random.nextGaussian());
    double[] values = model.node.predicted(chip, file, setpoints, recorded);
    Arrays.setAll(values, i -> values[i] + errors[i]);
    return new NodeReadings(setpoints, recorded, times, values, variances);
  }
}
