package org.spinbench.experiments.sweep.pass;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.instrument.role.SourceMeter;

/** Passes of a source meter through levels, forward and backward, with a measurement at each. */
final class MeterPass implements InstrumentPass {
  private final Bench bench;
  private final SourceMeter meter;
  private final ToDoubleFunction<Instrument> settling;
  private final List<Boolean> voltages;

  /**
   * Passes of a meter.
   *
   * @param settling from a level to its measurement, s, for a source with its present settings
   * @param voltages for each reading of the plan, whether it is the voltage, not the current
   */
  MeterPass(
      Bench bench,
      SourceMeter meter,
      ToDoubleFunction<Instrument> settling,
      List<Boolean> voltages) {
    this.bench = bench;
    this.meter = meter;
    this.settling = settling;
    this.voltages = List.copyOf(voltages);
  }

  /** {@inheritDoc} A meter that is off because its level is zero is switched on for the pass. */
  @Override
  public List<List<Reading>> run(double[] values) {
    ListPass.switchOnAtZero(meter, values[0]);
    Instant begin = bench.clock().now();
    List<SourceMeter.Measured> measured =
        meter.pass(
            settling.applyAsDouble(meter),
            time -> bench.sleepDuringPass(time, values.length, meter),
            values);
    bench.lookAsEarlier(meter, 2 * values.length);
    Duration each = Duration.between(begin, bench.clock().now()).dividedBy(values.length);
    List<List<Reading>> taken = new ArrayList<>();
    for (boolean voltage : voltages) {
      List<Reading> readings = new ArrayList<>();
      for (int k = 0; k < values.length; k++) {
        SourceMeter.Measured both = measured.get(k);
        Reading one = voltage ? both.voltage() : both.current();
        readings.add(one.at(begin.plus(each.multipliedBy(k + 1L))));
      }
      taken.add(readings);
    }
    return taken;
  }
}
