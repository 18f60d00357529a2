package org.spinbench.experiments.sweep.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.spinbench.experiments.sweep.formula.Formula;
import org.spinbench.experiments.sweep.plan.PlanLogic.Derived;
import org.spinbench.experiments.sweep.plan.PlanLogic.Follow;
import org.spinbench.experiments.sweep.plan.PlanOrder.Next;

/** The values of the names of a plan at a setpoint, and what follows from them. */
public final class PlanScope {
  /** Before the name of a reading: its value at the last return to the reference. */
  public static final String REFERENCE = "reference ";

  private final Plan plan;
  private final PlanLogic logic;
  private final Map<String, Double> constants = new HashMap<>();

  /** The constants at the reference. */
  private final Map<String, Double> atReference = new HashMap<>();

  /** The readings at the last return to the reference; none without one. */
  private List<Mean> references = List.of();

  /** The last point of which {@link #after} has been told. */
  private Optional<Point> latest = Optional.empty();

  /** The scope of a plan. */
  public PlanScope(Plan plan) {
    this.plan = plan;
    logic = plan.logic();
    plan.set().forEach((name, text) -> number(text).ifPresent(n -> constants.put(name, n)));
    atReference.putAll(constants);
    plan.reference().ifPresent(back -> atReference.putAll(back.at()));
  }

  private static Optional<Double> number(String text) {
    try {
      return Optional.of(Double.parseDouble(text)).filter(Double::isFinite);
    } catch (NumberFormatException word) {
      return Optional.empty();
    }
  }

  /** The settings of a plan that are numbers: swept ones, and those that are set once. */
  static Set<String> settings(Map<String, String> set, List<Axis> axes) {
    Set<String> names = new LinkedHashSet<>();
    for (Axis axis : axes) {
      names.add(axis.setting());
      names.addAll(axis.along());
    }
    set.forEach((name, text) -> number(text).ifPresent(n -> names.add(name)));
    return names;
  }

  /** All names of a plan. */
  static Set<String> all(
      Map<String, String> set, List<Axis> axes, List<Measurand> readings, PlanLogic logic) {
    Set<String> names = settings(set, axes);
    logic.follows().forEach(one -> names.add(one.setting()));
    readings.forEach(one -> names.add(one.reading()));
    readings.forEach(one -> names.add(REFERENCE + one.reading()));
    logic.derived().forEach(one -> names.add(one.name()));
    return names;
  }

  /** The values of the axes at a place. */
  public List<Double> values(Place place) {
    List<Double> values = new ArrayList<>(place.indices().size());
    for (int depth = 0; depth < place.indices().size(); depth++) {
      values.add(plan.axes().get(depth).points().at(place.indices().get(depth)));
    }
    return values;
  }

  private Map<String, Double> settings(List<Double> axes, boolean reference) {
    Map<String, Double> values = new HashMap<>(reference ? atReference : constants);
    for (int depth = 0; depth < axes.size(); depth++) {
      Axis axis = plan.axes().get(depth);
      values.put(axis.setting(), axes.get(depth));
      for (String along : axis.along()) {
        values.put(along, axes.get(depth));
      }
    }
    for (Follow follow : logic.follows()) {
      values.put(follow.setting(), value(follow.value(), values));
    }
    return values;
  }

  private static double value(Formula formula, Map<String, Double> values) {
    return formula.value(name -> values.getOrDefault(name, Double.NaN));
  }

  private static boolean holds(Formula formula, Map<String, Double> values) {
    return formula.holds(name -> values.getOrDefault(name, Double.NaN));
  }

  /**
   * The computed settings at values of the axes.
   *
   * @throws IllegalArgumentException naming a setting without a finite value
   */
  public List<Double> follows(List<Double> axes, boolean reference) {
    if (logic.follows().isEmpty()) {
      return List.of();
    }
    Map<String, Double> values = settings(axes, reference);
    return logic.follows().stream()
        .map(
            one -> {
              double value = values.get(one.setting());
              if (!Double.isFinite(value)) {
                throw new IllegalArgumentException(
                    one.setting()
                        + " = "
                        + one.value()
                        + " is "
                        + value
                        + " here; only a finite number can be set");
              }
              return value;
            })
        .toList();
  }

  /** Whether a setpoint is left out. */
  public boolean skips(Place place) {
    if (logic.skips().isEmpty()) {
      return false;
    }
    Map<String, Double> values = settings(values(place), false);
    return logic.skips().stream().anyMatch(skip -> holds(skip, values));
  }

  /**
   * Refuses settings that a guard forbids, whatever is read there.
   *
   * @throws IllegalArgumentException naming the guard
   */
  public void requireAllowed(List<Double> axes, boolean reference) {
    if (!logic.guards().isEmpty()) {
      broken(settings(axes, reference))
          .ifPresent(
              guard -> {
                throw new IllegalArgumentException(
                    "the guard \"" + guard + "\" of the plan forbids these settings");
              });
    }
  }

  private Optional<Formula> broken(Map<String, Double> values) {
    return logic.guards().stream()
        .filter(guard -> values.keySet().containsAll(guard.names()) && holds(guard, values))
        .findFirst();
  }

  /**
   * Ends a run at a point that a guard forbids.
   *
   * @throws IllegalStateException naming the guard and the values
   */
  public void requireAllowed(Point point) {
    if (logic.guards().isEmpty()) {
      return;
    }
    Map<String, Double> values = all(point);
    broken(values)
        .ifPresent(
            guard -> {
              throw new IllegalStateException(
                  "the guard \""
                      + guard
                      + "\" of the plan ends the run at point "
                      + point.number()
                      + ": "
                      + shown(guard, values)
                      + ". The bench was brought to rest. Find the cause, then start again or"
                      + " resume the run");
            });
  }

  private Map<String, Double> all(Point point) {
    Map<String, Double> values = settings(point.settings(), point.reference());
    putReferences(values, references.stream().mapToDouble(Mean::value).toArray());
    List<String> names = readings();
    for (int k = 0; k < names.size(); k++) {
      values.put(names.get(k), point.readings().get(k).value());
    }
    return values;
  }

  /** The names of all readings of a point, the derived ones last. */
  public List<String> readings() {
    List<String> names = new ArrayList<>();
    plan.readings().forEach(one -> names.add(one.reading()));
    logic.derived().forEach(one -> names.add(one.name()));
    return names;
  }

  /**
   * What follows a point: the end of the line, the end of the plan, or neither.
   *
   * @param met receives each condition that the point fulfils
   */
  public Next after(Point point, Consumer<Stop> met) {
    latest = Optional.of(point);
    Next next = Next.GO_ON;
    if (plan.stops().isEmpty()) {
      return next;
    }
    Map<String, Double> values = all(point);
    for (Stop stop : plan.stops()) {
      if (holds(stop.when(), values)) {
        met.accept(stop);
        Next then = stop.ends() == Stop.Ends.PLAN ? Next.END_PLAN : Next.END_LINE;
        next = then.compareTo(next) > 0 ? then : next;
      }
    }
    return next;
  }

  /** The last point of which {@link #after} was told since the last call. */
  Optional<Point> takeLatest() {
    Optional<Point> taken = latest;
    latest = Optional.empty();
    return taken;
  }

  /** The settings that alone meet a stop at the first setpoint, with their values. */
  Optional<String> stopsAtOnce(Stop stop) {
    List<Double> first = plan.axes().stream().map(axis -> axis.points().at(0)).toList();
    Map<String, Double> values = settings(first, false);
    boolean met = values.keySet().containsAll(stop.when().names()) && holds(stop.when(), values);
    return met ? Optional.of(shown(stop.when(), values)) : Optional.empty();
  }

  private static String shown(Formula formula, Map<String, Double> values) {
    return formula.names().stream()
        .map(name -> name + " = " + values.get(name))
        .collect(Collectors.joining(", "));
  }

  /**
   * The readings of a point with the derived ones behind them. The variance of a derived reading is
   * the sum over all readings of the squared change for one standard deviation.
   *
   * <p>Points must come in their order: a return to the reference is remembered for those after it.
   *
   * @param reference whether this is a return to the reference
   * @param axes values of the axes
   * @param means of the readings of the plan
   * @param time of the setpoint
   */
  public List<Mean> withDerived(
      boolean reference, List<Double> axes, List<Mean> means, Instant time) {
    references = reference ? List.copyOf(means) : references;
    if (logic.derived().isEmpty()) {
      return List.copyOf(means);
    }
    Map<String, Double> settings = settings(axes, reference);
    List<Mean> primary = new ArrayList<>(means);
    primary.addAll(references);
    double[] read = primary.stream().mapToDouble(Mean::value).toArray();
    double[] values = derive(settings, read);
    double[] variances = new double[values.length];
    for (int k = 0; k < read.length; k++) {
      double deviation = primary.get(k).uncertainty();
      if (deviation > 0) {
        double[] moved = read.clone();
        moved[k] = read[k] + deviation;
        double[] above = derive(settings, moved);
        moved[k] = read[k] - deviation;
        double[] below = derive(settings, moved);
        for (int which = 0; which < values.length; which++) {
          double change = (above[which] - below[which]) / 2;
          variances[which] += change * change;
        }
      }
    }
    List<Mean> all = new ArrayList<>(means);
    for (int which = 0; which < values.length; which++) {
      List<Mean> sources = sources(which, primary);
      Instant last = sources.stream().map(Mean::time).max(Instant::compareTo).orElse(time);
      all.add(
          Double.isFinite(values[which])
              ? new Mean(
                  values[which],
                  Math.sqrt(variances[which]),
                  sources.stream().mapToInt(Mean::samples).min().orElse(1),
                  sources.stream().anyMatch(Mean::overload),
                  sources.stream().anyMatch(Mean::compliance),
                  last)
              : Mean.none(last));
    }
    return List.copyOf(all);
  }

  private double[] derive(Map<String, Double> settings, double... read) {
    Map<String, Double> values = new HashMap<>(settings);
    int readings = plan.readings().size();
    for (int k = 0; k < readings; k++) {
      values.put(plan.readings().get(k).reading(), read[k]);
    }
    putReferences(values, Arrays.copyOfRange(read, readings, read.length));
    double[] derived = new double[logic.derived().size()];
    for (int which = 0; which < derived.length; which++) {
      Derived one = logic.derived().get(which);
      derived[which] = value(one.value(), values);
      values.put(one.name(), derived[which]);
    }
    return derived;
  }

  private void putReferences(Map<String, Double> values, double... read) {
    for (int k = 0; k < read.length; k++) {
      values.put(REFERENCE + plan.readings().get(k).reading(), read[k]);
    }
  }

  /** The readings from which a derived one follows. */
  private List<Mean> sources(int which, List<Mean> means) {
    Set<String> names = new LinkedHashSet<>(logic.derived().get(which).value().names());
    for (int earlier = which - 1; earlier >= 0; earlier--) {
      Derived one = logic.derived().get(earlier);
      if (names.contains(one.name())) {
        names.addAll(one.value().names());
      }
    }
    List<Mean> sources = new ArrayList<>();
    for (int k = 0; k < means.size(); k++) {
      int readings = plan.readings().size();
      String name = plan.readings().get(k % readings).reading();
      if (names.contains(k < readings ? name : REFERENCE + name)) {
        sources.add(means.get(k));
      }
    }
    return sources;
  }
}
