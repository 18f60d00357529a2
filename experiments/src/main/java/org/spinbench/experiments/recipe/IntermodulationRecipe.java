package org.spinbench.experiments.recipe;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.fit.FitException;
import org.spinbench.calibration.fit.LeastSquares;
import org.spinbench.calibration.fit.StraightLine;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.Units;
import org.spinbench.experiments.run.Columns;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Mean;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.Point;

/**
 * Two-tone intermodulation: the powers of two tones of equal level P and of their third-order
 * products 2f₁ − f₂ and 2f₂ − f₁ behind a device, against that level (D. M. Pozar, "Microwave
 * Engineering", 4th edition, section 10.3). In decibels:
 *
 * <pre>P_tone = G + P,   P_product = c + 3 P,   P_i = (G − c)/2</pre>
 *
 * P_i is the intercept: the level at which a product would be as strong as its tones. A product
 * stands on the analyzer's noise, which is a parameter of its own, and its exponent is fitted too:
 * a value other than 3 means that the levels are too high or that the analyzer makes the product.
 */
public final class IntermodulationRecipe implements Analysis {
  private static final double RESOLUTION = 1e3;

  /** Span around each tone, over the distance of the tones. */
  private static final double SPAN = 0.2;

  /** Rise of a product over the levels that a fit needs, dB. */
  private static final double RISE = 10;

  /** Smallest deviation of a power, dB, for any noise. */
  private static final double LEAST = 1e-3;

  private static final int FEWEST = 4;
  private static final double THIRD = 3;

  /** A level at the input, dBm, and a power behind the device, dBm. */
  private record Sample(double level, double power, double deviation) {}

  private final int levelAxis;
  private final int centreAxis;
  private final int reading;
  private final boolean watts;
  private final double first;
  private final double second;
  private final TreeMap<Double, List<Sample>> samples = new TreeMap<>();

  IntermodulationRecipe(Plan plan, Optional<Columns> columns) {
    PlanParts parts = new PlanParts(plan);
    Axis axis = parts.innermost(".power", "the level of two tones");
    levelAxis = plan.axes().size() - 1;
    centreAxis = parts.axis(".centre");
    reading = parts.reading(".band_power");
    if (axis.along().size() != 1 || !axis.along().get(0).endsWith(".power")) {
      throw parts.lacks("sweeps the level of one tone; put that of the other in \"along\"");
    }
    if (centreAxis < 0) {
      throw parts.lacks("does not sweep the centre of an analyzer over the tones");
    }
    first = frequency(parts, axis.setting());
    second = frequency(parts, axis.along().get(0));
    String watt = Unit.WATT.symbol();
    watts = columns.filter(all -> all.settings().get(levelAxis).unit().equals(watt)).isPresent();
  }

  private static double frequency(PlanParts parts, String level) {
    String name = PlanParts.owner(level) + ".frequency";
    return parts.set(name).orElseThrow(() -> parts.lacks("does not set " + name));
  }

  /**
   * The two tones of a plan.
   *
   * @param one an RF source, or an input of the chip
   * @param other another
   * @param centre frequency in the middle between them, Hz
   * @param spacing distance of the two, Hz
   * @param from first level of both, in the unit of their setting
   * @param to last level
   * @param points levels of each frequency
   */
  public record Tones(
      String one, String other, double centre, double spacing, double from, double to, int points) {
    /**
     * Frequency of the tones and of their products.
     *
     * @param order odd; −1 and 1 are the tones, −3 and 3 their third-order products
     */
    double frequency(int order) {
      return centre + order * spacing / 2;
    }
  }

  /** The plan. */
  public static Plan plan(Tones tones, String analyzer) {
    return Plan.named("intermodulation of " + tones.one() + " and " + tones.other())
        .recipe(Recipe.INTERMODULATION.word())
        .set(tones.one() + ".frequency", tones.frequency(-1))
        .set(tones.other() + ".frequency", tones.frequency(1))
        .set(analyzer + ".span", SPAN * tones.spacing())
        .set(analyzer + ".resolution_bandwidth", Math.min(RESOLUTION, SPAN * tones.spacing() / 20))
        .sweep(
            Axis.list(
                analyzer + ".centre",
                tones.frequency(-3),
                tones.frequency(-1),
                tones.frequency(1),
                tones.frequency(3)))
        .sweep(
            Axis.linear(tones.one() + ".power", tones.from(), tones.to(), tones.points())
                .along(tones.other() + ".power"))
        .read(analyzer + ".band_power");
  }

  @Override
  public void point(Point point) {
    Mean mean = point.readings().get(reading);
    double level = point.settings().get(levelAxis);
    if (point.reference() || mean.samples() == 0 || watts && level <= 0) {
      return;
    }
    samples
        .computeIfAbsent(point.settings().get(centreAxis), centre -> new ArrayList<>())
        .add(
            new Sample(
                watts ? Units.dbmOfWatts(level) : level,
                mean.value(),
                Math.max(mean.uncertainty(), LEAST)));
  }

  /** The samples at a frequency; analyzers round their centre. */
  private List<Sample> at(double frequency) {
    double near = Math.abs(second - first) * SPAN / 2;
    return samples.subMap(frequency - near, frequency + near).values().stream()
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (!samples.isEmpty()) {
      analyse(new ArrayList<>(), remarks);
    }
    return remarks;
  }

  @Override
  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    if (!samples.isEmpty()) {
      analyse(findings, new ArrayList<>());
    }
    return findings;
  }

  private void analyse(List<Finding> findings, List<String> remarks) {
    List<StraightLine.Point> gains = new ArrayList<>();
    for (double tone : new double[] {first, second}) {
      for (Sample one : at(tone)) {
        double power = Units.wattsOfDbm(one.level());
        gains.add(new StraightLine.Point(power, one.power() - one.level(), one.deviation()));
      }
    }
    Value gain;
    try {
      StraightLine line = StraightLine.through("gain of the tones", gains, 0);
      gain = line.value();
      double most = gains.stream().mapToDouble(StraightLine.Point::x).max().orElseThrow();
      findings.add(new Finding("gain of the tones at small power", gain, "dB"));
      Value change = new Value(most * line.slope().value(), most * line.slope().deviation());
      findings.add(new Finding("change of the gain up to the highest level", change, "dB"));
    } catch (FitException e) {
      remarks.add(e.getMessage());
      return;
    }
    for (double product : new double[] {2 * first - second, 2 * second - first}) {
      product(product, gain, findings, remarks);
    }
  }

  private void product(double frequency, Value gain, List<Finding> findings, List<String> remarks) {
    List<Sample> all = at(frequency);
    String name = "the product at " + megahertz(frequency);
    double low = all.stream().mapToDouble(Sample::power).min().orElse(0);
    double high = all.stream().mapToDouble(Sample::power).max().orElse(0);
    if (all.size() < FEWEST || high - low < RISE) {
      remarks.add(
          name
              + " does not rise by "
              + RISE
              + " dB with the level, from "
              + FEWEST
              + " levels on; raise the levels, or lower the analyzer's noise");
      return;
    }
    try {
      LeastSquares.Solution free = fit(name, all, low, true);
      LeastSquares.Solution third = fit(name, all, low, false);
      Value coefficient = third.value(0);
      findings.add(new Finding("exponent of " + name, free.value(1), ""));
      double input = (gain.value() - coefficient.value()) / 2;
      double wide = StrictMath.hypot(gain.deviation(), coefficient.deviation()) / 2;
      findings.add(new Finding("input intercept by " + name, new Value(input, wide), "dBm"));
      wide = StrictMath.hypot(3 * gain.deviation(), coefficient.deviation()) / 2;
      Value output = new Value(input + gain.value(), wide);
      findings.add(new Finding("output intercept by " + name, output, "dBm"));
    } catch (FitException e) {
      remarks.add(e.getMessage());
    }
  }

  /** Coefficient at 0 dBm, exponent, and noise of a product, dBm. */
  private static LeastSquares.Solution fit(
      String name, List<Sample> all, double low, boolean free) {
    Sample strongest = all.get(0);
    for (Sample one : all) {
      strongest = one.power() > strongest.power() ? one : strongest;
    }
    LeastSquares problem =
        new LeastSquares(name)
            .free("coefficient", strongest.power() - THIRD * strongest.level(), 1);
    if (free) {
      problem.free("exponent", THIRD, 0.1);
    } else {
      problem.fixed("exponent", THIRD);
    }
    return problem
        .free("noise", low, 1)
        .minimise(
            all.size(),
            (p, residuals) -> {
              for (int i = 0; i < residuals.length; i++) {
                Sample one = all.get(i);
                double model =
                    Units.dbmOfWatts(
                        Units.wattsOfDbm(p[0] + p[1] * one.level()) + Units.wattsOfDbm(p[2]));
                residuals[i] = (model - one.power()) / one.deviation();
              }
            });
  }

  private static String megahertz(double hertz) {
    return BigDecimal.valueOf(Math.rint(hertz))
            .movePointLeft(6)
            .stripTrailingZeros()
            .toPlainString()
        + " MHz";
  }
}
