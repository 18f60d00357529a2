package org.spinbench.experiments.sweep.plan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.sweep.formula.Formula;

/**
 * A measurement: nested sweeps of settings, and the readings at every setpoint. A plan names
 * settings and readings; it knows no bench.
 *
 * <pre>
 * Plan plan =
 *     Plan.named("resonance of synapse 1")
 *         .set("input 1.power", 2 * uW)
 *         .sweep(Axis.list("synapse 1.current", -4 * mA, 0, 4 * mA))
 *         .sweep(Axis.linear("input 1.frequency", 200 * MHz, 300 * MHz, 101).snake())
 *         .read("chain 1.voltage");
 * </pre>
 *
 * @param name of the plan
 * @param recipe recipe that analyses the readings, such as {@code spin-diode}; empty for none
 * @param set constant settings, set first, in this order: a number, {@code true} or {@code false},
 *     or a word, as text
 * @param axes outermost first; none for a plan that only repeats
 * @param readings at every setpoint
 * @param settle when a setpoint counts as settled
 * @param stops conditions that end the plan early
 * @param reference setpoint to return to
 * @param repeats number of repeats of the whole plan
 * @param logic what it computes, leaves out and refuses
 */
public record Plan(
    String name,
    String recipe,
    Map<String, String> set,
    List<Axis> axes,
    List<Measurand> readings,
    Settle settle,
    List<Stop> stops,
    Optional<ReferencePoint> reference,
    int repeats,
    PlanLogic logic) {
  private static final String NO_RECIPE = "";

  /**
   * Checks that the parts are consistent.
   *
   * @throws IllegalArgumentException naming the inconsistent part
   */
  public Plan {
    set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
    axes = List.copyOf(axes);
    readings = List.copyOf(readings);
    stops = List.copyOf(stops);
    if (repeats < 1) {
      throw new IllegalArgumentException("a plan runs at least once, not " + repeats + " times");
    }
    countPoints(axes, repeats);
    Set<String> swept = new HashSet<>();
    for (Axis axis : axes) {
      requireNew(swept, axis.setting(), "is swept");
      axis.along().forEach(one -> requireNew(swept, one, "is swept"));
    }
    Set<String> read = new HashSet<>();
    readings.forEach(one -> requireNew(read, one.reading(), "is read"));
    Set<String> settings = PlanScope.settings(set, axes);
    logic.derived().forEach(one -> requireNew(read, one.name(), "is read or derived"));
    Set<String> all = PlanScope.all(set, axes, readings, logic);
    stops.forEach(
        stop ->
            stop.when()
                .names()
                .forEach(
                    one ->
                        require(
                            all,
                            one,
                            "is neither set nor read by the plan, and so cannot stop it")));
    reference.ifPresent(
        r ->
            r.at()
                .keySet()
                .forEach(one -> require(settings, one, "is not swept, and so has no reference")));
    logic.follows().forEach(one -> requireNew(swept, one.setting(), "is swept or follows"));
    for (Axis axis : axes) {
      if (axis.adaptive().isPresent()) {
        requireAdaptable(axis, axis == axes.get(axes.size() - 1), read, logic);
      }
    }
  }

  private static void requireAdaptable(
      Axis axis, boolean innermost, Set<String> read, PlanLogic logic) {
    if (!innermost) {
      throw new IllegalArgumentException(
          axis.setting() + " cannot be adaptive: only the innermost sweep can, the last [[sweep]]");
    }
    if (!logic.skips().isEmpty()) {
      throw new IllegalArgumentException(
          axis.setting()
              + " cannot be adaptive in a plan with [[skip]]; choose its values instead");
    }
    String reading = axis.adaptive().orElseThrow().reading();
    if (!reading.isEmpty()) {
      require(read, reading, "is not read, and so no adaptive sweep can follow it");
    }
  }

  /** Whether the points of a pass are chosen by what has been read. */
  public boolean isAdaptive() {
    return !axes.isEmpty() && axes.get(axes.size() - 1).adaptive().isPresent();
  }

  private static void requireNew(Set<String> names, String name, String what) {
    if (!names.add(name)) {
      throw new IllegalArgumentException(name + " " + what + " twice; leave one out");
    }
  }

  private static void require(Set<String> names, String name, String otherwise) {
    if (!names.contains(name)) {
      throw new IllegalArgumentException(name + " " + otherwise + "; there is: " + names);
    }
  }

  /**
   * Whether a name is a variable: an axis that sets nothing itself, and that an expression uses.
   */
  public boolean isVariable(String wanted) {
    return axes.stream().anyMatch(axis -> axis.isVariable() && axis.setting().equals(wanted))
        && expressions().anyMatch(expression -> expression.names().contains(wanted));
  }

  private Stream<Formula> expressions() {
    return Stream.of(
            logic.follows().stream().map(PlanLogic.Follow::value),
            logic.derived().stream().map(PlanLogic.Derived::value),
            logic.skips().stream(),
            logic.guards().stream(),
            stops.stream().map(Stop::when))
        .flatMap(same -> same);
  }

  /** An empty plan. */
  public static Plan named(String name) {
    return new Plan(
        name,
        NO_RECIPE,
        Map.of(),
        List.of(),
        List.of(),
        Settle.BY_THE_BENCH,
        List.of(),
        Optional.empty(),
        1,
        PlanLogic.NONE);
  }

  /**
   * Reads a plan file.
   *
   * @throws IllegalArgumentException naming the file, the key and the accepted values
   */
  public static Plan read(Path path) {
    return PlanText.read(path);
  }

  /**
   * Reads the text of a plan file.
   *
   * @param origin source of the text, for messages
   * @throws IllegalArgumentException naming the origin, the key and the accepted values
   */
  public static Plan parse(String toml, String origin) {
    return PlanText.parse(toml, origin);
  }

  /** The text of a plan file, from which {@link #parse} makes an equal plan. */
  public String toToml() {
    return PlanText.write(this);
  }

  /** The plan with the analysis of a recipe. */
  public Plan recipe(String ofRecipe) {
    return new Plan(name, ofRecipe, set, axes, readings, settle, stops, reference, repeats, logic);
  }

  /** The plan with a constant number. */
  public Plan set(String setting, double value) {
    return set(setting, Json.write(value));
  }

  /** The plan with a constant number, switch ({@code true}, {@code false}) or word. */
  public Plan set(String setting, String value) {
    Map<String, String> more = new LinkedHashMap<>(set);
    more.put(setting, value);
    return new Plan(name, recipe, more, axes, readings, settle, stops, reference, repeats, logic);
  }

  /** The plan with a further, innermost axis. */
  public Plan sweep(Axis axis) {
    List<Axis> more = with(axes, axis);
    return new Plan(name, recipe, set, more, readings, settle, stops, reference, repeats, logic);
  }

  /** The plan with further readings, one sample each. */
  public Plan read(String... more) {
    Plan plan = this;
    for (String reading : more) {
      plan = plan.read(Measurand.once(reading));
    }
    return plan;
  }

  /** The plan with a further reading. */
  public Plan read(Measurand reading) {
    List<Measurand> more = with(readings, reading);
    return new Plan(name, recipe, set, axes, more, settle, stops, reference, repeats, logic);
  }

  /** The plan with another rule of settling. */
  public Plan settle(Settle rule) {
    return new Plan(name, recipe, set, axes, readings, rule, stops, reference, repeats, logic);
  }

  /** The plan with a condition that ends it early; its names must be in the plan before. */
  public Plan stop(String condition, Stop.Ends ends) {
    List<Stop> more = with(stops, new Stop(Formula.condition(condition, names()), ends));
    return new Plan(name, recipe, set, axes, readings, settle, more, reference, repeats, logic);
  }

  /** The plan with a return to a setpoint before the first point and after every so many. */
  public Plan reference(int every, Map<String, Double> at) {
    Optional<ReferencePoint> back = Optional.of(new ReferencePoint(every, at));
    return new Plan(name, recipe, set, axes, readings, settle, stops, back, repeats, logic);
  }

  /** The plan, repeated. */
  public Plan repeats(int times) {
    return new Plan(name, recipe, set, axes, readings, settle, stops, reference, times, logic);
  }

  /** The names that conditions of the plan may use. */
  private Set<String> names() {
    return PlanScope.all(set, axes, readings, logic);
  }

  /** The plan with other logic. */
  public Plan logic(PlanLogic other) {
    return new Plan(name, recipe, set, axes, readings, settle, stops, reference, repeats, other);
  }

  /** The plan with a further derived reading; the names in it must be in the plan before. */
  public Plan derive(String reading, String value) {
    Formula formula = Formula.number(value, names(), new Formula.Place(0, 0));
    List<PlanLogic.Derived> more =
        with(logic.derived(), new PlanLogic.Derived(reading, formula, ""));
    return logic(new PlanLogic(more, logic.follows(), logic.skips(), logic.guards()));
  }

  /** The plan with another number of samples for each reading. */
  public Plan reading(List<Measurand> others) {
    return new Plan(name, recipe, set, axes, others, settle, stops, reference, repeats, logic);
  }

  private static <T> List<T> with(List<T> list, T one) {
    List<T> more = new ArrayList<>(list);
    more.add(one);
    return more;
  }

  /** Number of setpoints without returns to the reference, if no condition stops the plan. */
  public long points() {
    return countPoints(axes, repeats);
  }

  private static long countPoints(List<Axis> axes, int repeats) {
    long points = repeats;
    try {
      for (Axis axis : axes) {
        points = Math.multiplyExact(points, axis.passLength());
      }
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "a plan has at most " + Long.MAX_VALUE + " points, and this one has more; give fewer", e);
    }
    return points;
  }

  /** Number of innermost passes. */
  public long lines() {
    return axes.isEmpty() ? 1 : points() / axes.get(axes.size() - 1).passLength();
  }
}
