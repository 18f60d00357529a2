package org.spinbench.experiments.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spinbench.calibration.Value;
import org.spinbench.experiments.run.Columns;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.Point;

/**
 * The distribution of switching currents of many loops: thermal stability and critical current.
 *
 * <p>A current lowers the barrier in proportion: the rate of switching is f₀ exp(−Δ (1 − I/I_c))
 * (Li and Zhang, Phys. Rev. B 69, 134416 (2004), DOI 10.1103/PhysRevB.69.134416). In a ramp of rate
 * r the currents then follow the distribution of smallest values with the mode μ and the scale β
 * (Kurkijärvi, Phys. Rev. B 6, 832 (1972), DOI 10.1103/PhysRevB.6.832, for this barrier):
 *
 * <pre>P(not yet at I) = exp(−exp((I − μ)/β)),   I_c = μ + β ln(f₀ β/r),   Δ = I_c/β</pre>
 *
 * The fit is that of maximum likelihood. f₀ is {@value #ATTEMPTS} 1/s, as usual; a factor of ten
 * changes Δ by 2.3.
 */
public final class SwitchingRecipe implements Analysis {
  private static final double ATTEMPTS = 1e9;
  private static final int FEWEST = 20;

  /** Fisher information of the distribution: variances and covariance of μ and β over β²/n. */
  private static final double MODE_VARIANCE = 1.10867;

  private static final double SCALE_VARIANCE = 0.60793;
  private static final double COVARIANCE = -0.25702;

  private static final int BISECTIONS = 200;

  private final Loops loops;

  SwitchingRecipe(Plan plan, Optional<Columns> columns) {
    loops = new Loops(plan, columns);
  }

  /**
   * The plan.
   *
   * @param setting a current
   * @param from where a loop begins and ends, in the setting's unit
   * @param to where it turns
   * @param points of each direction
   * @param repeats number of loops
   */
  public static Plan plan(
      String setting, String reading, double from, double to, int points, int repeats) {
    Axis axis = Axis.linear(setting, from, to, points).thereAndBack();
    return Loops.plan(Recipe.SWITCHING, reading, axis, repeats);
  }

  /** The distribution that fits best. */
  private record Smallest(double mode, double scale) {
    /** By maximum likelihood; its equation for the scale has one root, which is bisected. */
    static Smallest of(double[] values) {
      double most = Double.NEGATIVE_INFINITY;
      double mean = 0;
      for (double value : values) {
        most = Math.max(most, value);
        mean += value / values.length;
      }
      double low = 0;
      double high = most - mean;
      for (int k = 0; k < BISECTIONS; k++) {
        double middle = (low + high) / 2;
        if (weighted(values, most, middle) - mean > middle) {
          low = middle;
        } else {
          high = middle;
        }
      }
      double scale = (low + high) / 2;
      double sum = 0;
      for (double value : values) {
        sum += StrictMath.exp((value - most) / scale);
      }
      return new Smallest(most + scale * StrictMath.log(sum / values.length), scale);
    }

    /** The mean with the weights exp(x/β). */
    private static double weighted(double[] values, double most, double scale) {
      double sum = 0;
      double weights = 0;
      for (double value : values) {
        double weight = StrictMath.exp((value - most) / scale);
        sum += weight * value;
        weights += weight;
      }
      return sum / weights;
    }
  }

  @Override
  public void point(Point point) {
    loops.take(point);
  }

  @Override
  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    add(findings, "there", currents(false));
    add(findings, "back", currents(true));
    return findings;
  }

  /** Switching currents in the direction of the ramp; positive behind zero. */
  private double[] currents(boolean back) {
    List<LoopStep> steps = loops.steps(back);
    double direction =
        steps.stream().mapToDouble(step -> step.position().value()).sum() < 0 ? -1 : 1;
    return steps.stream().mapToDouble(step -> direction * step.position().value()).toArray();
  }

  private void add(List<Finding> findings, String way, double... currents) {
    double rate = loops.rate();
    if (currents.length < FEWEST || !(rate > 0)) {
      return;
    }
    Smallest fit = Smallest.of(currents);
    double scale = fit.scale();
    if (!(scale > 0)) {
      return;
    }
    double unit = scale * scale / currents.length;
    String amperes = loops.settingUnit();
    String on = ", on the way " + way;
    findings.add(
        new Finding(
            "most probable switching current" + on,
            new Value(fit.mode(), Math.sqrt(MODE_VARIANCE * unit)),
            amperes));
    findings.add(
        new Finding(
            "width of the distribution" + on,
            new Value(scale, Math.sqrt(SCALE_VARIANCE * unit)),
            amperes));
    double log = StrictMath.log(ATTEMPTS * scale / rate);
    double critical = fit.mode() + scale * log;
    findings.add(
        new Finding(
            "critical current" + on, new Value(critical, deviation(1, log + 1, unit)), amperes));
    double ofScale = (1 - fit.mode() / scale) / scale;
    findings.add(
        new Finding(
            "thermal stability factor" + on,
            new Value(critical / scale, deviation(1 / scale, ofScale, unit)),
            ""));
  }

  /** Of a quantity with these derivatives by mode and scale. */
  private static double deviation(double byMode, double byScale, double unit) {
    return Math.sqrt(
        unit
            * (MODE_VARIANCE * byMode * byMode
                + SCALE_VARIANCE * byScale * byScale
                + 2 * COVARIANCE * byMode * byScale));
  }

  @Override
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>(loops.remarks());
    int fewest = Math.min(loops.steps(false).size(), loops.steps(true).size());
    if (fewest < FEWEST) {
      remarks.add(
          "a distribution needs at least "
              + FEWEST
              + " steps in a direction, and one direction has "
              + fewest
              + "; repeat more often");
    }
    if (fewest >= FEWEST && !(loops.rate() > 0)) {
      remarks.add("no time passed during a pass, so the rate of the ramp is not known");
    }
    return remarks;
  }
}
