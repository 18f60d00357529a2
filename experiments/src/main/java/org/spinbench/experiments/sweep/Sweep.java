package org.spinbench.experiments.sweep;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.instrument.role.SpectrumTrace;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.experiments.run.Columns;
import org.spinbench.experiments.sweep.pass.BenchNames;
import org.spinbench.experiments.sweep.pass.InstrumentPass;
import org.spinbench.experiments.sweep.pass.ListPass;
import org.spinbench.experiments.sweep.pass.Times;
import org.spinbench.experiments.sweep.plan.Mean;
import org.spinbench.experiments.sweep.plan.Measurand;
import org.spinbench.experiments.sweep.plan.Place;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.PlanOrder;
import org.spinbench.experiments.sweep.plan.PlanOrder.Next;
import org.spinbench.experiments.sweep.plan.PlanScope;
import org.spinbench.experiments.sweep.plan.Point;
import org.spinbench.experiments.sweep.plan.QuantityColumn;
import org.spinbench.experiments.sweep.plan.ReferencePoint;

/**
 * Measures a plan on a bench. It looks up every name of the plan before it sets anything. It passes
 * each point to listeners at once and keeps none, so a sweep of any size needs the memory of one
 * point.
 *
 * <pre>
 * try (Bench bench = Bench.open(file, transports, clock)) {
 *   new Sweep(bench, plan).run(point -&gt; draw(point.settings(), point.readings()));
 * }
 * </pre>
 */
public final class Sweep {
  /** Which values of the axes the points have. */
  public enum Setting {
    /**
     * The values as the instruments realise them; settings of the plan are restored after a
     * preparation that undoes them.
     */
    KEPT,

    /** The values in the plan, as in recordings that do not say otherwise. */
    ASKED
  }

  private final Plan plan;
  private final Setting setting;
  private final Bench bench;
  private final Clock clock;
  private final Setpoints setpoints;
  private final PointSampler sampler;
  private final PlanScope scope;
  private final List<QuantityColumn> readings;
  private final Times times;
  private final InstrumentPass pass;
  private final Optional<String> unlisted;
  private final Set<String> stopsMet = new LinkedHashSet<>();
  private final Deque<Point> recorded = new ArrayDeque<>();
  private List<SweepListener> listeners = List.of();
  private Set<Long> leftOut = Set.of();
  private long total;
  private long number;
  private long references;
  private long sinceReference;
  private long samples;
  private long unsettled;
  private long overloads;
  private long limited;

  /**
   * A plan for this bench; sends nothing.
   *
   * @throws IllegalArgumentException naming what the bench cannot set or read, or a value that a
   *     setting does not accept
   */
  public Sweep(Bench bench, Plan plan) {
    this(bench, plan, Setting.KEPT);
  }

  /** The same, as in a recording. */
  public Sweep(Bench bench, Plan plan, Setting setting) {
    this.plan = plan;
    this.setting = setting;
    this.bench = bench;
    clock = bench.clock();
    BenchNames names = new BenchNames(bench, this::tell);
    setpoints = new Setpoints(bench, plan, names);
    if (setting == Setting.KEPT) {
      setpoints.keep();
    }
    sampler = new PointSampler(plan, names, bench);
    scope = new PlanScope(plan);
    readings = PlanUnits.check(plan, setpoints, sampler);
    times = new Times(clock);
    sinceReference = Long.MAX_VALUE;
    ListPass.Choice choice = ListPass.choose(bench, plan, names);
    pass = choice.pass();
    unlisted = choice.unlisted();
  }

  /** Names and units of the axes' settings, outermost first. */
  public List<QuantityColumn> settings() {
    return plan.axes().stream()
        .map(
            axis ->
                new QuantityColumn(
                    axis.setting(), setpoints.sweepSetting(axis.setting()).unit().symbol()))
        .toList();
  }

  /** Names and units of the readings. */
  public List<QuantityColumn> readings() {
    return readings;
  }

  /** Names and units of all columns, for the run file. */
  public Columns columns() {
    return new Columns(columns(settings()), columns(readings()));
  }

  private static List<Columns.Column> columns(List<QuantityColumn> quantities) {
    return quantities.stream()
        .map(quantity -> new Columns.Column(quantity.name(), quantity.unit()))
        .toList();
  }

  /**
   * Takes these points as measured: those in the run file of an interrupted sweep, from the first
   * on.
   */
  public void resume(List<Point> points) {
    recorded.addAll(points);
  }

  /** Leaves out these points, by their numbers: they have no readings. */
  public void leaveOut(Set<Long> numbers) {
    leftOut = Set.copyOf(numbers);
  }

  /** Number of points taken as measured. */
  public int known() {
    return recorded.size();
  }

  /**
   * Measures, once. The bench keeps the settings of the last point; closing it brings it to rest.
   *
   * @param receivers listeners, called in this order
   * @throws org.spinbench.drivers.instrument.LimitException if a limit refuses a value; the
   *     listeners have received the points before that
   */
  public Summary run(SweepListener... receivers) {
    listeners = List.of(receivers);
    total = plan.points();
    times.set(setpoints::begin);
    if (pass == null) {
      PlanOrder.walk(plan, scope, this::at);
    } else {
      PlanOrder.walkLines(plan, this::along);
    }
    listeners.forEach(listener -> listener.progress(total, total));
    return new Summary(
        number - references,
        references,
        samples,
        unsettled,
        overloads,
        limited,
        List.copyOf(stopsMet),
        unlisted,
        times.setting(),
        times.settling(),
        times.reading());
  }

  private Next at(Place place, long done) {
    listeners.forEach(listener -> listener.progress(done, total));
    while (!recorded.isEmpty() && recorded.peek().reference()) {
      sinceReference = 0;
      references++;
      take(recorded.poll());
    }
    if (!recorded.isEmpty()) {
      sinceReference++;
      return scope.after(take(recorded.poll()), stop -> stopsMet.add(stop.condition()));
    }
    plan.reference().ifPresent(reference -> returnTo(reference, place));
    Point point = measure(place, false, setpoints.at(place));
    scope.requireAllowed(point);
    return scope.after(point, stop -> stopsMet.add(stop.condition()));
  }

  /** A point from before the sweep was resumed. */
  private Point take(Point point) {
    List<Mean> read = point.readings().subList(0, plan.readings().size());
    scope.withDerived(point.reference(), point.settings(), read, point.time());
    number++;
    samples += point.readings().stream().mapToInt(Mean::samples).sum();
    return tell(point);
  }

  /** A whole pass that instruments make themselves. */
  private void along(List<Place> places, long done) {
    listeners.forEach(listener -> listener.progress(done, total));
    int known = Math.min(recorded.size(), places.size());
    for (int k = 0; k < known; k++) {
      take(recorded.poll());
    }
    if (known == places.size()) {
      return;
    }
    // In one call, because recordings contain each look at the clock.
    times.set(
        () -> {
          bench.lookAfter();
          setpoints.set(setpoints.at(places.get(0)), false);
        });
    times.settle(setpoints::settle);
    int innermost = plan.axes().size() - 1;
    List<List<Reading>> taken = new ArrayList<>();
    times.read(() -> taken.addAll(pass.run(ListPass.values(plan.axes().get(innermost), places))));
    setpoints.forget(innermost);
    for (int k = known; k < places.size(); k++) {
      number++;
      List<Mean> means = new ArrayList<>();
      boolean settled = true;
      for (int which = 0; which < taken.size(); which++) {
        Measurand wanted = plan.readings().get(which);
        Reading reading = taken.get(which).get(k);
        settled &= reading.settled();
        tell(false, reading.settled(), wanted.reading(), reading);
        Samples only = new Samples(wanted, reading.unit().symbol(), reading.time());
        only.add(reading);
        means.add(only.mean());
      }
      Place place = places.get(k);
      List<Double> values = noted(setpoints.at(place));
      Instant time = taken.get(0).get(k).time();
      tell(complete(place, false, values, means, settled, time));
    }
  }

  private void returnTo(ReferencePoint reference, Place place) {
    if (sinceReference >= reference.every()) {
      sinceReference = 0;
      references++;
      measure(place, true, setpoints.atReference(reference, place));
    }
    sinceReference++;
  }

  private Point measure(Place place, boolean reference, List<Double> values) {
    number++;
    if (leftOut.contains(number)) {
      Instant now = clock.now();
      List<Mean> none = plan.readings().stream().map(one -> Mean.none(now)).toList();
      return tell(complete(place, reference, noted(values), none, false, now));
    }
    // In one call, because recordings contain each look at the clock.
    times.set(
        () -> {
          bench.lookAfter();
          setpoints.set(values, reference);
        });
    boolean[] settled = {true};
    times.settle(
        () -> {
          setpoints.settle();
          sampler.settle();
          settled[0] = sampler.becomesStable();
        });
    Instant time = clock.now();
    List<Mean> means = new ArrayList<>();
    boolean stood = settled[0];
    times.read(
        () ->
            means.addAll(
                sampler.take(
                    time,
                    (of, sample) -> {
                      settled[0] &= sample.settled();
                      tell(reference, stood && sample.settled(), of, sample);
                    })));
    return tell(complete(place, reference, noted(values), means, settled[0], time));
  }

  private Point complete(
      Place place,
      boolean reference,
      List<Double> values,
      List<Mean> means,
      boolean settled,
      Instant time) {
    List<Mean> all = scope.withDerived(reference, values, means, time);
    return new Point(number, place, reference, values, all, settled, time);
  }

  private List<Double> noted(List<Double> values) {
    return setting == Setting.KEPT ? setpoints.kept(values) : values;
  }

  private Point tell(Point point) {
    unsettled += point.settled() ? 0 : 1;
    overloads += point.readings().stream().anyMatch(Mean::overload) ? 1 : 0;
    limited += point.readings().stream().anyMatch(Mean::compliance) ? 1 : 0;
    listeners.forEach(listener -> listener.point(point));
    return point;
  }

  private void tell(String of, SpectrumTrace spectrum) {
    listeners.forEach(listener -> listener.spectrum(number, of, spectrum));
  }

  private void tell(boolean reference, boolean settled, String of, Reading sample) {
    samples++;
    listeners.forEach(listener -> listener.sample(number, reference, settled, of, sample));
  }
}
