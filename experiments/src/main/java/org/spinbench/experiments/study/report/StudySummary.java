package org.spinbench.experiments.study.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spinbench.drivers.text.Spelling;
import org.spinbench.experiments.study.engine.Measure;
import org.spinbench.experiments.study.engine.StudyPlan;
import org.spinbench.experiments.study.engine.StudyRow;
import org.spinbench.experiments.study.engine.StudyTable;

/**
 * The measures of a study for each combination of some axes.
 *
 * @param name of the study
 * @param axes by which the rows are grouped
 * @param among measure that rows had to have to count; empty if all count
 * @param tasks of the study
 * @param ended number of tasks with a result
 * @param failed number of tasks that failed; they count nowhere
 * @param groups one for each combination
 */
public record StudySummary(
    String name,
    List<String> axes,
    String among,
    int tasks,
    int ended,
    int failed,
    List<Group> groups) {

  /**
   * The rows with the same values of the axes.
   *
   * @param point values of the axes
   * @param rows number of rows that count
   * @param left number of rows that {@link StudySummary#among} leaves out
   * @param measures estimates by name of the measure; texts have none
   */
  public record Group(
      Map<String, String> point, int rows, int left, Map<String, List<Estimate>> measures) {}

  /**
   * Summarises a table.
   *
   * @param axes by which to group, each an axis of the plan
   * @throws IllegalArgumentException if there is no such axis
   */
  public static StudySummary of(StudyTable table, List<String> axes) {
    StudyPlan plan = table.plan();
    for (String axis : axes) {
      if (!plan.axes().containsKey(axis)) {
        throw new IllegalArgumentException(
            "the study has no axis " + axis + "; " + Spelling.choices(axis, plan.axes().keySet()));
      }
    }
    Map<Map<String, String>, List<StudyRow>> grouped = new LinkedHashMap<>();
    for (int number = 0; number < plan.points(); number++) {
      Map<String, String> point = new LinkedHashMap<>();
      Map<String, String> whole = plan.point(number);
      axes.forEach(axis -> point.put(axis, whole.get(axis)));
      grouped.computeIfAbsent(point, key -> new ArrayList<>()).addAll(table.rowsAt(number));
    }
    List<Group> groups = new ArrayList<>();
    grouped.forEach((point, rows) -> groups.add(group(table, point, rows)));
    return new StudySummary(
        plan.name(),
        axes,
        plan.among(),
        plan.tasks(),
        table.rows().size() - table.failed(),
        table.failed(),
        groups);
  }

  private static Group group(StudyTable table, Map<String, String> point, List<StudyRow> rows) {
    String among = table.plan().among();
    List<StudyRow> counted =
        rows.stream()
            .filter(row -> among.isEmpty() || Boolean.TRUE.equals(row.values().get(among)))
            .toList();
    Map<String, List<Estimate>> measures = new LinkedHashMap<>();
    for (Measure measure : table.measures()) {
      if (measure.kind() != Measure.Kind.TEXT) {
        measures.put(measure.name(), estimates(measure, counted));
      }
    }
    return new Group(point, counted.size(), rows.size() - counted.size(), measures);
  }

  private static List<Estimate> estimates(Measure measure, List<StudyRow> rows) {
    double[] values = numbers(measure, measure.name(), rows);
    return switch (measure.kind()) {
      case YES_NO -> {
        int yes = 0;
        for (double value : values) {
          yes += value > 0 ? 1 : 0;
        }
        yield List.of(Estimate.share("share", yes, values.length));
      }
      case UNTIL -> {
        int reached = 0;
        for (double value : values) {
          reached += Double.isFinite(value) ? 1 : 0;
        }
        yield List.of(
            Estimate.share("reached", reached, values.length),
            Estimate.quantile("median", values, 0.5),
            Estimate.quantile("75 %", values, 0.75),
            Estimate.quantile("90 %", values, 0.9),
            Estimate.runningTime(values, numbers(measure, measure.spent(), rows)));
      }
      default ->
          List.of(
              Estimate.mean(values),
              Estimate.quantile("10 %", values, 0.1),
              Estimate.quantile("median", values, 0.5),
              Estimate.quantile("90 %", values, 0.9));
    };
  }

  /** The values of a column as numbers; undefined ones are left out, unreached ones infinite. */
  private static double[] numbers(Measure measure, String column, List<StudyRow> rows) {
    boolean until = measure.kind() == Measure.Kind.UNTIL;
    return rows.stream()
        .map(row -> row.values().get(column))
        .filter(value -> value != null || until)
        .mapToDouble(StudySummary::number)
        .toArray();
  }

  /** A value as a number: infinite if it is absent, 1 for yes. */
  static double number(Object value) {
    if (value == null) {
      return Double.POSITIVE_INFINITY;
    }
    if (value instanceof Boolean yes) {
      return yes ? 1 : 0;
    }
    return ((Number) value).doubleValue();
  }
}
