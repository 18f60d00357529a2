package org.spinbench.experiments.sweep.output;

import java.util.ArrayList;
import java.util.List;
import org.spinbench.experiments.sweep.SweepListener;
import org.spinbench.experiments.sweep.pass.BenchNames;
import org.spinbench.experiments.sweep.plan.Point;
import org.spinbench.experiments.sweep.plan.QuantityColumn;

/**
 * A reading of a plan without a value at some points.
 *
 * @param reading its name in the plan
 * @param points number of points without it
 * @param of total number of points, including returns to the reference
 */
public record Absent(String reading, long points, long of) {
  /** For people: the reading, the number of points, and the reason. */
  public String text() {
    String where = points == of ? "at none of " + of : "at only " + (of - points) + " of " + of;
    return reading + " was read " + where + " points: " + reason();
  }

  /** The reason; {@link BenchNames} names the readings that may have no value. */
  private String reason() {
    return reading.contains(".line_") ? "there was no line in the spectrum" : "its output was off";
  }

  /** Counts, for each reading of a sweep, the points without a value. */
  public static final class Counter implements SweepListener {
    private final List<String> names;
    private final long[] missing;
    private long points;

    /**
     * @param readings of the sweep
     */
    public Counter(List<QuantityColumn> readings) {
      names = readings.stream().map(QuantityColumn::name).toList();
      missing = new long[names.size()];
    }

    @Override
    public void point(Point point) {
      points++;
      for (int k = 0; k < missing.length; k++) {
        missing[k] += point.readings().get(k).samples() == 0 ? 1 : 0;
      }
    }

    /** The readings without a value at some points, in the order of the plan. */
    public List<Absent> absent() {
      List<Absent> absent = new ArrayList<>();
      for (int k = 0; k < missing.length; k++) {
        if (missing[k] > 0) {
          absent.add(new Absent(names.get(k), missing[k], points));
        }
      }
      return absent;
    }
  }
}
