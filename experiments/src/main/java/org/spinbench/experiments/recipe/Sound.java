package org.spinbench.experiments.recipe;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spinbench.experiments.sweep.plan.Mean;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.PlanScope;
import org.spinbench.experiments.sweep.plan.Point;

/**
 * Withholds doubtful readings from an analysis: overrange readings, readings with a source in
 * compliance, and all readings of a point that had not settled. The analysis sees such a reading as
 * missing, and a remark gives their number.
 */
final class Sound implements Analysis {
  private static final String RANGE = "beyond the instrument's range";
  private static final String COMPLIANCE = "with the source limited by its compliance";
  private static final String UNSETTLED =
      "not settled (wait longer, take more samples, or switch the meter's filter off)";

  private final Analysis analysis;
  private final List<String> names;
  private final Map<String, Long> left = new LinkedHashMap<>();
  private long points;

  /** Filters the points of a plan for an analysis. */
  Sound(Analysis analysis, Plan plan) {
    this.analysis = analysis;
    names = new PlanScope(plan).readings();
  }

  @Override
  public void point(Point point) {
    if (!point.reference()) {
      points++;
    }
    List<Mean> means = new ArrayList<>();
    for (int k = 0; k < point.readings().size(); k++) {
      Mean mean = point.readings().get(k);
      String fault = mean.samples() == 0 ? "" : fault(point, mean);
      if (!fault.isEmpty() && !point.reference()) {
        left.merge(names.get(k) + ": " + fault, 1L, Long::sum);
      }
      means.add(fault.isEmpty() ? mean : Mean.none(mean.time()));
    }
    Instant time = point.time();
    analysis.point(
        new Point(
            point.number(),
            point.place(),
            point.reference(),
            point.settings(),
            List.copyOf(means),
            point.settled(),
            time));
  }

  private static String fault(Point point, Mean mean) {
    if (mean.overload()) {
      return RANGE;
    }
    if (mean.compliance()) {
      return COMPLIANCE;
    }
    return point.settled() ? "" : UNSETTLED;
  }

  @Override
  public Analysis itself() {
    return analysis;
  }

  @Override
  public List<Finding> findings() {
    return analysis.findings();
  }

  @Override
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    left.forEach(
        (what, number) ->
            remarks.add(number + " of " + points + " points left out of the analysis, " + what));
    remarks.addAll(analysis.remarks());
    return remarks;
  }
}
