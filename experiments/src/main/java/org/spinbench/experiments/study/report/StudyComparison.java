package org.spinbench.experiments.study.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.spinbench.experiments.study.engine.Measure;
import org.spinbench.experiments.study.engine.StudyPlan;
import org.spinbench.experiments.study.engine.StudyRow;
import org.spinbench.experiments.study.engine.StudyTable;

/**
 * Two studies, task by task: rows with the same seed and the same values of the axes are a pair.
 *
 * @param first name of the first study
 * @param second name of the second study
 * @param pairs number of pairs
 * @param unpaired number of rows of either study that the other lacks
 * @param differences one for each measure that both have
 * @param changed pairs that differ in any measure
 */
public record StudyComparison(
    String first,
    String second,
    int pairs,
    int unpaired,
    List<Difference> differences,
    List<Changed> changed) {

  /**
   * How a measure differs. A value that was not reached is larger than any other.
   *
   * @param measure its name
   * @param more number of pairs whose second value is larger
   * @param less number of pairs whose second value is smaller
   * @param mean mean difference of the pairs with two finite values; NaN for texts
   * @param sign probability of the signs by chance; for texts 1
   * @param permutation probability of the mean difference by chance; for texts 1
   */
  public record Difference(
      String measure, int more, int less, double mean, double sign, double permutation) {}

  /**
   * A pair that differs.
   *
   * @param seed of both
   * @param point values of the axes
   * @param measures names of those that differ
   */
  public record Changed(long seed, Map<String, String> point, List<String> measures) {}

  private record Pair(long seed, Map<String, String> point, StudyRow first, StudyRow second) {}

  /**
   * Compares.
   *
   * @throws IllegalArgumentException if the studies have different axes, or no pair
   */
  public static StudyComparison of(StudyTable first, StudyTable second) {
    StudyPlan one = first.plan();
    StudyPlan other = second.plan();
    if (!one.axes().keySet().equals(other.axes().keySet())) {
      throw new IllegalArgumentException(
          "the studies have different axes: "
              + one.axes().keySet()
              + " and "
              + other.axes().keySet());
    }
    Map<Map<String, String>, StudyRow> others = new HashMap<>();
    ended(second).forEach(row -> others.put(key(other, row), row));
    List<Pair> pairs = new ArrayList<>();
    List<StudyRow> rows = ended(first);
    for (StudyRow row : rows) {
      StudyRow partner = others.get(key(one, row));
      if (partner != null) {
        pairs.add(new Pair(row.seed(), point(one, row), row, partner));
      }
    }
    if (pairs.isEmpty()) {
      throw new IllegalArgumentException("the studies have no task in common, so nothing compares");
    }
    List<Measure> measures = first.measures().stream().filter(second.measures()::contains).toList();
    return new StudyComparison(
        one.name(),
        other.name(),
        pairs.size(),
        rows.size() + others.size() - 2 * pairs.size(),
        measures.stream().map(measure -> difference(measure, pairs)).toList(),
        changed(measures, pairs));
  }

  private static List<StudyRow> ended(StudyTable table) {
    return table.rows().values().stream().filter(row -> !row.hasFailed()).toList();
  }

  private static Map<String, String> point(StudyPlan plan, StudyRow row) {
    return plan.point(row.task() % plan.points());
  }

  private static Map<String, String> key(StudyPlan plan, StudyRow row) {
    Map<String, String> key = new HashMap<>(point(plan, row));
    key.put("", Long.toString(row.seed()));
    return key;
  }

  private static Difference difference(Measure measure, List<Pair> pairs) {
    if (measure.kind() == Measure.Kind.TEXT) {
      int changed = (int) pairs.stream().filter(pair -> differs(measure, pair)).count();
      return new Difference(measure.name(), changed, 0, Double.NaN, 1, 1);
    }
    int more = 0;
    int less = 0;
    List<Double> finite = new ArrayList<>();
    for (Pair pair : pairs) {
      double a = StudySummary.number(pair.first().values().get(measure.name()));
      double b = StudySummary.number(pair.second().values().get(measure.name()));
      more += b > a ? 1 : 0;
      less += b < a ? 1 : 0;
      if (Double.isFinite(a) && Double.isFinite(b)) {
        finite.add(b - a);
      }
    }
    double[] differences = finite.stream().mapToDouble(d -> d).toArray();
    double mean = finite.stream().mapToDouble(d -> d).average().orElse(Double.NaN);
    return new Difference(
        measure.name(),
        more,
        less,
        mean,
        PairedTest.sign(more, less),
        PairedTest.permutation(differences));
  }

  private static boolean differs(Measure measure, Pair pair) {
    Object a = pair.first().values().get(measure.name());
    Object b = pair.second().values().get(measure.name());
    boolean numbers = a instanceof Number && b instanceof Number;
    return numbers ? StudySummary.number(a) != StudySummary.number(b) : !Objects.equals(a, b);
  }

  private static List<Changed> changed(List<Measure> measures, List<Pair> pairs) {
    List<Changed> changed = new ArrayList<>();
    for (Pair pair : pairs) {
      List<String> names =
          measures.stream().filter(one -> differs(one, pair)).map(Measure::name).toList();
      if (!names.isEmpty()) {
        changed.add(new Changed(pair.seed(), pair.point(), names));
      }
    }
    return changed;
  }
}
