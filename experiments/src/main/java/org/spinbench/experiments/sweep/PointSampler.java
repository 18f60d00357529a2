package org.spinbench.experiments.sweep;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.guard.Trips;
import org.spinbench.drivers.instrument.Meter;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.experiments.sweep.pass.BenchNames;
import org.spinbench.experiments.sweep.pass.Reader;
import org.spinbench.experiments.sweep.pass.SweepReading;
import org.spinbench.experiments.sweep.plan.Mean;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.QuantityColumn;
import org.spinbench.experiments.sweep.plan.Settle.Still;

/** Takes the readings of a plan at one setpoint. */
final class PointSampler {
  private final Plan plan;
  private final Bench bench;
  private final Clock clock;
  private final List<SweepReading> sweepReadings;
  private final SweepReading still;
  private final List<Meter> meters;

  /**
   * Looks up every name; sends nothing.
   *
   * @throws IllegalArgumentException naming what the bench cannot read
   */
  PointSampler(Plan plan, BenchNames names, Bench bench) {
    this.plan = plan;
    this.bench = bench;
    clock = bench.clock();
    sweepReadings = plan.readings().stream().map(one -> names.sweepReading(one.reading())).toList();
    still = plan.settle().still().map(rule -> names.sweepReading(rule.reading())).orElse(null);
    meters =
        plan.readings().stream()
            .flatMap(one -> names.owners().meter(one.reading()).stream())
            .distinct()
            .toList();
  }

  List<QuantityColumn> quantities() {
    return sweepReadings.stream()
        .map(sweepReading -> new QuantityColumn(sweepReading.name(), sweepReading.unit().symbol()))
        .toList();
  }

  /** Waits until a new reading of every meter is valid. */
  void settle() {
    meters.forEach(Meter::settle);
  }

  /**
   * Waits until a reading is stable, if the plan requires it.
   *
   * @return false if the time is exceeded
   */
  boolean becomesStable() {
    return plan.settle().still().map(this::becomesStable).orElse(true);
  }

  private boolean becomesStable(Still rule) {
    long begin = clock.nanos();
    double lowest = 0;
    double highest = 0;
    int calm = 0;
    int pauses = pauses();
    while (calm < Still.CALM) {
      Reading reading = still.reader().read(still.which()).get(0);
      if (reading != null) {
        double value = reading.value();
        boolean together =
            calm > 0 && Math.max(highest, value) - Math.min(lowest, value) <= rule.within();
        lowest = together ? Math.min(lowest, value) : value;
        highest = together ? Math.max(highest, value) : value;
        calm = together ? calm + 1 : 1;
      }
      bench.sleep(Duration.ZERO);
      if (pauses() > pauses) {
        pauses = pauses();
        calm = 0;
        begin = clock.nanos();
      }
      if (calm < Still.CALM && (clock.nanos() - begin) * 1e-9 >= rule.limit()) {
        return false;
      }
    }
    return true;
  }

  private int pauses() {
    return bench.trips().map(Trips::pauses).orElse(0);
  }

  /**
   * Takes the samples of every reading; quantities of one reader are read together.
   *
   * @param begin when the setpoint had settled
   * @param told receives every sample with the name of its reading
   */
  List<Mean> take(Instant begin, BiConsumer<String, Reading> told) {
    List<Samples> taken = new ArrayList<>();
    for (int k = 0; k < sweepReadings.size(); k++) {
      taken.add(new Samples(plan.readings().get(k), sweepReadings.get(k).unit().symbol(), begin));
    }
    Map<Reader, List<Integer>> open = unfinished(taken);
    while (!open.isEmpty()) {
      open.forEach((reader, which) -> read(reader, which, taken, told));
      open = unfinished(taken);
    }
    return taken.stream().map(Samples::mean).toList();
  }

  private Map<Reader, List<Integer>> unfinished(List<Samples> taken) {
    Map<Reader, List<Integer>> open = new LinkedHashMap<>();
    for (int k = 0; k < sweepReadings.size(); k++) {
      if (taken.get(k).unfinished()) {
        open.computeIfAbsent(sweepReadings.get(k).reader(), reader -> new ArrayList<>()).add(k);
      }
    }
    return open;
  }

  private void read(
      Reader reader, List<Integer> which, List<Samples> taken, BiConsumer<String, Reading> told) {
    int[] wanted = which.stream().mapToInt(k -> sweepReadings.get(k).which()).toArray();
    List<Reading> readings = reader.read(wanted);
    for (int k = 0; k < readings.size(); k++) {
      Reading reading = readings.get(k);
      taken.get(which.get(k)).add(reading);
      if (reading != null) {
        told.accept(sweepReadings.get(which.get(k)).name(), reading);
      }
    }
  }
}
