package org.spinbench.experiments.sweep;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.experiments.sweep.Course.Next;

/**
 * A plan gone through on a simulated copy of a bench: every setpoint is set, and so judged by every
 * limit of instruments, station and chip in the state in which the plan would have them; only a few
 * are read, to see how long that takes. The copy's instruments begin as they are after a reset.
 * Conditions that stop a plan are left out, so the time is that of the whole. Of passes that the
 * instruments make by themselves one is made, and the others take as long.
 */
public final class Rehearsal {
  private static final int READ = 24;
  private static final int SHOWN = 5;

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

  private final Plan plan;
  private final Bench copy;
  private final Setpoints setpoints;
  private final Sampler sampler;
  private final Times times;
  private final Times still;
  private final long stride;
  private final Pass pass;
  private final Optional<String> unlisted;

  /** Where time goes that a pass will not take. */
  private final Times elsewhere;

  /** What limits said, and where they said it first. */
  private final Map<String, String> refusals = new LinkedHashMap<>();

  private long refused;
  private long points;
  private long references;
  private long read;
  private long sinceReference = Long.MAX_VALUE;

  private Rehearsal(Bench copy, Plan plan) {
    this.copy = copy;
    this.plan = plan;
    BenchNames names = new BenchNames(copy, (name, spectrum) -> {});
    setpoints = new Setpoints(copy, plan, names);
    sampler = new Sampler(plan, names, copy.clock());
    times = new Times(copy.clock());
    still = new Times(copy.clock());
    stride = Math.max(1, plan.points() / READ);
    elsewhere = new Times(copy.clock());
    ListPass.Choice choice = ListPass.choose(copy, plan, names);
    pass = choice.pass();
    unlisted = choice.unlisted();
  }

  /**
   * Goes through a plan.
   *
   * @param copy a simulated bench; never the real one
   * @throws IllegalArgumentException naming what the bench cannot set or read
   */
  public static Estimate of(Bench copy, Plan plan) {
    return new Rehearsal(copy, plan).run();
  }

  private Estimate run() {
    times.set(() -> attempt("set", setpoints::begin));
    Course.walk(plan, this::at);
    if (pass != null && refused == 0) {
      read++;
      times.read(this::makePass);
    }
    double perPoint = read == 0 ? 0 : 1.0 / read;
    long all = pass == null ? points + references : plan.lines();
    return new Estimate(
        points,
        references,
        refused,
        refusals.entrySet().stream().map(one -> one.getValue() + ": " + one.getKey()).toList(),
        times.setting,
        times.settling + still.settling * perPoint * all,
        times.reading * perPoint * all,
        unlisted);
  }

  private Next at(Place place, long done) {
    plan.reference().ifPresent(reference -> returnTo(reference, place));
    points++;
    boolean first = pass == null || done % passLength() == 0;
    boolean allowed = visit("point " + points, setpoints.at(place), first ? times : elsewhere);
    if (pass == null && allowed && done % stride == 0) {
      read++;
      still.settle(sampler::standsStill);
      times.read(() -> sampler.take(copy.clock().now(), (of, reading) -> {}));
    }
    return Next.GO_ON;
  }

  private void returnTo(Reference reference, Place place) {
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

  private boolean visit(String where, List<Double> values, Times counted) {
    boolean[] allowed = new boolean[1];
    counted.set(() -> allowed[0] = attempt(where, () -> setpoints.set(values)));
    counted.settle(setpoints::settle);
    return allowed[0];
  }

  private boolean attempt(String where, Runnable change) {
    try {
      change.run();
      return true;
    } catch (LimitException | SettingException refusal) {
      refused++;
      if (refusals.size() < SHOWN) {
        refusals.putIfAbsent(refusal.getMessage(), where);
      }
      return false;
    }
  }
}
