package org.spinbench.experiments.sweep;

import java.util.OptionalLong;
import org.spinbench.drivers.instrument.Reading;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;

/** Notes every sample and every setpoint of a sweep in a run file. */
public final class RunNotes implements SweepListener {
  private final RunFile run;

  /** Notes in this file. */
  public RunNotes(RunFile run) {
    this.run = run;
  }

  @Override
  public void sample(long number, boolean reference, Reading reading) {
    run.reading(reading, purpose(reference), OptionalLong.of(number));
  }

  @Override
  public void point(Point point) {
    double[] settings = point.settings().stream().mapToDouble(Double::doubleValue).toArray();
    run.setpoint(point.number(), purpose(point.reference()), settings);
  }

  private static Purpose purpose(boolean reference) {
    return reference ? Purpose.REFERENCE : Purpose.MEASURE;
  }
}
