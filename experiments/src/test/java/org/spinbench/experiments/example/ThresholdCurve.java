package org.spinbench.experiments.example;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.runner.Configuration;
import org.spinbench.experiments.runner.Experiment;
import org.spinbench.experiments.runner.RunContext;

/** An experiment of one's own: from which bias current on a neuron emits RF. */
public final class ThresholdCurve implements Experiment<ThresholdCurve.Curve> {
  /** One point of the curve; A and W. */
  public record Point(double bias, double power) {}

  /** The curve, and the lowest bias at which the neuron emitted, A; NaN if it never did. */
  public record Curve(List<Point> points, double threshold) {}

  private final int neuron;
  private final int points;

  public ThresholdCurve(int neuron, int points) {
    this.neuron = neuron;
    this.points = points;
  }

  /** The experiment of a run file, to replay or resume it. */
  public static ThresholdCurve of(RunFile run) {
    Map<String, String> options = run.start().options();
    return new ThresholdCurve(
        Integer.parseInt(options.get("neuron")), Integer.parseInt(options.get("points")));
  }

  @Override
  public String kind() {
    return "threshold-curve";
  }

  @Override
  public Configuration configuration() {
    return new Configuration(
        "", 0, Map.of("neuron", Integer.toString(neuron), "points", Integer.toString(points)));
  }

  @Override
  public void requireSuits(BenchFile file) {
    if (neuron >= file.neurons().size()) {
      throw new IllegalArgumentException(
          "there is no neuron number " + neuron + "; the bench has " + file.neurons().size());
    }
  }

  @Override
  public Curve run(RunContext context) {
    Bench bench = context.bench();
    double highest = bench.file().neurons().get(neuron).maximumCurrent();
    context.keepReadings(Purpose.MEASURE);
    List<Point> curve = new ArrayList<>();
    for (int k = 1; k <= points; k++) {
      double bias = highest * k / points;
      Point point =
          context.step(
              "point " + k,
              Point.class,
              () -> {
                bench.ports().bias(neuron, bias);
                return new Point(bias, bench.ports().emittedPower(neuron).value());
              });
      curve.add(point);
      context.display().show("threshold", (double) k / points, k + " of " + points + " points");
    }
    double floor = curve.get(0).power();
    double threshold =
        curve.stream()
            .filter(point -> point.power() > 100 * floor)
            .mapToDouble(Point::bias)
            .findFirst()
            .orElse(Double.NaN);
    return new Curve(List.copyOf(curve), threshold);
  }
}
