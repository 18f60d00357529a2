package org.spinbench.experiments.sweep.pass;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.instrument.role.SteppedRfSource;
import org.spinbench.drivers.instrument.role.VoltageMeter;

/**
 * Passes of an RF source with stored frequencies; a trigger from the computer selects the next, and
 * voltmeters integrate in parallel at each.
 */
final class SteppedPass implements InstrumentPass {
  private final Bench bench;
  private final SteppedRfSource source;
  private final List<VoltageMeter> meters;
  private final Runnable prepare;
  private final ToDoubleFunction<Instrument> settling;

  /**
   * Passes of a source.
   *
   * @param meters one per reading of the plan
   * @param prepare prepares them
   * @param settling from a trigger to the readings, s, for a source with its present settings
   */
  SteppedPass(
      Bench bench,
      SteppedRfSource source,
      List<VoltageMeter> meters,
      Runnable prepare,
      ToDoubleFunction<Instrument> settling) {
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
    Duration settled = Times.seconds(settling.applyAsDouble(source));
    List<List<Reading>> taken = new ArrayList<>();
    meters.forEach(meter -> taken.add(new ArrayList<>()));
    for (int k = 0; k < frequencies.length; k++) {
      source.step();
      bench.sleepDuringPass(settled, frequencies.length, source, List.of());
      bench.together(() -> meters.forEach(VoltageMeter::initiate));
      for (int m = 0; m < meters.size(); m++) {
        taken.get(m).add(meters.get(m).fetch());
      }
    }
    source.endList();
    return taken;
  }
}
