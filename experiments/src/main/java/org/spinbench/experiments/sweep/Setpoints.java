package org.spinbench.experiments.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.experiments.sweep.pass.BenchNames;
import org.spinbench.experiments.sweep.pass.SweepSetting;
import org.spinbench.experiments.sweep.pass.Times;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Place;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.PlanScope;
import org.spinbench.experiments.sweep.plan.ReferencePoint;

/** The settings of a plan on a bench: constant ones, and those of the axes. */
final class Setpoints {
  private final Bench bench;
  private final Plan plan;
  private final Map<String, SweepSetting> sweepSettings = new LinkedHashMap<>();
  private final BenchNames names;
  private final int axes;
  private final PlanScope scope;

  /** Settings of the plan that have another value at the reference. */
  private final List<String> switched;

  /** Values of the axes, of the settings that follow them, and of those that are switched. */
  private final double[] present;

  /** Settings of instruments, in order, that a preparation may undo. */
  private final Map<SweepSetting, Double> turned = new LinkedHashMap<>();

  /** Longest settling time of instrument settings since the last wait, s. */
  private double unsettled;

  /** Longest wait of the axes that have changed since then, s. */
  private double wait;

  /**
   * Looks up every name; sends nothing.
   *
   * @throws IllegalArgumentException naming what the bench cannot set, or a value that a setting
   *     does not accept
   */
  Setpoints(Bench bench, Plan plan, BenchNames names) {
    this.plan = plan;
    this.names = names;
    this.bench = bench;
    plan.set().forEach((name, text) -> sweepSetting(name).parse(text));
    plan.axes().forEach(this::lookUp);
    plan.logic().follows().forEach(one -> sweepSetting(one.setting()));
    scope = new PlanScope(plan);
    axes = plan.axes().size();
    switched =
        plan.reference().stream()
            .flatMap(back -> back.at().keySet().stream())
            .filter(plan.set()::containsKey)
            .sorted()
            .toList();
    present = new double[axes + plan.logic().follows().size() + switched.size()];
    Arrays.fill(present, Double.NaN);
  }

  private void lookUp(Axis axis) {
    SweepSetting leader = sweepSetting(axis.setting());
    for (String name : axis.along()) {
      if (sweepSetting(name).unit() != leader.unit()) {
        throw new IllegalArgumentException(
            name
                + " cannot go along with "
                + axis.setting()
                + ": one is in "
                + sweepSetting(name).unit().symbol()
                + ", the other in "
                + leader.unit().symbol());
      }
    }
  }

  SweepSetting sweepSetting(String name) {
    return sweepSettings.computeIfAbsent(
        name, one -> plan.isVariable(one) ? SweepSetting.VARIABLE : names.sweepSetting(one));
  }

  /** Sets the constant settings of the plan. */
  void begin() {
    plan.set().forEach((name, text) -> turn(sweepSetting(name), sweepSetting(name).parse(text)));
  }

  /** The values of the axes at a place. */
  List<Double> at(Place place) {
    return scope.values(place);
  }

  /** The values of the axes at the reference; axes that it does not name have those of a place. */
  List<Double> atReference(ReferencePoint reference, Place place) {
    List<Double> values = at(place);
    for (int depth = 0; depth < axes; depth++) {
      Double there = reference.at().get(plan.axes().get(depth).setting());
      values.set(depth, there == null ? values.get(depth) : there);
    }
    return values;
  }

  /** Values of the axes for messages: {@code synapse 1.current = 0.002 A, ...}. */
  String named(List<Double> values) {
    StringJoiner named = new StringJoiner(", ");
    for (int depth = 0; depth < axes; depth++) {
      Axis axis = plan.axes().get(depth);
      named.add(axis.setting() + " = " + sweepSetting(axis.setting()).shown(values.get(depth)));
    }
    return named.toString();
  }

  /**
   * Sets the axes, outermost first; an unchanged value is skipped. A change that the chip's limits
   * refuse only because of later changes is made after those.
   */
  void set(List<Double> swept, boolean reference) {
    scope.requireAllowed(swept, reference);
    List<Double> values = new ArrayList<>(swept);
    values.addAll(scope.follows(swept, reference));
    for (String name : switched) {
      values.add(
          reference
              ? plan.reference().orElseThrow().at().get(name)
              : Double.valueOf(sweepSetting(name).parse(plan.set().get(name))));
    }
    List<Integer> left = new ArrayList<>();
    for (int depth = 0; depth < present.length; depth++) {
      if (present[depth] != values.get(depth)) {
        left.add(depth);
      }
    }
    while (!left.isEmpty()) {
      LimitException refusal = null;
      int before = left.size();
      for (int depth : List.copyOf(left)) {
        try {
          set(depth, values.get(depth));
          left.remove((Integer) depth);
        } catch (LimitException e) {
          refusal = refusal == null ? e : refusal;
        }
      }
      if (left.size() == before) {
        throw refusal;
      }
    }
  }

  private void set(int depth, double value) {
    if (depth >= axes) {
      int follows = plan.logic().follows().size();
      int which = depth - axes;
      String name =
          which < follows
              ? plan.logic().follows().get(which).setting()
              : switched.get(which - follows);
      present[depth] = Double.NaN;
      turn(sweepSetting(name), value);
      present[depth] = value;
      return;
    }
    Axis axis = plan.axes().get(depth);
    // Unknown until the change has been made.
    present[depth] = Double.NaN;
    turn(sweepSetting(axis.setting()), value);
    axis.along().forEach(name -> turn(sweepSetting(name), value));
    present[depth] = value;
    wait = Math.max(wait, axis.waiting());
  }

  /**
   * From now on, restores settings of the plan when the preparation of an instrument at its first
   * use undoes them, because the plan measures with its own settings.
   */
  void keep() {
    names.onPrepared(this::restore);
  }

  private void restore(Instrument prepared) {
    turned.forEach(
        (sweepSetting, value) -> {
          if (sweepSetting.owner().orElseThrow().session() == prepared.session()) {
            sweepSetting.restore().accept(value);
          }
        });
  }

  /**
   * Values of the axes as the instruments realise them: the nearest that their resolution allows.
   */
  List<Double> kept(List<Double> values) {
    List<Double> kept = new ArrayList<>(values.size());
    for (int depth = 0; depth < axes; depth++) {
      kept.add(
          sweepSetting(plan.axes().get(depth).setting()).kept().applyAsDouble(values.get(depth)));
    }
    return kept;
  }

  private void turn(SweepSetting sweepSetting, double value) {
    sweepSetting.set().accept(value);
    if (sweepSetting.owner().isPresent()) {
      turned.put(sweepSetting, value);
    }
    unsettled = Math.max(unsettled, sweepSetting.settling());
  }

  /** Sets the innermost axis, and waits. */
  void turnInnermost(double value) {
    set(axes - 1, value);
    settle();
  }

  /** Marks an axis as changed by something else, so that it is set again. */
  void forget(int depth) {
    present[depth] = Double.NaN;
  }

  /** Waits until all changes have settled. */
  void settle() {
    bench.ports().settle();
    double setters = bench.ports().readingsWait() ? 0 : unsettled;
    double seconds = setters + wait + plan.settle().waiting();
    unsettled = 0;
    wait = 0;
    boolean waits = seconds > 0;
    while (waits) {
      waits = bench.sleep(Times.seconds(seconds));
    }
  }
}
