package org.spinbench.experiments.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.fit.StraightLine;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.experiments.run.Columns;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Mean;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.Point;

/**
 * Voltage against current, forward and backward: resistance and offset of a straight line through
 * all points, and the difference between the two passes. If possible, a source meter makes the
 * passes itself.
 */
public final class CurrentVoltageRecipe implements Analysis {
  private static final int POINTS = 41;
  private static final String AMPERE = Unit.AMPERE.symbol();

  private final int current;
  private final int voltage;
  private final List<StraightLine.Point> points = new ArrayList<>();
  private double forward;
  private double back;
  private int forwards;
  private int backs;

  CurrentVoltageRecipe(Plan plan, Optional<Columns> columns) {
    PlanParts parts = new PlanParts(plan);
    Axis axis = parts.innermost("", "a current");
    current = plan.axes().size() - 1;
    voltage = parts.reading(".voltage");
    String unit = columns.map(all -> all.settings().get(current).unit()).orElse(AMPERE);
    if (!unit.equals(AMPERE)) {
      throw parts.lacks(
          "sweeps "
              + axis.setting()
              + " innermost, which is in "
              + unit
              + "; that must be a current");
    }
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
        .sweep(Axis.linear(source, from, to, POINTS).thereAndBack().listed())
        .read(meter);
  }

  @Override
  public void point(Point point) {
    Mean mean = point.readings().get(voltage);
    if (point.reference() || mean.samples() == 0) {
      return;
    }
    double least = Math.max(mean.uncertainty(), 1e-12 * Math.abs(mean.value()) + 1e-15);
    points.add(new StraightLine.Point(point.settings().get(current), mean.value(), least));
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
    StraightLine line = StraightLine.through("current-voltage characteristic", points, 0);
    List<Finding> findings = new ArrayList<>();
    findings.add(new Finding("resistance", line.slope(), "Ω"));
    findings.add(new Finding("voltage at zero current", line.value(), "V"));
    if (forwards == backs && backs > 0) {
      double noise = points.stream().mapToDouble(p -> p.deviation() * p.deviation()).sum();
      findings.add(
          new Finding(
              "forward less back, mean",
              new Value(forward / forwards - back / backs, Math.sqrt(noise) / forwards),
              "V"));
    }
    return findings;
  }
}
