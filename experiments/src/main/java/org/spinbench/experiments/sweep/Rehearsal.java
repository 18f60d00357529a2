package org.spinbench.experiments.sweep;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.experiments.sweep.pass.BenchNames;
import org.spinbench.experiments.sweep.pass.InstrumentPass;
import org.spinbench.experiments.sweep.pass.ListPass;
import org.spinbench.experiments.sweep.pass.Times;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Place;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.PlanOrder;
import org.spinbench.experiments.sweep.plan.PlanOrder.Next;
import org.spinbench.experiments.sweep.plan.ReferencePoint;

/**
 * A rehearsal of a plan on a simulated copy of a bench. Every setpoint is set, so all limits of
 * instruments, bench file and chip judge it in the state that the plan would have. Conditions that
 * stop a plan are ignored, so that the later setpoints are judged and timed too.
 *
 * <p>{@link #of} also estimates the time: it waits at every setpoint until sources and meters have
 * settled, and reads some of the setpoints. The copy's instruments start in the state after a
 * reset. Of the instruments' own passes one is made, and the others are assumed to take as long.
 *
 * <p>{@link #judge} reads nothing, and the copy starts with the known settings of the bench.
 */
public final class Rehearsal {
  private static final int SHOWN = 5;

  /** Number of setpoints that a forecast reads. */
  private static final int READ = 20;

  private static final double NANO = 1e-9;

  /**
   * The estimate.
   *
   * @param points setpoints visited, without returns to the reference
   * @param measured points that the plan measures: as many, or fewer if a sweep chooses them
   * @param references returns to the reference
   * @param refused setpoints that a limit refused
   * @param refusals the first different ones: first place, and the limit's message
   * @param setting expected time of setting on the instruments, s
   * @param settling expected time of waiting, s
   * @param reading expected time of reading, from the mean of those that were read, s
   * @param unlisted why a plan that asks for lists will run point by point; empty if none does
   */
  public record Estimate(
      long points,
      long measured,
      long references,
      long refused,
      List<String> refusals,
      double setting,
      double settling,
      double reading,
      Optional<String> unlisted) {
    /** Total time, s. */
    public double seconds() {
      return setting + settling + reading;
    }
  }

  /**
   * The judgement of the limits.
   *
   * @param points setpoints judged, without returns to the reference
   * @param refused setpoints that a limit refused, including returns
   * @param refusals the first different ones: first place, and the limit's message
   * @param unjudged where the copy could not follow the plan, and why; later setpoints are not
   *     judged, because the bench itself may be able to. Empty if all were judged
   */
  public record Judgement(
      long points, long refused, List<String> refusals, Optional<String> unjudged) {}

  /** Receives the progress of a judgement; may throw to end it. */
  @FunctionalInterface
  public interface Progress {
    /** Called with the number of judged setpoints. */
    void at(long done, long total);
  }

  private final Plan plan;
  private final Bench copy;
  private final Setpoints setpoints;
  private final PointSampler sampler;
  private final Times times;
  private final ReadingTimes readings;
  private final InstrumentPass pass;
  private final Optional<String> unlisted;

  /** Discards times that do not occur in a pass. */
  private final Times elsewhere;

  /** A place in a plan with the values of its axes; none before the first setpoint. */
  private record Where(String place, List<Double> values) {}

  /** The limits' messages with their first places. */
  private final Map<String, Where> refusals = new LinkedHashMap<>();

  private final boolean estimates;
  private Optional<String> unjudged = Optional.empty();
  private Progress progress = (done, total) -> {};
  private long refused;
  private long points;
  private long references;
  private long sinceReference = Long.MAX_VALUE;

  private Rehearsal(Bench copy, Plan plan, boolean estimates) {
    this.copy = copy;
    this.plan = plan;
    this.estimates = estimates;
    copy.ignoreReadings();
    BenchNames names = new BenchNames(copy, (name, spectrum) -> {});
    setpoints = new Setpoints(copy, plan, names);
    setpoints.keep();
    sampler = new PointSampler(plan, names, copy);
    PlanUnits.check(plan, setpoints, sampler);
    times = new Times(copy.clock());
    readings = new ReadingTimes(copy.clock(), meterAxes(plan, names), plan.points());
    elsewhere = new Times(copy.clock());
    ListPass.Choice choice = ListPass.choose(copy, plan, names);
    pass = choice.pass();
    unlisted = choice.unlisted();
  }

  /** The axes that set meters, on which the time of readings depends. */
  private static List<Integer> meterAxes(Plan plan, BenchNames names) {
    return IntStream.range(0, plan.axes().size())
        .filter(
            depth ->
                Stream.concat(
                        Stream.of(plan.axes().get(depth).setting()),
                        plan.axes().get(depth).along().stream())
                    .anyMatch(names.owners()::isOfMeter))
        .boxed()
        .toList();
  }

  /**
   * Rehearses a plan.
   *
   * @param copy a simulated bench; never the real one
   * @throws IllegalArgumentException naming what the bench cannot set or read
   */
  public static Estimate of(Bench copy, Plan plan) {
    return new Rehearsal(copy, plan, true).run();
  }

  /**
   * Judges all setpoints of a plan without readings.
   *
   * @param copy a new simulated bench of the same file; never the real one
   * @param bench whose known settings the copy takes over; its instruments get only the queries of
   *     {@link Sweep}
   * @throws IllegalArgumentException naming what the bench cannot set or read
   */
  public static Judgement judge(Bench copy, Bench bench, Plan plan, Progress progress) {
    Rehearsal rehearsal = new Rehearsal(copy, plan, false);
    copy.startFrom(bench);
    rehearsal.progress = progress;
    rehearsal.visitAll();
    return new Judgement(
        rehearsal.points, rehearsal.refused, rehearsal.refusals(), rehearsal.unjudged);
  }

  /**
   * Forecast of a plan's duration from its first setpoints, without judgement.
   *
   * @param points setpoints of the plan
   * @param judging rough wall-clock time of {@link #judge}, s
   * @param measuring rough time of the measurement on the instruments, point by point, s
   */
  public record Forecast(long points, double judging, double measuring) {}

  /**
   * Rehearses the beginning of a plan.
   *
   * @param copy a simulated bench; never the real one
   * @param wall clock for the duration of the judgement
   * @param patience wall-clock time after which the rest is extrapolated, s
   * @throws IllegalArgumentException naming what the bench cannot set or read
   */
  public static Forecast forecast(Bench copy, Plan plan, Clock wall, double patience) {
    return new Rehearsal(copy, plan, true).forecast(wall, patience);
  }

  private Forecast forecast(Clock wall, double patience) {
    times.set(() -> attempt(new Where("set", List.of()), setpoints::begin));
    long begin = wall.nanos();
    long[] half = {begin, 0};
    int[] read = new int[1];
    PlanOrder.walk(
        plan,
        (place, done) -> {
          boolean allowed = visit("", setpoints.at(place), false, times);
          if (allowed && read[0] < READ) {
            read[0]++;
            times.read(() -> sampler.take(copy.clock().now(), (of, reading) -> {}));
          }
          points++;
          double taken = (wall.nanos() - begin) * NANO;
          if (half[1] == 0 && taken > patience / 2) { // the first ones are warm-up
            half[0] = wall.nanos();
            half[1] = points;
          }
          return taken < patience ? Next.GO_ON : Next.END_PLAN;
        });
    double judged = (wall.nanos() - half[0]) * NANO / Math.max(1, points - half[1]);
    double measured =
        (times.setting() + times.settling()) / points + times.reading() / Math.max(1, read[0]);
    return new Forecast(plan.points(), judged * plan.points(), measured * plan.points());
  }

  private void visitAll() {
    times.set(() -> attempt(new Where("set", List.of()), setpoints::begin));
    if (unjudged.isEmpty()) {
      PlanOrder.walk(plan, this::at);
    }
  }

  private List<String> refusals() {
    return refusals.entrySet().stream().map(one -> shown(one.getValue(), one.getKey())).toList();
  }

  private String shown(Where where, String reason) {
    String at = where.values().isEmpty() ? "" : " (" + setpoints.named(where.values()) + ")";
    return where.place() + ": " + reason + at;
  }

  private Estimate run() {
    visitAll();
    double perReturn = points == 0 ? 0 : (double) (points + references) / points;
    // Of an adaptive sweep all values were tried, and not all are measured.
    double part = plan.isAdaptive() && points > 0 ? (double) plan.points() / points : 1;
    double reading = readings.reading() * perReturn;
    if (pass != null && refused == 0) {
      times.read(this::makePass);
      reading = times.reading() * plan.lines();
    }
    return new Estimate(
        points,
        plan.isAdaptive() ? plan.points() : points,
        references,
        refused,
        refusals(),
        part * times.setting(),
        part * (times.settling() + readings.settling() * perReturn),
        part * reading,
        unlisted);
  }

  private Next at(Place place, long done) {
    progress.at(done, plan.points());
    plan.reference().ifPresent(reference -> returnTo(reference, place));
    points++;
    boolean first = pass == null || done % passLength() == 0;
    List<Double> values = setpoints.at(place);
    boolean allowed = visit("point " + points, values, false, first ? times : elsewhere);
    if (estimates && pass == null) {
      readings.visit(
          values,
          allowed,
          sampler::becomesStable,
          () -> sampler.take(copy.clock().now(), (of, reading) -> {}));
    }
    return unjudged.isEmpty() ? Next.GO_ON : Next.END_PLAN;
  }

  private void returnTo(ReferencePoint reference, Place place) {
    if (sinceReference >= reference.every()) {
      sinceReference = 0;
      references++;
      List<Double> values = setpoints.atReference(reference, place);
      visit("return " + references + " to the reference", values, true, times);
    }
    sinceReference++;
  }

  private int passLength() {
    return plan.axes().get(plan.axes().size() - 1).passLength();
  }

  /** The first pass is forward in every order. */
  private void makePass() {
    Axis axis = plan.axes().get(plan.axes().size() - 1);
    double[] values = new double[axis.passLength()];
    for (int step = 0; step < values.length; step++) {
      values[step] = axis.points().at(axis.index(0, step));
    }
    setpoints.turnInnermost(values[0]);
    pass.run(values);
  }

  private boolean visit(String place, List<Double> values, boolean reference, Times counted) {
    boolean[] allowed = new boolean[1];
    counted.set(
        () ->
            allowed[0] = attempt(new Where(place, values), () -> setpoints.set(values, reference)));
    counted.settle(
        () -> {
          setpoints.settle();
          if (estimates && pass == null) {
            sampler.settle();
          }
        });
    return allowed[0];
  }

  private boolean attempt(Where where, Runnable change) {
    try {
      change.run();
      return true;
    } catch (IllegalArgumentException refusal) {
      refuse(where, refusal);
    } catch (RuntimeException failure) {
      if (!estimates) {
        unjudged = Optional.of(shown(where, failure.getMessage()));
      } else if (failure instanceof SettingException) {
        refuse(where, failure);
      } else {
        throw failure;
      }
    }
    return false;
  }

  private void refuse(Where where, RuntimeException refusal) {
    refused++;
    if (refusals.size() < SHOWN) {
      refusals.putIfAbsent(refusal.getMessage(), where);
    }
  }
}
