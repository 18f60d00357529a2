package org.spinbench.experiments.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.spinbench.calibration.procedure.MeasuredPoint;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.network.RunLog;
import org.spinbench.experiments.run.Columns;
import org.spinbench.experiments.run.Columns.Column;
import org.spinbench.experiments.sweep.plan.Mean;
import org.spinbench.experiments.sweep.plan.Point;

/**
 * Readings at the setpoints of a sweep, an import or a calibration.
 *
 * @param columns names and units
 * @param clock unit of {@link Row#time}
 * @param rows in their order
 */
public record SetpointReadings(Columns columns, String clock, List<Row> rows) {
  /**
   * One setpoint.
   *
   * @param time since the first, in the unit of the clock
   * @param settings in the order of the columns
   * @param values of the readings, NaN without a value
   * @param deviations one standard deviation of each
   */
  public record Row(double time, double[] settings, double[] values, double[] deviations) {}

  /**
   * From a sweep or an import; a reading with an overrange sample or a limited source has no value.
   */
  public static SetpointReadings of(Columns columns, List<Point> points) {
    List<Row> rows = new ArrayList<>();
    Instant begin = points.isEmpty() ? Instant.EPOCH : points.get(0).time();
    for (Point point : points) {
      rows.add(
          new Row(
              Duration.between(begin, point.time()).toNanos() * 1e-9,
              point.settings().stream().mapToDouble(Double::doubleValue).toArray(),
              point.readings().stream().mapToDouble(SetpointReadings::value).toArray(),
              point.readings().stream().mapToDouble(Mean::uncertainty).toArray()));
    }
    return new SetpointReadings(columns, "s", List.copyOf(rows));
  }

  private static double value(Mean mean) {
    return mean.overload() || mean.compliance() ? Double.NaN : mean.value();
  }

  /** From a calibration, whose evaluations have a number instead of a time. */
  public static SetpointReadings of(BenchFile file, List<MeasuredPoint> evaluations) {
    List<Column> settings = new ArrayList<>();
    file.inputs().forEach(input -> settings.add(new Column("frequency of " + input.name(), "Hz")));
    file.inputs().forEach(input -> settings.add(new Column("power of " + input.name(), "W")));
    RunLog.names(file).forEach(name -> settings.add(new Column(name, "A")));
    List<Column> readings = new ArrayList<>();
    file.chains().forEach(chain -> readings.add(new Column(chain.name() + ".voltage", "V")));
    file.neurons().forEach(neuron -> readings.add(new Column(neuron.name() + ".power", "W")));
    file.neurons().forEach(neuron -> readings.add(new Column(neuron.name() + ".frequency", "Hz")));
    List<Row> rows = new ArrayList<>();
    for (MeasuredPoint one : evaluations) {
      rows.add(
          new Row(
              rows.size(),
              joined(
                  one.set().toneFrequencies(),
                  one.set().tonePowers(),
                  one.set().fieldCurrents(),
                  one.set().biases()),
              joined(one.voltages(), one.powers(), one.frequencies()),
              joined(one.voltageDeviations(), one.powerDeviations(), one.frequencyDeviations())));
    }
    return new SetpointReadings(new Columns(settings, readings), "evaluations", List.copyOf(rows));
  }

  private static double[] joined(double[]... parts) {
    return Stream.of(parts).flatMapToDouble(Arrays::stream).toArray();
  }
}
