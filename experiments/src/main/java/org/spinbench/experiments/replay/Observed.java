package org.spinbench.experiments.replay;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.BenchFile.Coupling;
import org.spinbench.experiments.run.NotedReading;

/**
 * The readings of a network at one setpoint. Arrays have one element per chain, or per neuron.
 *
 * @param time of the last reading
 * @param voltages of the chains, V
 * @param voltageDeviations from the voltmeters, V
 * @param powers emitted by the neurons, W; NaN without readout
 * @param powerDeviations from the analyzer, W; NaN likewise
 */
record Observed(
    Instant time,
    double[] voltages,
    double[] voltageDeviations,
    double[] powers,
    double[] powerDeviations) {

  /** The voltages and powers. */
  Nodes nodes() {
    return new Nodes(voltages, powers);
  }

  /**
   * Whether these are all readings of one evaluation, and all are reliable. A reading with a
   * limited source does not belong to the recorded settings, and must not be blamed on the chip.
   */
  static boolean complete(List<NotedReading> readings, BenchFile file) {
    return readings.size() == file.chains().size() + file.readout().neurons().size()
        && readings.stream().allMatch(NotedReading::isSound);
  }

  /** Sorts readings, which are in the order of a network's evaluation. */
  static Observed of(List<NotedReading> readings, BenchFile file) {
    int chains = file.chains().size();
    double[][] values = new double[4][];
    for (int i = 0; i < values.length; i++) {
      values[i] = new double[i < 2 ? chains : file.neurons().size()];
      Arrays.fill(values[i], Double.NaN);
    }
    int[] order =
        file.coupling().mode() == Coupling.Mode.ANALOG
            ? IntStream.range(0, chains).toArray()
            : file.layers().stream().flatMap(List::stream).mapToInt(Integer::intValue).toArray();
    for (int i = 0; i < readings.size(); i++) {
      NotedReading reading = readings.get(i);
      boolean voltage = i < chains;
      int place = voltage ? order[i] : file.indexOfNeuron(file.readout().neurons().get(i - chains));
      values[voltage ? 0 : 2][place] = reading.value();
      values[voltage ? 1 : 3][place] = reading.uncertainty();
    }
    return new Observed(
        readings.get(readings.size() - 1).time(), values[0], values[1], values[2], values[3]);
  }
}
