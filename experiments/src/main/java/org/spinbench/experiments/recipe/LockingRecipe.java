package org.spinbench.experiments.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.fit.StraightLine;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.Units;
import org.spinbench.drivers.text.Figures;
import org.spinbench.experiments.run.Columns;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Mean;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.Point;

/**
 * Injection locking: the frequency of a neuron's line against frequency and power of an injected
 * tone. Outside the range in which the line follows the tone, the tone pulls it (R. Adler, Proc.
 * IRE 34, 351 (1946), DOI 10.1109/JRPROC.1946.229930):
 *
 * <pre>(f − f_i)² = (f₀ − f_i)² − Δ²,   Δ = k √P</pre>
 *
 * Less f_i², that is a straight line in f_i. So the points outside the range give f₀ and the half
 * range Δ of each power in closed form, and all powers give k.
 */
public final class LockingRecipe implements Analysis {
  /** Distance of line and tone, in uncertainties of the line, within which the line is locked. */
  private static final double LOCKED = 5;

  /** Smallest uncertainty of a line, relative to the range of injected frequencies. */
  private static final double LEAST = 1e-6;

  private static final int FEWEST = 5;

  /** Where the tone was, and where the line was, Hz. */
  private record Sample(double injected, double line, double deviation) {
    /** Of (f − f_i)². */
    double squareDeviation(double least) {
      return 2 * Math.abs(line - injected) * Math.max(deviation, least);
    }
  }

  /** The result at one power, W: f₀, and Δ² in Hz². */
  private record Range(double power, Value free, Value square) {}

  private final int frequencyAxis;
  private final int powerAxis;
  private final boolean decibels;
  private final int reading;
  private final String name;
  private final List<Range> ranges = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private final Passes passes = new Passes(this::fit);

  LockingRecipe(Plan plan, Optional<Columns> columns) {
    PlanParts parts = new PlanParts(plan);
    Axis axis = parts.innermost(".frequency", "the frequency of the injected tone");
    String source = PlanParts.owner(axis.setting());
    frequencyAxis = plan.axes().size() - 1;
    powerAxis = parts.axis(source + ".power");
    if (powerAxis < 0) {
      throw parts.lacks("does not sweep " + source + ".power");
    }
    reading = parts.reading(".line_frequency");
    name = PlanParts.owner(plan.readings().get(reading));
    String dbm = Unit.DBM.symbol();
    decibels = columns.filter(all -> all.settings().get(powerAxis).unit().equals(dbm)).isPresent();
  }

  /**
   * The tone of a plan.
   *
   * @param source an RF source, or an input of the chip
   * @param powers in the unit of the source's setting
   * @param from first frequency, Hz
   * @param to last frequency, Hz
   * @param points of each power
   */
  public record Injection(String source, List<Double> powers, double from, double to, int points) {}

  /** The plan for a neuron with a bias, A. */
  public static Plan plan(String neuron, double bias, Injection tone) {
    return Plan.named("injection locking of " + neuron)
        .recipe(Recipe.LOCKING.word())
        .set(neuron + ".bias", bias)
        .sweep(Axis.list(tone.source() + ".power", tone.powers()))
        .sweep(Axis.linear(tone.source() + ".frequency", tone.from(), tone.to(), tone.points()))
        .read(neuron + ".line_frequency");
  }

  @Override
  public void point(Point point) {
    passes.take(point);
  }

  private void fit(List<Point> pass) {
    double set = pass.get(0).settings().get(powerAxis);
    double power = decibels ? Units.wattsOfDbm(set) : set;
    List<Sample> samples =
        pass.stream()
            .filter(point -> point.readings().get(reading).samples() > 0)
            .map(
                point -> {
                  Mean mean = point.readings().get(reading);
                  double injected = point.settings().get(frequencyAxis);
                  return new Sample(injected, mean.value(), mean.uncertainty());
                })
            .toList();
    if (samples.isEmpty()) {
      return;
    }
    double low = samples.stream().mapToDouble(Sample::injected).min().orElseThrow();
    double high = samples.stream().mapToDouble(Sample::injected).max().orElseThrow();
    double least = LEAST * (high - low);
    List<Sample> pulled =
        samples.stream()
            .filter(
                one ->
                    Math.abs(one.line() - one.injected())
                        > LOCKED * Math.max(one.deviation(), least))
            .toList();
    if (pulled.size() < FEWEST) {
      remarks.add(
          "at "
              + Figures.of(power)
              + " W only "
              + pulled.size()
              + " points show a line beside the tone; sweep further, "
              + FEWEST
              + " are needed");
    } else {
      ranges.add(range(power, pulled, least));
    }
  }

  /** The origin is the weighted mean, so that value and slope are independent. */
  private Range range(double power, List<Sample> pulled, double least) {
    double weights = 0;
    double centre = 0;
    for (Sample one : pulled) {
      double weight = StrictMath.pow(one.squareDeviation(least), -2);
      weights += weight;
      centre += weight * one.injected();
    }
    double origin = centre / weights;
    List<StraightLine.Point> points =
        pulled.stream()
            .map(
                one -> {
                  double away = one.injected() - origin;
                  double apart = one.line() - one.injected();
                  double square = apart * apart - away * away;
                  return new StraightLine.Point(away, square, one.squareDeviation(least));
                })
            .toList();
    StraightLine line = StraightLine.through("locking of " + name, points, 0);
    double half = line.slope().value() / 2;
    double square = half * half - line.value().value();
    double deviation = StrictMath.hypot(line.value().deviation(), half * line.slope().deviation());
    return new Range(
        power,
        new Value(origin - half, line.slope().deviation() / 2),
        new Value(square, deviation));
  }

  @Override
  public List<String> remarks() {
    passes.end();
    return List.copyOf(remarks);
  }

  @Override
  public List<Finding> findings() {
    passes.end();
    if (ranges.isEmpty()) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    double weights = 0;
    double free = 0;
    double product = 0;
    double squares = 0;
    for (Range range : ranges) {
      double weight = StrictMath.pow(range.free().deviation(), -2);
      weights += weight;
      free += weight * range.free().value();
      double known = StrictMath.pow(range.square().deviation(), -2);
      product += known * range.power() * range.square().value();
      squares += known * range.power() * range.power();
      String at = "locking half range at " + Figures.of(range.power()) + " W";
      findings.add(new Finding(at, root(range.square()), "Hz"));
    }
    findings.add(
        0,
        new Finding(
            "free frequency of " + name, new Value(free / weights, 1 / Math.sqrt(weights)), "Hz"));
    if (ranges.size() > 1) {
      Value square = new Value(product / squares, 1 / Math.sqrt(squares));
      findings.add(new Finding("locking half range by power", root(square), "Hz/√W"));
    }
    return findings;
  }

  /** Of a square that may be below zero by its noise. */
  private static Value root(Value square) {
    double root = Math.sqrt(Math.max(0, square.value()));
    double deviation = root > 0 ? square.deviation() / 2 / root : Math.sqrt(square.deviation());
    return new Value(root, Math.min(deviation, Math.sqrt(square.deviation())));
  }
}
