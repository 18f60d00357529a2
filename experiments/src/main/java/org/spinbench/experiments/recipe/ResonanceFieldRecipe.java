package org.spinbench.experiments.recipe;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.fit.FitException;
import org.spinbench.calibration.fit.LeastSquares;
import org.spinbench.calibration.fit.ResonanceFit;
import org.spinbench.calibration.fit.StraightLine;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Mean;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.PlanScope;
import org.spinbench.experiments.sweep.plan.Point;

/**
 * Ferromagnetic resonance against field: a rectified voltage against frequency at each field. The
 * line of each sweep is fitted; resonances and half widths against field give the film's
 * parameters, for a field in the plane and along its easy axis (Kittel, Phys. Rev. 73, 155 (1948),
 * DOI 10.1103/PhysRev.73.155):
 *
 * <pre>
 * f = γ √((B + B_k)(B + B_k + B_m)),   Δ = Δ₀ + α γ (B + B_k + B_m/2)
 * </pre>
 *
 * with the half width Δ in frequency, γ = g μ_B/h = 28.0 GHz/T for g = 2.0023, and B the magnitude
 * of the field.
 */
public final class ResonanceFieldRecipe implements Analysis {
  /** g μ_B/h of the free electron, Hz/T (CODATA 2018). */
  static final double GAMMA = 28.024951e9;

  /** The derived reading that is the field, T. */
  private static final String FIELD = "field";

  private static final int FEWEST = 4;

  /** Smallest deviation of a resonance, relative to its line's width, for any noise. */
  private static final double LEAST = 1e-6;

  private record Line(double field, Value resonance, Value halfWidth) {}

  private final int frequencyAxis;
  private final int field;
  private final List<Line> lines = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private final Passes passes = new Passes(this::fit);

  ResonanceFieldRecipe(Plan plan) {
    PlanParts parts = new PlanParts(plan);
    parts.innermost(".frequency", "the frequency of an RF source");
    frequencyAxis = plan.axes().size() - 1;
    field = new PlanScope(plan).readings().indexOf(FIELD);
    if (field < 0) {
      throw parts.lacks("has no derived reading \"" + FIELD + "\", the field in T");
    }
  }

  /**
   * The fields of a plan.
   *
   * @param setting of the magnet's source, such as {@code magnet.current}
   * @param perUnit field for one unit of that setting, T
   * @param from first value of the setting, in its unit
   * @param to last value
   * @param count number of values
   */
  public record Fields(String setting, double perUnit, double from, double to, int count) {}

  /**
   * The tone of a plan.
   *
   * @param source an RF source, or an input of the chip
   * @param level power, in the unit of the source's setting
   * @param from first frequency, Hz
   * @param to last frequency, Hz
   * @param points in each sweep
   */
  public record Tone(String source, double level, double from, double to, int points) {}

  /** The plan. */
  public static Plan plan(Fields fields, Tone tone, String reading) {
    String magnet = fields.setting();
    String unit = magnet.endsWith(".voltage") ? "V" : "A";
    String perUnit = BigDecimal.valueOf(fields.perUnit()).toPlainString();
    return Plan.named("resonance of " + reading + " against field")
        .recipe(Recipe.FMR.word())
        .set(tone.source() + ".power", tone.level())
        .sweep(Axis.linear(magnet, fields.from(), fields.to(), fields.count()))
        .sweep(
            Axis.linear(tone.source() + ".frequency", tone.from(), tone.to(), tone.points())
                .snake())
        .read(reading)
        .derive(FIELD, perUnit + " * " + magnet + " / (1 " + unit + ")");
  }

  @Override
  public void point(Point point) {
    passes.take(point);
  }

  private void fit(List<Point> pass) {
    double tesla = 0;
    List<double[]> samples = new ArrayList<>();
    for (Point point : pass) {
      Mean mean = point.readings().get(0);
      Mean at = point.readings().get(field);
      if (mean.samples() > 0 && Double.isFinite(at.value())) {
        tesla = Math.abs(at.value());
        samples.add(
            new double[] {point.settings().get(frequencyAxis), mean.value(), mean.uncertainty()});
      }
    }
    if (samples.isEmpty()) {
      return;
    }
    try {
      ResonanceFit fit =
          ResonanceFit.of(column(samples, 0), column(samples, 1), column(samples, 2));
      lines.add(new Line(tesla, fit.resonance(), fit.halfWidth()));
    } catch (FitException e) {
      remarks.add("at " + tesla + " T: " + e.getMessage());
    }
  }

  private static double[] column(List<double[]> samples, int which) {
    return samples.stream().mapToDouble(one -> one[which]).toArray();
  }

  @Override
  public List<String> remarks() {
    passes.end();
    List<String> all = new ArrayList<>(remarks);
    if (!lines.isEmpty() && lines.size() < FEWEST) {
      all.add(lines.size() + " lines do not determine the film; at least " + FEWEST + " do");
    } else if (!lines.isEmpty()) {
      try {
        film();
      } catch (FitException e) {
        all.add(e.getMessage());
      }
    }
    return all;
  }

  @Override
  public List<Finding> findings() {
    passes.end();
    if (lines.size() < FEWEST) {
      return List.of();
    }
    LeastSquares.Solution film;
    try {
      film = film();
    } catch (FitException e) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(new Finding("effective magnetisation, as a field", film.value(1), "T"));
    findings.add(new Finding("anisotropy field in the plane", film.value(0), "T"));
    double easy = film.values()[0];
    double magnet = film.values()[1];
    List<StraightLine.Point> widths =
        lines.stream()
            .map(
                line ->
                    new StraightLine.Point(
                        GAMMA * (line.field() + easy + magnet / 2),
                        line.halfWidth().value(),
                        deviation(line.halfWidth(), line)))
            .toList();
    StraightLine width = StraightLine.through("width against field", widths, 0);
    findings.add(new Finding("damping", width.slope(), ""));
    findings.add(new Finding("half width at zero frequency", width.value(), "Hz"));
    return findings;
  }

  private static double deviation(Value value, Line line) {
    return Math.max(value.deviation(), LEAST * line.halfWidth().value());
  }

  private LeastSquares.Solution film() {
    Line highest = lines.get(0);
    for (Line line : lines) {
      highest = line.field() > highest.field() ? line : highest;
    }
    double ratio = highest.resonance().value() / GAMMA;
    double start =
        Math.max(0.01, ratio * ratio / Math.max(highest.field(), 1e-3) - highest.field());
    return new LeastSquares("film of " + lines.size() + " lines")
        .free("anisotropy", 0, 1e-3)
        .positive("magnetisation", start)
        .minimise(
            lines.size(),
            (p, residuals) -> {
              for (int i = 0; i < residuals.length; i++) {
                Line line = lines.get(i);
                double inside = line.field() + p[0];
                double product = inside * (inside + p[1]);
                double model = GAMMA * Math.signum(product) * Math.sqrt(Math.abs(product));
                residuals[i] =
                    (model - line.resonance().value()) / deviation(line.resonance(), line);
              }
            });
  }
}
