package org.spinbench.experiments.recipe;

import java.util.ArrayList;
import java.util.List;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.fit.LeastSquares;
import org.spinbench.experiments.sweep.Axis;
import org.spinbench.experiments.sweep.Mean;
import org.spinbench.experiments.sweep.Plan;
import org.spinbench.experiments.sweep.Point;

/**
 * Voltage against current, there and back: resistance and offset of a straight line through all
 * points, and what lies between the two ways.
 */
public final class CurrentVoltage implements Analysis {
  private static final int POINTS = 41;

  private final int current;
  private final int voltage;
  private final List<double[]> points = new ArrayList<>();
  private double forward;
  private double back;
  private int forwards;
  private int backs;

  CurrentVoltage(Plan plan) {
    Parts parts = new Parts(plan);
    parts.innermost("", "a current");
    current = plan.axes().size() - 1;
    voltage = parts.reading(".voltage");
  }

  /**
   * The plan.
   *
   * @param source setting of the current, such as {@code neuron 1.bias} or {@code bias_1.current}
   * @param meter reading of the voltage, such as {@code voltmeter_1.voltage}
   * @param from first current, A
   * @param to last current, A
   */
  public static Plan plan(String source, String meter, double from, double to) {
    return Plan.named("iv " + source)
        .recipe(Recipe.IV.word())
        .sweep(Axis.linear(source, from, to, POINTS).thereAndBack())
        .read(meter);
  }

  @Override
  public void point(Point point) {
    Mean mean = point.readings().get(voltage);
    if (point.reference() || mean.samples() == 0 || mean.overload()) {
      return;
    }
    double least = Math.max(mean.uncertainty(), 1e-12 * Math.abs(mean.value()) + 1e-15);
    points.add(new double[] {point.settings().get(current), mean.value(), least});
    if (point.place().backward()) {
      back += mean.value();
      backs++;
    } else {
      forward += mean.value();
      forwards++;
    }
  }

  @Override
  public List<Finding> findings() {
    if (points.size() < 3) {
      return List.of();
    }
    double[] last = points.get(points.size() - 1);
    double scale =
        Math.max(1e-12, points.stream().mapToDouble(p -> Math.abs(p[1])).max().orElse(0));
    double span = Math.max(1e-12, points.stream().mapToDouble(p -> Math.abs(p[0])).max().orElse(0));
    LeastSquares.Solution solution =
        new LeastSquares("current-voltage characteristic")
            .free("resistance", 0, scale / span)
            .free("offset", last[1], scale)
            .minimise(
                points.size(),
                (p, residuals) -> {
                  for (int i = 0; i < residuals.length; i++) {
                    double[] point = points.get(i);
                    residuals[i] = (p[0] * point[0] + p[1] - point[1]) / point[2];
                  }
                });
    List<Finding> findings = new ArrayList<>();
    findings.add(new Finding("resistance", solution.value(0), "Ω"));
    findings.add(new Finding("voltage at zero current", solution.value(1), "V"));
    if (forwards == backs && backs > 0) {
      double noise = points.stream().mapToDouble(p -> p[2] * p[2]).sum();
      findings.add(
          new Finding(
              "forward less back, mean",
              new Value(forward / forwards - back / backs, Math.sqrt(noise) / forwards),
              "V"));
    }
    return findings;
  }
}
