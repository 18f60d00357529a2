package org.spinbench.experiments.recipe;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.fit.StraightLine;
import org.spinbench.drivers.instrument.Units;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Mean;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.Point;

/**
 * Gain of a path from an RF source to a spectrum analyzer, |S₂₁|² in decibels, as a function of
 * frequency: the power in the analyzer's span, which follows the source, less the power of the
 * source, from a power meter at its output or else from its setting.
 */
public final class TransmissionRecipe implements Analysis {
  private static final int FREQUENCIES = 101;

  /** Span around the tone, Hz; much wider than the resolution bandwidth. */
  private static final double SPAN = 1e6;

  private static final double RESOLUTION = 30e3;

  private final int frequency;
  private final int reading;
  private final int meter;
  private final double level;
  private final List<double[]> points = new ArrayList<>();

  TransmissionRecipe(Plan plan) {
    PlanParts parts = new PlanParts(plan);
    Axis axis = parts.innermost(".frequency", "the frequency of an RF source");
    frequency = plan.axes().size() - 1;
    reading = parts.reading(".band_power");
    String setting = PlanParts.owner(axis.setting()) + ".power";
    meter = parts.readingOrNone(".power", setting);
    level = parts.set(setting).orElseThrow(() -> parts.lacks("does not set " + setting));
  }

  /**
   * The plan.
   *
   * @param source the RF source
   * @param analyzer the spectrum analyzer
   * @param meter a power meter at the source's output, if there is one
   * @param dbm level of the source, dBm
   * @param from first frequency, Hz
   * @param to last frequency, Hz
   */
  public static Plan plan(
      String source, String analyzer, Optional<String> meter, double dbm, double from, double to) {
    List<String> along = new ArrayList<>(List.of(analyzer + ".centre"));
    meter.ifPresent(name -> along.add(name + ".frequency"));
    Plan plan =
        Plan.named("s21 " + source + " to " + analyzer)
            .recipe(Recipe.S21.word())
            .set(analyzer + ".span", SPAN)
            .set(analyzer + ".resolution_bandwidth", RESOLUTION)
            .set(source + ".power", dbm)
            .set(source + ".output", "true")
            .sweep(
                Axis.linear(source + ".frequency", from, to, FREQUENCIES)
                    .along(along.toArray(String[]::new)))
            .read(analyzer + ".band_power");
    return meter.isPresent() ? plan.read(meter.get() + ".power") : plan;
  }

  /** {@inheritDoc} Without a positive reading of the power meter there is no gain. */
  @Override
  public void point(Point point) {
    Mean mean = point.readings().get(reading);
    if (point.reference() || mean.samples() == 0) {
      return;
    }
    double given = level;
    double uncertainty = 0;
    if (meter >= 0) {
      Mean watts = point.readings().get(meter);
      if (watts.samples() == 0 || watts.value() <= 0) {
        return;
      }
      given = Units.dbmOfWatts(watts.value());
      uncertainty = 10 / StrictMath.log(10) * watts.uncertainty() / watts.value();
    }
    points.add(
        new double[] {
          point.settings().get(frequency),
          mean.value() - given,
          StrictMath.hypot(mean.uncertainty(), uncertainty)
        });
  }

  @Override
  public List<Finding> findings() {
    if (points.size() < 3) {
      return List.of();
    }
    double low = points.stream().mapToDouble(p -> p[0]).min().orElseThrow();
    double high = points.stream().mapToDouble(p -> p[0]).max().orElseThrow();
    double middle = (low + high) / 2;
    List<StraightLine.Point> gains =
        points.stream().map(p -> new StraightLine.Point(p[0], p[1], Math.max(p[2], 1e-9))).toList();
    StraightLine line = StraightLine.through("gain", gains, middle);
    List<Finding> findings = new ArrayList<>();
    findings.add(new Finding("gain at " + megahertz(middle), line.value(), "dB"));
    findings.add(new Finding("slope of the gain", line.slope(), "dB/Hz"));
    findings.add(extreme("highest gain", 1));
    findings.add(extreme("lowest gain", -1));
    return findings;
  }

  private static String megahertz(double hertz) {
    return BigDecimal.valueOf(hertz).movePointLeft(6).stripTrailingZeros().toPlainString() + " MHz";
  }

  private Finding extreme(String what, int sign) {
    double[] best = points.get(0);
    for (double[] point : points) {
      best = sign * point[1] > sign * best[1] ? point : best;
    }
    return new Finding(what + ", at " + megahertz(best[0]), new Value(best[1], best[2]), "dB");
  }
}
