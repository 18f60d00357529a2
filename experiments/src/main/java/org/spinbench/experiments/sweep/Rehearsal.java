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
 * A plan gone through on a simulated copy of a bench: every setpoint is set, and so judged by every
 * limit of instruments, station and chip in the state in which the plan would have them. Conditions
 * that stop a plan are left out: what lies behind them is judged too, and counts in the time.
 *
 * <p>{@link #of} estimates the time as well: it waits at every setpoint until sources and meters
 * have settled, and reads a few of the setpoints. The copy's instruments begin as they are after a
 * reset. Of passes that the instruments make by themselves one is made, and the others take as
 * long.
 *
 * <p>{@link #judge} reads nothing, and the copy's settings begin as those of the bench are known to
 * be.
 */
public final class Rehearsal {
  private static final int SHOWN = 5;

  /** Setpoints that a forecast reads. */
  private static final int READ = 20;

  private static final double NANO = 1e-9;

  /**
   * What came out.
   *
   * @param points setpoints visited, without returns to the reference
   * @param references returns to the reference
   * @param refused setpoints that a limit refused
   * @param refusals the first few that differ: where first, and what the limit said
   * @param setting time that setting will take by the instruments' own time, s
   * @param settling the same for waiting
   * @param reading the same for reading, by the mean of those that were read
   * @param unlisted why a plan that asks for lists will go point by point; empty if none does
   */
  public record Estimate(
      long points,
      long references,
      long refused,
      List<String> refusals,
      double setting,
      double settling,
      double reading,
      Optional<String> unlisted) {
    /** Time of the whole, s. */
    public double seconds() {
      return setting + settling + reading;
    }
  }

  /**
   * What limits say of a plan.
   *
   * @param points setpoints judged, without returns to the reference
   * @param refused setpoints that a limit refused, returns included
   * @param refusals the first few that differ: where first, and what the limit said
   * @param unjudged where the copy could not follow the plan, and why; what comes behind it is not
   *     judged, because the bench itself may well follow. Empty if all was judged
   */
  public record Judgement(
      long points, long refused, List<String> refusals, Optional<String> unjudged) {}

  /** Receives the progress of a judgement; may end it by throwing. */
  @FunctionalInterface
  public interface Progress {
    /** So many of so many setpoints are judged. */
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

  /** Where time goes that a pass will not take. */
  private final Times elsewhere;

  /** A place in a plan, and the values of its axes there; none before the first setpoint. */
  private record Where(String place, List<Double> values) {}

  /** What limits said, and where they said it first. */
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
    sampler = new PointSampler(plan, names, copy.clock());
    times = new Times(copy.clock());
    readings = new ReadingTimes(copy.clock(), meterAxes(plan, names), plan.points());
    elsewhere = new Times(copy.clock());
    ListPass.Choice choice = ListPass.choose(copy, plan, names);
    pass = choice.pass();
    unlisted = choice.unlisted();
  }

  /** Which axes set something of a meter, on which depends how long it takes to read. */
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
   * Goes through a plan.
   *
   * @param copy a simulated bench; never the real one
   * @throws IllegalArgumentException naming what the bench cannot set or read
   */
  public static Estimate of(Bench copy, Plan plan) {
    return new Rehearsal(copy, plan, true).run();
  }

  /**
   * Has all setpoints of a plan judged, reading none.
   *
   * @param copy a simulated bench of the same file, on which nothing has been done yet; never the
   *     real one
   * @param bench from whose settings, as they are known, those of the copy start; nothing is sent
   *     to it, once its instruments have been asked what {@link Sweep} asks them
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
   * What a plan will take, by its first setpoints; nothing of it is judged.
   *
   * @param points setpoints of the plan
   * @param judging rough wall-clock time of {@link #judge}, s
   * @param measuring rough time of the measurement by the instruments' own time, point by point, s
   */
  public record Forecast(long points, double judging, double measuring) {}

  /**
   * Goes through the beginning of a plan.
   *
   * @param copy a simulated bench; never the real one
   * @param wall by which judging takes its time
   * @param patience wall-clock time after which the rest is guessed, s
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
          boolean allowed = visit("", setpoints.at(place), times);
          if (allowed && read[0] < READ) {
            read[0]++;
            times.read(() -> sampler.take(copy.clock().now(), (of, reading) -> {}));
          }
          points++;
          double taken = (wall.nanos() - begin) * NANO;
          if (half[1] == 0 && taken > patience / 2) { // the first ones only warm up
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
    double reading = readings.reading() * perReturn;
    if (pass != null && refused == 0) {
      times.read(this::makePass);
      reading = times.reading() * plan.lines();
    }
    return new Estimate(
        points,
        references,
        refused,
        refusals(),
        times.setting(),
        times.settling() + readings.settling() * perReturn,
        reading,
        unlisted);
  }

  private Next at(Place place, long done) {
    progress.at(done, plan.points());
    plan.reference().ifPresent(reference -> returnTo(reference, place));
    points++;
    boolean first = pass == null || done % passLength() == 0;
    List<Double> values = setpoints.at(place);
    boolean allowed = visit("point " + points, values, first ? times : elsewhere);
    if (estimates && pass == null) {
      readings.visit(
          values,
          allowed,
          sampler::standsStill,
          () -> sampler.take(copy.clock().now(), (of, reading) -> {}));
    }
    return unjudged.isEmpty() ? Next.GO_ON : Next.END_PLAN;
  }

  private void returnTo(ReferencePoint reference, Place place) {
    if (sinceReference >= reference.every()) {
      sinceReference = 0;
      references++;
      List<Double> values = setpoints.atReference(reference, place);
      visit("return " + references + " to the reference", values, times);
    }
    sinceReference++;
  }

  private int passLength() {
    return plan.axes().get(plan.axes().size() - 1).passLength();
  }

  /** The first pass goes forward in every order. */
  private void makePass() {
    Axis axis = plan.axes().get(plan.axes().size() - 1);
    double[] values = new double[axis.passLength()];
    for (int step = 0; step < values.length; step++) {
      values[step] = axis.points().at(axis.index(0, step));
    }
    setpoints.turnInnermost(values[0]);
    pass.run(values);
  }

  private boolean visit(String place, List<Double> values, Times counted) {
    boolean[] allowed = new boolean[1];
    counted.set(() -> allowed[0] = attempt(new Where(place, values), () -> setpoints.set(values)));
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
