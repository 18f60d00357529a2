package org.spinbench.experiments.sweep.output;

import java.util.OptionalLong;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.experiments.run.NotedReading;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.sweep.Sweep;
import org.spinbench.experiments.sweep.SweepListener;
import org.spinbench.experiments.sweep.plan.Point;

/** Records every sample and every setpoint of a sweep in a run file. */
public final class RunNotes implements SweepListener {
  private final RunFile run;
  private long known;

  /** Records in this file, first the columns of the sweep. */
  public RunNotes(RunFile run, Sweep sweep) {
    this.run = run;
    run.columns(sweep.columns());
  }

  /** The same for a file that already has points. */
  public RunNotes after(long points) {
    known = points;
    return this;
  }

  @Override
  public void sample(long number, boolean reference, boolean settled, String of, Reading reading) {
    run.reading(NotedReading.of(reading, purpose(reference), OptionalLong.of(number), of, settled));
  }

  @Override
  public void point(Point point) {
    if (known > 0) {
      known--;
      return;
    }
    double[] settings = point.settings().stream().mapToDouble(Double::doubleValue).toArray();
    run.setpoint(point.number(), purpose(point.reference()), settings, point.time());
  }

  private static Purpose purpose(boolean reference) {
    return reference ? Purpose.REFERENCE : Purpose.MEASURE;
  }
}
