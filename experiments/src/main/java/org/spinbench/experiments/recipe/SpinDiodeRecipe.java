package org.spinbench.experiments.recipe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.fit.FitException;
import org.spinbench.calibration.fit.LeastSquares;
import org.spinbench.calibration.fit.ResonanceFit;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.text.Spelling;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Mean;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.Point;

/**
 * Rectified voltage of a synapse as a function of the frequency and power of its tone and the
 * current in its field line. Every frequency sweep is fitted separately. Resonances against current
 * give the tuning; widths against power give the width and the saturation power:
 *
 * <pre>f₀(I) = f₀ + a I + b I²,   Δ²(P) = Δ₀² (1 + P/P_s)</pre>
 *
 * Powers are those at the junction, with the losses in the bench file. A drifting resonance
 * scatters around the tuning curve. The scatter gives the drift during one sweep, which the
 * uncertainties include. The resulting resonance is the mean over the measurement.
 */
public final class SpinDiodeRecipe implements Analysis {
  /** Fractions of an input's largest power. */
  private static final double[] POWERS = {1 / 64.0, 1 / 8.0, 1};

  private static final double FIELD = 0.6;
  private static final int FIELDS = 5;
  private static final double BAND = 0.16;
  private static final int FREQUENCIES = 121;

  /** Smallest scatter of resonances relative to the width, for any noise. */
  private static final double LEAST = 1e-6;

  /**
   * One frequency sweep.
   *
   * @param current in the field line, A
   * @param power at the junction, W
   * @param time of its point nearest to the resonance
   * @param passing time of the tone within a half width of the resonance, s
   * @param fit its line, with the uncertainty of the fit alone
   * @param drift contribution of the drift during the sweep to that uncertainty, Hz
   */
  public record Line(
      double current, double power, Instant time, double passing, ResonanceFit fit, double drift) {
    /** The resonance, with the drift in its uncertainty, Hz. */
    public Value resonance() {
      return widened(fit.resonance(), drift);
    }

    /** The half width, Hz; a motion of the resonance between its flanks appears as a width. */
    public Value halfWidth() {
      return widened(fit.halfWidth(), drift);
    }

    private static Value widened(Value value, double by) {
      return new Value(value.value(), StrictMath.hypot(value.deviation(), by));
    }

    /**
     * Adds the drift. The mean of a random walk over a time T, less its value in the middle, has
     * the variance rate² T/12.
     */
    private Line drifting(double rate) {
      return new Line(current, power, time, passing, fit, rate * Math.sqrt(passing / 12));
    }
  }

  private record Sample(double frequency, Mean voltage) {}

  private final String synapse;
  private final double[] others;
  private final int frequencyAxis;
  private final int currentAxis;
  private final int powerAxis;
  private final int reading;
  private final double fixedPower;
  private final List<Line> lines = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private final Passes passes = new Passes(this::fit);

  SpinDiodeRecipe(Plan plan, BenchFile file) {
    PlanParts parts = new PlanParts(plan);
    Axis axis = parts.innermost(".frequency", "the frequency of an input's tone");
    String input = PlanParts.owner(axis.setting());
    frequencyAxis = plan.axes().size() - 1;
    currentAxis = parts.axis(".current");
    powerAxis = parts.axis(input + ".power");
    reading = parts.reading(".voltage");
    fixedPower = powerAxis >= 0 ? 0 : power(parts, input);
    int chain = file.indexOfChain(PlanParts.owner(plan.readings().get(reading)));
    if (chain < 0) {
      throw parts.lacks("reads no voltage of a chain");
    }
    List<BenchFile.Synapse> all = file.chains().get(chain).synapses();
    String swept = currentAxis < 0 ? "" : PlanParts.owner(plan.axes().get(currentAxis).setting());
    BenchFile.Synapse measured =
        all.stream()
            .filter(one -> one.name().equals(swept) || swept.isEmpty() && one.tone().equals(input))
            .findFirst()
            .orElseThrow(
                () -> parts.lacks("sweeps no field line of a synapse in the chain that it reads"));
    synapse = measured.name();
    others =
        all.stream()
            .filter(one -> one != measured)
            .mapToDouble(BenchFile.Synapse::frequency)
            .toArray();
  }

  private static double power(PlanParts parts, String input) {
    return parts
        .set(input + ".power")
        .orElseThrow(() -> parts.lacks("neither sets nor sweeps " + input + ".power"));
  }

  /**
   * The plan for a synapse of the first layer, without the field of one that has no field line.
   *
   * @param name of the synapse
   * @throws IllegalArgumentException if there is no such synapse, or no input feeds it
   */
  public static Plan plan(BenchFile file, String name) {
    int number = file.indexOfSynapse(name);
    if (number < 0) {
      throw new IllegalArgumentException(
          "there is no synapse \""
              + name
              + "\"; "
              + Spelling.choices(
                  name, file.synapses().stream().map(BenchFile.Synapse::name).toList()));
    }
    BenchFile.Synapse synapse = file.synapses().get(number);
    int input = file.indexOfInput(synapse.tone());
    if (input < 0) {
      throw new IllegalArgumentException(
          name
              + " is fed by "
              + synapse.tone()
              + ", whose frequency no source sets; measure a synapse that an input feeds");
    }
    BenchFile.Input tone = file.inputs().get(input);
    double[] powers = new double[POWERS.length];
    for (int k = 0; k < powers.length; k++) {
      powers[k] = Math.max(tone.minimumPower(), POWERS[k] * tone.maximumPower());
    }
    double field = FIELD * file.chip().limits().fieldLineCurrent();
    double frequency = synapse.frequency();
    Plan plan =
        Plan.named("spin diode " + name)
            .recipe(Recipe.SPIN_DIODE.word())
            .sweep(Axis.list(tone.name() + ".power", powers));
    if (!synapse.fieldLine().isEmpty()) {
      plan = plan.sweep(Axis.linear(name + ".current", -field, field, FIELDS));
    }
    return plan.sweep(
            Axis.linear(
                    tone.name() + ".frequency",
                    (1 - BAND) * frequency,
                    (1 + BAND) * frequency,
                    FREQUENCIES)
                .snake())
        .read(file.chains().get(file.chainOfSynapse(number)).name() + ".voltage");
  }

  @Override
  public void point(Point point) {
    passes.take(point);
  }

  private void fit(List<Point> pass) {
    List<Double> settings = pass.get(0).settings();
    double current = currentAxis < 0 ? 0 : settings.get(currentAxis);
    double power = powerAxis < 0 ? fixedPower : settings.get(powerAxis);
    List<Sample> samples =
        pass.stream()
            .filter(point -> point.readings().get(reading).samples() > 0)
            .map(
                point ->
                    new Sample(point.settings().get(frequencyAxis), point.readings().get(reading)))
            .toList();
    if (samples.isEmpty()) {
      return;
    }
    try {
      ResonanceFit fit =
          ResonanceFit.of(
              of(samples, Sample::frequency),
              of(samples, sample -> sample.voltage().value()),
              of(samples, sample -> sample.voltage().uncertainty()),
              others);
      double at = fit.resonance().value();
      Instant time =
          samples.stream()
              .min(Comparator.comparingDouble(sample -> Math.abs(sample.frequency() - at)))
              .map(sample -> sample.voltage().time())
              .orElseThrow();
      lines.add(new Line(current, power, time, passing(samples, fit), fit, 0));
    } catch (FitException e) {
      remarks.add("at " + current + " A and " + power + " W: " + e.getMessage());
    }
  }

  private static double passing(List<Sample> samples, ResonanceFit fit) {
    double half = fit.halfWidth().value();
    List<Instant> times =
        samples.stream()
            .filter(sample -> Math.abs(sample.frequency() - fit.resonance().value()) <= half)
            .map(sample -> sample.voltage().time())
            .sorted()
            .toList();
    return times.isEmpty() ? 0 : seconds(times.get(0), times.get(times.size() - 1));
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() * 1e-9;
  }

  private static double[] of(List<Sample> samples, ToDoubleFunction<Sample> part) {
    return samples.stream().mapToDouble(part).toArray();
  }

  /** The completed frequency sweeps, each with its line. */
  public List<Line> lines() {
    passes.end();
    double rate = driftRate();
    return lines.stream().map(line -> line.drifting(rate)).toList();
  }

  /**
   * Random walk of the resonance, Hz/√s, from the scatter of neighbouring sweeps around the tuning
   * curve in excess of their fits; zero if there are too few.
   */
  private double driftRate() {
    if (!overdetermined(lines)) {
      return 0;
    }
    double[] curve = tuning(lines).values();
    double excess = 0;
    double time = 0;
    for (int i = 1; i < lines.size(); i++) {
      double step = residual(curve, lines.get(i)) - residual(curve, lines.get(i - 1));
      double noise =
          StrictMath.hypot(
              lines.get(i).fit().resonance().deviation(),
              lines.get(i - 1).fit().resonance().deviation());
      excess += step * step - noise * noise;
      time += seconds(lines.get(i - 1).time(), lines.get(i).time());
    }
    return excess > 0 ? Math.sqrt(excess / time) : 0;
  }

  private static double residual(double[] curve, Line line) {
    return line.fit().resonance().value() - model(curve, line.current());
  }

  private static double model(double[] curve, double current) {
    return curve[0] + curve[1] * current + curve[2] * current * current;
  }

  @Override
  public List<String> remarks() {
    passes.end();
    return List.copyOf(remarks);
  }

  @Override
  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    List<Line> all = lines();
    if (!all.isEmpty()) {
      tuning(all, findings);
      width(all, findings);
    }
    return findings;
  }

  private static int distinct(List<Line> all, ToDoubleFunction<Line> part) {
    return (int) all.stream().mapToDouble(part).distinct().count();
  }

  private static boolean overdetermined(List<Line> all) {
    return all.size() > Math.min(distinct(all, Line::current), 3);
  }

  private LeastSquares.Solution tuning(List<Line> all) {
    int currents = distinct(all, Line::current);
    double scale = all.stream().mapToDouble(line -> Math.abs(line.current())).max().orElse(0);
    double width = all.get(0).halfWidth().value();
    LeastSquares problem =
        new LeastSquares("tuning of " + synapse)
            .free("resonance", all.get(0).resonance().value(), width);
    coefficient(problem, "tuning", currents > 1, width / Math.max(scale, 1e-9));
    coefficient(problem, "quadratic", currents > 2, width / Math.max(scale * scale, 1e-18));
    return problem.minimise(
        all.size(),
        (p, residuals) -> {
          for (int i = 0; i < residuals.length; i++) {
            Line line = all.get(i);
            double least = Math.max(line.resonance().deviation(), LEAST * width);
            residuals[i] = (model(p, line.current()) - line.resonance().value()) / least;
          }
        });
  }

  private void tuning(List<Line> all, List<Finding> findings) {
    if (!overdetermined(all)) {
      findings.add(new Finding("resonance of " + synapse, all.get(0).resonance(), "Hz"));
      return;
    }
    LeastSquares.Solution solution = tuning(all);
    findings.add(new Finding("resonance of " + synapse, solution.value(0), "Hz"));
    int currents = distinct(all, Line::current);
    if (currents > 1) {
      findings.add(new Finding("tuning by its field line", solution.value(1), "Hz/A"));
    }
    if (currents > 2) {
      findings.add(new Finding("quadratic tuning", solution.value(2), "Hz/A²"));
    }
    double rate = driftRate();
    Value drift = new Value(rate, rate / Math.sqrt(2.0 * Math.max(1, all.size() - currents)));
    findings.add(new Finding("drift of the resonance, random walk", drift, "Hz/√s"));
  }

  private static void coefficient(LeastSquares problem, String name, boolean free, double scale) {
    if (free) {
      problem.free(name, 0, scale);
    } else {
      problem.fixed(name, 0);
    }
  }

  private void width(List<Line> all, List<Finding> findings) {
    int powers = distinct(all, Line::power);
    double largest = all.stream().mapToDouble(Line::power).max().orElseThrow();
    double start = all.get(0).halfWidth().value();
    if (all.size() <= Math.min(powers, 2)) {
      findings.add(new Finding("half width at " + largest + " W", all.get(0).halfWidth(), "Hz"));
      return;
    }
    LeastSquares problem = new LeastSquares("width of " + synapse).positive("width", start);
    coefficient(problem, "widening", powers > 1, 0.1 / largest);
    LeastSquares.Solution solution =
        problem.minimise(
            all.size(),
            (p, residuals) -> {
              for (int i = 0; i < residuals.length; i++) {
                Value width = all.get(i).halfWidth();
                double widened = Math.max(0, 1 + p[1] * all.get(i).power());
                residuals[i] =
                    (p[0] * Math.sqrt(widened) - width.value())
                        / Math.max(width.deviation(), LEAST * start);
              }
            });
    String at = powers > 1 ? "half width at small power" : "half width at " + largest + " W";
    findings.add(new Finding(at, solution.value(0), "Hz"));
    if (powers > 1) {
      findings.add(new Finding("widening by power: 1/saturation power", solution.value(1), "1/W"));
    }
    sensitivity(findings, solution.values()[1]);
  }

  /** Voltage per power, corrected for the saturation from the widths. */
  private void sensitivity(List<Finding> findings, double widening) {
    findings.add(
        new Finding(
            "sensitivity at the extremum, antisymmetric part",
            mean(line -> line.fit().antisymmetric(), widening, 0.5, 0.5),
            "V/W"));
    findings.add(
        new Finding(
            "sensitivity on resonance, symmetric part",
            mean(line -> line.fit().symmetric(), widening, 1, 1),
            "V/W"));
  }

  /** Weighted mean of factor × (1 + u)^exponent × V/P; its deviation includes the scatter. */
  private Value mean(
      Function<Line, Value> voltage, double widening, double exponent, double factor) {
    double[] values = new double[lines.size()];
    double[] weights = new double[lines.size()];
    double sum = 0;
    double weight = 0;
    for (int i = 0; i < values.length; i++) {
      Line line = lines.get(i);
      double scale = factor * StrictMath.pow(1 + widening * line.power(), exponent) / line.power();
      values[i] = scale * voltage.apply(line).value();
      double deviation = Math.abs(scale) * voltage.apply(line).deviation();
      weights[i] = 1 / Math.max(deviation * deviation, 1e-12 * values[i] * values[i]);
      sum += weights[i] * values[i];
      weight += weights[i];
    }
    double mean = sum / weight;
    double chiSquare = 0;
    for (int i = 0; i < values.length; i++) {
      chiSquare += weights[i] * (values[i] - mean) * (values[i] - mean);
    }
    double excess = values.length > 1 ? Math.max(1, chiSquare / (values.length - 1)) : 1;
    return new Value(mean, Math.sqrt(excess / weight));
  }
}
