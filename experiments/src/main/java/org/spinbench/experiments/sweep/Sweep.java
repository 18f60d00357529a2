package org.spinbench.experiments.sweep;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.instrument.Reading;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.experiments.sweep.Course.Next;
import org.spinbench.experiments.sweep.Settle.Still;

/**
 * A plan on a bench. Every name of the plan is looked up before anything is set. What is measured
 * goes to listeners at once, and nothing of it is kept: a sweep of any size needs the memory of one
 * point.
 *
 * <pre>
 * try (Bench bench = Bench.open(file, transports, clock)) {
 *   new Sweep(bench, plan).run(point -&gt; draw(point.settings(), point.readings()));
 * }
 * </pre>
 */
public final class Sweep {
  private final Plan plan;
  private final Clock clock;
  private final Setpoints setpoints;
  private final List<Gauge> gauges;
  private final Gauge still;
  private final Times times;
  private final Set<String> stopsMet = new LinkedHashSet<>();
  private List<SweepListener> listeners = List.of();
  private long total;
  private long number;
  private long references;
  private long sinceReference;
  private long samples;
  private long unsettled;
  private long overloads;

  /**
   * A plan for this bench; nothing is sent yet.
   *
   * @throws IllegalArgumentException naming what the bench cannot set or read, or what a setting
   *     does not take
   */
  public Sweep(Bench bench, Plan plan) {
    this.plan = plan;
    clock = bench.clock();
    BenchNames names = new BenchNames(bench);
    setpoints = new Setpoints(bench, plan, names);
    gauges = plan.readings().stream().map(one -> names.gauge(one.reading())).toList();
    still = plan.settle().still().map(rule -> names.gauge(rule.reading())).orElse(null);
    times = new Times(clock);
    sinceReference = Long.MAX_VALUE;
  }

  /** Names and units of the swept settings, outermost first. */
  public List<Quantity> settings() {
    return plan.axes().stream()
        .map(axis -> new Quantity(axis.setting(), setpoints.knob(axis.setting()).unit()))
        .toList();
  }

  /** Names and units of the readings. */
  public List<Quantity> readings() {
    return gauges.stream().map(gauge -> new Quantity(gauge.name(), gauge.unit())).toList();
  }

  /**
   * Measures, once. The bench is left as the last point set it; closing it brings it to rest.
   *
   * @param told are told everything, in this order
   * @throws org.spinbench.drivers.instrument.LimitException if a value lies outside a limit; what
   *     was measured before has been told
   */
  public Summary run(SweepListener... told) {
    listeners = List.of(told);
    total = plan.points();
    times.set(setpoints::begin);
    Course.walk(plan, this::at);
    listeners.forEach(listener -> listener.progress(total, total));
    return new Summary(
        number - references,
        references,
        samples,
        unsettled,
        overloads,
        List.copyOf(stopsMet),
        times.setting,
        times.settling,
        times.reading);
  }

  private Next at(Place place, long done) {
    listeners.forEach(listener -> listener.progress(done, total));
    plan.reference().ifPresent(reference -> returnTo(reference, place));
    Point point = measure(place, false, setpoints.at(place));
    return next(point);
  }

  private void returnTo(Reference reference, Place place) {
    if (sinceReference >= reference.every()) {
      sinceReference = 0;
      references++;
      measure(place, true, setpoints.atReference(reference, place));
    }
    sinceReference++;
  }

  private Point measure(Place place, boolean reference, List<Double> values) {
    number++;
    times.set(() -> setpoints.set(values));
    boolean[] settled = {true};
    times.settle(() -> settled[0] = settle());
    Instant time = clock.now();
    List<Mean> means = new ArrayList<>();
    times.read(() -> means.addAll(sample(reference, time)));
    Point point = new Point(number, place, reference, values, List.copyOf(means), settled[0], time);
    unsettled += settled[0] ? 0 : 1;
    overloads += means.stream().anyMatch(Mean::overload) ? 1 : 0;
    listeners.forEach(listener -> listener.point(point));
    return point;
  }

  private boolean settle() {
    setpoints.settle();
    return plan.settle().still().map(this::standsStill).orElse(true);
  }

  private boolean standsStill(Still rule) {
    long begin = clock.nanos();
    double lowest = Double.NaN;
    double highest = Double.NaN;
    int calm = 0;
    while (true) {
      Reading reading = still.reader().read(still.which()).get(0);
      samples++;
      if (reading != null) {
        double low = calm == 0 ? reading.value() : Math.min(lowest, reading.value());
        double high = calm == 0 ? reading.value() : Math.max(highest, reading.value());
        boolean together = high - low <= rule.within();
        calm = together ? calm + 1 : 1;
        lowest = together ? low : reading.value();
        highest = together ? high : reading.value();
      }
      if (calm >= Still.CALM) {
        return true;
      }
      if ((clock.nanos() - begin) * 1e-9 >= rule.limit()) {
        return false;
      }
    }
  }

  /** Takes the samples of every reading; what one reader can read in one go is read so. */
  private List<Mean> sample(boolean reference, Instant begin) {
    List<Samples> taken =
        plan.readings().stream().map(wanted -> new Samples(wanted, begin)).toList();
    Map<Reader, List<Integer>> open = unfinished(taken);
    while (!open.isEmpty()) {
      open.forEach((reader, which) -> read(reader, which, taken, reference));
      open = unfinished(taken);
    }
    return taken.stream().map(Samples::mean).toList();
  }

  private Map<Reader, List<Integer>> unfinished(List<Samples> taken) {
    Map<Reader, List<Integer>> open = new LinkedHashMap<>();
    for (int k = 0; k < gauges.size(); k++) {
      if (taken.get(k).unfinished()) {
        open.computeIfAbsent(gauges.get(k).reader(), reader -> new ArrayList<>()).add(k);
      }
    }
    return open;
  }

  private void read(Reader reader, List<Integer> which, List<Samples> taken, boolean reference) {
    int[] wanted = which.stream().mapToInt(k -> gauges.get(k).which()).toArray();
    List<Reading> readings = reader.read(wanted);
    for (int k = 0; k < readings.size(); k++) {
      Reading reading = readings.get(k);
      taken.get(which.get(k)).add(reading);
      if (reading != null) {
        samples++;
        listeners.forEach(listener -> listener.sample(number, reference, reading));
      }
    }
  }

  /** A line is ended, the plan is ended, or neither. */
  private Next next(Point point) {
    Next next = Next.GO_ON;
    for (Stop stop : plan.stops()) {
      int which = plan.readings().stream().map(Measurand::reading).toList().indexOf(stop.reading());
      if (stop.met(point.readings().get(which).value())) {
        stopsMet.add(stop.condition());
        Next then = stop.ends() == Stop.Ends.PLAN ? Next.END_PLAN : Next.END_LINE;
        next = then.compareTo(next) > 0 ? then : next;
      }
    }
    return next;
  }
}
