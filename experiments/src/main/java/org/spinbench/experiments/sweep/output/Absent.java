package org.spinbench.experiments.sweep.output;

import java.util.ArrayList;
import java.util.List;
import org.spinbench.experiments.sweep.SweepListener;
import org.spinbench.experiments.sweep.pass.BenchNames;
import org.spinbench.experiments.sweep.plan.Point;
import org.spinbench.experiments.sweep.plan.QuantityColumn;

/**
 * A reading of a plan that there was nothing of at some points.
 *
 * @param reading as the plan says it
 * @param points at which it was not read
 * @param of so many points, returns to the reference included
 */
public record Absent(String reading, long points, long of) {
  /** For people: where it is missing, and why. */
  public String text() {
    String where = points == of ? "at none of " + of : "at only " + (of - points) + " of " + of;
    return reading + " was read " + where + " points: " + reason();
  }

  /** Why there was nothing to read; {@link BenchNames} says which readings there may be none of. */
  private String reason() {
    return reading.contains(".line_") ? "there was no line in the spectrum" : "its output was off";
  }

  /** Counts, for each reading of a sweep, at how many points there was nothing to read. */
  public static final class Counter implements SweepListener {
    private final List<String> names;
    private final long[] missing;
    private long points;

    /** Of the readings of a sweep. */
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

    /** The readings that were missing somewhere, in the order of the plan. */
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
