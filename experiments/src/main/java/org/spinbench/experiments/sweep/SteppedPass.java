package org.spinbench.experiments.sweep;

import java.util.ArrayList;
import java.util.List;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.instrument.Reading;
import org.spinbench.drivers.instrument.SteppedRfSource;
import org.spinbench.drivers.instrument.Voltmeter;

/**
 * Passes of an RF source that keeps the frequencies and takes the next with a trigger from the
 * computer; at each of them voltmeters integrate at the same time.
 */
final class SteppedPass implements Pass {
  private final Bench bench;
  private final SteppedRfSource source;
  private final List<Voltmeter> meters;
  private final Runnable prepare;
  private final double settling;

  /**
   * Passes of this source.
   *
   * @param meters one a reading of the plan
   * @param prepare makes them ready
   * @param settling from a trigger to the readings, s
   */
  SteppedPass(
      Bench bench,
      SteppedRfSource source,
      List<Voltmeter> meters,
      Runnable prepare,
      double settling) {
    this.bench = bench;
    this.source = source;
    this.meters = List.copyOf(meters);
    this.prepare = prepare;
    this.settling = settling;
  }

  @Override
  public List<List<Reading>> run(double[] frequencies) {
    prepare.run();
    source.load(frequencies);
    List<List<Reading>> taken = new ArrayList<>();
    meters.forEach(meter -> taken.add(new ArrayList<>()));
    for (int k = 0; k < frequencies.length; k++) {
      source.step();
      bench.clock().sleep(Times.seconds(settling));
      bench.together(() -> meters.forEach(Voltmeter::initiate));
      for (int m = 0; m < meters.size(); m++) {
        taken.get(m).add(meters.get(m).fetch());
      }
    }
    source.endList();
    return taken;
  }
}
